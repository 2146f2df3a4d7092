"""The inverted index of the window: how rare a term is, and which texts share a text's strongest terms.

What is known of a word stands in rows, at its number. Names of two words are many, and most are of one text alone:
those of few texts stand in a table (`RareTerms`), the others in a dict. What a text brought goes with it at once.
"""

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, islice

from monitor.dedupe.lexicon import WORDS, Lexicon
from monitor.dedupe.rare_terms import RareTerms
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
_FEW = 4  # texts of a name, which stand in the table

Slots = Sequence[int]


class Postings:
    """Terms of texts by their slot (a number that rises with arrival). A text is given as numbers of `lexicon`."""

    def __init__(self) -> None:
        self.lexicon = Lexicon()
        self._texts = 0
        # By the number of a word: how many texts hold it, how many names it is part of, and the slots of the texts
        # that it finds, one by itself.
        self._holding = array("I", [0])
        self._naming = array("I", [0])
        self._found: list[int | array[int] | None] = [None]
        # Of a name of few texts their slots, doubled, and one more if it finds that text.
        self._rare = RareTerms()
        # Of one of more how many hold it, first, and the slots of those that it finds.
        self._names: dict[int, array[int]] = {}
        self._logs = [math.log(_RARE)]  # of how many texts hold a term

    def add(self, slot: int, terms: Sequence[int]) -> None:
        """Take a text in; `terms` are strongest first."""
        self._texts += 1
        while len(self._logs) <= self._texts:
            self._logs.append(math.log(len(self._logs) + _RARE))
        new = len(self.lexicon) - len(self._found)
        if new:
            self._found += [None] * new
            self._holding.frombytes(bytes(new * self._holding.itemsize))
            self._naming.frombytes(bytes(new * self._naming.itemsize))
        holding, found = self._holding, self._found
        for term in terms[:INDEXED]:
            if term >= WORDS:
                self._add_name(term, slot, is_found=True)
                continue
            holding[term] += 1
            slots = found[term]
            if isinstance(slots, array):
                slots.append(slot)
            else:
                found[term] = slot if slots is None else array("I", (slots, slot))
        for term in terms[INDEXED:]:
            if term >= WORDS:
                self._add_name(term, slot, is_found=False)
            else:
                holding[term] += 1

    def remove(self, slot: int, terms: Sequence[int]) -> None:
        """Forget a text of these terms."""
        self._texts -= 1
        holding, found = self._holding, self._found
        for term in terms[:INDEXED]:
            if term >= WORDS:
                self._remove_name(term, slot, is_found=True)
                continue
            slots = found[term]
            if isinstance(slots, array):
                slots.remove(slot)  # nearly always the first
            else:
                found[term] = None
            if holding[term] > 1:
                holding[term] -= 1
            else:
                self._lose(term)
        for term in terms[INDEXED:]:
            if term >= WORDS:
                self._remove_name(term, slot, is_found=False)
            elif holding[term] > 1:
                holding[term] -= 1
            else:
                self._lose(term)

    def held(self, terms: Iterable[int]) -> list[int]:
        """How many texts have each term."""
        holding = self._holding
        return [holding[term] if term < WORDS else self._held(term) for term in terms]

    def weigh(self, strengths: Mapping[str, float], held: Sequence[int]) -> list[float]:
        """The strengths of terms times their rarity; `held`: how many texts have each."""
        logs, size = self._logs, math.log(self._texts + BACKGROUND)
        each = [*strengths.values()]
        weights = [strength * (size - logs[count]) for strength, count in zip(each, held, strict=True)]
        for place in compress(range(len(each)), map(COMMONPLACE.__contains__, strengths)):
            weights[place] = each[place] * (size - math.log(held[place] + _COMMON))
        return weights

    def near(
        self,
        terms: Iterable[int],
        weights: Iterable[float],
        held: Iterable[int],
        *,
        limit: int = FOUND,
        least: float = LEAST,
        read: int = READ,
    ) -> list[int]:
        """The texts that share most of the strongest terms, by an incomplete product of `least`; bounded work.

        `terms` are strongest first, and so are their weights, and `held`: how many texts have each.
        """
        products: dict[int, float] = {}
        for slots, square in self._newest(zip(islice(terms, INDEXED), weights, held, strict=False), read):
            for slot in slots:
                if slot in products:
                    products[slot] += square
                else:
                    products[slot] = square
        if not products:
            return []
        ranked = sorted(products.values(), reverse=True)  # of one term's all are equal
        floor = max(least, PROMISING * ranked[0], ranked[min(limit, len(ranked)) - 1])
        near = sorted([(product, slot) for slot, product in products.items() if product >= floor], reverse=True)
        return [slot for _, slot in near[:limit]]

    def _newest(self, terms: Iterable[tuple[int, float, int]], budget: int) -> Iterator[tuple[Slots, float]]:
        """The newest texts of each term that texts have, and the square of its weight; `budget` texts in all."""
        for term, weight, texts in terms:
            slots = (self._found[term] if term < WORDS else self._slots(term)) if texts else None
            if slots is None:
                continue
            newest = (slots,) if isinstance(slots, int) else slots[-RECENT:]
            yield newest, weight * weight
            budget -= len(newest)
            if budget <= 0:
                return

    def _held(self, name: int) -> int:
        """How many texts hold a name."""
        held = self._names.get(name)
        return len(self._rare.values(name)) if held is None else held[0]

    def _slots(self, name: int) -> Slots:
        """Those of the texts that a name finds."""
        held = self._names.get(name)
        return [value >> 1 for value in self._rare.values(name) if value % 2] if held is None else held[1:]

    def _add_name(self, name: int, slot: int, *, is_found: bool) -> None:
        held = self._names.get(name)
        if held is not None:
            held[0] += 1
            if is_found:
                held.append(slot)
            return
        values = self._rare.add(name, 2 * slot + is_found, _FEW)
        if not values:
            first, second = divmod(name, WORDS)
            self._naming[first] += 1
            self._naming[second] += 1
        if len(values) < _FEW:
            return
        for value in values:
            self._rare.remove(name, value)
        values.append(2 * slot + is_found)
        self._names[name] = array("I", (len(values), *(value >> 1 for value in values if value % 2)))

    def _remove_name(self, name: int, slot: int, *, is_found: bool) -> None:
        held = self._names.get(name)
        if held is None:
            if self._rare.remove(name, 2 * slot + is_found):
                return
        else:
            held[0] -= 1
            if is_found:
                del held[bisect_left(held, slot, 1)]
            if held[0]:
                return
            del self._names[name]
        for word in divmod(name, WORDS):
            self._naming[word] -= 1
            if not self._naming[word]:
                self._forget(word)

    def _lose(self, word: int) -> None:
        """The last text of a word is gone."""
        self._holding[word] = 0
        self._found[word] = None
        self._forget(word)

    def _forget(self, word: int) -> None:
        """Forget a word that no text and no name has."""
        if not self._holding[word] and not self._naming[word]:
            self.lexicon.forget(word)
