"""The past of an outlet that has nothing but its pages: its archives by month, each read as a section.

They are asked after all else that a crawl into the past asks, and only where nothing of that reached back to the day.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor.discover import Listing, gap_finding, link_times, month_archives, past
from monitor.discover.month_archives import MonthForm, MonthWalk
from monitor.events import LinksFound
from monitor.fetch.conditional import READ
from monitor.model import Source, SourceKind
from spiders.gaps import GapSpider
from spiders.listing_reading import Read

_MOST_ARTICLES = 2_000  # addresses kept to guess from


class MonthSpider(GapSpider):
    """Reads archives by month, if the order asks for the past."""

    reaches_back = False  # whether a listing of this crawl reached the day, or goes on to earlier pages
    month_form: MonthForm | None = None  # as the front page links to them
    articles: tuple[str, ...] = ()

    def note_listing(self, listing: Listing, *, is_read_on: bool = False) -> None:
        """Remember what a listing tells of the outlet's past: where its articles are, and whether it reaches back.

        It does if a quarter of its articles are older than the day: one that is pinned, or popular, says nothing.
        """
        back_to = self.order.back_to
        if back_to is None:
            return
        times = [at for link in listing.links if (at := link_times.latest(link))]
        is_old = 0 < len(times) <= 4 * sum(at <= back_to for at in times)
        if is_read_on or is_old or listing.index:
            self.reaches_back = True
        self.articles = (*self.articles, *(link.url for link in listing.links))[:_MOST_ARTICLES]

    def ask_months(self) -> Iterator[Request]:
        """The request of the newest month, where nothing else reaches back."""
        back_to, home = self.order.back_to, self.order.outlet.home
        form = self.month_form or month_archives.guessed(self.articles)
        if back_to is not None and form is not None and not self.reaches_back:
            self.reaches_back = True  # asked once
            yield self._month_request(month_archives.walk(form, home, back_to, datetime.now(UTC)))

    async def read_month(self, response: Response, walk: MonthWalk) -> AsyncIterator[Any]:
        """A page of a month: its links, then the page after it."""
        now, back_to = datetime.now(UTC), self.order.back_to
        by = Source(kind=SourceKind.SECTION, url=walk.url)
        read = self._read_listing(response, by, response.url, now) if response.status in READ else None
        following = walk.after()
        if isinstance(read, tuple) and back_to is not None:
            listing, _, _ = read
            for result in self.found_since(back_to, by, read, now):
                yield result
            following = walk.after(gap_finding.keys_of(listing.links), listing.next_page)
        if following:
            yield self._month_request(following)

    async def month_lost(self, failure: Failure) -> AsyncIterator[Any]:
        """No answer, or robots.txt disallows it: the month before it is asked. The same command asks this one again."""
        walk: MonthWalk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined] # Scrapy puts it there
        if not self._is_cut(failure.value) and (following := walk.after()):
            yield self._month_request(following)

    def found_since(self, back_to: datetime, by: Source, read: Read, at: datetime) -> Iterator[Any]:
        """What a listing of the past has that was published since then: one event, then what reads its links."""
        listing, new, _ = read
        found = LinksFound(
            outlet=self.outlet.id,
            source=by,
            at=at,
            links=tuple(past.since(new, back_to)),
            listed=len(listing.links),
            child=True,
            since=self.last_look(),
        )
        yield from self._found(found)

    def last_look(self) -> datetime:
        """When the outlet was last read: what is older alerts no one."""
        return max(self.order.looked.values(), default=datetime.now(UTC))

    def _month_request(self, walk: MonthWalk) -> Request:
        source = Source(kind=SourceKind.SECTION, url=walk.url)
        request = self.reader(source.kind).listing_request(self, source, whole=True)
        return request.replace(callback=self.read_month, errback=self.month_lost, cb_kwargs={"walk": walk}, priority=5)
