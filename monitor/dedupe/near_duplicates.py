"""Signatures of texts: which runs of five words a text holds, sampled; so that copies are found without the texts.

A run is kept if its first word falls into the sample, so two texts keep the same ones of what they share.
The opening of a text is kept wholly: short texts would otherwise have a handful of samples, and a cut copy nearly
always keeps the opening.
"""

import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

RUN = 5  # words in a run
SAMPLE = 4  # runs that begin with one word in so many are kept
OPENING = 40  # words whose runs are all kept


Runs = tuple[frozenset[int], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Signature:
    """The kept runs of a text: of its opening, and the sample of the whole (the opening included)."""

    opening: "array[int]"
    sample: "array[int]"
    words: int

    def runs(self) -> Runs:
        """Opening and sample as sets."""
        return frozenset(self.opening), frozenset(self.sample)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of two texts is the same words: the share of the first in the second, and the reverse.

    `evidence` is the number of shared runs: a share of few runs says little.
    """

    of_first: float
    of_second: float
    evidence: int

    @property
    def larger(self) -> float:
        """The larger share: 1.0 for a text that was cut out of the other."""
        return max(self.of_first, self.of_second)

    @property
    def smaller(self) -> float:
        """The smaller share: 1.0 for equal texts only."""
        return min(self.of_first, self.of_second)


NOTHING = Overlap(0.0, 0.0, 0)


def signature(tokens: Sequence[str]) -> Signature:
    """The signature of casefolded words."""
    if not tokens:
        return Signature(opening=array("I"), sample=array("I"), words=0)
    sampled = {token for token in set(tokens) if not zlib.crc32(token.encode()) % SAMPLE}
    last = max(1, len(tokens) - RUN + 1)
    opening = _runs(tokens, range(min(last, OPENING - RUN + 1)))
    sample = _runs(tokens, [start for start in range(last) if tokens[start] in sampled])
    return Signature(opening=array("I", sorted(opening)), sample=array("I", sorted(sample)), words=len(tokens))


def overlap(first: Signature, second: Signature, runs: Runs | None = None) -> Overlap:
    """How much of two texts is the same. `runs`, of the first one, spares the work in a row of comparisons."""
    opening, sample = runs or first.runs()
    samples = _shares(sample, second.sample)
    if min(first.words, second.words) > OPENING:
        return samples
    # The shorter text is all opening; its place in the longer one may still be anywhere.
    openings = _shares(opening, second.opening)
    return max(openings, samples, key=lambda shares: (shares.larger, shares.evidence))


def _runs(tokens: Sequence[str], starts: Iterable[int]) -> set[int]:
    """A stable number for each run of words that starts at one of these places."""
    return {zlib.crc32(" ".join(tokens[start : start + RUN]).encode()) for start in starts}


def _shares(first: frozenset[int], second: "array[int]") -> Overlap:
    if not first or not second:
        return NOTHING
    shared = len(first.intersection(second))
    return Overlap(shared / len(first), shared / len(second), shared)
