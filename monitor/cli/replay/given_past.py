"""The past as files hold it: pages of WARC files, and articles that are JSON lines, together in order of time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from monitor.cli.replay.past_reading import PastReading
from monitor.cli.trial import lines
from monitor.extract import read_article
from monitor.model import Article, Origin, Outlet, Page, Refusal
from monitor.reading import language, urls
from monitor.reading.dates.credible import EARLIEST
from monitor.store.file import warc_reading
from monitor.store.file.page_files import WarcPage

_OK = 200
_LISTS = ("authors", "tags")


@dataclass(slots=True)
class GivenPast:
    """What was read of files. `outlets` grows by those that the articles name and nobody configured.

    `wrong` says of each line or page that could not be read why.
    """

    outlets: dict[str, Outlet]
    readings: list[PastReading] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _hosts: dict[str, str] = field(default_factory=dict)  # outlets, by host
    _urls: dict[str, str] = field(default_factory=dict)  # by the ids of lines

    def __post_init__(self) -> None:
        self._hosts = {
            host.removeprefix("www."): outlet.id for outlet in self.outlets.values() for host in outlet.hosts
        }

    def take(self, path: str) -> None:
        """Read one file: WARC by its name, JSON lines else.

        Raises:
            OSError: it cannot be read.
        """
        if path.endswith((".warc", ".warc.gz")):
            self._take_pages(Path(path))
            return
        for line in lines.read(path):
            self._take_line(line, path)

    def in_order(self) -> list[PastReading]:
        """All readings, in order of time; of one moment in the order of the files."""
        return sorted(self.readings, key=lambda reading: reading.at)

    def _take_line(self, line: lines.Line, path: str) -> None:
        article = _article(line)
        at = _found(line) or article.published_at
        address = self._urls.get(line.text("revises") or "", article.url)
        wrong = line.error or _flaw(at, address)
        if wrong or at is None:
            self.wrong.append(f"{path}, line {line.number}: {wrong}")
            return
        self._urls[str(line.id)] = address
        tongue = article.language or language.of(article.body)
        outlet = article.outlet if article.outlet in self.outlets else self._outlet(address, article.outlet)
        self.readings.append(
            PastReading(
                article=replace(article, url=address, language=tongue, outlet=outlet),
                at=at,
                origin=_origin(line),
                listed_at=lines.moment(line.value.get("listed_at")),
            )
        )

    def _take_pages(self, path: Path) -> None:
        there = 0
        try:
            for page in warc_reading.pages(path):
                there += 1
                if page.status == _OK and urls.canonical(page.url) is not None:
                    self._take_page(page)
        except ValueError as error:
            self.wrong.append(str(error))
        else:
            if not there:
                self.wrong.append(f"{path}: holds no page")

    def _take_page(self, page: WarcPage) -> None:
        if wrong := _flaw(page.at, page.url):
            self.wrong.append(f"{page.url}: {wrong}")
            return
        outlet = self.outlets[self._outlet(page.url)]
        kind = next((value for name, value in page.headers if name.lower() == "content-type"), "text/html")
        read = read_article(Page(url=page.url, body=page.body, content_type=kind), outlet, now=page.at)
        if isinstance(read, Refusal):
            self.wrong.append(f"{page.url}: {read.reason.value}, {read.detail}")
        else:
            self.readings.append(PastReading(article=replace(read, url=page.url), at=page.at))

    def _outlet(self, url: str, name: str = "") -> str:
        """The outlet of an address: the one of its host, else one of that host alone, or of the name that is given."""
        host = urls.host(url).removeprefix("www.")
        known = self._hosts.get(host) if not name else None
        if known is not None:
            return known
        made = name or host
        self.outlets.setdefault(made, Outlet(id=made, name=made, home=f"https://{host}/"))
        return made


def read(paths: Sequence[str], outlets: Mapping[str, Outlet]) -> GivenPast:
    """All that these files hold; `outlets` are those that may be meant, by id.

    Raises:
        OSError: a file cannot be read.
    """
    past = GivenPast(dict(outlets))
    for path in paths:
        past.take(path)
    return past


def _flaw(at: datetime | None, address: str) -> str | None:
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
