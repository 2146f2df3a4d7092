"""The inverted index of the window: how rare a term is, and which texts share a text's strongest terms.

What is known of a word stands in rows, at its number. Names of two words are many, and most are of one text alone:
those of few texts stand in a table (`RareTerms`), the others in a dict.
What a text brought counts no more as soon as it is gone. Nearly always it is the oldest that goes, so the slots of what
is gone are lower than all others: they stay where they are until they are met there, for to look for each costs more.
"""

import math
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import compress, islice
from typing import NamedTuple

from monitor.dedupe.lexicon import WORDS, Lexicon
from monitor.dedupe.rare_terms import RareTerms
from monitor.text.stopwords import COMMONPLACE

TERMS = 80  # strongest terms kept of one text, besides those of its headline
INDEXED = 40  # strongest terms of a text by which it is found, and by which it looks
RECENT = 100  # newest entries of one term that are read
BACKGROUND = 500  # texts that the window is imagined to hold from the start
COMMON = 0.05 * BACKGROUND  # of those hold a commonplace,
RARE = 0.5  # and any other term: hardly one
_FEW = 4  # texts of a name, which stand in the table

Slots = Sequence[int]


class Bounds(NamedTuple):
    """Of a search: how many texts it finds at most, how many entries it reads, and what is not worth a comparison.

    `promising`: a share of the best product; `least`: a product. No text with less ever joined another or was its copy.
    `several`: where it found more than it may, what shares but one of the strongest terms is worth none.
    """

    found: int
    read: int
    promising: float
    least: float
    several: bool


TEXT = Bounds(found=8, read=600, promising=0.3, least=0.04, several=True)
# A window of many texts holds hundreds that share a word or a surname, and no long text joined one for that.
SHORT = TEXT._replace(several=False)
# To compare a brief article costs little, and each that is compared may keep it apart from its story: with as few
# entries as for a text 13 of 3,598 were placed otherwise, with as large a share of the best product 80.
BRIEF = Bounds(found=16, read=1_000, promising=0.2, least=0.0, several=False)


class Strongest(NamedTuple):
    """The terms that are kept of a text, strongest first, with their weights and numbers; 0 of one that is new.

    `held`: of those by which it looks for others, how many texts have each.
    """

    terms: list[str]
    weights: list[float]
    numbers: list[int]
    held: list[int]


