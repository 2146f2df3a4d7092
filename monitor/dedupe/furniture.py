"""The furniture of an outlet: runs of words that its articles repeat, whatever they are about.

It is looked for in the newest articles alone, and only where two texts share much. In how many of them a run may be is
counted as they come, for all runs of one bucket together: most texts hold none that could be furniture, and then no
article needs to be read.
"""

from array import array
from collections import Counter
from collections.abc import Collection

from monitor.dedupe.near_duplicates import Signature
from monitor.dedupe.similarity import Member

FURNITURE = 3  # earlier articles of an outlet, on other subjects, that repeat a run: it belongs to the page
LOOKED_AT = 30  # earlier articles of an outlet in which its furniture is looked for, the newest
_SHIFT = 18  # bits of a run (32) that do not say in which bucket it is: 16,384 buckets of a byte an outlet


class Newest:
    """The newest articles of one outlet."""

    __slots__ = ("_counts", "_members")

    def __init__(self) -> None:
        self._members: dict[int, Member] = {}  # by id, the oldest first
        self._counts = bytearray(1 << 32 - _SHIFT)  # articles that have a run in a bucket

    def __len__(self) -> int:
        return len(self._members)

    def add(self, entry: Member) -> None:
        """Take an article in; the oldest one goes, if there are too many."""
        self._members[entry.id] = entry
        for bucket in _buckets(entry.signature):
            self._counts[bucket] += 1
        if len(self._members) > LOOKED_AT:
            self.remove(next(iter(self._members)))

    def remove(self, article_id: int) -> None:
        """Forget an article, if it is among the newest."""
        entry = self._members.pop(article_id, None)
        if entry is not None:
            for bucket in _buckets(entry.signature):
                self._counts[bucket] -= 1

    def furniture(self, mine: Signature, entry: Member) -> Collection[int]:
        """The runs of a text that several articles have on other subjects than those of `entry`'s story."""
        counts = self._counts
        likely = {run for run in _runs(mine) if counts[run >> _SHIFT] >= FURNITURE}
        if not likely:
            return likely
        found = Counter(
            run
            for other in self._members.values()
            if other.story != entry.story and other.id != entry.id
            for run in likely.intersection(_runs(other.signature))
        )
        return [run for run, count in found.items() if count >= FURNITURE]


def _runs(text: Signature) -> "array[int]":
    """All that are kept of a text, some twice."""
    return text.opening + text.sample


def _buckets(text: Signature) -> set[int]:
    return {run >> _SHIFT for run in _runs(text)}
