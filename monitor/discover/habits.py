"""An outlet's habits: articles an hour by the hour of its week, and how much what it does now says of the next hours.

Pure: counts go in, rates come out. Few articles say little of one hour of 168, so what is learnt of the day and of the
days of the week speaks with each (see `segments`); how far an hour goes its own way, how far articles come in bursts,
and how far a busy hour is followed by another, is learnt of the same counts, for each outlet its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp, lgamma, log

from monitor.discover.segments import Beliefs, profile

HOURS = 168  # of a week
LATELY = 3  # hours in which an outlet shows how busy it is now
MEMORY = timedelta(weeks=4)  # of an outlet's habits

_LEARNT = timedelta(days=2)  # of arrivals, before an hour of the week says anything
_DAY = Beliefs(shape=0.06, change=0.1)  # of an hour of the day: it publishes, or nearly nothing
_WEEK = Beliefs(shape=0.3, change=0.3)
# Articles for which the guess of an hour of the week may count, from its hour of the day and its day: which it is, the
# counts say. The last means that the guess is all.
_OWN_WAYS = (0.5, 2.0, 8.0, 32.0, 200.0)
# Articles for which it may count that the outlet is as busy now as it always is at this hour; the last: always.
_PATIENCE = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 128.0)
_NEVER = 1e-5  # articles an hour at least in a guess
_MONDAY = datetime(1970, 1, 5, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_MOST_HOURS = 24 * 366  # between two moments that are compared


@dataclass(frozen=True, slots=True)
class Habits:
    """`week`: articles an hour for each of the 168 hours from Monday on, UTC.

    `patience`: for how many articles it counts that the outlet is as busy now as always at this hour.
    """

    week: tuple[float, ...]
    patience: float = _PATIENCE[-1]

    def busy(self, recent: int, now: datetime) -> float:
        """How many times as busy as usual it is now, by how many articles came in the last `LATELY` hours."""
        usual = sum(self.week[(hour_number(now) - n) % HOURS] for n in range(LATELY))
        return (recent + self.patience) / (usual + self.patience)

    def expected(self, since: datetime, until: datetime) -> float:
        """About how many articles come between two moments; of bursts, fewer than there are."""
        first, last = (since - _MONDAY) / _HOUR, (until - _MONDAY) / _HOUR
        hours = range(int(first), min(int(last), int(first) + _MOST_HOURS) + 1)
        return sum(self.week[n % HOURS] * max(min(last, n + 1.0) - max(first, float(n)), 0.0) for n in hours)


def hour_number(at: datetime) -> int:
    """The hour, counted from a Monday's midnight, UTC: modulo 168 it is the hour of the week."""
    return int((at - _MONDAY) / _HOUR)


def learn(counts: Mapping[int, int], first: datetime, now: datetime) -> Habits | None:
    """The habits of an outlet, from how many articles came in which hour (by `hour_number`) since `first`.

    None: too little is known. Articles that come in bursts are fewer than they seem: a burst of five is one decision.
    """
    by_week = [0.0] * HOURS
    for hour, count in counts.items():
        by_week[hour % HOURS] += count
    total, weeks = sum(by_week), (now - first) / timedelta(weeks=1)
    if not total or now - first < _LEARNT:
        return None
    burst = _burst(counts, by_week, weeks)
    by_week = [count / burst for count in by_week]
    hours = profile([sum(by_week[hour::24]) for hour in range(24)], _DAY)
    days = profile([sum(by_week[24 * day : 24 * day + 24]) for day in range(7)], _WEEK)
    base = total / weeks / HOURS
    guess = [max(_NEVER, base * hours[hour % 24] * days[hour // 24]) for hour in range(HOURS)]
    week = _own_ways(by_week, guess, weeks / burst)
    return Habits(week, _patience(counts, week, hour_number(first) + 1, hour_number(now)))


def _burst(counts: Mapping[int, int], by_week: Sequence[float], weeks: float) -> float:
    """Articles of a usual burst, by the pairs in an hour beyond those that chance makes; 1 where they come singly."""
    total = sum(by_week)
    hours = [sum(by_week[hour::24]) for hour in range(24)]
    hours = [(hours[n - 1] + 2 * hours[n] + hours[(n + 1) % 24]) / 4 for n in range(24)]
    days = [sum(by_week[24 * day : 24 * day + 24]) for day in range(7)]
    by_chance = sum((hours[n % 24] * days[n // 24] / total) ** 2 for n in range(HOURS)) / max(1.0, weeks)
    pairs = sum(count * (count - 1) for count in counts.values())
    return max(1.0, 1 + (pairs - by_chance) / total)


def _own_ways(counts: Sequence[float], guess: Sequence[float], weeks: float) -> tuple[float, ...]:
    """The rate of each hour of the week, between its own count and the guess.

    Gamma priors about the guess, each as likely as it makes the counts (negative binomial).
    """
    weights = _weights([_likelihood(counts, [rate * weeks for rate in guess], own) for own in _OWN_WAYS])
    return tuple(
        sum(
            weight * (counts[n] + own) / (weeks + own / guess[n])
            for weight, own in zip(weights, _OWN_WAYS, strict=True)
        )
        for n in range(HOURS)
    )


def _likelihood(counts: Sequence[float], means: Sequence[float], shape: float) -> float:
    """The logarithm, but for what does not depend on the shape."""
    return sum(
        lgamma(shape + count) - lgamma(shape) + shape * log(shape / (shape + mean)) + count * log(mean / (shape + mean))
        for count, mean in zip(counts, means, strict=True)
    )


def _patience(counts: Mapping[int, int], week: Sequence[float], first: int, now: int) -> float:
    """How much the last hours said of the next, in all hours from `first` to `now`."""
    came = [counts.get(hour, 0) for hour in range(first, now)]
    usual = [week[hour % HOURS] for hour in range(first, now)]
    lately = [
        (came[n], usual[n], sum(came[n - LATELY : n]), sum(usual[n - LATELY : n])) for n in range(LATELY, len(came))
    ]
    likely = []
    for patience in _PATIENCE:
        rates = ((count, rate * (recent + patience) / (mean + patience)) for count, rate, recent, mean in lately)
        likely.append(sum((count * log(rate) if count else 0.0) - rate for count, rate in rates))
    return 1 / sum(weight / patience for weight, patience in zip(_weights(likely), _PATIENCE, strict=True))


def _weights(logarithms: Sequence[float]) -> list[float]:
    """How likely each is among them."""
    highest = max(logarithms)
    weights = [exp(value - highest) for value in logarithms]
    return [weight / sum(weights) for weight in weights]
