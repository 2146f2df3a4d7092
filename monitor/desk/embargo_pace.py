"""Around the lift of an embargo the outlets that its watch looks at are asked often: reviews come within minutes.

From two hours before it, for who breaks it, to six hours after it, an outlet is looked at every two minutes at the
latest. What hosts ask for (Retry-After, robots.txt, `delay`) holds as ever, as do the waits after failures.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.model import Watch

BEFORE = timedelta(hours=2)
AFTER = timedelta(hours=6)
TIGHT = timedelta(minutes=2)


def next_look(
    watches: Iterable[Watch], lifts: Mapping[str, Sequence[datetime]], outlet: str, now: datetime
) -> datetime | None:
    """When the outlet is to be looked at again at the latest: soon within a window, else when the next one begins.

    `lifts` are when embargoes lift, by watch (its id). None: none is ahead for the outlet.
    """
    found = []
    for watch in watches:
        if watch.outlets and outlet not in watch.outlets:
            continue
        ahead = (at for at in lifts.get(watch.id, ()) if now < at + AFTER)
        found += [max(at - BEFORE, now + TIGHT) for at in ahead]
    return min(found, default=None)
