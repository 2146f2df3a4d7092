"""The past of an outlet, where a person asks for what was published since a day.

Its own sources are read on: earlier pages (see `gaps`), and the sitemaps of an index one after the other, newest first,
until one is older. Then its front page, the WordPress that this names, and the sitemaps that robots.txt names; where
nothing of that reaches back, archives by month (see `months`).
"""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor.discover import GapFill, Listing, month_archives, past, source_candidates, usual_addresses
from monitor.discover.sitemaps import PAGES_LIMIT
from monitor.fetch.conditional import READ
from monitor.model import Source, SourceKind
from spiders.months import MonthSpider

_MOST_NAMED = 4  # sitemaps that a robots.txt names


class PastSpider(MonthSpider):
    """Reads on into the past, if the order asks for that."""

    past_left = past.MOST_SITEMAPS  # sitemaps that may still be read

    async def start(self) -> AsyncIterator[Any]:
        """Also the front page, for what it and its host name."""
        async for each in super().start():
            yield each
        home = Source(kind=SourceKind.SECTION, url=self.order.outlet.home)
        for request in self._ask_past((home,) if self.order.back_to else ()):
            yield request

    def following(self, listing: Listing, source: Source) -> Iterator[Any]:
        """Also the sitemaps of an index that reach back far enough, or more of one that holds years."""
        yield from super().following(listing, source)
        self.note_listing(listing, is_read_on=listing.next_page is not None)
        if self.order.back_to is None or source.kind is not SourceKind.SITEMAP:
            return
        if listing.index:
            newest = listing.children[: self.reader(source.kind).most_children]  # they are read anyway
            named = self._named(listing, self.order.back_to)
            yield from self._ask_past(tuple(one for one in named if one.url not in newest))
        elif len(listing.links) >= PAGES_LIMIT:
            yield from self._ask_past((source,))

    async def read_past(self, response: Response, by: Source, left: tuple[Source, ...]) -> AsyncIterator[Any]:
        """A listing of the past: its links, then the next one, unless those that follow are older than is asked."""
        now, back_to = datetime.now(UTC), self.order.back_to
        read = (
            self._read_listing(response, by, response.url, now, past.MOST_LISTED) if response.status in READ else None
        )
        if isinstance(read, tuple) and back_to is not None:
            listing, _, _ = read
            self.note_listing(listing)
            for result in self.found_since(back_to, by, read, now):
                yield result
            if past.is_older(listing.links, back_to) and by.kind is SourceKind.SITEMAP:
                left = ()  # they are in order of time
            left = (*self._named(listing, back_to), *left)
            for request in self._posts(response, by):
                yield request
        if by.url == self.order.outlet.home and response.status in READ:
            self.month_form = month_archives.linked(response.url, response.body)
        for request in self._next_past((*left, *self._of_robots(by))):
            yield request

    async def lost_past(self, failure: Failure) -> AsyncIterator[Any]:
        """No answer: the next one is asked. The same command asks this one again."""
        if not self._is_cut(failure.value):
            asked = failure.request.cb_kwargs  # type: ignore[attr-defined] # Scrapy puts it there
            for request in self._next_past((*asked["left"], *self._of_robots(asked["by"]))):
                yield request

    def _of_robots(self, by: Source) -> tuple[Source, ...]:
        """The sitemaps that the site of a front page names, which its outlet does not follow."""
        home = self.order.outlet.home
        if by.url != home:
            return ()
        robots = self.context.robots_of(home)
        news, others = usual_addresses.sitemaps(home, robots.robots_body if robots else None)
        own = {source.url for source in self.order.outlet.sources}
        return tuple(source for source in (*others, *news) if source.url not in own)[:_MOST_NAMED]

    def _named(self, listing: Listing, back_to: datetime) -> tuple[Source, ...]:
        return tuple(Source(kind=SourceKind.SITEMAP, url=url) for url in past.sitemaps(listing.index, back_to))

    def _next_past(self, sources: tuple[Source, ...]) -> Iterator[Request]:
        """The request of the first of them; after the last one, archives by month."""
        yield from self._ask_past(sources) if sources else self.ask_months()

    def _ask_past(self, sources: tuple[Source, ...]) -> Iterator[Request]:
        """The request of the first of them."""
        if not sources or self.past_left <= 0:
            return
        self.past_left -= 1
        request = self.reader(sources[0].kind).listing_request(self, sources[0], whole=True)
        yield request.replace(
            callback=self.read_past,
            errback=self.lost_past,
            cb_kwargs={"by": sources[0], "left": sources[1:]},
            priority=5,
        )

    def _posts(self, response: Response, by: Source) -> Iterator[Request]:
        """The posts of the WordPress that made the front page, page by page."""
        posts = source_candidates.wordpress(response.url, response.body) if by.url == self.order.outlet.home else None
        if posts is None or any(source.kind is SourceKind.WORDPRESS for source in self.order.outlet.sources):
            return
        self.reaches_back = True
        fill = GapFill(since=self.last_look(), back_to=self.order.back_to, pages=1)
        request = self.reader(posts.kind).listing_request(self, posts)
        yield request.replace(
            callback=self.read_earlier_page, errback=self.earlier_page_lost, cb_kwargs={"source": posts, "fill": fill}
        )
