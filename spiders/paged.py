"""Listings whose earlier pages can be asked for, when articles may have come and gone since the last look."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor.discover import GapFill, Listing
from monitor.events import LinksFound, known_as
from monitor.model import Source
from monitor.reading import urls
from spiders.base import OutletSpider


class PagedSpider(OutletSpider):
    """A listing of which nothing is known is read on, page by page, until something known appears."""

    def following(self, listing: Listing, source: Source) -> Iterator[Request]:
        """Also the request of the page after the newest one, if there is a gap between that and the last look."""
        yield from super().following(listing, source)
        since, back_to = self.order.looked.get(source.url), self.order.back_to
        if since or back_to:
            fill = GapFill(since=since or datetime.now(UTC), back_to=back_to)
            yield from self._next_page(listing, source, fill)

    async def read_earlier_page(self, response: Response, source: Source, fill: GapFill) -> AsyncIterator[Any]:
        """An earlier page of a listing. One that is none ends the filling, and is nobody's failure: the gap stays."""
        if response.status != 200:
            return
        now = datetime.now(UTC)
        read = self._read_listing(response, source, response.url, now)
        if not isinstance(read, tuple):
            return
        listing, new, _ = read
        found = LinksFound(
            outlet=self.outlet.id,
            source=source,
            at=now,
            links=tuple(link for link in new if fill.is_wanted(link.published_at)),
            listed=len(fill.unseen(_keys(listing))),
            child=True,
            since=fill.since,
        )
        for result in self._found(found):
            yield result
        for request in self._next_page(listing, source, fill):
            yield request

    def earlier_page_lost(self, failure: Failure) -> None:
        """No answer: the filling ends here."""
        self._is_cut(failure.value)

    def _next_page(self, listing: Listing, source: Source, fill: GapFill) -> Iterator[Request]:
        newest = max((link.published_at for link in listing.links if link.published_at), default=None)
        left = fill.after(_keys(listing), self.order.known, newest)
        if left is None or listing.next_page is None:
            return
        request = self.reader(source.kind).listing_request(self, source, listing.next_page)
        yield request.replace(
            callback=self.read_earlier_page,
            errback=self.earlier_page_lost,
            cb_kwargs={"source": source, "fill": left},
        )


def _keys(listing: Listing) -> list[str]:
    """The URL keys of a listing, as orders carry them."""
    return [known_as(key) for link in listing.links if (key := urls.key_of(link))]
