"""Outlets as spiders: `scrapy list` names every followed outlet, `scrapy crawl joblo` crawls one into the archive."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from monitor import config
from monitor.config import Config
from monitor.desk import Desk, lock
from monitor.events import Event, Finished, Order
from monitor.fetch.hooks import Hooks
from spiders.outlet import spider_class


class OutletLoader(SpiderLoader):
    """Scrapy's loader over the configuration's outlets; without a configuration, over all that are shipped."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        path = config.find(settings.get("MONITOR_CONFIG") or os.environ.get("MONITOR_CONFIG"), Path.cwd())
        # A manual crawl sends nothing: its alerts wait in the outbox for the daemon, so secrets need not be there.
        loaded = config.load(path, os.environ, need_secrets=False) if path else _without_file(Path.cwd())
        self._spiders = {}
        for outlet in loaded.outlets:
            spider = spider_class(outlet)
            spider.standing = staticmethod(_standing(loaded, outlet.id))
            self._spiders[outlet.id] = spider


def _without_file(folder: Path) -> Config:
    return Config(path=folder / config.NAME, archive_path=folder / "archive.db", outlets=config.shipped())


def _standing(loaded: Config, outlet: str) -> Callable[[], tuple[Order, Hooks]]:
    """What a manual crawl works with: an order from the archive, and a hook into it.

    The archive is locked from the order to the last event, so no daemon works on it meanwhile.
    """

    def make() -> tuple[Order, Hooks]:
        held = lock.held(loaded.archive_path)
        held.__enter__()
        desk = Desk.open(loaded)
        desk.sync(datetime.now(UTC))

        async def emit(event: Event) -> None:
            desk.ingest(event, datetime.now(UTC))
            if isinstance(event, Finished):
                desk.close()
                held.__exit__(None, None, None)

        return desk.order(outlet, datetime.now(UTC), force=True), Hooks(emit=emit)

    return make
