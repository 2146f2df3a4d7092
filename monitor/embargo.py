"""An embargo on reviews: which of its lifts a review counts to, whether it is early, and how many came by the hour."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

HOURS = 48  # after a lift, in which reviews are counted one by one
_STALE = timedelta(days=30)  # after a lift: a review of so much later is of what lifts next


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCount:
    """The reviews of a watch (its name) around one lift. `hours` has those that had any: 0 is the first one.

    `later` counts those after the last hour that is counted, and those of which the day alone is known. `was`: when it
    was to lift before its calendar moved it, the first one first.
    """

    watch: str
    lifts_at: datetime
    early: int = 0
    hours: tuple[tuple[int, int], ...] = ()
    later: int = 0
    was: tuple[datetime, ...] = ()
    is_withdrawn: bool = False  # its calendar has it no more, or calls it cancelled

    @property
    def since(self) -> int:
        """How many came after it lifted."""
        return sum(number for _, number in self.hours) + self.later


def is_early(reported: datetime | date, lifts_at: datetime) -> bool:
    """Whether it came before the lift; a day alone only where it is over before, in UTC and where the lift is said."""
    if isinstance(reported, datetime):
        return reported < lifts_at
    return reported < min(lifts_at.date(), lifts_at.astimezone(UTC).date())


def counted_to(reported: datetime | date, lifts: Iterable[datetime]) -> datetime | None:
    """The lift that a review of then counts to: the last one before it, else the first, for which it is early.

    Of what lifts each week the reviews come for days, and none of them is early for the next; only a month after the
    last lift a review is of the one to come.
    """
    ordered = sorted(lifts)
    ahead = next((at for at in ordered if is_early(reported, at)), None)
    passed = next((at for at in reversed(ordered) if not is_early(reported, at)), None)
    moment = reported if isinstance(reported, datetime) else datetime.combine(reported, time(), UTC)
    if passed is None or (ahead is not None and moment - passed > _STALE):
        return ahead
    return passed


def tally(watch: str, lifts_at: datetime, reported: Sequence[datetime | date]) -> ReviewCount:
    """The count of reviews, by when each was reported."""
    early = sum(is_early(at, lifts_at) for at in reported)
    timed = [(at - lifts_at) // timedelta(hours=1) for at in reported if isinstance(at, datetime) and at >= lifts_at]
    hours = Counter(hour for hour in timed if hour < HOURS)
    later = len(reported) - early - hours.total()
    return ReviewCount(watch=watch, lifts_at=lifts_at, early=early, hours=tuple(sorted(hours.items())), later=later)
