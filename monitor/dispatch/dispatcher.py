"""What a way of running crawls is, whichever it is."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from monitor.events import Event, Order

Ingested = Callable[[], None]


def unasked() -> None:
    """An acknowledgement that nobody waits for."""


class Receive(Protocol):
    """Takes an event, and calls `ingested` once it is in the archive. A dispatcher waits while it takes."""

    def __call__(self, event: Event, ingested: Ingested = unasked, /) -> Awaitable[None]:
        """Take it."""


class Dispatcher(Protocol):
    """Where crawls run. Every order that was taken ends with a `Finished` for its outlet."""

    @property
    def width(self) -> int:
        """How many processes crawl."""

    async def start(self) -> None:
        """Get ready.

        Raises:
            ClusterError: the cluster's database cannot be used.
            AlreadyRunningError: another daemon works with this cluster.
        """

    async def submit(self, order: Order) -> bool:
        """Have this order crawled; False: it is not, and no `Finished` will come."""

    async def stop(self, grace: float) -> None:
        """End within about `grace` seconds. What came until then has been handed on."""
