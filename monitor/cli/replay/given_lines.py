"""A line of a file as a reading of the past: what it may say, and what is wrong with one that cannot be replayed."""

import json
from collections.abc import MutableMapping
from dataclasses import replace
from datetime import datetime

from monitor.cli.trial import lines
from monitor.model import Article, Origin
from monitor.reading import language, urls
from monitor.reading.dates.credible import EARLIEST
from monitor.rehearsal.past_reading import PastReading

_LISTS = ("authors", "tags")


def reading(line: lines.Line, addresses: MutableMapping[str, str]) -> PastReading | str:
    """What a line says was read, or why it cannot be replayed.

    `addresses` are those of the lines before, by their ids: a line that revises one of them has its address.
    """
    article = _article(line)
    at = _found(line) or article.published_at
    address = addresses.get(line.text("revises") or "", article.url)
    wrong = line.error or flaw(at, address)
    if wrong or at is None:
        return str(wrong)
    addresses[str(line.id)] = address
    return PastReading(
        article=replace(article, url=address, language=article.language or language.of(article.body)),
        at=at,
        origin=_origin(line),
        listed_at=lines.moment(line.value.get("listed_at")),
    )


def flaw(at: datetime | None, address: str) -> str | None:
    """Why what was read at a time from an address cannot be replayed; None: it can."""
    if at is None:
        return "there is no time under `found`"
    if at < EARLIEST:
        return f"its time, {at.date().isoformat()}, is before the web"
    return "there is no address under `url`" if urls.canonical(address) is None else None


def _origin(line: lines.Line) -> Origin:
    """That which an export says, so that a first crawl alerts no more than it did; else live."""
    said = line.text("origin")
    return Origin(said) if said in set(Origin) else Origin.LIVE


def _article(line: lines.Line) -> Article:
    """As the trials read it; the columns of `monitor export articles` count, too, whose lists are JSON in a text."""
    value = {name: _listed(given) if name in _LISTS else given for name, given in line.value.items()}
    article = lines.article(replace(line, value=value))
    return replace(
        article,
        outlet=article.outlet or line.text("outlet_id") or "",
        published_at=article.published_at or lines.moment(line.value.get("published_at")),
    )


def _listed(given: object) -> object:
    try:
        return json.loads(given) if isinstance(given, str) and given.startswith("[") else given
    except ValueError:
        return given


def _found(line: lines.Line) -> datetime | None:
    return lines.moment(line.value.get("found")) or lines.moment(line.value.get("found_at"))
