"""The terms that one text alone has, most of all terms: a table of 12 bytes each, where a dict takes ten times as much.

Open addressing with linear probing: a term stands at the place that its number gives, or in the next free one.
"""

from array import array
from collections.abc import Iterator

_APART = 101  # numbers that follow each other must not stand in a row, or searches would go past all of them
_FULL = 0.7  # from here on most searches go past others
_GROWTH = 1.5
_LEAST = 1_021


class LoneTerms:
    """Values (below 2 to the 32nd) by the numbers of terms (above 0, below 2 to the 64th)."""

    def __init__(self, expected: int = 0) -> None:
        self._size = max(_LEAST, int(expected * _GROWTH / _FULL) | 1)
        self._terms = array("Q", bytes(8 * self._size))
        self._values = array("I", bytes(4 * self._size))
        self._free = int(_FULL * self._size)

    def get(self, term: int) -> int | None:
        """The value of a term."""
        terms, place = self._terms, term * _APART % self._size
        while (there := terms[place]) != term:
            if not there:
                return None
            place += 1
            if place == self._size:
                place = 0
        return self._values[place]

    def setdefault(self, term: int, value: int) -> int | None:
        """The value that a term has already; else it has this one from now on."""
        terms, place = self._terms, term * _APART % self._size
        while (there := terms[place]) != term:
            if not there:
                terms[place], self._values[place] = term, value
                self._free -= 1
                if not self._free:
                    self._grow()
                return None
            place += 1
            if place == self._size:
                place = 0
        return self._values[place]

    def items(self) -> Iterator[tuple[int, int]]:
        """All terms and their values, one after the other: a list of millions would take more than the table."""
        return (item for item in zip(self._terms, self._values, strict=True) if item[0])

    def _grow(self) -> None:
        larger = LoneTerms(int(_FULL * self._size))
        for term, value in self.items():
            larger.setdefault(term, value)
        self._size, self._terms, self._values, self._free = larger._size, larger._terms, larger._values, larger._free
