"""Stems of words: what "leak", "leaks" and "leaked" have in common. For the words of short texts, where each counts.

English endings; a word of another language mostly keeps its form, and two forms of it are then two words.
"""

from functools import lru_cache

_ENDINGS = ("ingly", "edly", "ings", "ing", "ies", "ied", "es", "ed", "ly", "s", "e")  # the longest first
_LEAST = 3  # letters that must be left
_KNOWN = 100_000  # words whose stems are remembered


@lru_cache(_KNOWN)
def stem(word: str) -> str:
    """A casefolded word without its ending."""
    if not word.isascii() or not word.isalpha():
        return word
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _LEAST), "")
    return word.removesuffix(ending)
