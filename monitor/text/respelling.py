"""What SQLite's full-text index would not find in our folded form, so that it is stored in that form as well."""

import re
import unicodedata
from functools import cache

from monitor.text.characters import FOLDED
from monitor.text.folding import fold


def respelled(*texts: str) -> str | None:
    """The folded words that SQLite's full-text index would not have in this form, in order; None: there are none.

    That index ("unicode61 remove_diacritics 2") keeps ø, ß, ligatures and Greek accents, takes a run of Japanese for
    one word, and cuts Hindi words at their vowels. The words go into a column of their own there, after the word
    "respelled", so that every query finds what a watch finds.
    """
    found = [
        chunk
        for text in texts
        if not text.isascii() and _odd().search(text)
        for part in text.replace("\n", " ").split(" ")  # most are ASCII, and are not taken apart
        if not part.isascii() and _odd().search(part)
        for chunk in _CHUNK.findall(part)
        if not chunk.isascii() and _odd().search(chunk)
    ]
    return f"{RESPELLED} {fold(' '.join(found))}".strip() if found else None


RESPELLED = "respelled"
_CHUNK = re.compile(r"[^\x00-/:-@\[-`{-\x7f\xa0\xab\xbb\u2010-\u2027\u3001\u3002]+")  # between plain punctuation


@cache
def _odd() -> re.Pattern[str]:
    """A character beyond those that we and SQLite's index are known to take for the same letter, or for none."""
    ranges = ((0xC0, 0x1E0), (0x1E2, 0x250), (0x391, 0x3CA), (0x400, 0x460), (0x490, 0x500), (0x1E00, 0x1F00))
    same = "".join(chr(code) for first, past in ranges for code in range(first, past) if _is_plain(chr(code)))
    return re.compile(
        "[^\x00-\x7f\xa0\xa1\xa3-\xa9\xab\xac\xae\xb0\xb4\xb6-\xb8\xbb\xbf\xd7\xf7\u05d0-\u05ea\u0627-\u063a\u0641-\u064a"
        f"\u10d0-\u10f0\u2010-\u2027\u2030-\u205e\u20ac\u2122\u3001\u3002\uac00-\ud7a3{same}]"
    )


def _is_plain(letter: str) -> bool:
    """Whether a letter only loses its case, or is an ASCII letter with an accent."""
    base = unicodedata.normalize("NFD", letter)[0]
    return FOLDED[ord(letter)] == (base.lower() if base.isascii() else letter.lower())
