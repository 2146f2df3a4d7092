"""Signatures of texts: which runs of five words a text holds, sampled; so that copies are found without the texts.

A run is kept if its hash falls into the sample, so two texts keep the same ones of what they share (mod sampling).
The opening of a text is kept wholly: short texts would otherwise have a handful of samples, and a cut copy nearly
always keeps the opening.
"""

import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

RUN = 5  # words in a run
SAMPLE = 4  # one run in so many is kept behind the opening
OPENING = 40  # words whose runs are all kept


@dataclass(frozen=True, slots=True)
class Signature:
    """The kept runs of a text: of its opening, and the sample of the whole (the opening included)."""

    opening: "array[int]"
    sample: "array[int]"
    words: int

    @property
    def is_empty(self) -> bool:
        """True of a text with too few words to be compared."""
        return not self.opening


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


def signature(tokens: Sequence[str]) -> Signature:
    """The signature of casefolded words."""
    runs = hashes(tokens)
    opening = sorted(set(runs[: OPENING - RUN + 1]))
    sample = sorted({run for run in runs if not run % SAMPLE})
    return Signature(opening=array("I", opening), sample=array("I", sample), words=len(tokens))


def hashes(tokens: Sequence[str]) -> list[int]:
    """One stable number a run of five words, in order; the words of a shorter text are one run."""
    if not tokens:
        return []
    if len(tokens) < RUN:
        return [zlib.crc32(" ".join(tokens).encode())]
    encoded = [token.encode() for token in tokens]
    line = b" ".join(encoded)
    starts = [0]
    for word in encoded:
        starts.append(starts[-1] + len(word) + 1)
    crc = zlib.crc32
    return [crc(line[starts[i] : starts[i + RUN] - 1]) for i in range(len(encoded) - RUN + 1)]


def overlap(first: Signature, second: Signature) -> Overlap:
    """How much of two texts is the same, from whichever kept part says more."""
    nothing = Overlap(0.0, 0.0, 0)
    if first.is_empty or second.is_empty:
        return nothing
    openings = _shares(first.opening, second.opening)
    samples = _shares(first.sample, second.sample)
    if min(first.words, second.words) <= OPENING:
        # The shorter text is all opening; its place in the longer one may still be anywhere.
        return max(openings, samples, key=lambda shares: (shares.larger, shares.evidence))
    return samples


def _shares(first: "array[int]", second: "array[int]") -> Overlap:
    if not first or not second:
        return Overlap(0.0, 0.0, 0)
    shared = len(frozenset(first).intersection(second))
    return Overlap(shared / len(first), shared / len(second), shared)
