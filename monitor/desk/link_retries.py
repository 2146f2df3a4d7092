"""When a link that could not be read is tried again, and when a refused page is looked at again. Pure."""

from datetime import datetime, timedelta

from monitor.refusals import Reason, Sort

# After the first, second... failed reading. After the last of them the link is given up.
_WAITS = (
    timedelta(seconds=15),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
_MISSING_WAITS = 3  # a page that is not there may still be on its way to all servers; not for long
_PASSING = frozenset({401, 403, 408, 425, 429})  # a refusal or a challenge may be one of hours
# After the first, second... refusal in a row.
_SECOND_LOOKS = (timedelta(minutes=10), timedelta(hours=2))
_LOOKS = {
    Sort.BLOCK_PAGE: (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24)),
    Sort.OUTAGE: (
        timedelta(minutes=2),
        timedelta(minutes=10),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=6),
        timedelta(hours=24),
    ),
}


def next_reading(failures: int, status: int | None, now: datetime) -> datetime | None:
    """When to try a link again after so many failures; None: give it up."""
    missing = status is not None and 400 <= status < 500 and status not in _PASSING
    waits = _WAITS[:_MISSING_WAITS] if missing else _WAITS
    return now + waits[failures - 1] if failures <= len(waits) else None


def next_look(reason: Reason, refusals: int, now: datetime) -> datetime | None:
    """When to look again at a page that was refused so many times; None: never.

    One look decides nothing that may pass: a page that was half published, an error with status 200, a redirect in a
    circle. A page that is no article says so three times.
    """
    waits = () if reason.is_final else _LOOKS.get(reason.sort, _SECOND_LOOKS)
    return now + waits[refusals - 1] if refusals <= len(waits) else None
