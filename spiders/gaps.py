"""Gaps: what came and went between two looks, on the listing's earlier pages or in what else lists the articles.

A listing of which nothing was known is read on, in the same crawl: its earlier pages. A gap that is open in the archive
then comes with an order, with other listings that may have what it lost; they are asked one after the other.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor.discover import GapFill, Listing, gap_finding, link_times, source_candidates
from monitor.discover.earlier_pages import MOST_PAGES
from monitor.events import GapAsked, LinksFound
from monitor.fetch.conditional import READ
from monitor.listing_gap import OpenGap
from monitor.model import Source, SourceKind
from spiders.again import AgainSpider

_MOST_CHILDREN = 2  # sitemaps of an index that are asked for a gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A listing that is asked to fill a gap; `pages` of it were read before this one, `left` are asked after it.

    `joins`: the pages before this one begin where the listing ends that showed the gap; `found` links of it were there.
    """

    gap: OpenGap
    by: Source
    left: tuple[Source, ...] = ()
    pages: int = 0
    joins: bool = False
    found: int = 0


class GapSpider(AgainSpider):
    """A listing of which nothing is known is read on, page by page, until something known appears."""

    async def start(self) -> AsyncIterator[Any]:
        """Also what is ordered to fill the gaps of earlier looks."""
        async for each in super().start():
            yield each
        for gap in self.order.gaps:
            for request in self._ask(gap, gap.ask):
                yield request

    def following(self, listing: Listing, source: Source) -> Iterator[Any]:
        """Also the page after the newest one, if there is a gap between that and the last look."""
        yield from super().following(listing, source)
        since, back_to = self.order.looked.get(source.url), self.order.back_to
        if since or back_to:
            fill = GapFill(since=since or datetime.now(UTC), back_to=back_to)
            yield from self._next_page(listing, source, fill)

    async def read_earlier_page(self, response: Response, source: Source, fill: GapFill) -> AsyncIterator[Any]:
        """An earlier page of a listing. One that is none ends the filling, and is nobody's failure."""
        now = datetime.now(UTC)
        read = self._read_listing(response, source, response.url, now) if response.status in READ else None
        if not isinstance(read, tuple):
            yield self._gap_asked(source.url, fill.since, source, answered=_is_final(response.status))
            return
        listing, new, _ = read
        found = LinksFound(
            outlet=self.outlet.id,
            source=source,
            at=now,
            links=tuple(link for link in new if fill.is_wanted(link)),
            listed=len(fill.unseen(gap_finding.keys_of(listing.links))),
            child=True,
            since=fill.since,
            fills=None if fill.back_to else source.url,
        )
        for result in self._found(found):
            yield result
        for following in self._next_page(listing, source, fill):
            yield following

    async def earlier_page_lost(self, failure: Failure) -> AsyncIterator[Any]:
        """No answer: the filling ends here, for now."""
        if not self._is_cut(failure.value):
            asked = failure.request.cb_kwargs  # type: ignore[attr-defined] # Scrapy puts it there
            source: Source = asked["source"]
            yield self._gap_asked(source.url, asked["fill"].since, source, answered=False)

    def _next_page(self, listing: Listing, source: Source, fill: GapFill) -> Iterator[Any]:
        """The request of the page before this one in time; or, where a gap ends here, how."""
        newest = max((at for link in listing.links if (at := link_times.latest(link))), default=None)
        keys = gap_finding.keys_of(listing.links)
        left = fill.after(keys, self.order.known, newest)
        if left is not None and listing.next_page is not None:
            request = self.reader(source.kind).listing_request(self, source, listing.next_page)
            yield request.replace(
                callback=self.read_earlier_page,
                errback=self.earlier_page_lost,
                cb_kwargs={"source": source, "fill": left},
            )
        elif left is not None or fill.pages:
            is_filled = any(key in self.order.known for key in fill.unseen(keys))
            yield self._gap_asked(source.url, fill.since, source, filled=is_filled)

    def _ask(self, gap: OpenGap, sources: tuple[Source, ...]) -> Iterator[Request]:
        """The request of the first of the listings that may fill a gap."""
        if sources:
            yield self._request_for_gap(Asking(gap=gap, by=sources[0], left=sources[1:]), sources[0].url)

    def _request_for_gap(self, asking: Asking, url: str) -> Request:
        request = self.reader(asking.by.kind).listing_request(self, replace(asking.by, url=url), whole=True)
        return request.replace(
            callback=self.read_for_gap,
            errback=self.lost_for_gap,
            cb_kwargs={"asking": asking},
            priority=5,  # after the sources, before the pages
        )

    async def read_for_gap(self, response: Response, asking: Asking) -> AsyncIterator[Any]:
        """A listing that may have what a source lost: its links, then the next one, unless it has all."""
        now, by, gap = datetime.now(UTC), asking.by, asking.gap
        read = self._read_listing(response, by, response.url, now) if response.status in READ else None
        if not isinstance(read, tuple):
            yield self._done(asking, answered=_is_final(response.status))
            for request in self._ask(gap, asking.left):
                yield request
            return
        listing, new, _ = read
        found = LinksFound(
            outlet=self.outlet.id,
            source=by,
            at=now,
            links=tuple(gap_finding.within(new, gap.gap)),
            listed=len(listing.links),
            child=True,
            since=gap.gap.since,
            fills=gap.source,
        )
        for result in self._found(found):
            yield result
        joins = asking.joins or gap_finding.joins(listing.links, gap)
        further = self._further(asking, listing) if listing.next_page else None
        if joins and gap_finding.reaches_back(listing.links, gap, by.kind, found=asking.found, is_last=further is None):
            yield self._done(asking, filled=True)
        elif further is not None and listing.next_page is not None:
            yield self._request_for_gap(replace(further, joins=joins), listing.next_page)
        else:
            yield self._done(asking)
            for request in self._ask(gap, (*self._named_by(response, listing, by), *asking.left)):
                yield request

    def _further(self, asking: Asking, listing: Listing) -> Asking | None:
        """What is asked of the next page; None where it would be one too many, or the same again."""
        keys = gap_finding.keys_of(listing.links)
        is_same = asking.pages > 0 and asking.gap.seen.issuperset(keys)
        if asking.pages >= MOST_PAGES or is_same:
            return None
        return replace(
            asking,
            gap=replace(asking.gap, seen=asking.gap.seen.union(keys)),
            pages=asking.pages + 1,
            found=asking.found + gap_finding.count_between(set(keys), asking.gap),
        )

    async def lost_for_gap(self, failure: Failure) -> AsyncIterator[Any]:
        """No answer: the next one is asked; this one perhaps in the next crawl."""
        if self._is_cut(failure.value):
            return
        asking: Asking = failure.request.cb_kwargs["asking"]  # type: ignore[attr-defined] # Scrapy puts it there
        yield self._done(asking, answered=False)
        for request in self._ask(asking.gap, asking.left):
            yield request

    def _named_by(self, response: Response, listing: Listing, by: Source) -> tuple[Source, ...]:
        """The listings that a listing names: the newest sitemaps of an index, the WordPress of a front page."""
        if listing.children:
            return tuple(Source(kind=SourceKind.SITEMAP, url=url) for url in listing.children[:_MOST_CHILDREN])
        if by.url != self.order.outlet.home:
            return ()
        posts = source_candidates.wordpress(response.url, response.body)
        return (posts,) if posts else ()

    def _done(self, asking: Asking, *, filled: bool = False, answered: bool = True) -> GapAsked:
        gap = asking.gap
        return self._gap_asked(gap.source, gap.gap.since, asking.by, filled=filled, answered=answered)

    def _gap_asked(
        self, address: str, since: datetime, by: Source, *, filled: bool = False, answered: bool = True
    ) -> GapAsked:
        """What came of asking `by` for what the source at this address lost since then."""
        return GapAsked(
            outlet=self.outlet.id,
            source=address,
            since=since,
            by=by,
            at=datetime.now(UTC),
            filled=filled,
            answered=answered,
        )


def _is_final(status: int) -> bool:
    """Whether an answer that is no listing would be the same if it was asked for again."""
    return status < 500 and status != 429
