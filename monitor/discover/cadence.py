"""When to look at an outlet again: as often as it publishes, between a floor and a ceiling.

Pure: what is known of the outlet goes in, a time comes out. An outlet that lists ten articles and publishes five an
hour must be read within two hours or articles are lost; one that is silent at night need not be asked every minute.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

SHARE = 0.25  # of a listing that may be new when it is read: the rest is reserve for bursts
LISTED = 10  # items assumed of a source that was never read: what the busiest trades list
GAP = 4  # items at least, none of them known, before a listing counts as one with a gap
QUIET_SHARE = 12  # an outlet silent for a day is asked every two hours
FORGIVEN = 3  # failed readings in a row before an outlet is asked less often
LONGEST_BACKOFF = timedelta(hours=6)  # unless the usual wait is longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """What is known of an outlet's habits. `arrivals`: when its newest links were published or found, in any order."""

    arrivals: tuple[datetime, ...] = ()
    listed: int | None = None  # items in its shortest listing
    failures: int = 0  # readings in a row in which each of its sources failed
    gap: bool = False  # the last reading found nothing that was known

    @property
    def is_failing(self) -> bool:
        """Whether the outlet has failed too often to be asked at its usual pace."""
        return self.failures > FORGIVEN


def next_check(history: Cadence, *, now: datetime, floor: timedelta, ceiling: timedelta) -> datetime:
    """The time of the next check.

    Failures double the ceiling; a gap asks for the floor; else it is about the time between two articles, less where
    the listing is so short that this would replace more than a quarter of it, and it grows with silence.
    """
    ceiling = max(floor, ceiling)
    if history.is_failing:
        longer: timedelta = ceiling * (1 << min(history.failures - FORGIVEN, 12))
        return now + min(longer, max(LONGEST_BACKOFF, ceiling))
    if history.gap:
        return now + floor
    return now + max(floor, min(_pace(history, now), ceiling))


def is_gap(*, listed: int, new: int) -> bool:
    """Whether articles may have come and gone unseen: all of a reading's items are new, and it is not the first."""
    return new >= GAP and new == listed


def _pace(history: Cadence, now: datetime) -> timedelta:
    """The time in which about one article appears, less where that would be much of the listing."""
    past = sorted(moment for moment in history.arrivals if moment <= now)
    if len(past) < 2:
        return timedelta(0)  # nothing is known yet: look soon
    mean = (past[-1] - past[0]) / (len(past) - 1)
    apart = sorted(later - earlier for earlier, later in pairwise(past) if later > earlier)
    usual = apart[len(apart) // 2] if apart else mean  # a night without news hardly moves it
    wait = min(mean, usual) * min(1.0, SHARE * (history.listed or LISTED))
    return max(wait, (now - past[-1]) / QUIET_SHARE)
