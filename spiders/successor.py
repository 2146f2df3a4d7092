"""Looking for another source in the place of one that is dead: the front page, then the addresses that it leads to.

    start -> front page, robots.txt -> candidates -> one after the other, until one fits -> CandidatesFound

It reads no article. All that holds for crawls holds for it: robots.txt, pace, public addresses, limits.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor import discover, error_words
from monitor.causes import CrawlOutcome, Requested, SourceCause
from monitor.discover import overlap, source_candidates
from monitor.events import CandidatesFound, Event, Finished, Parsing
from monitor.fetch import failure_causes, failures, received
from monitor.fetch.conditional import READ
from monitor.known_links import known_as
from monitor.model import Link, Outlet, Source, SourceKind
from monitor.reading import urls
from monitor.succession import Candidate, Search
from spiders.feed import FeedSpider
from spiders.section import SectionSpider
from spiders.sitemap import SitemapSpider
from spiders.wordpress import WordpressSpider

MOST_ASKED = 8  # addresses in one search: a look, not a scan
FRONT = 60  # first links of the front page by which it is seen to move
_CHILDREN = 2  # sitemaps of an index that are read


class SuccessorSpider(FeedSpider, SitemapSpider, SectionSpider, WordpressSpider):
    """Asks the front page of an outlet where else it lists its articles, and those places what they list."""

    search: Search

    async def start(self) -> AsyncIterator[Any]:
        """The front page first."""
        assert self.order.search is not None
        self.search = self.order.search
        self.context.keep_holds()
        self._left: list[Source] = []
        self._children: list[str] = []
        self._links: list[Link] = []  # of the candidate that is being read
        self._candidates: list[Candidate] = []
        self._front: tuple[str, ...] = ()
        home = Source(kind=SourceKind.SECTION, url=self.outlet.home)
        yield self._request(home, home.url).replace(callback=self.read_front, errback=self.front_lost)

    async def read_front(self, response: Response, source: Source, address: str) -> AsyncIterator[Any]:
        """The front page: what it lists itself, and where it says that lists are."""
        html = response.body if response.status in READ else None
        with self.hooks.parsing(_parsing(self.outlet, address), response.body):
            guessed = source_candidates.candidates(self.outlet.home, html, self._robots())
        if html is not None:
            listed = self._links_of(response, source, address)
            self._front = tuple(_short(link) for link in listed[:FRONT]) if isinstance(listed, list) else ()
            self._candidates.append(self._judged(source, listed))
        for result in self._ask_all([*self.search.spare, *guessed]):
            yield result

    async def front_lost(self, failure: Failure) -> AsyncIterator[Any]:
        """No front page. Where the host does not answer at all, nobody else of it is asked."""
        is_silent = self._is_cut(failure.value) or failure_causes.of_source(failure.value) is SourceCause.NO_ANSWER
        guessed = [] if is_silent else source_candidates.candidates(self.outlet.home, None, self._robots())
        for result in self._ask_all([*self.search.spare, *guessed]):
            yield result

    async def read_candidate(self, response: Response, source: Source, address: str) -> AsyncIterator[Any]:
        """An address that may list the outlet's articles."""
        listed = self._links_of(response, source, address)
        if isinstance(listed, list):
            self._links += listed
        if self._children:
            yield self._request(source, self._children.pop(0))
            return
        is_read = isinstance(listed, list) or address != source.url  # a sitemap less does not undo the others
        self._candidates.append(self._judged(source, self._links if is_read else listed))
        for result in self._go_on():
            yield result

    async def candidate_lost(self, failure: Failure) -> AsyncIterator[Any]:
        """An address gave no answer, or must not be asked for."""
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
        if self._is_cut(failure.value):
            self._left.clear()
        why = failures.in_words(failure.value, request.url)
        self._candidates.append(Candidate(source=request.cb_kwargs["source"], error=why[:200]))
        for result in self._go_on():
            yield result

    def ended(self, outcome: CrawlOutcome, detail: str) -> Finished:
        """The last event says that this was a search."""
        return Finished(
            outlet=self.outlet.id,
            at=datetime.now(UTC),
            outcome=outcome,
            complete=False,
            detail=detail,
            searched=True,
        )

    def _ask_all(self, guessed: list[Source]) -> Iterator[Request | Event]:
        known = {urls.canonical(source.url) for source in (*self.order.outlet.sources, self.search.source)}
        known |= {urls.canonical(self.outlet.home)}
        others = {key: source for source in guessed if (key := urls.canonical(source.url)) not in known}
        self._left = list(others.values())[:MOST_ASKED]
        yield from self._go_on()

    def _go_on(self) -> Iterator[Request | Event]:
        """The request of the next candidate; what was found, where none is left or one fits."""
        self._links, self._children = [], []
        if self._left and not any(map(self._is_enough, self._candidates)):
            source = self._left.pop(0)
            yield self._request(source, source.url)
            return
        yield CandidatesFound(
            outlet=self.outlet.id,
            source=self.search.source,
            at=datetime.now(UTC),
            candidates=tuple(self._candidates),
            front=self._front,
        )

    def _is_enough(self, candidate: Candidate) -> bool:
        """Whether no other address needs to be asked."""
        is_page = candidate.source.kind is SourceKind.SECTION
        return candidate.fits or (self.search.any_good and not is_page and candidate.is_good(datetime.now(UTC)))

    def _request(self, source: Source, address: str) -> Request:
        request = self.reader(source.kind).listing_request(self, source, address, whole=True)
        return request.replace(callback=self.read_candidate, errback=self.candidate_lost)

    def _links_of(self, response: Response, source: Source, address: str) -> list[Link] | str:
        """What a listing lists, or why it is none. An index of sitemaps has children that are asked next."""
        if response.status not in READ:
            return f"HTTP {response.status}"
        try:
            with self.hooks.parsing(_parsing(self.outlet, response.url), response.body):
                listing = self.listings.listing(received.of_response(response), source, datetime.now(UTC))
        except discover.ListingError as error:
            return str(error)[:200]
        except Exception as error:
            self.logger.exception("source.parser_fault", extra={"url": response.url})
            return error_words.in_words(error, doing="reading the list")[:200]
        if address == source.url:
            self._children = list(listing.children[:_CHILDREN])
        return list(listing.links)

    def _judged(self, source: Source, listed: list[Link] | str) -> Candidate:
        """What can be said of a candidate, against what the dead source listed."""
        if isinstance(listed, str):
            return Candidate(source=source, error=listed)
        dated = sorted(
            (link for link in listed if link.published_at), key=lambda link: link.published_at or 0, reverse=True
        )
        in_order = dated if len(dated) == len(listed) else listed
        keys = list(dict.fromkeys(known_as(key) for link in in_order if (key := urls.key_of(link))))
        return Candidate(
            source=source,
            listed=len(keys),
            shared=overlap.shared(self.search.listed, keys),
            fits=self._is_ours(source) and overlap.is_same_list(self.search.listed, keys) and not self._is_long(keys),
            newest_at=dated[0].published_at if dated else None,
        )

    def _is_long(self, keys: list[str]) -> bool:
        """Whether it goes far back into what nobody knows: all of it would be read, and is no news."""
        unknown = [key for key in overlap.older(self.search.listed, keys) if key not in self.order.known]
        return len(unknown) > overlap.MOST_OLDER

    def _is_ours(self, source: Source) -> bool:
        """Whether it is on the outlet's own site, and no page for people: those list what they like, in any order."""
        own = urls.same_site(source.url, self.outlet.home) or urls.same_site(source.url, self.search.source.url)
        return own and source.kind is not SourceKind.SECTION

    def _robots(self) -> str | None:
        state = self.context.robots_of(self.outlet.home)
        return state.robots_body if state else None


def successor_class(outlet: Outlet) -> type[SuccessorSpider]:
    """The class whose spiders search in the name of this outlet."""
    return type("SuccessorSpiderFor", (SuccessorSpider,), {"name": outlet.id, "outlet": outlet, "__module__": __name__})


def _short(link: Link) -> str:
    return f"{crc32((urls.key_of(link) or link.url).encode()):08x}"


def _parsing(outlet: Outlet, url: str) -> Parsing:
    return Parsing(outlet=outlet.id, url=url, kind=Requested.SOURCE, source=url)
