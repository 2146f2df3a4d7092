"""Numbers for the terms of a window: a word has one, and a name of two words is one number made of theirs.

So a text keeps eight bytes a term, and a name that one article alone has needs no string.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import repeat

# Above the numbers of words. A prime, for the low bits must differ by both words: a table goes by them.
WORDS = 4_294_967_291


class Lexicon:
    """Words and their numbers, from 1. A number is given again once its word was forgotten."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._words = [""]
        self._free: list[int] = []

    def __len__(self) -> int:
        """All numbers of words are below it."""
        return len(self._words)

    def known(self, terms: Collection[str]) -> list[int]:
        """The numbers of terms; 0 of one with a word that is not known."""
        number = self._numbers.get
        found = [*map(number, terms, repeat(0))]
        if 0 in found:
            for place, term in enumerate(terms):
                if not found[place] and " " in term:
                    first, second = term.split(" ", 1)
                    if (one := number(first)) and (other := number(second)):
                        found[place] = one * WORDS + other
        return found

    def numbers(self, terms: Sequence[str], known: Sequence[int] = ()) -> list[int]:
        """The numbers of terms, whose words are known from now on. `known`: what `known` says, if that was asked."""
        found = [*known] or self.known(terms)
        number, new = self._numbers.get, self._new
        for place, term in enumerate(terms):
            if not found[place]:
                first, space, second = term.partition(" ")
                found[place] = number(first) or new(first)
                if space:
                    found[place] = found[place] * WORDS + (number(second) or new(second))
        return found

    def text(self, number: int) -> str:
        """The term of a number."""
        if number < WORDS:
            return self._words[number]
        first, second = divmod(number, WORDS)
        return f"{self._words[first]} {self._words[second]}"

    def texts(self, numbers: Iterable[int]) -> list[str]:
        """The terms of numbers."""
        words = self._words
        return [words[number] if number < WORDS else self.text(number) for number in numbers]

    def forget(self, number: int) -> None:
        """Forget a word, which no term has any longer."""
        del self._numbers[self._words[number]]
        self._words[number] = ""
        self._free.append(number)

    def _new(self, word: str) -> int:
        """The number of a word that has none."""
        if self._free:
            number = self._free.pop()
            self._words[number] = word
        else:
            number = len(self._words)
            self._words.append(word)
        self._numbers[word] = number
        return number
