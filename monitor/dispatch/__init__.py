"""Where crawls run: in supervised children of this process, or on the workers of a cluster.

    dispatcher      what both ways have in common       choice    between them, by the configuration
    child           one crawling process: an order down a pipe, events up another
    local           the supervised children of this machine
    coordinator     the archive's side of a cluster
    cluster         its database: procrastinate's queue for orders, our inbox for events, by `cluster_sql`
    cluster_worker  a worker's side: the same children, on another machine

`Cluster` is imported when it is asked for: its libraries are an extra.
"""

from typing import TYPE_CHECKING, Any

from monitor.dispatch.choice import make
from monitor.dispatch.dispatcher import Dispatcher, Ingested, Receive, unasked
from monitor.dispatch.local import Local

if TYPE_CHECKING:
    from monitor.dispatch.coordinator import Cluster

__all__ = ["Cluster", "Dispatcher", "Ingested", "Local", "Receive", "make", "unasked"]


def __getattr__(name: str) -> Any:
    if name == "Cluster":
        from monitor.dispatch.coordinator import Cluster  # noqa: PLC0415 - as above

        return Cluster
    raise AttributeError(name)
