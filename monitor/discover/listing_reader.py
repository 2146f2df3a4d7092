"""A body of whichever kind -> its links: each kind of listing has its reader, and its limits."""

from datetime import datetime

from monitor.discover.entries import Settled
from monitor.discover.feeds import read_feed
from monitor.discover.listing import Listing, ListingError
from monitor.discover.sections import read_section
from monitor.discover.sitemaps import PAGES_LIMIT, read_sitemap
from monitor.discover.wordpress import read_posts
from monitor.discover.xml_repair import UNPACKED_LIMIT, root_name, unpacked
from monitor.model import Outlet, Source, SourceKind

# Bytes of a body, unpacked: what a tree of it may cost in memory is some ten times that. Sitemaps are read as a stream.
LIMITS = {
    SourceKind.FEED: 16 << 20,
    SourceKind.SECTION: 8 << 20,
    SourceKind.WORDPRESS: 16 << 20,
    SourceKind.SITEMAP: UNPACKED_LIMIT,
}

# Tags and references of a body: each costs who reads it, a few bytes of nothing as much as a headline.
_MARKS_LIMITS = {SourceKind.FEED: 1_500_000, SourceKind.SITEMAP: 4_000_000}


def read_listing(  # noqa: PLR0913 - what a caller knows of the answer, each of its own kind
    kind: SourceKind,
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    language: str | None = None,
    outlet: Outlet | None = None,
    source: Source | None = None,
    most: int = PAGES_LIMIT,
    now: datetime,
    settled: Settled | None = None,
) -> Listing:
    """The articles that the body of a source lists. `url` is the address that it came from.

    The language of its header holds where the body declares none. Of a sitemap, the `most` newest pages are taken.

    Links of a feed of which `settled` is true, by key and title, come without texts: nobody will read them.

    A feed at a sitemap's address, or the other way round, is read as what it is.

    Raises:
        ListingError: the body cannot be read as a listing of this kind.
    """
    body = unpacked(body)
    if len(body) > LIMITS[kind]:
        raise ListingError(f"it is larger than any {kind} listing is read: more than {LIMITS[kind] >> 20} MiB")
    if len(body) > (marks := _MARKS_LIMITS.get(kind, len(body))) and body.count(b"<") + body.count(b"&") > marks:
        raise ListingError(f"it has more tags than any {kind} listing: more than {marks:,}")
    if kind is SourceKind.SECTION:
        return read_section(body, url, content_type=content_type, outlet=outlet, source=source, now=now)
    if kind is SourceKind.WORDPRESS:
        return read_posts(body, url, content_type=content_type, outlet=outlet, now=now)
    root = root_name(body)
    if root in {"urlset", "sitemapindex"} or (kind is SourceKind.SITEMAP and not _is_feed(root, body)):
        return read_sitemap(body, url, content_type=content_type, most=most, now=now)
    return read_feed(body, url, content_type=content_type, language=language, outlet=outlet, now=now, settled=settled)


def _is_feed(root: str, body: bytes) -> bool:
    return root in {"rss", "feed", "rdf"} or body[:64].lstrip()[:1] == b"{"
