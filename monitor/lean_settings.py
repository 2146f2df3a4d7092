"""The settings of the crawls that an order asks for: the hardened set, less what such a crawl never uses.

A crawl of an outlet that has nothing new is one request; most of its cost is what Scrapy sets up for it. `scrapy crawl`
keeps the whole set, with its statistics and exports.
"""

import logging
from typing import Any, Self, TypeVar

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.settings import BaseSettings, Settings, SettingsAttribute
from scrapy.spiderloader import DummySpiderLoader

from monitor import settings as hardened

_UNUSED = {
    "DOWNLOADER_MIDDLEWARES": (
        "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware",  # switched off by the hardened set, as are
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
        "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware",
        "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware",  # monitor.fetch.conditional does that
        "scrapy.downloadermiddlewares.stats.DownloaderStats",
        "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware",  # the handler knows it
    ),
    "SPIDER_MIDDLEWARES": (
        "scrapy.spidermiddlewares.start.StartSpiderMiddleware",  # a mark that only the others here read
        "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware",  # the spiders judge every status
        "scrapy.spidermiddlewares.depth.DepthMiddleware",  # the spiders count for themselves
        "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware",
        "scrapy.spidermiddlewares.referer.RefererMiddleware",  # switched off by the hardened set, as is
        "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware",
    ),
}


_Kind = TypeVar("_Kind", bound=BaseSettings)
_log = logging.getLogger("scrapy")


class LeanLog(LogFormatter):
    """Scrapy's lines for each page and item are made only where somebody reads them."""

    def crawled(  # type: ignore[override] # its documentation allows None
        self, request: Request, response: Response, spider: Spider
    ) -> LogFormatterResult | None:
        """The line for an answer, or None."""
        return super().crawled(request, response, spider) if _log.isEnabledFor(logging.DEBUG) else None

    def scraped(  # type: ignore[override]
        self, item: Any, response: Any, spider: Spider
    ) -> LogFormatterResult | None:
        """The line for an item, or None."""
        return super().scraped(item, response, spider) if _log.isEnabledFor(logging.DEBUG) else None


class LeanSettings(Settings):
    """Settings that are quickly copied, as Scrapy does for each crawl, in a twentieth of the time of its own way."""

    def copy(self) -> Self:
        """The same settings with attributes of its own. Lists and plain values are shared: nobody changes those."""
        return _copied(self)


def _copied(settings: _Kind) -> _Kind:
    copy = object.__new__(type(settings))
    copy.frozen = False
    copy.attributes = {name: _attribute(one) for name, one in settings.attributes.items()}
    return copy


def _attribute(attribute: SettingsAttribute) -> SettingsAttribute:
    copy = object.__new__(SettingsAttribute)
    value: Any = attribute.value
    # By its very type, as Scrapy makes them: asking an abstract class takes longer than all the rest.
    copy.value = _copied(value) if type(value) is BaseSettings else value
    copy.priority = attribute.priority
    return copy


def of_crawls() -> LeanSettings:
    """The settings of crawls that an order asks for."""
    found = LeanSettings()
    found.setmodule(hardened, priority="project")
    # The order names the outlet: no configuration is read here.
    found.set("SPIDER_LOADER_CLASS", DummySpiderLoader, priority="cmdline")
    found.set("STATS_CLASS", "scrapy.statscollectors.DummyStatsCollector", priority="cmdline")
    found.set("LOG_FORMATTER", LeanLog, priority="cmdline")
    found.set("EXTENSIONS_BASE", {}, priority="cmdline")
    for name, classes in _UNUSED.items():
        for path in classes:
            found[name].set(path, None, priority="cmdline")
    return found
