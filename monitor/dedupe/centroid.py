"""A story as one text: the mean of its articles' terms. It is what a new article is compared with, besides them.

One headline of four words says little; fifty of them say what the story is about, and in which words people tell it.
"""

import math
from array import array
from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice, repeat

from monitor.dedupe.member import Member
from monitor.dedupe.similarity import Headline, Subject
from monitor.story_terms import StoryTerms
from monitor.text.stopwords import COMMONPLACE

TERMS = 150  # of a story or a thread that are compared
CORE = 0.25  # share of its articles that hold a term of its core
CORE_FROM = 5  # articles; a smaller story has no core yet
GROWTH = 0.1  # share by which a story grows until its subject is worked out again
LARGE = 64  # articles from which on a story's sums may be a tenth out of date, too: they are made again from each
SUMMED = 1_000  # stories whose sums are held, the last asked for: 11 kB each, and made again at need
_HELD = 600  # kept of its sums; what is rarer in it is forgotten


class Centroid:
    """The articles of a story (slots of the window, in order of arrival) and what they are about together.

    Most stories have one article and are never summed up: the sums are made when they are asked for.
    """

    __slots__ = ("_last", "_news", "_stale", "_subject", "_sums", "slots")

    def __init__(self, last: "Summed") -> None:
        self._last = last
        self.slots: list[int] = []
        self._sums: Sums | None = None
        self._subject: Subject | None = None
        self._news = 0  # articles taken since the subject was worked out
        self._stale = 0  # changes that the sums do not know of

    def take(self, slot: int, entry: Member) -> None:
        """Add an article."""
        if self.slots and slot < self.slots[-1]:  # of a story that was merged: as a start would find it
            insort(self.slots, slot)
            self.change()
            return
        self.slots.append(slot)
        self._news += 1
        if self._sums is not None:
            self._sums.add(entry)

    def change(self) -> None:
        """One of its articles is not what it was: a duplicate now, or no longer one."""
        self._stale += 1
        if len(self.slots) < LARGE or self._stale > GROWTH * len(self.slots):
            self._sums = self._subject = None
            self._stale = 0

    def lose(self, slot: int) -> None:
        """Forget an article.

        Raises:
            ValueError: it is not of this story.
        """
        at = bisect_left(self.slots, slot)
        if self.slots[at : at + 1] != [slot]:
            raise ValueError(slot)
        del self.slots[at]
        self.change()

    def rest(self) -> None:
        """Forget what can be made again just as it is."""
        self._sums = None
        if GROWTH * (len(self.slots) + 1) < 1:  # a larger story may be compared as it was before its last article
            self._subject = None

    def subject(self, entries: Mapping[int, Member]) -> Subject:
        """What the story is about, as something to compare an article with; `entries` are those of the window."""
        if self._subject is None or self._news > GROWTH * len(self.slots):
            self._subject = self._summed(entries).subject()
            self._news = 0
        return self._subject

    def outlets(self, entries: Mapping[int, Member]) -> int:
        """How many outlets tell it in their own words."""
        return len(self._summed(entries).outlets)

    def holding(self, term: str, entries: Mapping[int, Member]) -> float:
        """How many of its articles in their own words have a term."""
        return self._summed(entries).counts.get(term, 0.0)

    def has_core(self, terms: Iterable[str], entries: Mapping[int, Member]) -> bool:
        """Whether a term is among these that a good part of the story's articles hold.

        Without it a story would go on from word to word, until its first and last article have nothing in common.
        """
        sums = self._summed(entries)
        if sums.articles < CORE_FROM:
            return True
        enough = CORE * sums.articles
        return any(sums.counts.get(term, 0.0) >= enough for term in terms if term not in COMMONPLACE)

    def _summed(self, entries: Mapping[int, Member]) -> "Sums":
        self._last.note(self)
        if self._sums is None:
            if self._stale:  # it rested: what is compared would stay out of date, and nothing would count by how much
                self._subject = None
            self._sums, self._stale = Sums(), 0
            for slot in self.slots:
                self._sums.add(entries[slot])
        return self._sums


