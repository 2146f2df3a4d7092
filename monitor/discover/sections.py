"""Section pages: which of a page's links lead to articles, recognised by their addresses, their words and their place.

An outlet's own pattern and selector decide where they are given; else every link is scored (see `likeness`).
Only links within the outlet's own site count.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, islice

from lxml import etree

from monitor import text
from monitor.discover import earlier_pages, entries, page, state_links
from monitor.discover.likeness import is_article
from monitor.discover.listing import Listing, ListingError, one_each
from monitor.discover.plain import TITLE_LIMIT, one_line
from monitor.model import Link, Outlet, Source
from monitor.reading import css, html, urls
from monitor.reading.dates import credible, locales
from monitor.reading.dates.moment import Moment

ANCHORS_LIMIT = 5_000  # of one page
FEW = 5  # articles among the links of a page, below which its JSON is read: such a page shows them by script
# Links and teasers may lie in each other, and each would read all that is in it: only its beginning is.
_TEXTS_LIMIT = 200  # pieces of text, and headings, of one link
_TEASER_LIMIT = 500  # elements of one teaser
_FOUND_LIMIT = 50_000  # links in all that a selector finds, which may lie in each other too

_ReadDate = Callable[[str | None], Moment | None]

_HEADINGS = ("h1", "h2", "h3", "h4", "h5")


def read_section(
    body: bytes, url: str, *, content_type: str | None, outlet: Outlet | None, source: Source | None, now: datetime
) -> Listing:
    """The links of a section page that lead to articles.

    Raises:
        ListingError: the body is not a page, or no link is in it, or none that the selector finds.
    """
    root = page.tree(body, content_type)
    select = source.select if source else None
    anchors = _selected(root, select) if select else _all(root)
    url = url if outlet else _place(root, anchors, url)
    locale = locales.of(outlet.home if outlet else url, entries.language_of(root.get("lang")))
    base = page.base(root, url)
    read_date: _ReadDate = lambda text: credible.read(text, now=now, locale=locale)  # noqa: E731 - one setting for all
    home = outlet.home if outlet else url
    own = _own(_merged(anchors, base, read_date), home, url)
    pattern = outlet.article_pattern if outlet else None
    chosen = own if select else _chosen(own, pattern)
    if not select and len(chosen) < FEW:
        known = {link.key for link in chosen}
        hrefs = [anchor.get("href") or "" for anchor in anchors]
        stated = {link.key or "": (link, is_one) for link, is_one in state_links.read(root, hrefs, base, read_date)}
        own = _own({key: link for key, (link, _) in stated.items()}, home, url)
        sure = {key: is_one for key, (_, is_one) in stated.items()}
        chosen += [link for link in _chosen(own, pattern, sure) if link.key not in known]
    if not anchors and not chosen:
        raise ListingError("the page holds no link: it may be made by script, or be no page of articles")
    title = next(root.iter("title"), None)
    return Listing(
        kind="section",
        links=one_each(chosen, url),
        next_page=earlier_pages.declared(_next(root), base),
        title=one_line(title.text, is_text=True) if title is not None else None,
        language=entries.language_of(root.get("lang")),
    )


def _next(root: etree._Element) -> str | None:
    """What the page names as its next one: older articles, on a page that lists the newest first."""
    named = (element for element in root.iter("link", "a") if "next" in (element.get("rel") or "").lower().split())
    return next((address for element in named if (address := element.get("href"))), None)


def _place(root: etree._Element, anchors: list[etree._Element], url: str) -> str:
    """Where the page is from: `url`, unless no link stays there and the page itself names another place."""
    absolute = [href for anchor in anchors[:ANCHORS_LIMIT] if urls.is_web(href := anchor.get("href") or "")]
    if not absolute or any(urls.same_site(href, url) for href in absolute):
        return url
    declared = (link.get("href") or "" for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    named = (meta.get("content") or "" for meta in root.iter("meta") if meta.get("property") == "og:url")
    return next(filter(urls.is_web, chain(declared, named)), url)


def _chosen(links: list[Link], pattern: str | None, sure: Mapping[str, bool | None] | None = None) -> list[Link]:
    """The articles among them. A pattern that fits nothing at all is out of date, and the score decides.

    `sure`: by their keys, what else speaks for it that links lead to articles; see `is_article`.
    """
    by_pattern = [link for link in links if is_article(link, pattern)] if pattern else []
    known = sure or {}
    return by_pattern or [link for link in links if is_article(link, is_sure=known.get(link.key or ""))]


def _all(root: etree._Element) -> list[etree._Element]:
    """The links of a page without those of its menus, which lead to sections."""
    linked = (anchor for anchor in root.iter("a") if anchor.get("href"))
    shown = (anchor for anchor in linked if next(anchor.iterancestors("nav", "footer"), None) is None)
    return list(islice(shown, ANCHORS_LIMIT))


def _merged(anchors: list[etree._Element], base: str, read_date: _ReadDate) -> dict[str, Link]:
    """One link for each URL key, with the best of its texts: a picture and a headline lead to one article."""
    found: dict[str, Link] = {}
    moments: dict[etree._Element, Moment | None] = {}
    ranks: dict[str, tuple[bool, int]] = {}
    for anchor in anchors[:ANCHORS_LIMIT]:
        href = (anchor.get("href") or "").strip()
        url = urls.fetchable(href, base) if href and href[0] != "#" else None
        key = urls.canonical(url) if url else None
        if url is None or key is None:
            continue
        title, is_headline = _words(anchor)
        rank = (is_headline, len(title or ""))
        if key not in found:
            published = _published(anchor, read_date, moments)
            found[key] = Link(
                url=url,
                key=key,
                title=title,
                published_at=published.aware(UTC) if published else None,
                published_has_time=published is None or published.has_time,
            )
        elif rank > ranks[key]:
            found[key] = replace(found[key], title=title)
        ranks[key] = max(rank, ranks.get(key, rank))
    return found


def _selected(root: etree._Element, select: str) -> list[etree._Element]:
    found = css.find(root, [select])[select]
    within = (anchor for element in found for anchor in element.iter("a") if anchor.get("href"))
    anchors = list(dict.fromkeys(islice(within, _FOUND_LIMIT)))
    if not anchors:
        reason = css.flaw(select) or "the page may have changed"
        raise ListingError(f"the selector {select!r} finds no link: {reason}")
    return anchors


def _published(
    anchor: etree._Element, read_date: _ReadDate, known: dict[etree._Element, Moment | None]
) -> Moment | None:
    """The moment in the teaser that holds the link, if it holds exactly one. `known` are those of teasers seen."""
    teaser = next(anchor.iterancestors("article", "li"), None)
    if teaser is None:
        return None
    if teaser not in known:
        times = [element for element in islice(teaser.iter(), _TEASER_LIMIT) if element.tag == "time"]
        known[teaser] = read_date(times[0].get("datetime")) if len(times) == 1 else None
    return known[teaser]


def _words(anchor: etree._Element) -> tuple[str | None, bool]:
    """The words of a link, and whether they are a heading: those in it, else its text, else what names its picture."""
    elements = list(islice(anchor.iter(), _TEXTS_LIMIT))
    for heading in (element for element in elements if element.tag in _HEADINGS):
        if words := _beginning(heading):
            return words, True
    if words := _beginning(anchor):
        return words, next(anchor.iterancestors(*_HEADINGS), None) is not None
    pictured = next((alt for element in elements if element.tag == "img" and (alt := element.get("alt"))), None)
    return text.clean_line(anchor.get("title") or anchor.get("aria-label") or pictured or "") or None, False


def _beginning(element: etree._Element) -> str:
    """The first words of an element, on one line: a headline is short."""
    return text.clean_line("".join(html.texts(element, 8 * TITLE_LIMIT)), limit=TITLE_LIMIT)


def _own(found: dict[str, Link], home: str, url: str) -> list[Link]:
    """The links within the outlet's site, without the page's own."""
    here = urls.canonical(url)
    return [link for key, link in found.items() if key != here and urls.same_site(link.url, home)]
