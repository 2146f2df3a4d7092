"""Signatures of texts: which runs of five words a text holds, sampled; so that copies are found without the texts.

A run is kept if its first word falls into the sample, so two texts keep the same ones of what they share. Their places
are kept too: runs that stand in the same order at the same distances are a passage, word for word.
The opening of a text is kept wholly: short texts would otherwise have a handful of samples, and a cut copy nearly
always keeps the opening.
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self
from zlib import crc32

from monitor.dedupe.passages import Kept, Passage, aligned, length, outside

RUN = 5  # words in a run
SAMPLE = 4  # runs that begin with one word in so many are kept
OPENING = 40  # words whose runs are all kept
SHORT = 2 * OPENING  # words of a text whose sample may be too small to say anything
PROMISING = 0.25  # of the kept runs of one text: less never comes to a copy
ENOUGH = 5  # shared runs at least; fewer are a quotation
_RUN_AND_PLACE = 6  # bytes of a run of the sample and of its place
_NO_RUNS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Signature:
    """The kept runs of a text, packed, for there are many: of its opening, and of the sample."""

    packed: bytes
    sampled: int  # runs of the sample
    words: int
    quoted: bytes = b""

    @property
    def opening(self) -> "array[int]":
        """The runs of its opening."""
        return array("I", self.packed[: -_RUN_AND_PLACE * self.sampled or None])

    @property
    def sample(self) -> "array[int]":
        """The runs of the sample of the whole, the opening included, in order."""
        start = len(self.packed) - _RUN_AND_PLACE * self.sampled
        return array("I", self.packed[start : start + 4 * self.sampled])

    @property
    def runs(self) -> "array[int]":
        """All of these."""
        return array("I", self.packed[: len(self.packed) - 2 * self.sampled])

    @property
    def places(self) -> "array[int]":
        """The word at which each run of the sample begins."""
        return array("H", self.packed[len(self.packed) - 2 * self.sampled :])

    @property
    def quotes(self) -> "array[int]":
        """The first word of each quotation, and the word after it."""
        return array("H", self.quoted)


@dataclass(frozen=True, slots=True)
class Runs:
    """The kept runs of a text as sets, for a row of comparisons; and its length in words."""

    opening: frozenset[int]
    sample: frozenset[int]
    words: int

    @classmethod
    def of(cls, text: Signature) -> Self:
        """Those of a signature."""
        return cls(frozenset(text.opening), frozenset(text.sample), text.words)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of two texts is the same words: the share of the first in the second, and the reverse.

    `free`: the share of the shorter text outside of its quotations. `longest`: words of the longest passage.
    `evidence`: the number of shared runs, for a share of few runs says little.
    """

    of_first: float
    of_second: float
    free: float
    longest: float
    evidence: int

    @property
    def larger(self) -> float:
        """The larger share: 1.0 for a text that was cut out of the other."""
        return max(self.of_first, self.of_second)

    @property
    def smaller(self) -> float:
        """The smaller share: 1.0 for equal texts only."""
        return min(self.of_first, self.of_second)


NOTHING = Overlap(0.0, 0.0, 0.0, 0.0, 0)


def signature(tokens: Sequence[str], quotes: Sequence[int] = ()) -> Signature:
    """The signature of casefolded words; `quotes` are the bounds of what stands in quotation marks."""
    last = max(1, len(tokens) - RUN + 1) if tokens else 0
    words = " ".join(tokens).encode().split(b" ")  # at once: no word has a space
    starts = [start for start, word in enumerate(words[:last]) if not crc32(word) % SAMPLE]
    opening = _runs(words, range(min(last, OPENING - RUN + 1)))
    within = bisect_left(starts, len(opening))
    sample = array("I", [opening[start] for start in starts[:within]]) + _runs(words, starts[within:])
    return Signature(
        packed=opening.tobytes() + sample.tobytes() + array("H", starts).tobytes(),
        sampled=len(starts),
        words=len(tokens),
        quoted=array("H", quotes).tobytes(),
    )


def may_be_copies(first: Runs, second: Signature) -> bool:
    """Whether two texts share so many runs that it is worth finding the passages, looked at quickly."""
    if _share_enough(first.sample, second.sample):
        return True
    return min(first.words, second.words) <= SHORT and _share_enough(first.opening, second.opening)


def overlap(first: Signature, second: Signature, furniture: Collection[int] = _NO_RUNS) -> Overlap:
    """How much of two texts is the same; runs of `furniture` count for nothing, as if neither text held them."""
    samples = _overlap(_sample(first, furniture), _sample(second, furniture), (first, second))
    if min(first.words, second.words) > SHORT:
        return samples
    # The shorter text is nearly all opening; its place in the longer one may still be anywhere.
    openings = _overlap(_opening(first, furniture), _opening(second, furniture), (first, second))
    return max(openings, samples, key=lambda shares: (shares.evidence >= ENOUGH, shares.larger, shares.evidence))


def _share_enough(mine: frozenset[int], theirs: Sequence[int]) -> bool:
    shared = len(mine.intersection(theirs))
    return shared >= ENOUGH and shared >= PROMISING * min(len(mine), len(theirs))


def _overlap(first: Kept, second: Kept, texts: tuple[Signature, Signature]) -> Overlap:
    found = aligned(first, second, RUN)
    if not found:
        return NOTHING
    shares = _share(found, first, 0), _share(found, second, 1)
    shorter = first.words > second.words
    quotes = texts[shorter].quotes
    kept = (first, second)[shorter]
    # What stands in quotations is another's words to both; a text of nothing else is no quotation.
    own = kept.words - length((quotes[at], quotes[at + 1]) for at in range(0, len(quotes), 2))
    free = shares[shorter] if own < RUN else min(1.0, outside([item.spans[shorter] for item in found], quotes) / own)
    longest = max(min(end - start for start, end in item.spans) for item in found)
    return Overlap(*shares, free, longest, sum(item.runs for item in found))


def _share(found: Sequence[Passage], text: Kept, side: int) -> float:
    return min(1.0, length(item.spans[side] for item in found) / max(1.0, text.words))


def _sample(text: Signature, furniture: Collection[int]) -> Kept:
    return _kept(text.sample, text.places, text.words, furniture)


def _opening(text: Signature, furniture: Collection[int]) -> Kept:
    kept = _kept(text.opening, range(len(text.opening)), text.words, furniture)
    return replace(kept, end=min(text.words, OPENING))


def _kept(runs: Sequence[int], places: Sequence[int], words: float, furniture: Collection[int]) -> Kept:
    if not furniture or not runs:
        return Kept(runs, places, words, words)
    left = [(run, place) for run, place in zip(runs, places, strict=True) if run not in furniture]
    share = len(left) / len(runs)
    return Kept([run for run, _ in left], [place for _, place in left], words * share, words)


def _runs(words: Sequence[bytes], starts: Iterable[int]) -> "array[int]":
    """A stable number for each run of words that starts at one of these places."""
    return array("I", [crc32(b" ".join(words[start : start + RUN])) for start in starts])
