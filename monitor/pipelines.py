"""The item pipeline: what spiders yield are events, and they go where the crawl's hooks say."""

from typing import Any, Self

from scrapy.crawler import Crawler

from monitor.fetch.crawl_context import context_of


class EventPipeline:
    """Hands every event to the crawl's hook: a pipe to the daemon, or the archive under `scrapy crawl`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making a component."""
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        """Emit the event; it waits where the receiver is slower than the crawl."""
        await context_of(self._crawler).hooks.emit(item)
        return item
