"""When to look at an outlet again: denser where it publishes more, by the hour of its week and by what it does now.

Pure: what is known of the outlet goes in, a time comes out. A look has a price, in hours that articles wait unseen, and
the next is due when waiting on would cost more than it saves: when as many articles are expected to wait as the root of
the rate of that moment asks for. At a steady rate looks are as dense as the root of the rate, which is the least delay
for their number; where a rate falls, what still waits is fetched at once, and where it rises, the look waits for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import sqrt

from monitor.discover.habits import HOURS, LATELY, Habits

DENSITY = 0.16  # of looks: at four articles an hour a look every five minutes, at one every ten
SHARE = 0.5  # of a listing that may be new when it is read: the rest is reserve for bursts
LISTED = 10  # items assumed of a source that was never read: what the busiest trades list
FORGIVEN = 3  # failed readings in a row before an outlet is asked less often
LONGEST_BACKOFF = timedelta(hours=6)  # unless the usual wait is longer

_BUSIEST, _QUIETEST = 5.0, 0.4  # times the usual, at most and at least
_NEVER = 1e-4  # articles an hour that are expected of the quietest hour: the ceiling bounds what that may cost
_MONDAY = datetime(1970, 1, 5, tzinfo=UTC)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """What is known of an outlet. `arrivals`: when its newest links were published or found, in any order."""

    arrivals: tuple[datetime, ...] = ()
    habits: Habits | None = None  # None: too little is known
    listed: int | None = None  # items in its shortest listing
    failures: int = 0  # readings in a row in which each of its sources failed
    gap: bool = False  # the last reading found nothing that was known

    @property
    def is_failing(self) -> bool:
        """Whether the outlet has failed too often to be asked at its usual pace."""
        return self.failures > FORGIVEN


def next_check(
    history: Cadence, *, now: datetime, floor: timedelta, ceiling: timedelta, density: float = DENSITY
) -> datetime:
    """The time of the next check.

    Failures double the ceiling; a gap asks for the floor; else the wait is the one whose delays and looks cost least,
    and no more of the listing than a share of it is expected to be new.
    """
    ceiling = max(floor, ceiling)
    if history.is_failing:
        longer: timedelta = ceiling * (1 << min(history.failures - FORGIVEN, 12))
        return now + min(longer, max(LONGEST_BACKOFF, ceiling))
    if history.gap:
        return now + floor
    week, busy = _expected(history, now)
    room = SHARE * (history.listed or LISTED)
    return now + max(floor, _HOUR * _best_wait(_Ahead(week, busy, now), ceiling / _HOUR, room, density))


@dataclass(frozen=True, slots=True)
class _Ahead:
    """The articles an hour that are expected of the hours ahead."""

    week: Sequence[float]
    busy: float
    now: datetime

    def rate(self, hours: float) -> tuple[float, float]:
        """So many hours from now, and for how many hours more it is that."""
        at = (self.now - _MONDAY) / _HOUR + hours
        rate = self.week[int(at) % HOURS] * (self.busy if hours < LATELY else 1.0)
        return max(_NEVER, rate), max(1e-6, 1 - at % 1)


def _best_wait(ahead: _Ahead, ceiling: float, room: float, density: float) -> float:
    """In hours: where the delays of what comes until the look, less what waiting saves in looks, are least.

    Looks at a rate r cost density * sqrt(r) an hour, their delays and their price together; that is what a later look
    saves. As more articles wait, an hour more costs more: within a stretch of one rate the best moment is when as many
    wait as that saves, or its beginning. Of all stretches up to the ceiling the best counts.
    """
    at = waiting = cost = 0.0  # hours, articles, article-hours
    best, least = ceiling, 0.0
    most = density * sqrt(max(_NEVER, *ahead.week) * max(1.0, ahead.busy))  # that an hour of waiting can save
    while at < ceiling and waiting < most:
        rate, hours = ahead.rate(at)
        hours, saved = min(hours, ceiling - at), density * sqrt(rate)
        full = max(0.0, (room - waiting) / rate)
        step = min(max(0.0, (saved - waiting) / rate), hours, full)
        here = cost + (waiting + rate * step / 2 - saved) * step
        if here < least:
            best, least = at + step, here
        if full <= hours:
            return best
        cost += (waiting + rate * hours / 2 - saved) * hours
        waiting, at = waiting + rate * hours, at + hours
    return best


def _expected(history: Cadence, now: datetime) -> tuple[Sequence[float], float]:
    """The usual rates of the week, and how many times as busy as usual the outlet is now."""
    if history.habits is not None:
        recent = sum(1 for at in history.arrivals if now - LATELY * _HOUR < at <= now)
        return history.habits.week, min(max(history.habits.busy(recent, now), _QUIETEST), _BUSIEST)
    past = [at for at in history.arrivals if at <= now]
    hours = (now - min(past)) / _HOUR if past else 0.0
    rate = (len(past) + 1) / (hours + 1)  # one in the first hour, until more is known
    return (rate,) * HOURS, 1.0
