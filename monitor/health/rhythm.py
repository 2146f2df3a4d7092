"""How long an outlet is usually silent, learned from its own arrivals; hours and weekdays need no model.

The measure is the longest silence that comes about once a week: it holds the outlet's nights and weekends, and one
holiday or one outage of ours does not raise it. Nothing is said before there is enough history.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

ARRIVALS = 12  # fewer say nothing
SPAN = timedelta(days=8)  # shorter histories may miss a weekend
HISTORY = timedelta(days=56)  # older habits are not today's
PATIENCE = 2.0  # times the usual longest silence
FLOOR = timedelta(hours=12)  # nobody is called for less
_SAME = timedelta(minutes=10)  # what comes within is one arrival: outlets publish in bursts
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """An outlet's habit: `usual`, the silence that comes about once a week, and `limit`, from where it is alarming."""

    usual: timedelta
    limit: timedelta
    arrivals: int


def rhythm(arrivals: Iterable[datetime], now: datetime) -> Rhythm | None:
    """The habit that the arrivals show; None while there is not enough history."""
    bursts: list[datetime] = []
    for moment in sorted(moment for moment in arrivals if now - HISTORY <= moment <= now):
        if not bursts or moment - bursts[-1] > _SAME:
            bursts.append(moment)
    if len(bursts) < ARRIVALS or bursts[-1] - bursts[0] < SPAN:
        return None
    silences = sorted((later - earlier for earlier, later in pairwise(bursts)), reverse=True)
    weeks = round((bursts[-1] - bursts[0]) / _WEEK)
    usual = silences[min(weeks - 1, len(silences) // 4)]
    return Rhythm(usual=usual, limit=max(FLOOR, usual * PATIENCE), arrivals=len(bursts))


@dataclass(frozen=True, slots=True)
class Silence:
    """How long nothing has come, of an outlet whose habit is known: `since` its last article."""

    since: datetime
    lasted: timedelta
    habit: Rhythm

    @property
    def limit(self) -> timedelta:
        """From where it is alarming."""
        return self.habit.limit

    @property
    def is_alarming(self) -> bool:
        """Whether it is longer than the outlet's habit allows."""
        return self.lasted > self.habit.limit


def silence(arrivals: Sequence[datetime], now: datetime) -> Silence | None:
    """The silence since the last arrival; None while there is not enough history."""
    habit = rhythm(arrivals, now)
    if habit is None:
        return None
    last = max(moment for moment in arrivals if moment <= now)
    return Silence(since=last, lasted=now - last, habit=habit)
