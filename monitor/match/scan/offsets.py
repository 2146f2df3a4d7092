"""The way back from a field's folded text to its own text, where a character became more or less than one byte.

Most texts keep all offsets. In the others only the runs that do not are remembered.
"""

from array import array
from bisect import bisect_right
from itertools import accumulate

from monitor import text

Span = tuple[int, int]


class Offsets:
    """Where the words of `text.fold_loose(original)` stand in the original."""

    __slots__ = ("_ends", "_from", "_original", "_reached", "_starts", "_to")

    def __init__(self, original: str) -> None:
        self._original = original
        self._from, self._to = array("q"), array("q")  # the runs, in the original
        self._starts, self._ends = array("q"), array("q")  # and in the folded text
        drift = 0
        for start, end, length in text.uneven(original):
            self._from.append(start)
            self._to.append(end)
            self._starts.append(start + drift)
            self._ends.append(start + drift + length)
            drift += length - (end - start)
        self._reached: dict[int, array[int]] = {}  # of a run: where in its folded form each of its characters ends

    def span(self, start: int, end: int) -> Span:
        """The (start, end) offsets in the original of what stands there in the folded text."""
        return self._find(start), self._end(end - 1)

    def _find(self, at: int) -> int:
        """The offset of the character that became byte `at` of the folded text."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return at
        past = at - self._ends[index]
        return self._to[index] + past if past >= 0 else self._from[index] + self._inside(index, at)

    def _inside(self, index: int, at: int) -> int:
        """Which character of a run became byte `at`."""
        reached = self._reached.get(index)
        if reached is None:
            run = self._original[self._from[index] : self._to[index]]
            reached = self._reached[index] = array("q", accumulate(map(text.folded_length, run)))
        return bisect_right(reached, at - self._starts[index])

    def _end(self, at: int) -> int:
        """The offset past the character that became byte `at`, and past what is dropped after it."""
        end = self._find(at) + 1
        original = self._original
        while end < len(original) and original[end] > "\x7f" and not text.folded_length(original[end]):
            end += 1
        return end
