"""How one crawl behaves towards hosts: its name, its pace, what robots.txt and Retry-After asked of it.

The spider holds it; the handler and the middleware find it there.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from scrapy.crawler import Crawler

from monitor.events import Event, HostState, Order
from monitor.fetch.hooks import Wires


class Manners:
    """The manners of the crawl that follows `order`."""

    def __init__(self, order: Order, wires: Wires) -> None:
        self.outlet = order.outlet.id
        self.user_agent = order.outlet.user_agent or order.user_agent
        self.wires = wires
        self.hosts: dict[str, HostState] = {state.host: state for state in order.hosts}
        self.crawl_delays: dict[str, float] = {}  # seconds, as robots.txt asks
        self.aborts: list[Callable[[], None]] = []  # each cuts the requests that are under way
        self._delay = order.outlet.delay if order.outlet.delay is not None else order.delay

    def delay_for(self, host: str) -> float:
        """Seconds between two requests to `host`: our pace or the host's own wish, whichever is longer."""
        return max(self._delay, self.crawl_delays.get(host, 0.0))

    def hold_hosts(self) -> None:
        """Keep the holds that an earlier crawl was asked for."""
        for state in self.hosts.values():
            if state.held_until:
                self.wires.pace.hold(state.host, (state.held_until - datetime.now(UTC)).total_seconds())

    async def emit(self, event: Event) -> None:
        """Send an event down the crawl's wire."""
        await self.wires.emit(event)


def manners_of(crawler: Crawler) -> Manners:
    """The manners of this crawler's spider."""
    manners = getattr(crawler.spider, "manners", None)
    if not isinstance(manners, Manners):
        raise TypeError("only an outlet's spider can crawl: no manners")
    return manners