class Summed:
    """The stories whose sums were asked for last. Those asked for longer ago rest."""

    def __init__(self) -> None:
        self._stories: OrderedDict[Centroid, None] = OrderedDict()

    def note(self, story: Centroid) -> None:
        """Its sums are asked for."""
        self._stories[story] = None
        self._stories.move_to_end(story)
        if len(self._stories) > SUMMED:
            self._stories.popitem(last=False)[0].rest()


class Sums:
    """The sums over the articles of a story. A copy adds its time and nothing else: it says nothing new."""

    def __init__(self) -> None:
        self.articles = 0  # in their own words
        self.outlets: set[str] = set()
        self.counts: dict[str, float] = {}  # articles that hold a term
        self.terms: dict[str, float] = {}
        self.headlines: dict[str, float] = {}
        self.shares: dict[str, float] = {}
        self.bare: set[str] = set()
        self.times: list[datetime] = []  # the first and the last

    def add(self, entry: Member) -> None:
        """Add an article."""
        times = [*self.times, entry.subject.moment]
        self.times = [min(times), max(times)]
        if entry.copy_of is not None:
            return
        about = entry.subject.unpacked()
        self.articles += 1
        self.outlets.add(entry.outlet)
        if self.bare or about.bare:
            self.bare = (self.bare | (about.bare - self.terms.keys())) - (set(about.terms) - about.bare)
        _add(self.counts, zip(about.terms, repeat(1.0), strict=False))
        _add(self.terms, zip(about.terms, about.weights, strict=True))
        _add(self.headlines, zip(about.headline.terms, about.headline.weights, strict=True))
        _add(self.shares, zip(about.headline.terms, about.headline.shares, strict=True))

    def subject(self) -> Subject:
        """The strongest terms, of length 1 together."""
        return subject_of(
            StoryTerms(
                terms=_ranked(self.terms, TERMS),
                headline=_ranked(self.headlines, TERMS),
                shares=self.shares,
                bare=frozenset(self.bare),
                first=self.times[0],
                last=self.times[1],
            )
        )


def subject_of(sums: StoryTerms) -> Subject:
    """What a story or a thread is compared as: its strongest terms, of length 1 together."""
    terms, said = dict(islice(sums.terms.items(), TERMS)), dict(islice(sums.headline.items(), TERMS))
    length = math.sqrt(sum(weight * weight for weight in terms.values())) or 1.0
    return Subject(
        terms=tuple(terms),
        weights=array("f", [weight / length for weight in terms.values()]),
        headline=Headline(
            terms=tuple(said),
            weights=array("f", [weight / length for weight in said.values()]),
            shares=array("f", [sums.shares.get(term, 0.0) / length for term in said]),
        ),
        bare=sums.bare,
        first=sums.first,
        last=sums.last,
    )


def _add(sums: dict[str, float], weights: Iterable[tuple[str, float]]) -> None:
    if not sums:
        sums.update(weights)
        return
    for term, weight in weights:
        sums[term] = sums.get(term, 0.0) + weight
    if len(sums) > 2 * _HELD:
        kept = _ranked(sums, _HELD)
        sums.clear()
        sums.update(kept)


def _ranked(sums: Mapping[str, float], limit: int) -> dict[str, float]:
    """The strongest terms of a story, strongest first; of equal ones the first that an article had."""
    return {term: sums[term] for term in sorted(sums, key=sums.__getitem__, reverse=True)[:limit]}


def strongest(sums: Mapping[str, float], limit: int) -> dict[str, float]:
    """The strongest terms, strongest first; of equal ones the first by the alphabet, in whichever order they come."""
    return {term: sums[term] for term in sorted(sorted(sums), key=sums.__getitem__, reverse=True)[:limit]}
