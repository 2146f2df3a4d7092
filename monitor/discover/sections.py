"""Section pages: which of a page's links lead to articles, told by their addresses, their words and their place.

An outlet's own pattern and selector decide where they are given; else every link is scored (see `likeness`).
Only links within the outlet's own site count.
"""

from typing import Any

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

from monitor import soup, text, urls
from monitor.discover import entries
from monitor.discover.decoding import decoded
from monitor.discover.likeness import is_article
from monitor.discover.listing import Listing, ListingError, one_each
from monitor.model import Link, Outlet, Source

ANCHORS_LIMIT = 5_000  # of one page


def read_section(
    body: bytes, url: str, *, content_type: str | None, outlet: Outlet | None, source: Source | None
) -> Listing:
    """The links of a section page that lead to articles.

    Raises:
        ListingError: the body is no page, or the selector finds nothing in it.
    """
    root = _parse(body, content_type)
    base = _base(root, url)
    home = outlet.home if outlet else url
    select = source.select if source else None
    anchors = _selected(root, select) if select else [a for a in root.iter("a") if a.get("href")]
    pattern = outlet.article_pattern if outlet else None
    found: dict[str, Link] = {}
    for anchor in anchors[:ANCHORS_LIMIT]:
        link = _link(anchor, base)
        if link is None or not urls.same_site(link.url, home) or urls.canonical(link.url) == urls.canonical(url):
            continue
        key = urls.canonical(link.url) or link.url
        known = found.get(key)
        if known is None or len(link.title or "") > len(known.title or ""):
            found[key] = link
    chosen = [link for link in found.values() if select or is_article(link, pattern)]
    title = next(root.iter("title"), None)
    return Listing(
        kind="section",
        links=one_each(chosen, url),
        title=text.clean_line(title.text) if title is not None and title.text else None,
        language=entries.language_of(root.get("lang")),
    )


def _parse(body: bytes, content_type: str | None) -> etree._Element:
    markup = decoded(body, content_type)
    if reason := soup.hostile(markup):
        raise ListingError(f"the page would hold the parser: {reason}")
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ListingError(f"it is no page: {error}") from error
    if root is None:
        raise ListingError("the page is empty")
    return root


def _base(root: etree._Element, url: str) -> str:
    declared = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    return (urls.fetchable(declared, url) if declared else None) or url


def _selected(root: etree._Element, select: str) -> list[etree._Element]:
    try:
        found: Any = CSSSelector(select, translator="html")(root)
    except (SelectorError, etree.XPathError) as error:
        raise ListingError(f"the selector {select!r} is not understood: {error}") from error
    anchors = [a for element in found for a in element.iter("a") if a.get("href")]
    if not anchors:
        raise ListingError(f"the selector {select!r} finds no link: the page may have changed")
    return anchors


def _link(anchor: etree._Element, base: str) -> Link | None:
    href = (anchor.get("href") or "").strip()
    url = urls.fetchable(href, base) if href and href[0] != "#" else None
    return Link(url=url, title=_headline(anchor)) if url else None


def _headline(anchor: etree._Element) -> str | None:
    """The headline in a link: its heading, else its text, else what stands for its picture."""
    for heading in anchor.iter("h1", "h2", "h3", "h4", "h5"):
        if words := text.clean_line("".join(map(str, heading.itertext()))):
            return words
    if words := text.clean_line("".join(map(str, anchor.itertext()))):
        return words
    pictured = next((image.get("alt") for image in anchor.iter("img") if image.get("alt")), None)
    return text.clean_line(anchor.get("title") or anchor.get("aria-label") or pictured or "") or None
