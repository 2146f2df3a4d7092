"""When to look at an outlet again: denser where it publishes more, by the hour of its week and by what it does now.

Pure: what is known of the outlet goes in, a time comes out. Articles that come at a rate of r an hour are seen soonest,
for a given number of looks, if looks are as dense as the root of r (there the sum of r * wait / 2 is least under a
fixed sum of 1 / wait): so a busy hour is looked at more often than a quiet one, but not in proportion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import sqrt

DENSITY = 0.16  # of looks: at four articles an hour a look every five minutes, at one every ten
SHARE = 0.5  # of a listing that may be new when it is read: the rest is reserve for bursts
LISTED = 10  # items assumed of a source that was never read: what the busiest trades list
GAP = 4  # items at least, none of them known, before a listing counts as one with a gap
FORGIVEN = 3  # failed readings in a row before an outlet is asked less often
LONGEST_BACKOFF = timedelta(hours=6)  # unless the usual wait is longer
MEMORY = timedelta(weeks=4)  # of an outlet's habits
HOURS = 168  # of a week

_LEARNT = timedelta(days=2)  # of arrivals, before an hour of the week says anything
# Articles for which a guess counts: that an hour of the day and a day of the week are as all are, and an hour of the
# week as its hour of the day and its day say.
_DOUBT_HOUR, _DOUBT_DAY, _DOUBT_SLOT = 0.5, 4.0, 1.0
_LATELY = timedelta(hours=3)  # in which an outlet shows how busy it is now
_DOUBT = 2.0  # articles: so many more or fewer than usual say little
_BUSIEST, _QUIETEST = 5.0, 0.4  # times the usual, at most and at least
_NEVER = 1e-3  # articles an hour that are expected of the quietest hour
_MONDAY = datetime(1970, 1, 5, tzinfo=UTC)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """What is known of an outlet's habits. `arrivals`: when its newest links were published or found, in any order.

    `week`: articles an hour for each hour of the week, as `habits` learns them; None before.
    """

    arrivals: tuple[datetime, ...] = ()
    week: tuple[float, ...] | None = None
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

    Failures double the ceiling; a gap asks for the floor; else the looks are as dense as the root of the expected rate,
    and no more of the listing than a share of it is expected to be new.
    """
    ceiling = max(floor, ceiling)
    if history.is_failing:
        longer: timedelta = ceiling * (1 << min(history.failures - FORGIVEN, 12))
        return now + min(longer, max(LONGEST_BACKOFF, ceiling))
    if history.gap:
        return now + floor
    return now + max(floor, _wait(history, now, ceiling, density))


def is_gap(*, listed: int, new: int) -> bool:
    """Whether articles may have come and gone unseen: all of a reading's items are new, and it is not the first."""
    return new >= GAP and new == listed


def hour_of(at: datetime) -> int:
    """The hour of the week, 0 to 167, from Monday on, UTC."""
    return int((at - _MONDAY) / _HOUR) % HOURS


def habits(counts: Sequence[int], first: datetime, now: datetime) -> tuple[float, ...] | None:
    """Articles an hour for each hour of the week, from how many came in each since `first`; None: too little is known.

    Hours are UTC, from Monday on. A few articles say little of one hour of the week: there its hour of the day and its
    day of the week speak with it, and of these, too, all hours and all days (gamma priors, each worth some articles).
    """
    total, weeks = sum(counts), (now - first) / timedelta(weeks=1)
    if not total or now - first < _LEARNT:
        return None
    base = total / weeks / HOURS
    by_hour = _smooth([sum(counts[hour::24]) for hour in range(24)])
    hours = [(count + _DOUBT_HOUR) / (total / 24 + _DOUBT_HOUR) for count in by_hour]
    by_day = [sum(counts[24 * day : 24 * day + 24]) for day in range(7)]
    days = [(count + _DOUBT_DAY) / (total / 7 + _DOUBT_DAY) for count in by_day]
    guess = [max(_NEVER, base * hours[hour % 24] * days[hour // 24]) for hour in range(HOURS)]
    smooth = _smooth(counts)
    return tuple((smooth[n] + _DOUBT_SLOT) / (weeks + _DOUBT_SLOT / guess[n]) for n in range(HOURS))


def _smooth(values: Sequence[float]) -> list[float]:
    """Each with a share of its neighbours; the last is the first's."""
    return [0.25 * values[n - 1] + 0.5 * values[n] + 0.25 * values[(n + 1) % len(values)] for n in range(len(values))]


def _wait(history: Cadence, now: datetime, ceiling: timedelta, density: float) -> timedelta:
    """How long until looks of that density are due one more, or until too much of the listing is expected to be new."""
    week, activity = _expected(history, now)
    looks, room = density, SHARE * (history.listed or LISTED)
    at = now
    while at - now < ceiling:
        rate = max(_NEVER, week[hour_of(at)] * (activity if at - now < _LATELY else 1.0))
        step = min(_HOUR - (at - _MONDAY) % _HOUR, ceiling - (at - now))
        hours = step / _HOUR
        end = min(looks / sqrt(rate), room / rate)
        if end <= hours:
            return at - now + end * _HOUR
        looks, room, at = looks - sqrt(rate) * hours, room - rate * hours, at + step
    return ceiling


def _expected(history: Cadence, now: datetime) -> tuple[Sequence[float], float]:
    """The usual rates of the week, and how many times as busy as usual the outlet is now."""
    if history.week is not None:
        recent = sum(1 for at in history.arrivals if now - _LATELY < at <= now)
        usual = sum(history.week[hour_of(now - n * _HOUR)] for n in range(3))
        return history.week, min(max((recent + _DOUBT) / (usual + _DOUBT), _QUIETEST), _BUSIEST)
    past = [at for at in history.arrivals if at <= now]
    hours = (now - min(past)) / _HOUR if past else 0.0
    rate = (len(past) + 1) / (hours + 1)  # one in the first hour, until more is known
    return (rate,) * HOURS, 1.0
