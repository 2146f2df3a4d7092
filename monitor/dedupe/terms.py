"""Words for comparison: accent-free, with their case kept; so that one pass serves counting and the finding of names.

The matching form of watches is `monitor.text`; this one is coarser on purpose (it may lose a distinction that a
query would need) and never leads back to an offset.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from monitor.text import APOSTROPHES

if TYPE_CHECKING:
    from monitor.dedupe._terms import EnglishText

try:
    from monitor.dedupe._terms import english
except ImportError:  # nothing was compiled

    def english(text: str, limit: int) -> "EnglishText | None":  # noqa: ARG001
        """None: what stands here reads all texts."""
        return None


WORD_LIMIT = 4_000  # words of one text that are looked at; more is a transcript or a live blog
_ALL = 1_000_000  # words: of any text that is kept
_LETTERS = 15  # characters a word at most on average: bounds the work on what is not prose

# Letters and digits together ("A24"), with inner apostrophes ("O'Brien"); a number keeps its point and thousands,
# and a score is one: "Heat 2-0 up" does not name "Heat 2".
# What follows a letter is looked at once, and nothing is tried twice: a quarter faster than to say it plainly.
_TOKEN = re.compile(r"[^\W_]++(?:['.,–-](?:(?<=')|(?<=\d.)(?=\d))[^\W_]++)*")
# Twice as fast again, and the same where all letters are ASCII.
_ASCII_TOKEN = re.compile(_TOKEN.pattern.replace(r"[^\W_]", "[0-9A-Za-z]").replace(r"\d", "[0-9]"))
# Scripts that write vowels as marks on the letters, which are not letters to the expression above.
_MARKED = re.compile(r"[\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_MARKED_TOKEN = re.compile(
    r"[^\W_][\w\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]*"
    r"(?:(?:'|(?<=\d)[.,–-](?=\d))[^\W_]+)*"
)
# Anything but ASCII and the signs of English print, no letters: only then is there something to normalise.
_FOREIGN = re.compile(r"[^\x00-\x7f‘“”–—…•\u00a0£€©®°]")
_MARKS = re.compile(r"[\u0300-\u036f]+")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}´]")  # as in Oʼahu: letters to Unicode
_OPENING = re.compile(r"[‘`](?<=[^\W_].)(?=[^\W_])")  # as in O‘Brien: elsewhere it opens a quotation
# Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, kana, Han.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)

_Find = Callable[[str], list[str]]

# Quotation marks that are no apostrophes.
_QUOTATION = re.compile('[“”„«»"]([^“”„«»"\n]*)(?:[“”„«»"]|$|(?=\n))')


def words(text: str, *, limit: int = WORD_LIMIT) -> list[str]:
    """The first words of `text`, without accents, in their own case; unspaced scripts as pairs of characters."""
    found, plain, is_foreign = _read(text, limit)
    return _finder(plain, is_foreign=is_foreign)(plain)[:limit] if found is None else found.words()


def quoted(text: str) -> tuple[list[str], list[int]]:
    """The first words of `text`, and the bounds of its quotations in them: the first word of each, and the word after.

    A quotation goes from one mark of any kind to the next, or to the end of its paragraph.
    """
    read, plain, is_foreign = _read(text, WORD_LIMIT)
    if read is not None:
        return read.words(), read.quotes
    found: list[str] = []
    bounds: list[int] = []
    find = _finder(plain, is_foreign=is_foreign)
    for place, part in enumerate(_QUOTATION.split(plain)):  # every other one is a quotation
        start = len(found)
        found += find(part)
        if place % 2 and start < min(len(found), WORD_LIMIT):
            bounds += [start, min(len(found), WORD_LIMIT)]
    return found[:WORD_LIMIT], bounds


def as_english(text: str) -> "EnglishText | None":
    """The first words of an English text as the compiled form has them, if there is one."""
    return _read(text, WORD_LIMIT)[0]


def whole(text: str, first: list[str]) -> list[str]:
    """All words of `text`, of which these are the `first`: nearly always they are all."""
    are_all = len(first) < WORD_LIMIT and len(text) <= WORD_LIMIT * _LETTERS
    return first if are_all else words(text, limit=_ALL)


def _read(text: str, limit: int) -> "tuple[EnglishText | None, str, bool]":
    """As much of a text as may hold so many words: read by the compiled form, if it is English and there is one.

    If not, that much of it without accents, and whether it is foreign all the same.
    """
    plain = text[: limit * _LETTERS].replace("’", "'")
    if "‘" in plain or "`" in plain:
        plain = _OPENING.sub("'", plain)
    found = english(plain, limit)
    is_foreign = found is None and _is_foreign(plain)
    if is_foreign:
        plain = _APOSTROPHE.sub("'", plain)
        plain = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", plain)))
        is_foreign = _is_foreign(plain)  # not where all that was foreign were accents
        found = None if is_foreign else english(plain, limit)
    return found, plain, is_foreign


def _finder(plain: str, *, is_foreign: bool) -> _Find:
    """What finds the words of a part of a text."""
    foreign = _MARKED_TOKEN if is_foreign and _MARKED.search(plain) else _TOKEN
    find: _Find = (foreign if is_foreign else _ASCII_TOKEN).findall
    if "'s" in plain or "'S" in plain:
        find = partial(_without_possessive, find)
    if is_foreign and _UNSPACED.search(plain):
        find = partial(_in_pairs, find)
    return find


def _is_foreign(plain: str) -> bool:
    """Whether a text has letters or signs that an English one has not."""
    return not plain.isascii() and _FOREIGN.search(plain) is not None


def _without_possessive(find: _Find, part: str) -> list[str]:
    """Words without the English possessive: "Driver's" is Driver, "Heat's" is Heat."""
    # Few words have an apostrophe: to ask for that first takes a quarter of the time.
    return [word if "'" not in word or not word.endswith(("'s", "'S")) else word[:-2] for word in find(part)]


def _in_pairs(find: _Find, part: str) -> list[str]:
    """Words, those of unspaced scripts in pairs of characters."""
    return [piece for word in find(part) for piece in (_pairs(word) if _UNSPACED.search(word) else (word,))]


def lower(tokens: Sequence[str]) -> list[str]:
    """The same words, casefolded."""
    return " ".join(tokens).casefold().split(" ") if tokens else []  # as one text: no word has a space


def _pairs(word: str) -> list[str]:
    """Overlapping pairs of characters of the unspaced stretches, and what stands between them as it is."""
    found: list[str] = []
    at = 0
    for stretch in _UNSPACED.finditer(word):
        if stretch.start() > at:
            found.append(word[at : stretch.start()])
        run = stretch.group()
        found.extend([run[i : i + 2] for i in range(len(run) - 1)] or [run])
        at = stretch.end()
    if at < len(word):
        found.append(word[at:])
    return found
