"""When to look at an outlet again: as often as it publishes, between a floor and a ceiling.

Pure: what is known of the outlet goes in, a time comes out. An outlet that lists ten articles and publishes five an
hour must be read within two hours or articles are lost; one that is silent at night need not be asked every minute.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.reading import urls

SHARE = 0.25  # of a listing that may be new when it is read: the rest is reserve for bursts
LISTED = 10  # items assumed of a source that was never read: what the busiest trades list
GAP = 4  # items at least, none of them known, before a listing counts as one with a gap
PATIENCE = 12  # an outlet silent for a day is asked every two hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """What is known of an outlet's habits. `arrivals`: when its newest links were published or found, in any order."""

    arrivals: tuple[datetime, ...] = ()
    listed: int | None = None  # items in its shortest listing
    failures: int = 0  # readings in a row that failed
    gap: bool = False  # the last reading found nothing that was known


def next_check(history: Cadence, *, now: datetime, floor: timedelta, ceiling: timedelta) -> datetime:
    """The time of the next check.

    A gap asks for the floor; failures double the wait; else it is about the time between two articles, less where
    the listing is so short that this would replace more than a quarter of it, and it grows with silence.
    """
    ceiling = max(floor, ceiling)
    if history.failures:
        longer: timedelta = floor * 2 ** min(history.failures, 20)
        return now + min(longer, ceiling)
    if history.gap:
        return now + floor
    return now + max(floor, min(_pace(history, now), ceiling))


def is_gap(listed: Iterable[str], known: Collection[str]) -> bool:
    """Whether articles may have come and gone unseen: a listing of which nothing is known, of an outlet that is.

    Both are URL keys or addresses; the listing's are folded before they are compared.
    """
    if not known:
        return False
    count = 0
    for address in listed:
        if address in known or urls.canonical(address) in known:
            return False
        count += 1
    return count >= GAP


def _pace(history: Cadence, now: datetime) -> timedelta:
    """The time in which about one article appears, less where that would be much of the listing."""
    past = sorted(moment for moment in history.arrivals if moment <= now)
    if len(past) < 2:
        return timedelta(0)  # nothing is known yet: look soon
    mean = (past[-1] - past[0]) / (len(past) - 1)
    apart = sorted(later - earlier for earlier, later in pairwise(past) if later > earlier)
    usual = apart[len(apart) // 2] if apart else mean  # a night without news hardly moves it
    wait = min(mean, usual) * min(1.0, SHARE * (history.listed or LISTED))
    return max(wait, (now - past[-1]) / PATIENCE)
