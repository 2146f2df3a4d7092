"""When a page may have been published of whose dates the rules believe none: every day that it writes, in figures."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import cast

from lxml import etree

from monitor.extract.dating import date_texts, visible_dates
from monitor.extract.dating.visible_dates import Label
from monitor.extract.layout.blocks import place_of
from monitor.extract.layout.visible import VisiblePage
from monitor.extract.statements import Statements
from monitor.reading.dates import credible, date_parser
from monitor.reading.dates.moment import Moment

SOURCES = ("update", "meta", "title", "described", "script", "attribute", "time", "line", "running")
FEATURES = (
    *SOURCES,
    *"""
    published updated other date_class aside_class link listed elsewhere clock texts length bare order days
    earliest latest age distance to_end away card near_headline
    """.split(),  # noqa: SIM905 - a list of words reads better so
)
_MOST = 60  # texts of one page that are read as dates
_ELEMENTS = 6_000  # elements that are looked at
_AROUND = 60  # characters of a longer text before and after its year
_FAR = 40.0  # blocks
_YEAR = re.compile(  # 19.., 20.., or of two figures in a date; begun by the figure, to which `re` skips
    r"\d(?:(?<=(?<!\d)1)9\d\d(?!\d)|(?<=(?<!\d)2)0\d\d(?!\d)|\d?[./]\d{1,2}[./]\d\d(?!\d))"
)
_STATED = re.compile(
    r'"(?:datePublished|date_?[pP]ublished|publi(?:shed|cation|sh)_?(?:at|on|date|Date)?|created_?(?:at|At))"\s*:\s*"([^"]{8,40})"'
)
_DATED = re.compile(r"date|time|publi|posted|created|datum|fecha|erstellt|stamp", re.IGNORECASE)
_ASIDE = re.compile(r"comment|related|sidebar|widget|footer|teaser|card|recent|archive|calendar|event", re.IGNORECASE)
_OTHER = re.compile(
    r"©|copyright|\(c\)|all rights|seit\s|since|founded|gegründet|geboren|born|until|bis\s|expires|deadline|termin|"
    r"accessed|abgerufen|retrieved|version",
    re.IGNORECASE,
)
_SKIPPED = frozenset({"script", "style", "noscript", "template", "option"})
_ATTRIBUTES = ("datetime", "content", "title", "data-date", "data-time", "data-timestamp", "data-published")
_SAYING = frozenset(_ATTRIBUTES)


@dataclass(slots=True)
class DateCandidate:
    """A day that a page writes: the moments that it writes of it, where, and how it is labelled."""

    moments: list[Moment] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    labels: set[Label] = field(default_factory=set)
    is_other: bool = False
    order: int = 99
    length: int = 0
    element: etree._Element | None = None


def gather(page: Statements, now: datetime) -> dict[date, DateCandidate]:
    """The days that a page writes."""
    locale = date_texts.locale_of(page)
    found: dict[date, DateCandidate] = {}
    for order, (source, text, element) in enumerate(islice(_texts(page), _MOST)):
        label, said = _labelled(text)
        moment = date_parser.read(said, locale)
        if moment is None or not credible.is_credible(moment.at, now):
            continue
        one = found.setdefault(moment.at.date(), DateCandidate(order=order, length=len(text), element=element))
        one.moments.append(moment)
        one.sources.add(source)
        one.labels.add(label)
        one.is_other = one.is_other or _OTHER.search(text) is not None
    return found


def _labelled(text: str) -> tuple[Label, str]:
    """The label of a text's first part with a figure, and that part."""
    for label, part in visible_dates.split_by_labels(text):
        if _YEAR.search(part):
            return label, part
    return Label.PLAIN, text


