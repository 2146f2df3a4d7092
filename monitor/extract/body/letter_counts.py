"""Letters, figures and words of a text, counted in bytes where it is ASCII: a tenth to a half of the time."""

import re
from collections.abc import Collection

_ALL = bytes(range(256))
_NO_CAPITALS = _ALL.translate(None, bytes(range(ord("A"), ord("Z") + 1)))
_NO_FIGURES = _ALL.translate(None, b"0123456789")
_SMALL_WORDS = bytes(code if chr(code).isalnum() or code == ord("_") else ord(" ") for code in _ALL.lower())
_WORD = re.compile(r"\w+")


def capitals(text: str) -> int:
    """How many letters are capitals."""
    return len(text.encode().translate(None, _NO_CAPITALS)) if text.isascii() else sum(map(str.isupper, text))


def figures(text: str) -> int:
    """How many characters are digits."""
    return len(text.encode().translate(None, _NO_FIGURES)) if text.isascii() else sum(map(str.isdigit, text))


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
