"""How a day or a week is split into stretches in which an outlet publishes at one rate: a newsroom opens and closes.

The rates are constant between changes, and nobody knows where the changes are: each way to split the circle counts as
far as it makes the counts likely (Bayesian blocks). So sixteen hours of a night without an article speak together,
which sixteen single hours do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, lgamma, log

_FAR = 12.0  # in logarithms: a stretch that is less likely is left out


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What is thought before anything is counted.

    `shape` of the gamma prior of a stretch's rate: the smaller, the likelier is nearly nothing, and much. `change`: the
    chance that the rate changes from one slot to the next.
    """

    shape: float
    change: float


def profile(counts: Sequence[float], beliefs: Beliefs) -> list[float]:
    """How many times the mean is expected in each slot of a circle, from what was counted in it; their mean is 1.

    The circle is cut open where it is quietest. Takes the square of the slots.
    """
    size, quietest = len(counts), _quietest(counts)
    turned = [counts[(quietest + n) % size] for n in range(size)]
    stretches = _Stretches(turned, beliefs)
    expected = stretches.expected()
    mean = sum(expected) / size
    return [expected[(n - quietest) % size] / mean for n in range(size)]


def _quietest(counts: Sequence[float]) -> int:
    """The slot at whose beginning the least is published: where a circle is cut without cutting a stretch in two."""
    size = len(counts)
    about = [sum(counts[(n + step) % size] * (3 - abs(step)) for step in range(-2, 3)) for n in range(size)]
    return min(range(size), key=lambda n: about[n] + about[n - 1])


class _Stretches:
    """All ways to split a row of counts, summed up from both ends. All values are logarithms."""

    def __init__(self, counts: Sequence[float], beliefs: Beliefs) -> None:
        self._beliefs = beliefs
        self._size = len(counts)
        self._upto = [0.0, *accumulate(counts)]
        self._usual = self._upto[-1] / self._size
        self._change, stays = log(beliefs.change), log(1 - beliefs.change)
        self._likely = {
            (begin, end): self._likelihood(begin, end) + (end - begin - 1) * stays
            for begin in range(self._size)
            for end in range(begin + 1, self._size + 1)
        }

    def expected(self) -> list[float]:
        """The rate of each slot, as a multiple of the usual one."""
        size, likely, change = self._size, self._likely, self._change
        before, after = [0.0] * (size + 1), [0.0] * (size + 1)  # a change counts with the stretch that it begins
        for end in range(1, size + 1):
            before[end] = _sum([before[at] + likely[at, end] + (change if at else 0.0) for at in range(end)])
        for at in reversed(range(size)):
            after[at] = _sum(
                [likely[at, end] + after[end] + (change if end < size else 0.0) for end in range(at + 1, size + 1)]
            )
        rates = [0.0] * size
        for (begin, end), value in likely.items():
            weight = value + before[begin] + after[end] - before[size]
            weight += (change if begin else 0.0) + (change if end < size else 0.0)
            if weight > -_FAR:
                rate = exp(weight) * self._rate(begin, end)
                for slot in range(begin, end):
                    rates[slot] += rate
        return rates

    def _rate(self, begin: int, end: int) -> float:
        shape, counted = self._beliefs.shape, self._upto[end] - self._upto[begin]
        return (shape + counted) / (shape + (end - begin) * self._usual)

    def _likelihood(self, begin: int, end: int) -> float:
        """Of the counts of one stretch, over all rates that it may have, but for what is the same for all."""
        shape, counted = self._beliefs.shape, self._upto[end] - self._upto[begin]
        known = lgamma(shape + counted) - lgamma(shape) + shape * log(shape)
        return known - (shape + counted) * log(shape + (end - begin) * self._usual)


def _sum(logarithms: Sequence[float]) -> float:
    highest = max(logarithms)
    return highest + log(sum(exp(value - highest) for value in logarithms))