def _texts(page: Statements) -> Iterator[tuple[str, str, etree._Element | None]]:
    yield from (("update", text, None) for text in islice(date_texts.updates(page), 4))
    for name in ("description", "og:description"):
        yield from (("described", _window(text), None) for text in page.metas.get(name, ())[:1] if _YEAR.search(text))
    if _YEAR.search(page.title_tag):
        yield "title", page.title_tag, None
    for name, contents in page.metas.items():
        if _DATED.search(name) and _YEAR.search(contents[0]):
            yield "meta", contents[0][:80], None
    for script in page.elements["script"][:40]:
        yield from (("script", text, None) for text in _STATED.findall((script.text or "")[:200_000])[:2])
    yield from _written(page)


def _written(page: Statements) -> Iterator[tuple[str, str, etree._Element]]:
    """What stands in the page's elements, and in their attributes that hold dates."""
    for element in islice(page.root.iter(etree.Element), _ELEMENTS):
        tag = element.tag
        if tag in _SKIPPED:
            continue
        if tag != "meta" and not _SAYING.isdisjoint(element.keys()):
            for name in _ATTRIBUTES:
                if (value := element.get(name)) and len(value) < 60 and _YEAR.search(value):
                    yield "attribute", value, element
        source = "time" if tag == "time" else "line"
        around = element.getparent()
        for text, at in ((element.text, element), (element.tail, around)):
            if text and at is not None and at.tag not in _SKIPPED and _YEAR.search(text):
                said = " ".join(text.split())
                yield (source if len(said) <= 2 * _AROUND else "running"), _window(said), at


def _window(text: str) -> str:
    found = _YEAR.search(text)
    if found is None or len(text) <= 2 * _AROUND:
        return text
    return text[max(0, found.start() - _AROUND) : found.end() + _AROUND // 2]


def features(found: dict[date, DateCandidate], shown: VisiblePage, now: datetime) -> list[list[float]]:
    """The figures of each day, in the order of `FEATURES`."""
    places = shown.blocks.places()
    days = sorted(found)
    rows = []
    for day, one in found.items():
        rows.append(
            [
                *(float(source in one.sources) for source in SOURCES),
                float(Label.PUBLISHED in one.labels),
                float(Label.UPDATED in one.labels),
                float(one.is_other),
                *_names(one),
                float(any(moment.has_time for moment in one.moments)),
                float(min(9, len(one.moments))),
                float(one.length),
                float(min(_length_around(one), 99)),
                float(one.order),
                float(len(days)),
                float(day == days[0]),
                float(day == days[-1]),
                math.log1p(max(0, (now.date() - day).days)),
                *_place(one, shown, places),
            ]
        )
    return rows


def _length_around(one: DateCandidate) -> int:
    """Characters of the element's text that holds the date; many: it is a text with a date in it."""
    if one.element is None:
        return 99
    return sum(map(len, islice(cast("Iterator[str]", one.element.itertext()), 12)))


def _names(one: DateCandidate) -> list[float]:
    if one.element is None:
        return [-1.0, -1.0, -1.0, -1.0, -1.0]
    at: etree._Element | None = one.element
    classes, link, listed = "", False, False
    for _ in range(4):
        if at is None:
            break
        classes += f" {at.get('class') or ''} {at.get('id') or ''}"
        link, listed = link or at.tag == "a", listed or at.tag == "li"
        at = at.getparent()
    return [
        float(_DATED.search(classes) is not None),
        float(_ASIDE.search(classes) is not None),
        float(link),
        float(listed),
        float(visible_dates.is_elsewhere(one.element)),
    ]


def _place(one: DateCandidate, shown: VisiblePage, places: dict[etree._Element, int]) -> list[float]:
    node = place_of(one.element, places)
    if node is None:
        return [_FAR + 10, _FAR + 10, -1.0, -1.0, 0.0]
    place, end = shown.blocks.nodes[node].first, shown.blocks.nodes[shown.chosen].last
    distance = float(place - shown.headline) if shown.headline >= 0 else _FAR + 10
    return [
        max(-_FAR, min(_FAR + 10, distance)),
        max(-_FAR, min(_FAR, float(place - end))),
        float(shown.away[node]),
        shown.cards[node],
        float(0 <= distance <= 8),
    ]
