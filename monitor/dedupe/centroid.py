"""A story as one text: the mean of its articles' terms. It is what a new article is compared with, besides them.

One headline of four words says little; fifty of them say what the story is about, and in which words people tell it.
"""

import math
from array import array
from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.dedupe.common import COMMONPLACE
from monitor.dedupe.kinship import Entry, Headline, Subject

TERMS = 150  # kept of a story for comparison
CORE = 0.25  # share of its articles that hold a term of its core
CORE_FROM = 5  # articles; a smaller story has no core yet
GROWTH = 0.1  # share by which a story grows until its subject is worked out again
_HELD = 600  # kept of its sums; what is rarer in it is forgotten


class Story:
    """The articles of a story (slots of the window, in order of arrival) and what they are about together."""

    def __init__(self) -> None:
        self.slots: list[int] = []
        self.outlets: set[str] = set()  # those that tell it in their own words
        self._own = 0  # articles in their own words
        self._counts: dict[str, float] = {}  # of those, how many hold a term
        self._terms: dict[str, float] = {}
        self._headlines: dict[str, float] = {}
        self._shares: dict[str, float] = {}
        self._bare: set[str] = set()
        self._told: tuple[datetime, datetime] | None = None
        self._subject: Subject | None = None
        self._news = 0  # articles taken since the subject was worked out
        self._has_lost = False

    def take(self, slot: int, entry: Entry) -> None:
        """Add an article. A copy says nothing new."""
        self.slots.append(slot)
        told = entry.subject.first
        first, last = self._told or (told, told)
        self._told = min(first, told), max(last, told)
        self._news += 1
        if entry.copy_of is None:
            self.outlets.add(entry.outlet)
            self._own += 1
            about = entry.subject
            self._bare = (self._bare | (about.bare - self._terms.keys())) - (set(about.terms) - about.bare)
            _add(self._counts, ((term, 1.0) for term in about.terms))
            _add(self._terms, zip(about.terms, about.weights, strict=True))
            _add(self._headlines, zip(about.headline.terms, about.headline.weights, strict=True))
            _add(self._shares, zip(about.headline.terms, about.headline.shares, strict=True))

    def lose(self, slot: int) -> None:
        """Forget an article; what is left is summed up again when it is asked for."""
        self.slots.remove(slot)
        self._has_lost = True

    def subject(self, entries: Mapping[int, Entry]) -> Subject:
        """What the story is about, as something to compare an article with; `entries` are those of the window."""
        if self._has_lost:
            self._retake(entries)
        if self._subject is None or self._news > GROWTH * len(self.slots):
            self._subject = self._work_out()
            self._news = 0
        return self._subject

    def has_core(self, terms: Iterable[str]) -> bool:
        """Whether a term is among these that a good part of the story's articles hold.

        Without it a story would go on from word to word, until its first and last article have nothing in common.
        """
        if self._own < CORE_FROM:
            return True
        return any(self._counts.get(term, 0.0) >= CORE * self._own for term in terms if term not in COMMONPLACE)

    def _retake(self, entries: Mapping[int, Entry]) -> None:
        self.outlets, self._own, self._counts = set(), 0, {}
        self._terms, self._headlines, self._shares = {}, {}, {}
        self._bare, self._told, self._subject = set(), None, None
        slots, self.slots = self.slots, []
        for slot in slots:
            self.take(slot, entries[slot])
        self._has_lost = False

    def _work_out(self) -> Subject:
        assert self._told is not None
        terms, said = _strongest(self._terms, TERMS), _strongest(self._headlines, TERMS)
        length = math.sqrt(sum(weight * weight for weight in terms.values())) or 1.0
        return Subject(
            terms=tuple(terms),
            weights=array("f", [weight / length for weight in terms.values()]),
            headline=Headline(
                terms=tuple(said),
                weights=array("f", [weight / length for weight in said.values()]),
                shares=array("f", [self._shares.get(term, 0.0) / length for term in said]),
            ),
            bare=frozenset(self._bare),
            first=self._told[0],
            last=self._told[1],
        )


def _add(sums: dict[str, float], weights: Iterable[tuple[str, float]]) -> None:
    for term, weight in weights:
        sums[term] = sums.get(term, 0.0) + weight
    if len(sums) > 2 * _HELD:
        kept = _strongest(sums, _HELD)
        sums.clear()
        sums.update(kept)


def _strongest(sums: dict[str, float], limit: int) -> dict[str, float]:
    """The strongest terms, strongest first."""
    return {term: sums[term] for term in sorted(sums, key=lambda term: (-sums[term], term))[:limit]}
