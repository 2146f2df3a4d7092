"""The listing that a look brought is read without a crawl, where nothing of it is left to be asked for.

That is so where only a date in it changed, or a headline of an outlet whose pages are not read. What asks for more, a
page, the sitemaps of an index or the page before this one, is left to a crawl: nothing is reported twice. The crawl
gets the answer as it came, and the listing that was read of it, so that nothing is parsed twice either.
"""

from monitor.discover import GapFill, Listing, gap_finding
from monitor.events import Event, LinksFound, Order, SourceFailed
from monitor.fetch.crawl_context import CrawlContext
from monitor.fetch.received import KeptReading, Received
from monitor.model import Policy, Source
from spiders.listing_reading import ListingReader


def events_of(context: CrawlContext, order: Order, received: Received, looked: LinksFound) -> list[Event] | None:
    """All events of a listing; None: a crawl is to read it, and has all to report.

    `looked` is what is known without reading it, with the validators of the next request.
    """
    progress = context.progress.copied()
    try:
        reader = ListingReader(order, context.hooks, progress, context.readings)
        events = _events(context, reader, order, received, looked)
    except Exception:  # noqa: BLE001 - a defect of ours: the crawl meets it too, and logs it
        return None
    if events is not None:
        context.progress = progress
    return events


def _events(
    context: CrawlContext, reader: ListingReader, order: Order, received: Received, looked: LinksFound
) -> list[Event] | None:
    source = looked.source
    read = reader.read(received, source, source.url, looked.at)
    if isinstance(read, SourceFailed):
        return [read]
    listing, new, changed = read
    if (order.outlet.policy is not Policy.FEED and (new or changed)) or _leads_on(listing, order, source):
        context.readings[source.url] = KeptReading(received, source, listing)
        return None
    event, links = reader.taken(reader.found(looked, read, source.url, looked.validators))
    return [event, *map(reader.article, links)]


def _leads_on(listing: Listing, order: Order, source: Source) -> bool:
    """Whether more listings are to be read: sitemaps of an index, or earlier pages up to the last look."""
    since = order.looked.get(source.url)
    if listing.children or since is None:
        return bool(listing.children)
    return GapFill(since=since).after(gap_finding.keys_of(listing.links), order.known) is not None
