"""Letters, figures and words of a text, counted in bytes where it is ASCII: a tenth to a half of the time."""

import re
from collections.abc import Collection, Sequence

_ALL = bytes(range(256))
_NO_CAPITALS = _ALL.translate(None, bytes(range(ord("A"), ord("Z") + 1)))
_NO_FIGURES = _ALL.translate(None, b"0123456789")
_SMALL_WORDS = bytes(code if chr(code).isalnum() or code == ord("_") else ord(" ") for code in _ALL.lower())
# A capital, another letter of a word, and what is between words.
_SHAPES = bytes(
    ord("A") if chr(code).isupper() else ord("a") if chr(code).isalnum() or code == ord("_") else ord(" ")
    for code in _ALL
)
_WORD = re.compile(r"\w+")


def capitals(text: str) -> int:
    """How many letters are capitals."""
    return len(text.encode().translate(None, _NO_CAPITALS)) if text.isascii() else sum(map(str.isupper, text))


def figures(text: str) -> int:
    """How many characters are digits."""
    return len(text.encode().translate(None, _NO_FIGURES)) if text.isascii() else sum(map(str.isdigit, text))


def stops(text: str) -> int:
    """How many signs end a sentence."""
    return sum(map(text.count, ".!?" if text.isascii() else ".!?。！？"))


def words(text: str) -> tuple[Sequence[bytes] | Sequence[str], int, int]:
    """The words of a text in small letters, for `WordList.among`; how many begin with a capital, and all capitals."""
    if text.isascii():
        encoded = text.encode()
        shapes = encoded.translate(_SHAPES)
        capitalised = shapes.count(b" A") + shapes.startswith(b"A")
        return encoded.translate(_SMALL_WORDS).split(), capitalised, shapes.count(b"A")
    found = _WORD.findall(text)
    return [word.lower() for word in found], sum([word[0].isupper() for word in found]), capitals(text)


class WordList:
    """Words, in small letters, of which a text may have one."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = frozenset(words)
        self._ascii = frozenset(word.encode() for word in words if word.isascii())

    def is_in(self, text: str) -> bool:
        """Whether a text, its letters made small, has one of the words."""
        if text.isascii():
            return not self._ascii.isdisjoint(text.encode().translate(_SMALL_WORDS).split())
        return not self._words.isdisjoint(_WORD.findall(text.lower()))

    def among(self, found: Sequence[bytes] | Sequence[str]) -> int:
        """How many of the words of a text, as `words` gives them, are of these."""
        own = self._ascii if found and isinstance(found[0], bytes) else self._words
        return sum(map(own.__contains__, found))
