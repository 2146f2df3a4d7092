"""Folding text for comparison: the words alone, without case, accents and punctuation.

Characters beyond ASCII become folded bytes in an error handler of the ASCII codec; all else is one `bytes.translate`.
"""

import codecs
import re
import unicodedata

from monitor.text.characters import CACHED, FOLDED, VOICED

_RUN_CACHED = 24  # characters of the longest run beyond ASCII that is remembered
# The commonest characters beyond ASCII in news; replacing them first is three times as fast as the general way.
_TYPOGRAPHY = (("’", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("\u00a0", " "))
_LETTERS = bytes(
    ord(chr(byte).lower()) if byte < 128 and chr(byte).isalnum() else 32 if byte < 128 else byte for byte in range(256)
)
_BLANK_BYTES = bytes(byte for byte in range(128) if _LETTERS[byte] == 32)
_runs: dict[str, tuple[bytes, bool]] = {}  # run beyond ASCII -> its folded form, and whether offsets stay
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
# Two characters that are one letter, and not the first with an accent: half-width kana, and what a Mac takes apart.
_PAIR = re.compile(f"[\u3041-\u30ff\uff66-\uff9d][{VOICED}]|[иИ]\u0306")


def _fold_run(error: UnicodeError) -> tuple[bytes, int]:
    """An error handler for encoding to ASCII: the folded form of a run of characters beyond it."""
    assert isinstance(error, UnicodeEncodeError)
    folded, is_level = _folded_run(error.object[error.start : error.end])
    if not is_level:
        _Uneven.seen += 1
    return folded, error.end


def _folded_run(run: str) -> tuple[bytes, bool]:
    known = _runs.get(run)
    if known is None:
        known = (
            _PAIR.sub(_one_letter, run).translate(FOLDED).encode(),
            all(len(FOLDED[ord(one)].encode()) == 1 for one in run),
        )
        if len(run) <= _RUN_CACHED and len(_runs) < CACHED:
            _runs[run] = known
    return known


def _one_letter(pair: re.Match[str]) -> str:
    """The letter, of as many bytes as the first character, and the mark, which is dropped: so offsets stay theirs."""
    composed = unicodedata.normalize("NFKC", pair[0])
    return composed + pair[0][1] if len(composed) == 1 else pair[0]


class _Uneven:
    """How many runs were met whose characters do not become one byte each. It only grows."""

    seen = 0


codecs.register_error("monitor.fold", _fold_run)


def small(text: str) -> str:
    """In small letters, one for each character: `str.lower` makes two of the Turkish "İ", and of no other."""
    return text.replace("İ", "i").lower()


def fold(text: str) -> str:
    """The matching form: words without case, accents and punctuation, separated by one space."""
    return b" ".join(fold_loose(text).split()).decode()


def fold_loose(text: str) -> bytes:
    """The matching form as UTF-8 with any number of spaces between words: the fast part of `fold`."""
    return to_ascii(text).translate(_LETTERS)


def to_ascii(text: str) -> bytes:
    """The text as UTF-8 in which only ASCII is left to fold: `spaced` and `compact` do that, quickly."""
    if not text.isascii():
        for character, plain in _TYPOGRAPHY:
            text = text.replace(character, plain)
    return text.encode("ascii", "monitor.fold")


def to_ascii_level(text: str) -> tuple[bytes, bool]:
    """As `to_ascii`, and whether each character became one byte, so that offsets are the same."""
    before = _Uneven.seen  # another thread may add to it: then "no" is said, which is only slower
    encoded = to_ascii(text)
    return encoded, before == _Uneven.seen


def spaced(encoded: bytes) -> bytes:
    """What `to_ascii` made, folded: one space or more between words."""
    return encoded.translate(_LETTERS)


def compact(encoded: bytes) -> bytes:
    """What `to_ascii` made, folded, all words written as one."""
    return encoded.translate(_LETTERS, _BLANK_BYTES)


def uneven(text: str) -> list[tuple[int, int, int]]:
    """The runs that `fold_loose` makes longer or shorter than they are: start and end, and the bytes they become."""
    found = []
    for match in _BEYOND_ASCII.finditer(text):
        folded, is_level = _folded_run(match.group())
        if not is_level:
            found.append((*match.span(), len(folded)))
    return found


def folded_length(run: str) -> int:
    """How many bytes `fold_loose` makes of characters beyond ASCII."""
    return len(_folded_run(run)[0])


def fold_words(text: str) -> list[str]:
    """The folded words."""
    return fold_loose(text).decode().split()


def slug(text: str) -> str:
    """An ASCII id made of the folded words: "Heat 2" -> "heat-2". Empty where no word has an ASCII letter."""
    return "-".join(re.findall("[a-z0-9]+", fold(text)))
