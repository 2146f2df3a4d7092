"""The phrases of news: a table a language in `phrases/`, all looked for in one pass over the words.

A phrase is words in a row; "*" ends a stem, "~" stands for up to four words, "^" for the beginning, "$" for the end,
OUTLET for the outlet's own name. Words are compared without case and accents.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from monitor.text import APOSTROPHES

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "sv", "da", "no", "fi")
_ALSO = {"nb": "no", "nn": "no"}  # the two forms of Norwegian share a table
OWN_NAME = "OUTLET"
_IDLE = "idle"  # the table of what holds a word of news and is none
_EXPLAINED = ("steps.", "denial", "genre.")
_WITH_CAPITALS = ("steps.awarded", "steps.reviewed")  # a Golden Lion, a label: "TV Review"
_OTHERWISE = "en"  # a text in another language: names of works, quotations and loan words are often English
_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_PLAIN = re.IGNORECASE | re.ASCII  # without ASCII a dotless "i" is an "i" too, and not so to `casefold`
_GAP = 4  # words that "~" may stand for
_SHORTEST_STEM = 3
_ARTICLES = frozenset({"the", "der", "die", "das", "dem", "le", "la", "les", "el", "los", "las", "il", "lo"})
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[★☆]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_STRAIGHT = str.maketrans(dict.fromkeys(f"’‘´`{APOSTROPHES}", "'"))


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase among the words: where it begins, and the table that has it."""

    start: int
    text: str
    table: str

    @property
    def size(self) -> int:
        """The words of the phrase."""
        return self.text.count(" ") + 1


@dataclass(frozen=True, slots=True)
class Figures:
    """Names of months and units, of all tables that count."""

    months: Mapping[str, int]
    units: frozenset[str]


class Phrasebook:
    """The phrases of a language, by the tables that they stand in: `own`, `denial`, `steps.closed`, `genre.list`."""

    def __init__(self, tables: Mapping[str, Iterable[str]], own: Mapping[str, Any], figures: Figures) -> None:
        self.months = figures.months
        self.units = figures.units
        names = "|".join(sorted(map(re.escape, figures.months), key=len, reverse=True))
        self.day_first = re.compile(rf"{_DAY}\s+(?:de\s+)?({names})\b\.?", _PLAIN)
        self.month_first = re.compile(rf"\b({names})\.?\s+{_DAY}(?![\d.,]*\d)", _PLAIN)
        self.month_of_year = re.compile(rf"\b({names})\s+(?:de\s+)?(20\d\d)\b", _PLAIN)
        self.self_words = frozenset(own.get("self", ()))  # "i" is a word of many languages: of this one alone
        self._by_word: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._by_stem: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for table, phrases in tables.items():
            for phrase in phrases:
                self._add(phrase, table)
        self._longest_stem = max(map(len, self._by_stem), default=0)

    def find(self, words: Sequence[str], named: Collection[int] = ()) -> list[Match]:
        """The phrases among these words, see `words_of`, without those that a longer one at their place explains.

        "Closes deal" closes nothing, and what is under review is no review. Who withdraws his apology leaves nothing,
        and who withdraws his lawsuit settles: what is idle yields to a longer phrase that begins with it. The places
        of words that are `named` are of names: no step is taken there.
        """
        matches = [one for one in self._all(words) if one.start not in named or not _is_step(one)]
        longest: dict[int, int] = {}
        for match in matches:
            if match.table == _IDLE or match.table.startswith("steps."):
                longest[match.start] = max(longest.get(match.start, 0), match.size)
        idle = [match for match in matches if match.table == _IDLE and match.size >= longest[match.start]]
        is_idle = {match.start + at for match in idle for at in range(match.size)}
        return [
            match
            for match in matches
            if not match.table.startswith(_EXPLAINED)
            or (match.start not in is_idle and match.size >= longest.get(match.start, 0))
        ]

    def _all(self, words: Sequence[str]) -> Iterator[Match]:
        for start, word in enumerate(words):
            entries = self._by_word.get(word, ())
            longest = min(len(word), self._longest_stem)
            stems = (self._by_stem.get(word[:size], ()) for size in range(_SHORTEST_STEM, longest + 1))
            for rest, table in (*entries, *(entry for found in stems for entry in found)):
                if rest and rest[0] == "^":
                    if start or not _follows(rest[1:], words, start + 1):
                        continue
                elif not _follows(rest, words, start + 1):
                    continue
                yield Match(start, " ".join((word, *rest)).replace("^ ", ""), table)

    def _add(self, phrase: str, table: str) -> None:
        first, *rest = phrase.split()
        is_first = first.startswith("^")
        first = first.removeprefix("^")
        rest = ["^", *rest] if is_first else rest
        if first.endswith("*"):
            self._by_stem.setdefault(first[:-1], []).append((tuple(rest), table))
        else:
            self._by_word.setdefault(first, []).append((tuple(rest), table))


