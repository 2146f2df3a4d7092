"""The inverted index of the window: how rare a term is, and which texts share a text's strongest terms."""

import math
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import chain
from struct import Struct
from typing import TypeAlias

from monitor.dedupe.lexicon import Lexicon
from monitor.dedupe.lone_terms import LoneTerms
from monitor.text.stopwords import COMMONPLACE

INDEXED = 40  # strongest terms of a text by which it is found, and by which it looks
READ = 600  # entries read for one text at most
RECENT = 100  # newest entries of one term that are read
FOUND = 8  # texts found at most
PROMISING = 0.2  # of the best product: less is not worth a comparison,
LEAST = 0.04  # and of a text neither is so little: none with less ever joined another, nor was one's copy
BACKGROUND = 500  # texts that the window is imagined to hold from the start
_COMMON = 0.05 * BACKGROUND  # of those hold a commonplace,
_RARE = 0.5  # and any other term: hardly one
_SPARE = 100  # texts gone that are never worth a compaction
_FEW = 3  # slots that stand in 48 bytes with their count, for most terms have no more; an array takes 112
_COUNTS = [bytes((count,)) for count in range(256)]  # what a byte can say
_SLOT = Struct("I").pack

# How many texts hold a term, first, and the slots of those that it finds: few of them as bytes, the count as one.
Holders: TypeAlias = "bytes | array[int]"


class Postings:
    """Terms of texts by their slot (a number that rises with arrival). A text is given as numbers of `lexicon`.

    `texts`: the slots of the texts that there are, kept by the caller: of one that is added already with it, of one
    that is removed no longer.
    """

    def __init__(self, texts: Collection[int]) -> None:
        self.lexicon = Lexicon()
        self._texts = texts
        # Of a term of one text its slot, doubled, and one more if the term finds that text.
        self._lone = LoneTerms()
        # The holders of a term of several. In both some may be gone.
        self._shared: dict[int, Holders] = {}
        self._gone = 0
        self._logs = [math.log(_RARE)]  # of how many texts hold a term

    def add(self, slot: int, terms: Sequence[int]) -> None:
        """Take a text in; `terms` are strongest first."""
        while len(self._logs) <= len(self._texts):
            self._logs.append(math.log(len(self._logs) + _RARE))
        shared, lone = self._shared, self._lone
        for rank, term in enumerate(terms):
            found = shared.get(term)
            if found is None:
                held = lone.setdefault(term, 2 * slot + (rank < INDEXED))
                if held is None:
                    continue
                found = _COUNTS[held >> 1 in self._texts] + (_SLOT(held >> 1) if held % 2 else b"")
            if isinstance(found, bytes):
                shared[term] = _one_more(found, _SLOT(slot) if rank < INDEXED else b"")
                continue
            found[0] += 1
            if rank < INDEXED:
                found.append(slot)

    def remove(self, terms: Sequence[int]) -> None:
        """Forget a text of these terms."""
        for term in terms:
            found = self._shared.get(term)
            if isinstance(found, bytes):
                self._shared[term] = _COUNTS[found[0] - 1] + found[1:]
            elif found is not None:
                found[0] -= 1
        self._gone += 1
        if self._gone * 5 > len(self._texts) + _SPARE:
            self._compact()

    def weigh(self, strengths: Mapping[str, float], terms: Sequence[int]) -> dict[str, float]:
        """The strengths of terms times their rarity; `terms` are their numbers, 0 of one that no text has."""
        logs, size = self._logs, math.log(len(self._texts) + BACKGROUND)
        held = self._held(terms)
        weights = {
            term: strength * (size - logs[count])
            for (term, strength), count in zip(strengths.items(), held, strict=True)
        }
        commonplaces = COMMONPLACE.intersection(strengths)
        if commonplaces:
            for term, count in zip(strengths, held, strict=True):
                if term in commonplaces:
                    weights[term] = strengths[term] * (size - math.log(count + _COMMON))
        return weights

    def near(
        self,
        terms: Sequence[int],
        weights: Iterable[float],
        *,
        limit: int = FOUND,
        least: float = LEAST,
        read: int = READ,
    ) -> list[int]:
        """The texts that share most of the strongest terms, by an incomplete product of `least`; bounded work.

        `terms` are strongest first, with 0 for one that no text has; `weights` are theirs.
        """
        products: defaultdict[int, float] = defaultdict(float)
        budget = read
        for term, weight in zip(terms[:INDEXED], weights, strict=False):
            square = weight * weight
            found = self._shared.get(term)
            if found is not None:
                slots = _slots(found) if isinstance(found, bytes) else found[max(1, len(found) - RECENT) :]
                for slot in slots:
                    products[slot] += square
                budget -= len(slots)
            elif term and (held := self._lone.get(term)) is not None and held % 2:
                products[held >> 1] += square
                budget -= 1
            if budget <= 0:
                break
        floor = max(least, PROMISING * max(products.values(), default=0.0))
        near = [slot for slot, product in products.items() if product >= floor and slot in self._texts]
        return nlargest(limit, near, key=lambda slot: (products[slot], slot))

    def _held(self, terms: Sequence[int]) -> list[int]:
        """How many texts hold each term."""
        found = map(self._shared.get, terms)
        return [self._alone(term) if each is None else each[0] for term, each in zip(terms, found, strict=True)]

    def _alone(self, term: int) -> int:
        held = self._lone.get(term) if term else None
        return held is not None and held >> 1 in self._texts

    def _compact(self) -> None:
        """Drop what is known of texts that are gone: once they are a fifth of all, not each time."""
        texts = self._texts
        kept = LoneTerms(sum(1 for _ in self._still_lone()))
        for term, held in self._still_lone():
            kept.setdefault(term, held)
        self._lone = kept
        self._shared = {
            term: _holders(found[0], [slot for slot in _slots(found) if slot in texts])
            for term, found in self._shared.items()
            if found[0]
        }
        self.lexicon.keep(chain(self._shared, (term for term, _ in self._lone.items())))
        self._gone = 0

    def _still_lone(self) -> Iterator[tuple[int, int]]:
        """What the table has of terms that are still of one text alone, which is not gone."""
        shared, texts = self._shared, self._texts
        return ((term, held) for term, held in self._lone.items() if term not in shared and held >> 1 in texts)


def _one_more(found: bytes, slot: bytes) -> Holders:
    """The holders of a term, and another text that holds it; `slot`: empty if the term does not find that."""
    if found[0] + 1 < len(_COUNTS) and len(found) + len(slot) <= 1 + 4 * _FEW:
        return _COUNTS[found[0] + 1] + found[1:] + slot
    return array("I", [found[0] + 1, *_slots(found + slot)])


def _holders(count: int, slots: Sequence[int]) -> Holders:
    if count < len(_COUNTS) and len(slots) <= _FEW:
        return _COUNTS[count] + array("I", slots).tobytes()
    return array("I", [count, *slots])


def _slots(found: Holders) -> "array[int]":
    return array("I", found[1:]) if isinstance(found, bytes) else found[1:]
