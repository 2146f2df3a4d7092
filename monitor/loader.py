"""Outlets as spiders: `scrapy list` names every followed outlet, `scrapy crawl joblo` crawls one into the archive."""

import os
from pathlib import Path

from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from monitor import config
from spiders.outlet import spider_class


class OutletLoader(SpiderLoader):
    """Scrapy's loader over the configuration's outlets; without a configuration, over all that are shipped."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        path = config.find(settings.get("MONITOR_CONFIG") or os.environ.get("MONITOR_CONFIG"), Path.cwd())
        loaded = config.load(path, os.environ) if path else None
        outlets = loaded.outlets if loaded else config.shipped()
        self._spiders = {outlet.id: spider_class(outlet) for outlet in outlets}
