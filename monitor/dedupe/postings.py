"""The inverted index of the window: how rare a term is, and which texts share a text's strongest terms."""

import math
from array import array
from collections import defaultdict
from collections.abc import Mapping
from heapq import nlargest
from itertools import islice

from monitor.text.stopwords import COMMONPLACE

INDEXED = 40  # strongest terms of a text by which it is found, and by which it looks
READ = 1_000  # entries read for one text at most
RECENT = 100  # newest entries of one term that are read
FOUND = 8  # texts found at most
PROMISING = 0.2  # of the best product: less is not worth a comparison,
LEAST = 0.04  # and of a text neither is so little: none with less ever joined another, nor was one's copy
BACKGROUND = 500  # texts that the window is imagined to hold from the start
_COMMON = 0.05 * BACKGROUND  # of those hold a commonplace,
_RARE = 0.5  # and any other term: hardly one
_SPARE = 100  # texts gone that are never worth a compaction


class Postings:
    """Terms of texts by their slot (a number that rises with arrival)."""

    def __init__(self) -> None:
        self._texts: dict[int, tuple[str, ...]] = {}  # terms by slot, strongest first
        self._held: defaultdict[str, int] = defaultdict(int)  # texts that hold a term
        self._slots: dict[str, array[int] | int] = {}  # texts that a term finds, most terms one; some may be gone
        self._gone = 0
        self._logs = [math.log(_RARE)]  # of how many texts hold a term

    def add(self, slot: int, terms: tuple[str, ...]) -> None:
        """Take a text in; `terms` are strongest first."""
        self._texts[slot] = terms
        if len(self._logs) <= len(self._texts):
            self._logs.append(math.log(len(self._logs) + _RARE))
        held = self._held
        for term in terms:
            held[term] += 1
        self._find(slot, terms)

    def remove(self, slot: int) -> None:
        """Forget a text."""
        for term in self._texts.pop(slot):
            self._held[term] -= 1
            if not self._held[term]:
                del self._held[term]
        self._gone += 1
        if self._gone * 5 > len(self._texts) + _SPARE:
            self._compact()

    def weigh(self, strengths: Mapping[str, float]) -> dict[str, float]:
        """The strengths of terms times their rarity."""
        held, logs, size = self._held, self._logs, math.log(len(self._texts) + BACKGROUND)
        weights = {term: strength * (size - logs[held.get(term, 0)]) for term, strength in strengths.items()}
        for term in COMMONPLACE.intersection(strengths):
            weights[term] = strengths[term] * (size - math.log(held.get(term, 0) + _COMMON))
        return weights

    def near(self, weights: Mapping[str, float], limit: int = FOUND, least: float = LEAST) -> list[int]:
        """The texts that share most of the strongest terms, by an incomplete product of `least`; bounded work."""
        products: defaultdict[int, float] = defaultdict(float)
        budget = READ
        for term, weight in islice(weights.items(), INDEXED):
            slots = self._slots.get(term)
            if slots is None:
                continue
            square = weight * weight
            if isinstance(slots, int):
                products[slots] += square
                budget -= 1
            else:
                for slot in slots[-RECENT:]:
                    products[slot] += square
                budget -= min(len(slots), RECENT)
            if budget <= 0:
                break
        floor = max(least, PROMISING * max(products.values(), default=0.0))
        near = [slot for slot, product in products.items() if product >= floor and slot in self._texts]
        return nlargest(limit, near, key=lambda slot: (products[slot], slot))

    def _compact(self) -> None:
        """Drop what finds texts that are gone: once they are a fifth of all, not each time."""
        self._slots = {}
        for slot, terms in self._texts.items():
            self._find(slot, terms)
        self._gone = 0

    def _find(self, slot: int, terms: tuple[str, ...]) -> None:
        """Make a text found by its strongest terms. The number alone takes a third of an array of one."""
        slots = self._slots
        for term in terms[:INDEXED]:
            found = slots.get(term)
            if found is None:
                slots[term] = slot
            elif isinstance(found, int):
                slots[term] = array("I", (found, slot))
            else:
                found.append(slot)
