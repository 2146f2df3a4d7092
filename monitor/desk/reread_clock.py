"""When an article is read again: on a clock that slows down, from the moment at which a watch hit it. Pure.

    5 minutes, 20, an hour, 3, 12, a day, 3, a week, a month after that     (`[crawl] reread`)

A look that was missed is not made up for: the next one finds the same. A page that is not there is looked at once more
soon, for a page may be missing for a minute; what two looks in a row do not find is gone.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.rereading import LookOutcome

MISSING_TO_BE_GONE = 2  # looks in a row
_SECOND_LOOK = timedelta(minutes=10)  # after one that found no page


def next_look(begun_at: datetime, clock: Sequence[float], now: datetime, missing: int = 0) -> datetime | None:
    """When to look again, as of `now`; None: the clock has run out. `clock`: seconds after `begun_at`.

    `missing`: looks in a row, this one too, that found no page.
    """
    regular = next((at for wait in sorted(clock) if (at := begun_at + timedelta(seconds=wait)) > now), None)
    if 0 < missing < MISSING_TO_BE_GONE:
        soon = now + _SECOND_LOOK
        return min(regular, soon) if regular else soon
    return regular


def missing_after(before: int, outcome: LookOutcome) -> int:
    """How many looks in a row found no page; one that got no answer says nothing."""
    if outcome is LookOutcome.MISSING:
        return before + 1
    return before if outcome is LookOutcome.FAILED else 0
