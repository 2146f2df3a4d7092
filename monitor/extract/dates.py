"""When an article was published and last updated, by order of trust, with its zone where one is written.

    JSON-LD of the article > meta elements > microdata > <time> by the headline > visible dateline > JSON-LD that
    merely holds the article > the address > what the listing says

A source without time of day is completed by a later one that gives the time of the same day. The future and the
absurd are refused.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import cast

from lxml import etree

from monitor.extract import jsonld, moments, zones
from monitor.extract.moments import Moment
from monitor.extract.statements import Statements, text_of
from monitor.model import Link

_PUBLISHED = """
    article:published_time article:published og:article:published_time og:published_time parsely-pub-date
    sailthru.date datepublished publishdate publish-date publish_date published_time published_at pubdate
    publication_date publicationdate article_date_original originalpublicationdate ptime
    cxenseparse:recs:publishtime cxenseparse:publishtime iso-8601-publish-date article.published article.created
    dc.date.issued dcterms.issued dcterms.created dc.date.created citation_publication_date citation_online_date
    prism.publicationdate bt:pubdate rnews:datepublished dc.date dcterms.date dc.terms.date article:post_date
    shareaholic:article_published_time date_published displaydate timestamp date og:pubdate pub_date datecreated
    vr:published_time created xdatepublished article_date
""".split()  # noqa: SIM905 - names of elements, in their order of trust
_UPDATED = """
    article:modified_time og:updated_time datemodified article:modified og:modified_time last-modified lastmod
    dcterms.modified dc.date.modified modified revised utime shareaholic:article_modified_time article.updated
    lastmodified last_updated_date date_modified
""".split()  # noqa: SIM905 - as above
_NOT_DATELINE = re.compile(
    r"comment|related|sidebar|widget|footer|copyright|teaser|recommend|more|next|prev|event|card|list|"
    r"menu|update|modif|countdown",
    re.IGNORECASE,
)
_URL_DATE = re.compile(r"(?:/|-|_|=|\b)((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=\D|$)")
_URL_SLASHES = re.compile(r"/((?:19|20)\d{2})/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=/)")
_URL_WORDS = re.compile(r"/((?:19|20)\d{2})/([a-z]{3,9})/(\d{1,2})(?=\D)", re.IGNORECASE)
_SAID_UPDATED = re.compile(
    r"updat|modif|aktuali|actuali|mis à jour|aggiorn|bijgewerkt|endret|oppdater|uppdater|最終更新|更新", re.IGNORECASE
)
_SAID_PUBLISHED = re.compile(
    r"publish\w*|posted|first published|veröffentlicht|erschienen|publicado|publié|pubblicato|"
    r"gepubliceerd|publisert|publicerad|udgivet|配信|掲載|公開|入力|입력|发布",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d[:.h時시]\s?\d\d")
_NOT_US = re.compile(r"\.(?:uk|au|nz|in|ie|za|eu|sg|hk|my|ng|ke|pk)(?:[:/]|$)")
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(hours=26)  # a page's clock may be a zone and a bit ahead
_US = re.compile(r"^en(?:$|[-_]us)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lines:
    """Short lines that a page shows: around its headline, and anywhere."""

    near: tuple[str, ...] = ()
    scattered: tuple[str, ...] = ()
    datelines: Sequence[etree._Element] = ()  # the elements whose names speak of dates


_NO_LINES = Lines()


@dataclass(frozen=True, slots=True)
class Dates:
    """What is known of an article's times. Aware: a moment without a zone is taken in the page's own, else UTC."""

    published: datetime | None = None
    has_time: bool = True
    updated: datetime | None = None
    stated: bool = False  # the page's metadata state a publication


def latest(now: datetime) -> datetime:
    """The latest moment that is no future: clocks run ahead, and zones are left out."""
    return now + _AHEAD


def read(
    page: Statements, *, now: datetime, lines: Lines = _NO_LINES, link: Link | None = None, ruled: str | None = None
) -> Dates:
    """The dates of a page. `lines` are its short ones; `ruled` is what the outlet's own selector found."""
    american = bool(_US.match(page.language or "")) and not _NOT_US.search(page.url)
    updated = next(_sane(_updates(page), now, american=american), None)
    published = _published(page, lines, now, american=american)
    if ruled:
        published = next(_sane(iter([ruled]), now, american=american), published)
    zone = _zone_of(page, published, updated)
    if published is None and link is not None and link.published_at is not None and link.published_at <= latest(now):
        published = Moment(link.published_at)
    at = _aware(published, zone) if published else None
    later = _aware(updated, zone) if updated else None
    if at is None or later is None or later <= at:
        later = None
    return Dates(
        published=at,
        has_time=published.has_time if published else True,
        updated=later,
        stated=next(_publications(page), None) is not None,
    )


def _published(page: Statements, lines: Lines, now: datetime, *, american: bool) -> Moment | None:
    """The first stated moment, with a time of day if a later source gives that day's; else the first visible one."""
    stated = _first(_sane(_publications(page), now, american=american))
    addressed = next(_sane(_from_urls(page), now, american=american), None)
    if (
        stated is not None
        and addressed is not None
        and not _same_day(stated, addressed)
        and _naive(addressed) < _naive(stated)
    ):
        stated = None  # a later import or update calls itself the publication; the address kept the day
    if stated is not None and stated.has_time and not _midnight(stated):
        return stated
    seen = _sane(_visible(page, lines), now, american=american)
    wanted = stated or addressed
    if wanted is None:
        return _first(seen)
    return next(
        (moment for moment in seen if moment.has_time and not _midnight(moment) and _same_day(moment, wanted)), wanted
    )


