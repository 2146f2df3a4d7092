"""Small pieces of English that every message shares: one visible line, text cut at a word, counts, lists."""

import re
from collections.abc import Sequence

# Control, format (bidi), surrogate, line and paragraph separators, as Unicode 16 has them; not the joiners U+200C and
# U+200D, which shape emoji and letters of several scripts.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]+"
)
_WORD = re.compile(r"\w+")
_DOUBLE = '“”„‟"«»'
_SINGLE = str.maketrans("“”„‟«»", "‘’‚‛‹›")
_QUOTATION = re.compile(f"[{_DOUBLE}][^{_DOUBLE}]+[{_DOUBLE}]|‘[^‘]+’|「[^「」]+」|『[^『』]+』")


def line(text: str) -> str:
    """One line of visible text, whatever came: no control, bidi or surrogate characters, single spaces."""
    text = " ".join(text.split())
    if text.isprintable():  # nearly all text; no invisible character is printable
        return text
    return " ".join(_INVISIBLE.sub(" ", text).split())


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of one line, cut at a word where that costs little, with an ellipsis."""
    text = line(text)
    if len(text) <= limit:
        return text
    head = text[: max(limit - 1, 0)]
    at = head.rfind(" ")
    if at >= limit * 2 // 3:
        head = head[:at]
    return head.rstrip(" ,;:-–—") + "…"


def quoted(text: str) -> str:
    """One line in quotation marks, and never in two pairs: a text that is one quotation keeps its own.

    Marks within become single ones. Of a text cut from a longer quotation the mark without a partner goes.
    """
    text = line(text)
    marks = [at for at, sign in enumerate(text) if sign in _DOUBLE]
    if len(marks) % 2 and marks[-1] == len(text) - 1:
        text = text[:-1].rstrip()
    elif len(marks) % 2 and marks[0] == 0:
        text = text[1:].lstrip()
    elif _QUOTATION.fullmatch(text):
        return text
    in_pairs = text if text.count('"') % 2 else text.replace('"', "'")  # one alone may be inches
    return f"“{in_pairs.translate(_SINGLE)}”"


def repeats(snippet: str, headline: str) -> bool:
    """Whether a snippet has no word that the headline next to it has not, in the same order: it says nothing new."""
    words = _words(snippet)
    return not words or f" {words} " in f" {_words(headline)} "


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 story`, `12 stories`, `1,204 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listing(names: Sequence[str], limit: int = 5) -> str:
    """`Variety, Deadline and 7 more`."""
    names = list(names)
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit:,} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