class Postings:
    """Terms of texts by their slot (a number that rises with arrival). A text is given as numbers of `lexicon`."""

    def __init__(self) -> None:
        self.lexicon = Lexicon()
        self._texts = 0
        self.oldest = 0  # of the slots; those below it are gone
        self.gone: dict[int, int] = {}  # of each row of those above it that are: its last by its first, and back
        # By the number of a word: how many texts hold it, how many names of texts are made of it, and the slots of the
        # texts that it finds, one by itself.
        self._holding = array("I", [0])
        self._naming = array("I", [0])
        self._found: list[int | array[int] | None] = [None]
        # Of a name of few texts their slots, doubled, and one more if it finds that text.
        self._rare = RareTerms()
        # Of one of more how many hold it, first, and the slots of those that it finds.
        self._names: dict[int, array[int]] = {}
        self._logs = [math.log(RARE)]  # of how many texts hold a term

    def add(self, slot: int, terms: Sequence[int]) -> None:
        """Take a text in; `terms` are strongest first."""
        if not self._texts:
            self.oldest = slot
        self._texts += 1
        while len(self._logs) <= self._texts:
            self._logs.append(math.log(len(self._logs) + RARE))
        new = len(self.lexicon) - len(self._found)
        if new:
            self._found += [None] * new
            self._holding.frombytes(bytes(new * self._holding.itemsize))
            self._naming.frombytes(bytes(new * self._naming.itemsize))
        holding, found, oldest = self._holding, self._found, self.oldest
        for term in terms[:INDEXED]:
            if term >= WORDS:
                self._add_name(term, slot, is_found=True)
                continue
            holding[term] += 1
            slots = found[term]
            if isinstance(slots, array):
                if slots and slots[0] < oldest:
                    del slots[: bisect_left(slots, oldest)]
                slots.append(slot)
            else:
                found[term] = slot if slots is None or slots < oldest else array("I", (slots, slot))
        for term in terms[INDEXED:]:
            if term >= WORDS:
                self._add_name(term, slot, is_found=False)
            else:
                holding[term] += 1

    def remove(self, slot: int, terms: Sequence[int]) -> None:
        """Forget a text of these terms."""
        self._texts -= 1
        if slot == self.oldest:
            self.oldest += 1
            if (last := self.gone.pop(self.oldest, None)) is not None:
                self.gone.pop(last, None)
                self.oldest = last + 1
            self._rare.least = 2 * self.oldest
            self._count_no_more(slot, terms)
        else:
            first, last = self.gone.pop(slot - 1, slot), self.gone.pop(slot + 1, slot)
            self.gone[first], self.gone[last] = last, first
            self._take_out(slot, terms)
        if not self._texts:
            self._rare = RareTerms()

    def _count_no_more(self, slot: int, terms: Sequence[int]) -> None:
        """Forget the oldest text."""
        holding, naming, names = self._holding, self._naming, self._names
        for term in terms:
            if term >= WORDS:
                if term in names:
                    self._remove_name(term, slot)
                first, second = divmod(term, WORDS)
                if naming[first] > 1:
                    naming[first] -= 1
                else:
                    self._unname(first)
                if naming[second] > 1:
                    naming[second] -= 1
                else:
                    self._unname(second)
            elif holding[term] > 1:
                holding[term] -= 1
            else:
                self._lose(term)

    def _take_out(self, slot: int, terms: Sequence[int]) -> None:
        """Forget a text that is not the oldest."""
        for place, term in enumerate(terms):
            if term >= WORDS:
                self._remove_name(term, slot, is_found=place < INDEXED)
                for word in divmod(term, WORDS):
                    self._unname(word)
                continue
            slots = self._found[term]
            if place < INDEXED and isinstance(slots, array):
                slots.remove(slot)
            elif place < INDEXED:
                self._found[term] = None
            if self._holding[term] > 1:
                self._holding[term] -= 1
            else:
                self._lose(term)

    def held(self, terms: Iterable[int]) -> list[int]:
        """How many texts have each term."""
        holding = self._holding
        return [holding[term] if term < WORDS else self._held(term) for term in terms]

    def strongest(self, strengths: Mapping[str, float], said: Collection[str]) -> Strongest:
        """Those of a text that weigh most, their strength times their rarity, and of its headline, `said`, all."""
        terms, numbers = [*strengths], self.lexicon.known(strengths)
        held = self.held(numbers)
        weights = self._weigh(strengths, held)
        ranked = sorted(range(len(terms)), key=weights.__getitem__, reverse=True)
        places = ranked[:TERMS] + [place for place in ranked[TERMS:] if terms[place] in said]
        return Strongest(
            [terms[place] for place in places],
            [weights[place] for place in places],
            [numbers[place] for place in places],
            [held[place] for place in places[:INDEXED]],
        )

    def near(
        self,
        terms: Iterable[int],
        weights: Iterable[float],
        held: Iterable[int],
        bounds: Bounds = TEXT,
    ) -> list[int]:
        """The texts that share most of the strongest terms, by an incomplete product; bounded work.

        `terms` are strongest first, and so are their weights, and `held`: how many texts have each.
        """
        products: dict[int, float] = {}
        several: dict[int, float] = {}  # of those that share more than one of the terms
        for slots, square in self._newest(zip(islice(terms, INDEXED), weights, held, strict=False), bounds.read):
            for slot in slots:
                if slot in products:
                    several[slot] = products[slot] = products[slot] + square
                else:
                    products[slot] = square
        if not products:
            return []
        if bounds.several and len(products) > bounds.found:
            best, nearest = max(zip(products.values(), products, strict=True))
            products = several or {nearest: best}
        ranked = sorted(products.values(), reverse=True)  # of one term's all are equal
        floor = max(bounds.least, bounds.promising * ranked[0], ranked[min(bounds.found, len(ranked)) - 1])
        near = sorted([(product, slot) for slot, product in products.items() if product >= floor], reverse=True)
        return [slot for _, slot in near[: bounds.found]]

    def _newest(self, terms: Iterable[tuple[int, float, int]], budget: int) -> Iterator[tuple[Slots, float]]:
        """The newest texts of each term that texts have, and the square of its weight; `budget` texts in all."""
        oldest = self.oldest
        for term, weight, texts in terms:
            slots = (self._found[term] if term < WORDS else self._slots(term)) if texts else None
            if isinstance(slots, int):
                newest: Slots = (slots,)
            elif slots:
                newest = slots[-RECENT:]
            else:
                continue
            if newest[0] < oldest:
                newest = newest[bisect_left(newest, oldest) :]
            yield newest, weight * weight
            budget -= len(newest)
            if budget <= 0:
                return

    def _weigh(self, strengths: Mapping[str, float], held: Sequence[int]) -> list[float]:
        """The strengths of terms times their rarity; `held`: how many texts have each."""
        logs, size = self._logs, math.log(self._texts + BACKGROUND)
        each = [*strengths.values()]
        weights = [strength * (size - logs[count]) for strength, count in zip(each, held, strict=True)]
        for place in compress(range(len(each)), map(COMMONPLACE.__contains__, strengths)):
            weights[place] = each[place] * (size - math.log(held[place] + COMMON))
        return weights

    def _held(self, name: int) -> int:
        """How many texts hold a name."""
        held = self._names.get(name)
        return len(self._rare.values(name)) if held is None else held[0]

    def _slots(self, name: int) -> Slots:
        """The newest of the texts that a name finds."""
        held = self._names.get(name)
        if held is None:
            return [value >> 1 for value in self._rare.values(name) if value % 2]
        return held[max(1, len(held) - RECENT) :]

    def _add_name(self, name: int, slot: int, *, is_found: bool) -> None:
        first, second = divmod(name, WORDS)
        self._naming[first] += 1
        self._naming[second] += 1
        held = self._names.get(name)
        if held is not None:
            held[0] += 1
            if is_found:
                held.append(slot)
            return
        values = self._rare.add(name, 2 * slot + is_found, _FEW)
        if len(values) < _FEW:
            return
        for value in values:
            self._rare.remove(name, value)
        values.append(2 * slot + is_found)
        self._names[name] = array("I", (len(values), *(value >> 1 for value in values if value % 2)))

    def _remove_name(self, name: int, slot: int, *, is_found: bool = False) -> None:
        """`is_found`: whether it finds the text; of a name of several texts that is seen."""
        held = self._names.get(name)
        if held is None:
            self._rare.remove(name, 2 * slot + is_found)
            return
        held[0] -= 1
        if not held[0]:
            del self._names[name]
            return
        at = bisect_left(held, slot, 1)
        if at < len(held) and held[at] == slot:
            del held[at]

    def _lose(self, word: int) -> None:
        """The last text of a word is gone; it is forgotten, unless a text has a name of it."""
        self._holding[word] = 0
        self._found[word] = None
        if not self._naming[word]:
            self.lexicon.forget(word)

    def _unname(self, word: int) -> None:
        """A text with a name of this word is gone: it is forgotten where no text holds it, in a name or alone."""
        self._naming[word] -= 1
        if not self._naming[word] and not self._holding[word]:
            self.lexicon.forget(word)
