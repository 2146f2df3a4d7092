"""The item pipeline: what spiders yield are events, and they go down the crawl's wire."""

from typing import Any, Self

from scrapy.crawler import Crawler

from monitor.fetch.crawl_context import manners_of


class EventPipeline:
    """Hands every event to the spider's wire: a pipe to the daemon, or the archive under `scrapy crawl`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making a component."""
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        """Emit the event; it waits where the receiver is slower than the crawl."""
        await manners_of(self._crawler).emit(item)
        return item
