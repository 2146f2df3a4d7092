"""The words of a text where they stand, one for each word of its folded form, and what folding took from them."""

import codecs
import re
import unicodedata

from monitor.text.characters import CACHED, DROPPED, FOLDED, NO_ACCENTS, SPELLED, UNSEEN, thinned

_GONE, _ONE = "\x01", "\x02"  # shapes: dropped, and a word alone


class _Shape(dict[int, str]):
    """Code point -> one ASCII character: in a word, a word alone, dropped, or between words."""

    def __missing__(self, code: int) -> str:
        folded = FOLDED[code]
        shape = " " if folded == " " else _GONE if not folded else _ONE if folded[0] == " " else "a"
        if len(self) < CACHED:
            self[code] = shape
        return shape


_SHAPE = _Shape()
# ASCII to shapes: a letter or figure, a blank; the shapes of other characters stay.
_SHAPES = bytes(97 if chr(byte).isalnum() and byte < 128 else byte if byte in {1, 2} else 32 for byte in range(256))
_LOOSE_WORD = re.compile(rb"\S+")
_ASCII_WORD = re.compile("[0-9A-Za-z]+")
_WORD = re.compile(b"a[a\x01]*|\x02\x01*")


def _shape_run(error: UnicodeError) -> tuple[bytes, int]:
    """An error handler for encoding to ASCII: one byte for each character, by its shape."""
    assert isinstance(error, UnicodeEncodeError)
    return error.object[error.start : error.end].translate(_SHAPE).encode(), error.end


codecs.register_error("monitor.shape", _shape_run)


def loose_words(loose: bytes, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The (start, end) offsets of the words in what `fold_loose` made, or in a part of it."""
    return [match.span() for match in _LOOSE_WORD.finditer(loose, start, len(loose) if end is None else end)]


def words(text: str) -> list[tuple[int, int]]:
    """The (start, end) offsets of the words in the text as it stands, one for each word of `fold`."""
    if text.isascii():
        return [match.span() for match in _ASCII_WORD.finditer(text)]
    if _GONE in text or _ONE in text:
        text = text.replace(_GONE, " ").replace(_ONE, " ")
    shapes = text.encode("ascii", "monitor.shape").translate(_SHAPES)
    return [match.span() for match in _WORD.finditer(shapes)]


def accents(word: str) -> list[str]:
    """For each letter that `fold` makes of a word: the letter with its accent, or "" where it bears none."""
    found: list[str] = []
    for character in unicodedata.normalize("NFC", thinned(word)):
        folded = FOLDED[ord(character)] if character > "\x7f" else character
        if folded:
            has_accent = character in SPELLED or bool(DROPPED.search(unicodedata.normalize("NFD", character)))
            marked = has_accent and character not in NO_ACCENTS
            found.extend([character.lower() if marked else ""] * len(folded.replace(" ", "")))
        elif found and unicodedata.combining(character):
            found[-1] += character
    return found


def spelling(word: str) -> str:
    """The word as it is seen: composed, without zero-width characters; case and accents stay."""
    return word if word.isascii() else unicodedata.normalize("NFC", thinned(UNSEEN.sub("", word)))
