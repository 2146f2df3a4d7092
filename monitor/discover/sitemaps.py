"""Sitemaps: lists of pages, with Google News tags or without, and indexes of further sitemaps.

Elements are known by name and namespace, whatever the prefix or order. A sitemap may list a site's whole past: of
pages without news tags only the newest are taken. Which of them are articles is not judged here.
"""

import heapq
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from lxml import etree

from monitor.discover import entries
from monitor.discover.listing import Listing, ListingError, one_each
from monitor.discover.plain import one_line
from monitor.discover.xml_repair import is_in_another_encoding, repaired, without_half_element
from monitor.model import Link
from monitor.reading import urls
from monitor.reading.dates import credible, locales
from monitor.reading.encoding import text_of_bytes

PAGES_LIMIT = 1_000  # of one sitemap, the newest: what a news sitemap may hold
CHILDREN_LIMIT = 5  # of one index
INDEX_LIMIT = 5_000  # sitemaps of one index that are known
SCANNED_LIMIT = 100_000  # elements read of one sitemap: twice what the protocol allows

FORGIVEN_LIMIT = 2 * 1024 * 1024  # bytes: reading on after an error takes fifty times the memory

_ROOTS = {"urlset": "sitemap", "sitemapindex": "sitemap_index"}
# The elements that are looked at when they open or close: those in them, however many, cost libxml2 alone.
_LOOKED_AT = tuple(
    f"{{*}}{name}"
    for plain in ("url", "sitemap", "urlset", "urlSet", "sitemapindex", "sitemapIndex")
    for name in dict.fromkeys((plain, plain[0].upper() + plain[1:], plain.upper()))
)
_NEWS = "sitemap-news"
_EXTENSION = "/sitemap-"  # in the namespaces of images, videos, news
_NEVER = datetime.min.replace(tzinfo=UTC)
_ABOUT_NEWS = re.compile(r"news|latest|recent", re.IGNORECASE)
_ABOUT_POSTS = re.compile(r"post|article|story|stories|content|review|blog", re.IGNORECASE)
_NOT_ARTICLES = re.compile(
    r"image|video|gallery|photo|tag|categor|author|contributor|user|profile|product|taxonom|topic|page-sitemap"
    r"|posts-page|static|section|event|location|people|web-stories|misc|forum|coupon",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+")


def read_sitemap(body: bytes, url: str, *, content_type: str | None, most: int = PAGES_LIMIT, now: datetime) -> Listing:
    """The links of a sitemap, or the further sitemaps of an index.

    Raises:
        ListingError: the body is not a sitemap.
    """
    head = text_of_bytes(body[:400], content_type).lstrip("\ufeff \t\r\n")
    if head[:4].lower() == "http":
        return _read_lines(text_of_bytes(body, content_type), url)
    if not head:
        raise ListingError("the body is empty")
    kind, found = _parse(body, content_type, url, now)
    if kind == "sitemap_index":
        index = {link.url: link for link, _ in found}
        return Listing(kind=kind, children=_worth_reading(found), index=tuple(islice(index.values(), INDEX_LIMIT)))
    dated = [link for link, is_news in found if is_news]
    links = dated if len(dated) == len(found) else _newest([link for link, _ in found], most)
    return Listing(
        kind=kind, links=one_each(links, url), language=next((link.language for link in links if link.language), None)
    )


def is_of_articles(link: Link) -> bool:
    """Whether a sitemap of an index may list articles, by its name."""
    return bool(_ABOUT_NEWS.search(_name(link))) or not _NOT_ARTICLES.search(_name(link))


def _read_lines(body: str, url: str) -> Listing:
    """The plain form: an address a line."""
    lines = [line.strip() for line in body.splitlines()[:SCANNED_LIMIT]]
    return Listing(
        kind="sitemap", links=one_each((Link(url=line) for line in lines[:PAGES_LIMIT] if urls.is_web(line)), url)
    )


def _parse(body: bytes, content_type: str | None, url: str, now: datetime) -> tuple[str, list[tuple[Link, bool]]]:
    """The kind of sitemap, and what it lists, each with whether it has news tags."""
    whole = repaired(body, content_type) if is_in_another_encoding(body) else body.lstrip()
    kind, found, error = _walk(whole, url, now)
    if error and len(body) <= FORGIVEN_LIMIT:
        whole = without_half_element(repaired(body, content_type))
        again = _walk(whole, url, now, forgive=True)
        if len(again[1]) >= len(found):
            kind, found = again[:2]
    if kind is None or (error and not found):
        raise ListingError(f"it is not a sitemap: {error or 'it lists neither pages nor sitemaps'}")
    return kind, found


def _walk(
    body: bytes, url: str, now: datetime, *, forgive: bool = False
) -> tuple[str | None, list[tuple[Link, bool]], str | None]:
    """(kind, what is listed, what is wrong): up to the place where it goes wrong, or with `forgive` beyond it."""
    found: list[tuple[Link, bool]] = []
    kind: str | None = None
    try:
        for name, element in _elements(body, forgive=forgive):
            if name in _ROOTS:
                kind = kind or _ROOTS[name]
            elif item := _item(element, url, now):
                kind = kind or ("sitemap" if name == "url" else "sitemap_index")
                found.append(item)
    except etree.XMLSyntaxError as error:
        return kind, found, str(error.msg)
    return kind, found, None


def _elements(body: bytes, *, forgive: bool) -> Iterator[tuple[str, etree._Element]]:
    """The root's name when it opens, then each <url> or <sitemap> when it is complete; memory stays flat."""
    walk = etree.iterparse(
        io.BytesIO(body), events=("start", "end"), tag=_LOOKED_AT, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, recover=forgive, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    scanned = 0
    for event, element in walk:
        name = _local(element)
        if event == "start":
            if name in _ROOTS:
                yield name, element
        elif name in {"url", "sitemap"} and _EXTENSION not in element.tag:
            yield name, element
            scanned += 1
            if scanned >= SCANNED_LIMIT:
                return
            element.clear()
            for read in element.itersiblings(preceding=True):
                read.getparent().remove(read)


def _item(element: etree._Element, url: str, now: datetime) -> tuple[Link, bool] | None:
    declared: dict[str, str] = {}
    for part in element.iter(etree.Element):
        is_news = _NEWS in part.tag.partition("}")[0] or part.tag.startswith("news:")  # declared or not
        if part.text and (is_news or (part.getparent() is element and _EXTENSION not in part.tag)):
            name = _local(part).rpartition(":")[2]
            declared.setdefault(f"news:{name}" if is_news else name, part.text.strip())
    address = declared.get("loc") or (element.text or "").strip()
    absolute = entries.absolute(address, url) if address else None
    if absolute is None:
        return None
    language = entries.language_of(declared.get("news:language"))
    locale = locales.of(url, language)
    published, changed = (
        credible.read(declared.get(name), now=now, locale=locale) for name in ("news:publication_date", "lastmod")
    )
    link = Link(
        url=absolute,
        title=one_line(declared.get("news:title")),
        published_at=published.aware(UTC) if published else None,
        published_has_time=published is None or published.has_time,
        updated_at=changed.aware(UTC) if changed else None,
        language=language,
        tags=tuple(filter(None, (one_line(tag) for tag in declared.get("news:keywords", "").split(",")[:30]))),
    )
    return link, any(name.startswith("news:") for name in declared)


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _newest(links: list[Link], most: int) -> list[Link]:
    """The newest pages, in the order of the listing; pages without a date count as old."""
    if len(links) <= most:
        return links
    ranked = heapq.nlargest(most, enumerate(links), key=lambda pair: (_time(pair[1]), -pair[0]))
    return [link for _, link in sorted(ranked, key=lambda pair: pair[0])]


def _time(link: Link) -> datetime:
    return link.published_at or link.updated_at or _NEVER


def _worth_reading(found: list[tuple[Link, bool]]) -> tuple[str, ...]:
    """The sitemaps of an index that may list new articles: those named for news, then the newest of the others."""
    rows = list({link.url: link for link, _ in found}.values())
    useful = [link for link in rows if is_of_articles(link)]
    ranked = sorted(useful or rows, key=_rank, reverse=True)
    return tuple(address for address in (urls.fetchable(link.url) for link in ranked[:CHILDREN_LIMIT]) if address)


def _rank(link: Link) -> tuple[bool, datetime, bool, list[int]]:
    name = _name(link)
    numbers = [int(digits[:12]) for digits in _NUMBERS.findall(name)]
    return bool(_ABOUT_NEWS.search(name)), _time(link), bool(_ABOUT_POSTS.search(name)), numbers


def _name(link: Link) -> str:
    return link.url.partition("://")[2].partition("/")[2]
