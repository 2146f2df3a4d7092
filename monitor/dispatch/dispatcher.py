"""What a way of running crawls is, whichever it is, and the choice between the ways."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from monitor.config import Config
from monitor.dispatch.local import Local
from monitor.errors import ClusterError
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


def make(config: Config, on_event: Receive, on_death: Receive) -> Dispatcher:
    """The way that the configuration chooses: children of this process, or a cluster's workers.

    Raises:
        ClusterError: a cluster is configured, and what it needs is not installed.
    """
    if config.cluster is None:
        return Local(on_event, on_death, workers=config.crawl.workers)
    try:
        from monitor.dispatch.coordinator import Cluster  # noqa: PLC0415 - its libraries are an extra
    except ImportError as error:
        raise ClusterError(
            f"[cluster] needs {error.name}, which is not installed",
            hint="pip install 'entertainment-monitor[cluster]'",
        ) from error
    return Cluster(on_event, config.cluster)
