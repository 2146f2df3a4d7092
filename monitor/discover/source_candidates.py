"""Where an outlet may list its articles: guesses from its home page and its robots.txt, likeliest first.

Pure: it fetches nothing. Whoever asks reads the candidates in order and judges them by what they hold (see
`read_listing`): never by their content type.
"""

import re
from collections.abc import Iterator

from lxml import etree

from monitor.discover import page, usual_addresses
from monitor.discover.listing import ListingError
from monitor.model import Source, SourceKind
from monitor.reading import urls

LIMIT = 40  # candidates: more would be a scan, not a look

_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "text/xml",
)
_FEED_PATHS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds/all", "/rss/index.xml",
               "/arc/outboundfeeds/rss/?outputType=xml", "/?feed=rss2")  # fmt: skip
_SITEMAP_PATHS = ("/sitemap_index.xml", "/sitemap.xml", "/wp-sitemap.xml")
_WORDPRESS_SIGN = re.compile(rb"/wp-(?:content|includes|json)/")
_COMMENTS = re.compile(r"/comments?/|comments/feed|[?&]withoutcomments=", re.IGNORECASE)


def candidates(home: str, html: bytes | None, robots: str | None) -> list[Source]:
    """The sources worth trying, each address once.

    Args:
        home: The outlet's front page. Not an article: the feed that an article names is that of its comments.
        html: The body of that page, if it could be had.
        robots: The site's robots.txt, if there is one.
    """
    found: dict[str, Source] = {}
    for kind, address in _guesses(home, html, robots):
        url = urls.fetchable(address, home)
        if url and url not in found:
            found[url] = Source(kind=kind, url=url)
    return list(found.values())[:LIMIT]


def wordpress(home: str, html: bytes) -> Source | None:
    """The posts of the WordPress that made a page, if it says that it did."""
    named = _wordpress(_parse(html), html, home)
    address = urls.fetchable(named, home) if named else None
    return Source(kind=SourceKind.WORDPRESS, url=address) if address else None


def _guesses(home: str, html: bytes | None, robots: str | None) -> Iterator[tuple[SourceKind, str]]:
    listed = usual_addresses.listed(robots)
    news = [line for line in listed if "news" in line.lower()]
    yield from ((SourceKind.SITEMAP, line) for line in news)
    root = _parse(html) if html else None
    if root is not None:
        yield from ((SourceKind.FEED, address) for address in _declared(root, home))
    if posts := _wordpress(root, html, home):
        yield SourceKind.WORDPRESS, posts
    yield from ((SourceKind.FEED, path) for path in _FEED_PATHS)
    yield from ((SourceKind.SITEMAP, path) for path in usual_addresses.NEWS_SITEMAP_PATHS)
    yield from ((SourceKind.SITEMAP, line) for line in listed if line not in news)
    yield from ((SourceKind.SITEMAP, path) for path in _SITEMAP_PATHS)
    yield SourceKind.SECTION, home


def _parse(html: bytes) -> etree._Element | None:
    try:
        return page.tree(html)
    except ListingError:
        return None


def _declared(root: etree._Element, home: str) -> list[str]:
    """The feeds that the page names, without those of comments, the site's own host first."""
    found = []
    base = page.base(root, home)
    for link in root.iter("link", "a"):
        address, relations = link.get("href"), (link.get("rel") or "").lower().split()
        named = "alternate" in relations or "feed" in relations
        if (
            address
            and named
            and (link.get("type") or "").strip().lower() in _FEED_TYPES
            and not _COMMENTS.search(address)
        ):
            found.append(urls.fetchable(address, base) or "")
    return sorted(filter(None, found), key=lambda address: not urls.same_site(address, home))


def _wordpress(root: etree._Element | None, html: bytes | None, home: str) -> str | None:
    for link in root.iter("link") if root is not None else ():
        if (link.get("rel") or "").strip().rstrip("/") == "https://api.w.org" and (address := link.get("href")):
            root_address = urls.fetchable(address, home)
            if root_address and "rest_route=" not in root_address:
                return root_address.rstrip("/") + "/" + usual_addresses.WORDPRESS_PATH
    return "/wp-json/" + usual_addresses.WORDPRESS_PATH if html and _WORDPRESS_SIGN.search(html) else None