def _first(moments_found: Iterator[Moment]) -> Moment | None:
    day: Moment | None = None
    for moment in moments_found:
        if moment.has_time and not _midnight(moment):
            return moment if day is None or _same_day(moment, day) else day
        day = day or moment
    return day


def _same_day(one: Moment, other: Moment) -> bool:
    return abs(_naive(one) - _naive(other)) < timedelta(hours=36)


def _naive(moment: Moment) -> datetime:
    return moment.at.replace(tzinfo=None)


def _midnight(moment: Moment) -> bool:
    return moment.at.hour == moment.at.minute == moment.at.second == 0


def _zone_of(page: Statements, *known: Moment | None) -> tzinfo:
    for moment in known:
        if moment is not None and moment.at.tzinfo is not None and moment.at.utcoffset():
            return moment.at.tzinfo
    return zones.of(page.url, page.language or page.meta("og:locale", "content-language"))


def _aware(moment: Moment, zone: tzinfo) -> datetime:
    return moment.at if moment.at.tzinfo is not None else moment.at.replace(tzinfo=zone)


def _sane(texts: Iterator[str], now: datetime, *, american: bool) -> Iterator[Moment]:
    for text in texts:
        moment = moments.read(text, month_first=american)
        if moment is None:
            continue
        at = _aware(moment, UTC)
        try:
            if _OLDEST < at <= now + _AHEAD:
                yield moment
        except (OverflowError, ValueError):
            continue


def _updates(page: Statements) -> Iterator[str]:
    for node in page.believed:
        yield from jsonld.strings(node.get("dateModified"))
    for name in _UPDATED:
        yield from page.metas.get(name, ())
    for element in page.properties.get("datemodified", ())[:3]:
        yield from _written(element)


def _publications(page: Statements) -> Iterator[str]:
    if page.article is not None:
        for key in ("datePublished", "dateCreated", "uploadDate"):
            yield from jsonld.strings(page.article.get(key))
    for name in _PUBLISHED:
        yield from page.metas.get(name, ())
    for element in page.properties.get("datepublished", ())[:3]:
        yield from _written(element)
    for node in page.lesser:
        for key in ("datePublished", "uploadDate"):
            yield from jsonld.strings(node.get(key))


def _visible(page: Statements, lines: Lines) -> Iterator[str]:
    heading = next(page.root.iter("h1"), None)
    yield from _times(page.root, heading)
    said_updated = []
    for text in lines.near:
        published = _SAID_PUBLISHED.search(text)
        if published:
            yield text[published.end() :]
        elif _SAID_UPDATED.search(text):
            said_updated.append(text)
        elif len(text) <= 60 or _CLOCK.search(text):
            yield text
    yield from said_updated
    yield from _datelines(lines.datelines)
    for element in page.properties.get("datecreated", ())[:1]:
        yield from _written(element)
    yield from lines.scattered


def _from_urls(page: Statements) -> Iterator[str]:
    yield from _from_url(page.url)
    if page.canonical:
        yield from _from_url(page.canonical)


def _written(element: etree._Element) -> Iterator[str]:
    for name, value in cast("list[tuple[str, str]]", element.items()):
        if name in {"content", "datetime", "title"} or (
            name.startswith("data-") and any(character.isdigit() for character in value)
        ):
            yield value
    yield text_of(element)[:120]


def _times(root: etree._Element, heading: etree._Element | None) -> Iterator[str]:
    """The `time` elements, those for publication first, then those in the article's own head."""
    found = list(root.iter("time"))[:60]
    marked = [
        element
        for element in found
        if element.get("pubdate") is not None or "publi" in (element.get("class") or "").lower()
    ]
    near = [element for element in found if not _elsewhere(element)]
    if heading is not None:
        near = _after(root, heading, near) or near
    for element in [*marked, *near][:4]:
        around = element.getparent()
        said = text_of(around)[:60] if around is not None else ""
        if _SAID_UPDATED.search(said) and len(near) > 1 and element not in marked:
            continue
        yield from _written(element)


def _after(root: etree._Element, heading: etree._Element, elements: list[etree._Element]) -> list[etree._Element]:
    order = {element: position for position, element in enumerate(root.iter(heading.tag, "time"))}
    place = order.get(heading, 0)
    return sorted(
        (element for element in elements if element in order),
        key=lambda element: (order[element] < place - 3, abs(order[element] - place)),
    )


def _elsewhere(element: etree._Element) -> bool:
    for ancestor in list(element.iterancestors())[:8]:
        if ancestor.tag in {"aside", "footer", "nav", "li"} or _NOT_DATELINE.search(ancestor.get("class") or ""):
            return True
        if ancestor.tag in {"article", "main"}:
            return False
    return False


def _from_url(url: str) -> Iterator[str]:
    path = re.sub(r"^[a-z]+://[^/]+", "", url)
    for found in [*_URL_SLASHES.finditer(path), *_URL_DATE.finditer(path)]:
        yield "-".join(found.groups())
    for found in _URL_WORDS.finditer(path):
        yield f"{found[3]} {found[2]} {found[1]}"


def _datelines(named: Sequence[etree._Element]) -> Iterator[str]:
    """Short texts of elements that are named like a date."""
    count = 0
    for element in named[:200]:
        text = text_of(element)
        if 6 <= len(text) <= 160 and any(character.isdigit() for character in text) and not _elsewhere(element):
            yield text
            count += 1
            if count >= 12:
                return
