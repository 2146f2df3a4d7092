"""A crawl is a function: an order goes in, events come out. It knows no archive, so it runs anywhere."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from scrapy.crawler import AsyncCrawlerRunner, Crawler

from monitor import error_words, lean_settings
from monitor.causes import CrawlOutcome
from monitor.events import Finished, Order
from monitor.fetch.crawl_context import context_of
from monitor.fetch.hooks import Hooks
from monitor.model import Outlet
from spiders.base import OutletSpider
from spiders.outlet import spider_class
from spiders.successor import successor_class


class Crawls:
    """The crawls of one process: started with `crawl`, ended early with `stop`. `spiders` gives an outlet its class."""

    def __init__(self, hooks: Hooks, *, spiders: Callable[[Outlet], type[OutletSpider]] = spider_class) -> None:
        self._hooks = hooks
        self._spiders = spiders
        self._crawlers: set[Crawler] = set()
        self._runners: dict[tuple[str, ...], AsyncCrawlerRunner] = {}

    async def crawl(self, order: Order) -> None:
        """Run one order to its end; its last event is `Finished`, whatever happens."""
        crawler = None
        try:
            spiders = successor_class if order.search else self._spiders
            crawler = self._runner(order.allow).create_crawler(spiders(order.outlet))
            self._crawlers.add(crawler)
            await crawler.crawl_async(order=order, hooks=self._hooks)
        except Exception as error:  # noqa: BLE001 - a crawl that cannot even start is reported as one that failed
            await self._hooks.emit(
                Finished(
                    outlet=order.outlet.id,
                    at=datetime.now(UTC),
                    outcome=CrawlOutcome.FAILED,
                    complete=False,
                    detail=error_words.in_words(error, doing="starting the crawl"),
                )
            )
        finally:
            if crawler is not None:
                self._crawlers.discard(crawler)

    async def stop(self, grace: float) -> None:
        """End all crawls: no new requests, `grace` seconds for those under way, then they are cut."""
        self._hooks.pace.stop()
        stops = [asyncio.ensure_future(crawler.stop_async()) for crawler in list(self._crawlers) if crawler.crawling]
        if not stops:
            return
        _, waiting = await asyncio.wait(stops, timeout=grace)
        for crawler in list(self._crawlers):
            for abort in context_of(crawler).aborts:
                abort()
        if waiting:
            await asyncio.wait(waiting, timeout=grace)
        for stop in stops:
            with suppress(Exception):
                stop.result() if stop.done() else stop.cancel()

    def _runner(self, allow: tuple[str, ...]) -> AsyncCrawlerRunner:
        if allow not in self._runners:
            self._runners[allow] = AsyncCrawlerRunner(lean_settings.of_crawls(allow))
        return self._runners[allow]
