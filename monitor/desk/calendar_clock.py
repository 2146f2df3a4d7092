"""When a calendar is read again: hourly, oftener where an embargo of it is near, later where it could not be read.

A file costs nothing, so it is looked at every few minutes. What a host asks for (Retry-After) is waited for
by `date_keeping.due`, as it is for outlets: a start or a change of the configuration does not end that.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

OF_FILE = timedelta(minutes=5)
OF_WEB = timedelta(hours=1)
NEAR = timedelta(minutes=10)  # an address, where an embargo is near: it may be moved at the last moment
BEFORE, AFTER = timedelta(hours=24), timedelta(hours=1)
_LONGEST = timedelta(hours=12)


def next_read(now: datetime, lifts: Iterable[datetime], *, is_web: bool, failures: int = 0) -> datetime:
    """The time of the next reading. `failures` are those in a row, this one too; `lifts` are of its watches."""
    if not is_web:
        return now + OF_FILE
    is_near = any(at - BEFORE <= now <= at + AFTER for at in lifts)
    if failures:
        # A calendar that fails while an embargo is near is tried on: nobody else says that it moved.
        wait = OF_WEB if is_near else min(OF_WEB * 2 ** min(failures - 1, 6), _LONGEST)
    else:
        wait = NEAR if is_near else OF_WEB
    return now + wait
