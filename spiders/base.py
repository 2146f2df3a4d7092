"""What every outlet's spider does: read its sources, report the links, read the pages.

    start -> listing_request -> read_source -> LinksFound -> page_request -> read_page -> ArticleRead | LinkRefused

A spider follows an order and yields events; it touches no archive and decides nothing about stories or watches.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor import discover, extract
from monitor.causes import CrawlOutcome, Requested, SourceCause
from monitor.discover import listing_reader
from monitor.discover.sitemaps import PAGES_LIMIT
from monitor.events import Event, Finished, LinkFailed, LinksFound, Order, Parsing, SourceFailed, Validators
from monitor.fetch import conditional, failure_causes, failures, received, source_requests
from monitor.fetch.conditional import READ
from monitor.fetch.crawl_context import CrawlContext
from monitor.fetch.hooks import Hooks
from monitor.fetch.pace import HostHeldError, StoppingError
from monitor.fetch.page_tags import asks_not_to_be_kept
from monitor.fetch.permission import RobotsForbiddenError
from monitor.fetch.redirects import moved_to
from monitor.fetch.robots import product_token
from monitor.known_links import known_as
from monitor.model import Link, Noarchive, Outlet, Page, Policy, Reading, Refusal, Source, SourceKind
from monitor.reading import urls
from monitor.refusals import Reason
from spiders.listing_reading import ListingReader, Read

_LED = 2  # pages in a row that send their reader on at once
_OUTCOMES = {"finished": CrawlOutcome.FINISHED, "shutdown": CrawlOutcome.SHUTDOWN}  # by Scrapy's reasons
PAGE_HEADERS = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"}


class OutletSpider(scrapy.Spider):
    """The base of all; `monitor.loader` sets `name`, `outlet` and `standing` on the class.

    `standing` gives the order and the hooks of a crawl that nobody ordered: `scrapy crawl ID`.
    """

    kind: ClassVar[SourceKind]
    accept: ClassVar[str] = "*/*"
    most_children: ClassVar[int] = 0  # listings that a listing may lead to
    outlet: ClassVar[Outlet]
    standing: ClassVar[Any] = None  # a staticmethod () -> (Order, Hooks)

    def __init__(
        self,
        *,
        order: Order | None = None,
        hooks: Hooks | None = None,
        context: CrawlContext | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        if order is None:
            if self.standing is None:
                raise ValueError(f"{self.name}: no order to crawl by")
            order, hooks = self.standing()
        self.order = order
        self.hooks = hooks or Hooks()
        self.context = context or CrawlContext(order, self.hooks)
        self.progress = self.context.progress
        self.listings = ListingReader(order, self.hooks, self.progress, self.context.readings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **options: Any) -> Self:
        """Scrapy's way of making a spider; the end of the crawl is reported as an event."""
        spider = super().from_crawler(crawler, *args, **options)
        crawler.signals.connect(spider.finished, signal=signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The sources first, then the links that an earlier crawl left unread."""
        self.context.keep_holds()
        self.progress.seen.update(known_as(key) for link in self.order.pending if (key := urls.key_of(link)))
        for source in self.order.outlet.sources:
            yield self.reader(source.kind).listing_request(self, source)
        for link in self.order.pending:
            self.progress.pages_left -= 1
            yield self.read(link)

    def reader(self, kind: SourceKind) -> type["OutletSpider"]:
        """The class among our bases that reads this kind of source."""
        return next(cls for cls in type(self).__mro__ if cls.__dict__.get("kind") == kind)

    def listing_request(self, source: Source, url: str | None = None, *, whole: bool = False) -> Request:
        """The request of a source, or of one of its children; conditional, unless the `whole` answer is wanted."""
        address = url or source.url
        before = None if whole or self.order.whole else self.order.validators.get(address)
        return Request(
            source_requests.address(source.kind, self.order.moved.get(address, address)),
            callback=self.read_source,
            errback=self.source_lost,
            cb_kwargs={"source": source, "address": address},
            headers=source_requests.headers(self.context.user_agent, self.reader(source.kind).accept, before),
            meta={"kind": Requested.SOURCE, "download_maxsize": listing_reader.LIMITS[source.kind]},
            dont_filter=True,
            priority=10,
        )

    async def read_source(self, response: Response, source: Source, address: str) -> AsyncIterator[Any]:
        """A listing: its new links as one event, then a request for each."""
        before, now = self.order.validators.get(address), datetime.now(UTC)
        looked = LinksFound(
            outlet=self.outlet.id,
            source=source,
            at=now,
            moved_to=moved_to(response, self.order.moved.get(address, address)) or self.order.moved.get(address),
            child=address != source.url,
            validators=before or Validators(),
            fresh_until=conditional.fresh_until(response.headers.get, now),
            as_of=conditional.as_of(response.headers.get, response.meta.get("asked_at", now), now),
        )
        after = conditional.validators_of(response)
        same = conditional.unchanged(response.status, after, before)
        if same is not None:
            yield replace(looked, validators=same)
            return
        if response.status not in READ:
            yield self.listings.failed(source, SourceCause.HTTP_STATUS, f"HTTP {response.status}", response.status)
            return
        read = self._read_listing(response, source, address, looked.at)
        if isinstance(read, SourceFailed):
            yield read
            return
        listing, new, _ = read
        found = self.listings.found(looked, read, address, after)
        lied = self.order.whole and bool(new) and conditional.is_same_by_validators(response, before)
        for result in self._found(replace(found, lied=lied)):
            yield result
        if address == source.url:
            for request in self.following(listing, source):
                yield request

    def following(self, listing: discover.Listing, source: Source) -> Iterator[Any]:
        """The requests of further listings that a source leads to, and what is to be reported of them."""
        for child in listing.children[: self.reader(source.kind).most_children]:
            yield self.reader(source.kind).listing_request(self, source, child)

    def _found(self, found: LinksFound) -> Iterator[Any]:
        """What a source listed, as far as an event holds it, then a request for each of its links."""
        event, links = self.listings.taken(found)
        yield event
        for link in links:
            yield self.read(link)

    def _read_listing(
        self, response: Response, source: Source, address: str, now: datetime, most: int = PAGES_LIMIT
    ) -> Read | SourceFailed:
        """The listing with those of its links that are new or changed, or why it is none."""
        return self.listings.read(received.of_response(response), source, address, now, most)

    def read(self, link: Link) -> Request | Event:
        """What reads a link: the request of its page, or, where pages are not to be read, the listing's own words."""
        if self.order.outlet.policy is Policy.FEED:
            return self.listings.article(link)
        return self._page_request(link, link.url)

    def _page_request(self, link: Link, url: str, led: int = 0) -> Request:
        return Request(
            url,
            callback=self.read_page,
            errback=self.page_lost,
            cb_kwargs={"link": link, "led": led},
            headers={"User-Agent": self.context.user_agent, **PAGE_HEADERS},
            meta={"kind": Requested.PAGE},
            dont_filter=True,
        )

    async def read_page(self, response: Response, link: Link, led: int = 0) -> AsyncIterator[Event | Request]:
        """A page: an article, a refusal, or a failure to be tried again. One that sends its reader on is followed."""
        now = datetime.now(UTC)
        if 300 <= response.status < 400:
            yield self.listings.refused(link, Reason.REDIRECT, f"HTTP {response.status} leads nowhere")
            return
        if response.status == 451:  # "unavailable for legal reasons": it will not pass by itself
            yield self.listings.refused(link, Reason.GEO_BLOCKED, "HTTP 451")
            return
        if response.status not in READ:
            yield self._failed(link, f"HTTP {response.status}", Reason.HTTP_STATUS, response.status)
            return
        reading = self._reading(response, link, now)
        if reading.fault:
            self.logger.error("page.parser_fault", extra={"url": link.url}, exc_info=reading.fault)
        target = reading.result.leads_to if isinstance(reading.result, Refusal) else None
        if target and led < _LED:
            yield self._page_request(link, target, led + 1)
            return
        yield self.listings.event_of(link, reading, now)

    def _reading(self, response: Response, link: Link, now: datetime) -> Reading:
        """What a page says, or, where it asks not to be kept and its outlet has that heeded, what the listing says."""
        outlet, token = self.order.outlet, product_token(self.context.user_agent)
        repeated = self.order.repeats
        asked = [value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")]
        with self.hooks.parsing(Parsing(outlet=self.outlet.id, url=link.url), response.body):
            if outlet.noarchive is Noarchive.LISTING and asks_not_to_be_kept(asked, response.body, token):
                return Reading(result=extract.from_listing(link, outlet, now=now, repeated=repeated))
            return extract.read_page(self.page_of(response, link), outlet, link, now=now, repeated=repeated)

    def page_of(self, response: Response, link: Link) -> Page:
        """The page that came, as it is read."""
        return Page(
            url=response.url,
            body=response.body,
            content_type=_header(response, "Content-Type"),
            status=response.status,
            requested_url=link.url,
        )

    async def source_lost(self, failure: Failure) -> AsyncIterator[Event]:
        """A source gave no answer."""
        error = failure.value
        if self._is_cut(error):
            return
        source = _request_of(failure).cb_kwargs["source"]
        yield self.listings.failed(
            source, failure_causes.of_source(error), failures.in_words(error, _request_of(failure).url)
        )

    async def page_lost(self, failure: Failure) -> AsyncIterator[Event | Request]:
        """A page gave no answer, or must not be asked for."""
        error, link = failure.value, _request_of(failure).cb_kwargs["link"]
        if self._is_cut(error):
            return
        bare = urls.without_tracking(link.url)
        is_as_listed = _request_of(failure).url == Request(link.url).url  # else it led there, and would again
        if isinstance(error, RobotsForbiddenError) and bare and is_as_listed and bare != link.url:
            # Some outlets list addresses with parameters that their own robots.txt disallows.
            yield self._page_request(link, bare)
        elif reason := failure_causes.final_reason(error):
            yield self.listings.refused(link, reason, failures.in_words(error, _request_of(failure).url))
        else:
            yield self._failed(link, failures.in_words(error, _request_of(failure).url), Reason.NETWORK)

    async def finished(self, reason: str) -> None:
        """Report that the crawl is over: its last event. `reason` is Scrapy's."""
        outcome = _OUTCOMES.get(reason, CrawlOutcome.FAILED)
        cut = self.progress.cut
        if outcome is CrawlOutcome.FINISHED and cut:
            outcome = CrawlOutcome.CUT
        await self.hooks.emit(self.ended(outcome, cut or ("" if outcome is CrawlOutcome.FINISHED else reason)))

    def ended(self, outcome: CrawlOutcome, detail: str) -> Finished:
        """The last event of a crawl."""
        complete = outcome is CrawlOutcome.FINISHED
        return Finished(outlet=self.outlet.id, at=datetime.now(UTC), outcome=outcome, complete=complete, detail=detail)

    def _is_cut(self, error: BaseException | None) -> bool:
        """Whether the request was not sent, or cut, by us: then nothing is said of its link, and it stays found."""
        if not isinstance(error, (HostHeldError, StoppingError)):
            return False
        self.progress.cut = self.progress.cut or str(error)
        return True

    def _failed(self, link: Link, error: str, cause: Reason, status: int | None = None) -> LinkFailed:
        at = datetime.now(UTC)
        return LinkFailed(outlet=self.outlet.id, link=link, error=error, at=at, status=status, cause=cause)


def _header(response: Response, name: str) -> str | None:
    raw = response.headers.get(name)
    return raw.decode("latin-1") if raw else None


def _request_of(failure: Failure) -> Request:
    request: Request = failure.request  # type: ignore[attr-defined] # Scrapy puts it there
    return request