def words_of(text: str, own_names: Iterable[str] = ()) -> list[str]:
    """The words of a text, folded; the outlet's own name is one word of its own."""
    words = _folded(text)
    for name in own_names:
        run = _folded(name)
        at = 0
        while run and at + len(run) <= len(words):
            if words[at : at + len(run)] == run:
                first = at - 1 if at and words[at - 1] in _ARTICLES else at
                words[first : at + len(run)] = [OWN_NAME]
                at = first
            at += 1
    return words


def plain(text: str) -> str:
    """The text with plain letters and straight apostrophes, whose `WORD`s are those that `words_of` folds."""
    return without_accents(text.translate(_STRAIGHT))


def without_accents(text: str) -> str:
    """The text with plain letters."""
    if text.isascii():
        return text
    return _BEYOND_ASCII.sub(_without_marks, unicodedata.normalize("NFKD", text))


def of_language(language: str | None) -> Phrasebook:
    """The phrases of a language tag; English ones count in every language."""
    code = (language or _OTHERWISE).partition("-")[0].lower()
    code = _ALSO.get(code, code)
    return _book(code if code in LANGUAGES else None)


@cache
def _book(code: str | None) -> Phrasebook:
    """The phrases of one of `LANGUAGES`; None: of any other one."""
    own = _table(code) if code else {}
    tables = [_table(_OTHERWISE)] + ([own] if own and code != _OTHERWISE else [])
    phrases: dict[str, list[str]] = {}
    months: dict[str, int] = {}
    units: set[str] = set()
    for table in tables:
        for name, listed in _flat(table):
            phrases.setdefault(name, []).extend(listed)
        figures = table["figures"]
        for names in (figures["months"], figures["short"]):
            months |= {month: number for number, month in enumerate(names, 1)}
        units |= set(figures["units"])
    return Phrasebook(phrases, own, Figures(months, frozenset(units)))


def _is_step(match: Match) -> bool:
    return match.table.startswith("steps.") and match.table not in _WITH_CAPITALS


def _follows(rest: Sequence[str], words: Sequence[str], at: int) -> bool:
    if not rest:
        return True
    head, *tail = rest
    if head == "$":
        return at == len(words)
    if head == "~":
        return any(_follows(tail, words, skip) for skip in range(at, min(len(words), at + _GAP) + 1))
    if at >= len(words):
        return False
    is_same = words[at].startswith(head[:-1]) if head.endswith("*") else words[at] == head
    return is_same and _follows(tail, words, at + 1)


def _flat(table: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for name, value in table.items():
        if name == "figures":
            continue
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", listed) for inner, listed in value.items())
        else:
            yield name, value


def _folded(text: str) -> list[str]:
    return WORD.findall(without_accents(text.translate(_STRAIGHT).casefold()))


def _without_marks(run: re.Match[str]) -> str:
    return "".join(letter for letter in run[0] if not unicodedata.combining(letter))


def _table(language: str) -> dict[str, Any]:
    text = (files("monitor.novelty") / "phrases" / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
