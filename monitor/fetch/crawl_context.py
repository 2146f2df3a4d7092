"""What the parts of one crawl share: its name, its pace, what robots.txt and Retry-After asked of it.

The spider holds it; the handler and the middleware find it there.
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from monitor.events import HostState, Order
from monitor.fetch.client import Answer, Client
from monitor.fetch.hooks import Hooks
from monitor.fetch.received import KeptReading


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far one crawl has come: `seen` are the keys of links that it met, as `known_as` has them.

    `cut` says why it is cut short, if it is.
    """

    pages_left: int
    seen: set[str] = field(default_factory=set)
    cut: str | None = None

    def copied(self) -> Self:
        """The same, to be changed on trial."""
        return replace(self, seen=set(self.seen))


class CrawlContext:
    """The context of the crawl that follows `order`."""

    def __init__(self, order: Order, hooks: Hooks) -> None:
        self.outlet = order.outlet.id
        self.user_agent = order.outlet.user_agent or order.user_agent
        self.hooks = hooks
        self.progress = Progress(pages_left=order.page_limit)
        self.hosts: dict[str, HostState] = {state.host: state for state in order.hosts}
        self.crawl_delays: dict[str, float] = {}  # seconds, as robots.txt asks
        self.client: Client = hooks.clients.of(order.allow, verified=order.outlet.verify_tls)
        self.answered: dict[str, Answer | Exception] = {}  # by URL: requests that were made before the crawl began
        self.readings: dict[str, KeptReading] = {}  # by address of the source: what was read before the crawl began
        self.under_way: set[asyncio.Task[Any]] = set()  # each waits for the answer to a request
        self.is_aborted = False
        self._delay = order.outlet.delay if order.outlet.delay is not None else order.delay

    def robots_of(self, url: str) -> HostState | None:
        """What is remembered of the host of this address, its robots.txt above all."""
        return self.hosts.get(urlsplit(url).netloc.lower())

    def delay_for(self, host: str) -> float:
        """Seconds between two requests to `host`: our pace or what the host asks for, whichever is longer."""
        return max(self._delay, self.crawl_delays.get(host, 0.0))

    def abort(self) -> None:
        """Cut every request that is under way, and send no other."""
        self.is_aborted = True
        for task in self.under_way:
            task.cancel()

    def keep_holds(self) -> None:
        """Go on to back off where an earlier crawl was asked to."""
        for state in self.hosts.values():
            if state.held_until:
                self.hooks.pace.hold(state.host, (state.held_until - datetime.now(UTC)).total_seconds())


def context_of(crawler: Crawler) -> CrawlContext:
    """The context of this crawler's spider."""
    context = getattr(crawler.spider, "context", None)
    if not isinstance(context, CrawlContext):
        raise TypeError("only an outlet's spider can crawl: no context")
    return context
