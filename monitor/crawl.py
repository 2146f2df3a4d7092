"""A crawl is a function: an order goes in, events come out. It knows no archive, so it runs anywhere."""

import asyncio
import functools
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from scrapy.crawler import AsyncCrawlerRunner, Crawler

from monitor import error_words, lean_settings
from monitor.causes import CrawlOutcome
from monitor.events import Finished, Order
from monitor.fetch import look
from monitor.fetch.crawl_context import CrawlContext
from monitor.fetch.hooks import Hooks
from monitor.fetch.pace import StoppingError
from monitor.model import Outlet, Source
from spiders import look_reading
from spiders.base import OutletSpider
from spiders.outlet import own_spiders, spider_class
from spiders.successor import successor_class

# What fails is an event. Where nobody asked for a log Python would print Scrapy's lines ("Gave up retrying") itself.
logging.getLogger("scrapy").addHandler(logging.NullHandler())


async def alone(order: Order, hooks: Hooks, *, spiders: Callable[[Outlet], type[OutletSpider]] = spider_class) -> None:
    """Run one order, in a process that runs no others for now; `spiders` as of `Crawls`."""
    crawls = Crawls(hooks, spiders=spiders)
    try:
        await crawls.crawl(order)
    finally:
        await crawls.close()


class Crawls:
    """The crawls of one process: started with `crawl`, ended early with `stop`. `spiders` gives an outlet its class."""

    def __init__(self, hooks: Hooks, *, spiders: Callable[[Outlet], type[OutletSpider]] = spider_class) -> None:
        self._hooks = hooks
        self._spiders = spiders
        self._runner = AsyncCrawlerRunner(lean_settings.of_crawls())
        self._contexts: set[CrawlContext] = set()
        self._looks: set[asyncio.Task[None]] = set()
        self._crawlers: set[Crawler] = set()

    async def crawl(self, order: Order) -> None:
        """Run one order to its end; its last event is `Finished`, whatever happens."""
        try:
            await self._run(order)
        except StoppingError as error:
            await self._finished(order, CrawlOutcome.SHUTDOWN, str(error))
        except Exception as error:  # noqa: BLE001 - a crawl that cannot even start is reported as one that failed
            await self._finished(order, CrawlOutcome.FAILED, error_words.in_words(error, doing="starting the crawl"))

    async def close(self) -> None:
        """Let go of the connections that were kept for the next crawls."""
        await self._hooks.clients.close()

    async def stop(self, grace: float) -> None:
        """End all crawls: no new requests, `grace` seconds for those under way, then they are cut."""
        self._hooks.pace.stop()
        stops = [asyncio.ensure_future(crawler.stop_async()) for crawler in list(self._crawlers) if crawler.crawling]
        ends = {*stops, *self._looks}
        if not ends:
            return
        _, waiting = await asyncio.wait(ends, timeout=grace)
        for context in list(self._contexts):
            context.abort()
        if waiting:
            await asyncio.wait(waiting, timeout=grace)
        for stop in stops:
            with suppress(Exception):
                stop.result() if stop.done() else stop.cancel()

    async def _run(self, order: Order) -> None:
        context = CrawlContext(order, self._hooks)
        self._contexts.add(context)
        try:
            left = order.outlet.sources
            # A class that is made for an outlet may ask and read in its own way.
            if look.is_enough(order) and order.outlet.id not in own_spiders():
                left = await self._looked(context, order)
                if not left:
                    cut = context.progress.cut
                    await self._finished(order, CrawlOutcome.CUT if cut else CrawlOutcome.FINISHED, cut or "")
                    return
                order = replace(order, outlet=replace(order.outlet, sources=left))
            await self._crawl(context, order)
        finally:
            self._contexts.discard(context)

    async def _looked(self, context: CrawlContext, order: Order) -> tuple[Source, ...]:
        """The sources that a look leaves to be crawled."""
        task = asyncio.current_task()
        assert task is not None
        self._looks.add(task)
        try:
            return await look.sources_left(context, order, functools.partial(look_reading.events_of, context, order))
        finally:
            self._looks.discard(task)

    async def _crawl(self, context: CrawlContext, order: Order) -> None:
        if self._hooks.pace.is_stopped:
            raise StoppingError("the crawl is being stopped")
        spiders = successor_class if order.search else self._spiders
        crawler = self._runner.create_crawler(spiders(order.outlet))
        self._crawlers.add(crawler)
        try:
            await crawler.crawl_async(order=order, hooks=self._hooks, context=context)
        finally:
            self._crawlers.discard(crawler)

    async def _finished(self, order: Order, outcome: CrawlOutcome, detail: str = "") -> None:
        await self._hooks.emit(
            Finished(
                outlet=order.outlet.id,
                at=datetime.now(UTC),
                outcome=outcome,
                complete=outcome is CrawlOutcome.FINISHED,
                detail=detail,
                searched=order.search is not None,
            )
        )
