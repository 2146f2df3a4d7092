"""Where crawls run: in supervised children of this process, or on the workers of a cluster.

    local       children: an order down a pipe, events up another
    cluster     the database of a cluster: procrastinate's queue for orders, our inbox for events
    node        the archive's side of a cluster        work    a worker's side: the same children, on another machine

`Cluster` is imported when it is asked for: its libraries are an extra.
"""

from typing import TYPE_CHECKING, Any

from monitor.dispatch.dispatcher import Dispatcher, Ingested, Receive, make, unasked
from monitor.dispatch.local import Local

if TYPE_CHECKING:
    from monitor.dispatch.coordinator import Cluster

__all__ = ["Cluster", "Dispatcher", "Ingested", "Local", "Receive", "make", "unasked"]


def __getattr__(name: str) -> Any:
    if name == "Cluster":
        from monitor.dispatch.coordinator import Cluster  # noqa: PLC0415 - as above

        return Cluster
    raise AttributeError(name)
