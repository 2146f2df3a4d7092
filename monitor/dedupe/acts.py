"""What a headline says was done: acts, found by tables of words; a table a language, in `vocabulary/`.

The words of all tables are looked for at once, so a headline of seven words needs no guess at its language. A headline
without an act that is known says nothing about what was done: it is never kept apart for that.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from monitor.dedupe.terms import lower, words

LANGUAGES = ("en", "de", "fr", "es", "it", "pt")


class Act(StrEnum):
    """What was done."""

    DEATH = "death"
    CAUSE = "cause"  # what somebody died of: known days later
    ILLNESS = "illness"
    FIRED = "fired"
    SUSPENDED = "suspended"
    ACCUSED = "accused"
    COURT = "court"  # some case, which may be any of the three that follow
    LAWSUIT = "lawsuit"
    CRIME = "crime"  # an arrest, a charge
    OUTCOME = "outcome"  # how a criminal case ended: acquitted, convicted, sentenced
    RENEWED = "renewed"
    CANCELLED = "cancelled"
    ORDERED = "ordered"
    CAST = "cast"
    CREW = "crew"
    EXITS = "exits"
    SHOWN = "shown"  # a trailer, an image
    DATE = "date"
    REVIEW = "review"
    RATINGS = "ratings"  # box office too
    AWARD = "award"
    TRIBUTE = "tribute"
    STATEMENT = "statement"
    LIST = "list"
    ROUND_UP = "round-up"  # the news of a day or week in one
    GUIDE = "guide"  # how to watch, explained, who is
    FILMING = "filming"
    DEAL = "deal"
    MARRIAGE = "marriage"
    SEPARATION = "separation"
    BABY = "baby"
    ROMANCE = "romance"
    VIOLENCE = "violence"
    MUSIC = "music"
    TOUR = "tour"
    STRIKE = "strike"
    LAYOFFS = "layoffs"
    FASHION = "fashion"


COMMENT = frozenset({Act.REVIEW, Act.LIST, Act.ROUND_UP, Act.TRIBUTE, Act.STATEMENT, Act.GUIDE})
NO_NEWS = frozenset({Act.LIST, Act.GUIDE})  # nothing begins with them
# One event may have each of these together with any other: a raid, an arrest and what the police say of it.
CASES = frozenset({Act.COURT, Act.LAWSUIT, Act.CRIME, Act.OUTCOME})
LOOSE = frozenset({Act.ACCUSED, *CASES, Act.VIOLENCE, Act.STATEMENT, Act.DEAL, Act.STRIKE})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the tables in a headline: `words` of them from the place `start` on.

    Without acts it opens the background, or is a fixed phrase that only looks like an act.
    """

    start: int
    words: int
    acts: frozenset[Act]
    opens_background: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    rest: tuple[str, ...]  # the words after the first
    acts: frozenset[Act]
    opens_background: bool
    opens_headline: bool = False  # it counts as the first words alone


class Vocabulary:
    """Tables of words, all languages together."""

    def __init__(self, tables: Iterable[Mapping[str, Any]]) -> None:
        self.units: dict[str, str] = {}  # "staffel" -> "season"
        self.numbers: dict[str, int] = {}  # "zwei" -> 2
        self.ordinals: dict[str, int] = {}  # "zweite" -> 2
        self._entries: dict[str, list[_Entry]] = {}  # by their first word, the longest first
        self._stems: dict[str, frozenset[Act]] = {}
        for table in tables:
            self._take(table)
        for entries in self._entries.values():
            entries.sort(key=lambda entry: (-len(entry.rest), not entry.opens_headline))
        self._lengths = sorted({len(stem) for stem in self._stems}, reverse=True)
        self._openings = {stem[: self._lengths[-1]] for stem in self._stems}

    def find(self, tokens: Sequence[str]) -> list[Phrase]:
        """The phrases among casefolded words, from left to right; where several begin, the longest."""
        found: list[Phrase] = []
        at = 0
        while at < len(tokens):
            phrase = self._phrase(tokens, at)
            if phrase is not None:
                found.append(phrase)
            at += phrase.words if phrase is not None else 1
        return found

    def _phrase(self, tokens: Sequence[str], at: int) -> Phrase | None:
        for entry in self._entries.get(tokens[at], ()):
            size = 1 + len(entry.rest)
            if tuple(tokens[at + 1 : at + size]) == entry.rest and not (at and entry.opens_headline):
                return Phrase(at, size, entry.acts, entry.opens_background)
        if tokens[at][: self._lengths[-1]] not in self._openings:
            return None
        for length in self._lengths:
            acts = self._stems.get(tokens[at][:length])
            if acts is not None:
                return Phrase(at, 1, acts, opens_background=False)
        return None

    def _take(self, table: Mapping[str, Any]) -> None:
        for word in table["background"]:
            self._add(word, frozenset(), opens_background=True)
        for word in table["exceptions"]:
            self._add(word, frozenset(), opens_background=False)
        for name, listed in table["acts"].items():
            for word in listed:
                self._add(word, CASES if name == Act.COURT else frozenset({Act(name)}), opens_background=False)
        for unit, listed in table["units"].items():
            self.units.update(dict.fromkeys(listed, unit))
        self.numbers.update(table["numbers"])
        self.ordinals.update(table["ordinals"])

    def _add(self, text: str, acts: frozenset[Act], *, opens_background: bool) -> None:
        opens_headline = text.startswith("^")
        first, *rest = lower(words(text.removeprefix("^")))
        if text.endswith("*"):
            self._stems[first] = self._stems.get(first, frozenset()) | acts
            return
        entries = self._entries.setdefault(first, [])
        alike = (tuple(rest), opens_headline)
        same = next((entry for entry in entries if (entry.rest, entry.opens_headline) == alike), None)
        if same is not None:  # one word in several languages, or of several acts
            entries.remove(same)
            acts |= same.acts
        entries.append(_Entry(tuple(rest), acts, opens_background, opens_headline))


@cache
def vocabulary() -> Vocabulary:
    """The tables that come with the program."""
    return Vocabulary(_table(language) for language in LANGUAGES)


@cache
def places() -> frozenset[str]:
    """Words that say where a work is to be seen."""
    return frozenset(_table("names")["places"])


@cache
def names() -> frozenset[str]:
    """Those words, and the ones that say of which kind a work is: they are no subject."""
    return places() | frozenset(_table("names")["kinds"])


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("monitor.dedupe") / "vocabulary" / f"{name}.toml").read_text(encoding="utf-8"))
