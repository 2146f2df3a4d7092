"""Feeds: RSS, RDF, Atom and JSON Feed to links. The quick parser first, then a repair, then the careful parser.

Measured, the quick parser answers for 19 of 20 real feeds, at more than forty times the speed of the careful one.
"""

import re
from contextlib import suppress
from datetime import datetime

from monitor.discover import earlier_pages, entries, feed_careful, feed_json, feed_xml
from monitor.discover.entries import Setting, Settled
from monitor.discover.feed_xml import Feed, Unsure
from monitor.discover.listing import Listing, ListingError, one_each
from monitor.discover.plain import one_line
from monitor.discover.xml_repair import (
    is_in_another_encoding,
    repaired,
    with_empty_elements_closed,
    without_half_element,
)
from monitor.model import Outlet
from monitor.reading import urls
from monitor.reading.encoding import text_of_bytes

FORGIVEN_LIMIT = 2 * 1024 * 1024  # bytes: reading on after an error takes fifty times the memory

_FEED_MARK = re.compile(rb"<(?:[a-z]{1,12}:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)


def read_feed(  # noqa: PLR0913 - what a caller knows of the answer, each of its own kind
    body: bytes,
    url: str,
    *,
    content_type: str | None,
    language: str | None = None,
    outlet: Outlet | None,
    now: datetime,
    settled: Settled | None = None,
) -> Listing:
    """The links of a feed, of whatever format its content shows. `language` holds where the feed declares none.

    Links that are `settled` come without texts.

    Raises:
        ListingError: the body is not a feed.
    """
    feed = parse_feed(body, content_type, url=url, language=language)
    setting = Setting(
        url=url,
        home=_home(outlet, feed, url),
        base=_base(feed, url),
        language=entries.language_of(feed.language),
        now=now,
        settled=settled,
    )
    links = [link for link in (entries.link_of(entry, setting) for entry in feed.entries) if link]
    return Listing(
        links=one_each(links, url),
        kind=feed.kind,
        next_page=_next_page(feed, url),
        title=one_line(feed.title),
        language=setting.language,
    )


def parse_feed(body: bytes, content_type: str | None, *, url: str | None = None, language: str | None = None) -> Feed:
    """What a feed declares, before links are made of it.

    Args:
        body: The feed, in whatever format.
        content_type: As the header says it.
        url: Where it is from, which its relative ids stand on.
        language: As the header says it, for a feed that says nothing.

    Raises:
        ListingError: the body is not a feed.
    """
    feed = _parsed(body, content_type, url)
    feed.language = (feed.language or language or "").replace("_", "-") or None
    return feed


def _parsed(body: bytes, content_type: str | None, url: str | None) -> Feed:
    head = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise ListingError("the body is empty")
    if head[:1] in b"{[":
        return feed_json.parse(text_of_bytes(body, content_type))
    try:
        return feed_xml.parse(repaired(body, content_type) if is_in_another_encoding(body) else body, url=url)
    except Unsure as reason:
        first = reason
    whole = repaired(body, content_type)
    if not _FEED_MARK.search(whole):
        if b'"items"' in body:  # after what a server printed before it
            with suppress(ListingError):
                return feed_json.parse(text_of_bytes(body, content_type))
        page = "an HTML page" if b"<html" in body[:4000].lower() else "no feed"
        raise ListingError(f"it is {page}: {first}")
    large = len(whole) > FORGIVEN_LIMIT
    try:
        return feed_xml.parse(whole, "nothing" if large else "namespaces", url=url)
    except Unsure:
        if large:
            raise ListingError(f"it is not a well-formed feed, and too large for a closer look: {first}") from None
        feed = _forgiven(whole, url)
    if not feed.entries and not _FEED_MARK.match(whole):
        raise ListingError(f"it is not a feed: {first}")
    return feed


def _forgiven(whole: bytes, url: str | None) -> Feed:
    """What can be had of a feed that is not well-formed. The careful parser is slow: it gets no large ones.

    Nor does it get those that were only cut off.
    """
    cut = without_half_element(whole)
    for closed in {cut: None, with_empty_elements_closed(cut): None}:
        if closed != whole:
            with suppress(Unsure):
                return feed_xml.parse(closed, "namespaces", url=url)
    whole = cut
    if len(whole) <= feed_careful.LIMIT:
        return feed_careful.parse(whole)
    try:
        return feed_xml.parse(whole, "everything")
    except Unsure as reason:
        raise ListingError(f"it is not a feed that can be read: {reason}") from reason


def _home(outlet: Outlet | None, feed: Feed, url: str) -> str | None:
    return outlet.home if outlet else feed.link or url


def _next_page(feed: Feed, url: str) -> str | None:
    """Where earlier entries are: as the feed says, or as WordPress numbers its pages."""
    if following := earlier_pages.declared(feed.next_page, url):
        return following
    is_own = feed.link is None or urls.same_site(urls.fetchable(feed.link, url) or url, url)
    if is_own and earlier_pages.is_wordpress(feed.generator, [entry.guid for entry in feed.entries]):
        return earlier_pages.numbered(url, "paged")
    return None


def _base(feed: Feed, url: str) -> str | None:
    """What the feed's relative addresses stand on: RSS has no rule but its site; Atom's is the feed's own address.

    A feed that a service serves for another site stands on that site, whatever its format.
    """
    site = urls.fetchable(feed.link, url) if feed.link else None
    if site is None or (feed.kind == "atom" and urls.same_site(site, url)):
        return None
    return site
