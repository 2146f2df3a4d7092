"""The peers of `bench/crawl.py`: a Scrapy spider that only downloads, and the same with trafilatura on each page."""

import json
import sys
from pathlib import Path

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

SETTINGS = {
    "TWISTED_REACTOR_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "CONCURRENT_ITEMS": 4,
    "CONCURRENT_REQUESTS": 32,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "HTTPERROR_ALLOW_ALL": True,
    "LOG_LEVEL": "ERROR",
    "COOKIES_ENABLED": False,
}


ADDRESSES = json.loads(Path(sys.argv[2]).read_text()) if len(sys.argv) > 2 else []


class Pages(scrapy.Spider):
    """Every address once."""

    name = "pages"
    read = 0
    extracting = False

    async def start(self):  # noqa: ANN201
        """The requests."""
        for url in ADDRESSES:
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response):  # noqa: ANN001, ANN201
        """Count a page; extract it where that is the contest."""
        type(self).read += 1
        if self.extracting:
            import trafilatura  # noqa: PLC0415 - a peer, if it is installed

            trafilatura.bare_extraction(response.body, with_metadata=True, url=response.url)


if __name__ == "__main__":
    Pages.extracting = sys.argv[1] == "trafilatura"
    process = AsyncCrawlerProcess(SETTINGS)
    process.crawl(Pages)
    process.start()
    print(Pages.read)
