"""The window of recent articles, in memory: to which story does a new one belong, and is it a copy?

    place: profile -> candidates (inverted index of rare terms) -> likeness -> copy? -> story or none

Pure: no clock, no archive; the same documents in the same order give the same places. A story is compared by
several of its articles together, never by its nearest alone, so stories do not grow into each other by chains.
"""

import math
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import datetime
from heapq import nlargest

from monitor.dedupe.common import COMMONPLACE
from monitor.dedupe.kinship import Entry, Likeness, Query, likeness
from monitor.dedupe.profile import Doc, Profile, profile
from monitor.dedupe.signature import Overlap, overlap

JOIN = 0.0  # odds (logarithm) from which an article joins a story
NEAREST_SHARE = 0.5  # how much the nearest article counts against the mean of the story's others
COPY_SHARE = 0.5  # of the shorter text's words: from here on it is a copy
UPDATED_SHARE = 0.6  # less of the new text than this in the old one: a new version of it, with words of its own
COPY_RUNS = 5  # shared runs at least; fewer are a quotation
CANDIDATES = 24  # articles compared in full
REPRESENTATIVES = 8  # articles of a story that stand for it
BACKGROUND = 500  # texts that the window is imagined to hold from the start
COMMON_SHARE = 0.05  # share of those that hold a commonplace
POSTINGS = 3_000  # entries of the index read for one article
RECENT = 300  # newest entries of one term that are read
LIMIT = 50_000  # articles held; the oldest go first


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs. `story` None: it opens a new one. `score`: odds (logarithm) of the nearest story."""

    story: int | None
    copy_of: int | None
    relation: str  # new | joined | copy | updated-copy
    score: float
    because: tuple[str, ...] = ()
    nearest: int | None = None


class StoryIndex:
    """Recent articles with their stories; bounded by `evict` and by `limit` articles."""

    def __init__(self, *, limit: int = LIMIT) -> None:
        self._limit = limit
        self._entries: dict[int, Entry] = {}  # by slot; slots only rise, so this is in order of arrival
        self._slots: dict[int, int] = {}  # article id -> slot
        self._stories: dict[int, list[int]] = {}  # story -> slots in order of arrival
        self._postings: dict[str, array[int]] = {}
        self._next = 0
        self._stale = 0  # entries gone whose postings are still there
        self._latest: tuple[Doc, Profile] | None = None

    def __len__(self) -> int:
        return len(self._entries)

    def place(self, doc: Doc) -> Placement:
        """Where `doc` belongs among the articles of the window; changes nothing."""
        known = self._profile(doc)
        query = self._query(doc, known)
        own = self._slots.get(doc.id) if doc.id is not None else None
        found = {slot: likeness(query, self._entries[slot]) for slot in self._candidates(query) if slot != own}
        copied = self._copied(known, found)
        if copied is not None:
            return copied
        return self._joined(query, found)

    def add(self, doc: Doc, story: int, *, copy_of: int | None = None) -> None:
        """Take `doc`, which must have an id, into the window as an article of `story`.

        Raises:
            ValueError: the document has no id.
        """
        if doc.id is None:
            raise ValueError("a document needs the id of its article to be added")
        if doc.id in self._slots:
            self._remove(self._slots[doc.id])
        known = self._profile(doc)
        query = self._query(doc, known)
        slot = self._next
        self._next += 1
        self._entries[slot] = Entry(
            id=doc.id,
            story=story,
            copy_of=copy_of,
            outlet=doc.outlet,
            moment=doc.moment,
            found_at=doc.found_at,
            terms=tuple(query.weights),
            weights=array("f", query.weights.values()),
            headline=tuple(query.headline.items()),
            signature=known.signature,
        )
        self._slots[doc.id] = slot
        self._stories.setdefault(story, []).append(slot)
        for term in query.weights:
            self._postings.setdefault(term, array("I")).append(slot)
        while len(self._entries) > self._limit:
            self._remove(next(iter(self._entries)))
        self._compact()

    def replace(self, doc: Doc, story: int) -> None:
        """A revision: the new text of an article that is here already, in the same story."""
        before = self._entries.get(self._slots.get(doc.id, -1)) if doc.id is not None else None
        self.add(doc, story, copy_of=before.copy_of if before else None)

    def evict(self, before: datetime) -> None:
        """Forget the articles found before then; a story goes with its last article."""
        for slot in [slot for slot, entry in self._entries.items() if entry.found_at < before]:
            self._remove(slot)
        self._compact()

    def _profile(self, doc: Doc) -> Profile:
        """Its profile; that of the document last seen is remembered, for `place` is followed by `add`."""
        if self._latest is not None and _same_text(self._latest[0], doc):
            return self._latest[1]
        known = profile(doc)
        self._latest = (doc, known)
        return known

    def _rarity(self, term: str) -> float:
        share = COMMON_SHARE if term in COMMONPLACE else 0.5 / BACKGROUND
        held = len(self._postings.get(term, ()))
        return math.log((len(self._entries) + BACKGROUND) / (held + share * BACKGROUND))

    def _query(self, doc: Doc, known: Profile) -> Query:
        weights = {term: strength * self._rarity(term) for term, strength in known.terms.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
        units = {term: weight / length for term, weight in ranked}
        return Query(weights=units, headline={term: units[term] for term in known.headline}, moment=doc.moment)

    def _candidates(self, query: Query) -> list[int]:
        """The articles that share most of the rare terms, by an incomplete product; bounded work."""
        products: dict[int, float] = {}
        budget = POSTINGS
        terms = [(len(self._postings[term]), term) for term in query.weights if term in self._postings]
        for held, term in sorted(terms):
            weight = query.weights[term]
            square = weight * weight
            for slot in self._postings[term][-RECENT:]:
                products[slot] = products.get(slot, 0.0) + square
            budget -= min(held, RECENT)
            if budget <= 0:
                break
        best = nlargest(CANDIDATES, ((product, slot) for slot, product in products.items() if slot in self._entries))
        return [slot for _, slot in best]

    def _copied(self, known: Profile, found: dict[int, Likeness]) -> Placement | None:
        best: tuple[float, int, Overlap] | None = None
        for slot in found:
            same = overlap(known.signature, self._entries[slot].signature)
            if same.larger >= COPY_SHARE and same.evidence >= COPY_RUNS:
                rank = same.larger + same.smaller
                if best is None or (rank, -slot) > (best[0], -best[1]):
                    best = (rank, slot, same)
        if best is None:
            return None
        _, slot, same = best
        entry = self._entries[slot]
        return Placement(
            story=entry.story,
            copy_of=entry.id if entry.copy_of is None else entry.copy_of,
            relation="copy" if same.of_first >= UPDATED_SHARE else "updated-copy",
            score=found[slot].odds,
            because=(f"{round(100 * same.larger)} % of the shorter text word for word",),
            nearest=entry.story,
        )

    def _joined(self, query: Query, found: dict[int, Likeness]) -> Placement:
        scores = {story: self._story_odds(query, story, found) for story in self._nearest_stories(found)}
        if not scores:
            return Placement(story=None, copy_of=None, relation="new", score=-math.inf)
        story = max(scores, key=lambda number: (scores[number], -number))
        score = scores[story]
        nearest = max(
            (item for slot, item in found.items() if self._entries[slot].story == story), key=lambda item: item.odds
        )
        joins = score >= JOIN
        return Placement(
            story=story if joins else None,
            copy_of=None,
            relation="joined" if joins else "new",
            score=score,
            because=nearest.shared,
            nearest=story,
        )

    def _nearest_stories(self, found: dict[int, Likeness]) -> Iterator[int]:
        seen: set[int] = set()
        for slot, _ in sorted(found.items(), key=lambda item: -item[1].odds):
            story = self._entries[slot].story
            if story not in seen:
                seen.add(story)
                yield story
            if len(seen) >= REPRESENTATIVES:
                return

    def _story_odds(self, query: Query, story: int, found: dict[int, Likeness]) -> float:
        """The odds for a story: of its nearest article, and of the mean of those that stand for it."""
        slots = self._stories[story]
        standing = slots[:1] + slots[1:][-(REPRESENTATIVES - 1) :]
        odds = [(found.get(slot) or likeness(query, self._entries[slot])).odds for slot in standing]
        nearest = max(
            [item.odds for slot, item in found.items() if self._entries[slot].story == story], default=odds[0]
        )
        return NEAREST_SHARE * nearest + (1.0 - NEAREST_SHARE) * sum(odds) / len(odds)

    def _remove(self, slot: int) -> None:
        entry = self._entries.pop(slot)
        del self._slots[entry.id]
        slots = self._stories[entry.story]
        slots.remove(slot)
        if not slots:
            del self._stories[entry.story]
        self._stale += 1

    def _compact(self) -> None:
        """Drop the postings of entries that are gone, once they are a fifth of all: amortised, not each time."""
        if self._stale * 5 <= len(self._entries) + 100:
            return
        fresh: dict[str, array[int]] = {}
        for slot, entry in self._entries.items():
            for term in entry.terms:
                fresh.setdefault(term, array("I")).append(slot)
        self._postings = fresh
        self._stale = 0


def group(docs: Iterable[Doc], *, limit: int = LIMIT) -> Iterator[Placement]:
    """Place documents in order of arrival; each placement has a story number, counted from 1.

    A document without an id gets its position (from 0), and `copy_of` refers to that.
    """
    index = StoryIndex(limit=limit)
    stories = 0
    for position, doc in enumerate(docs):
        numbered = doc if doc.id is not None else changed(doc, id=position)
        placement = index.place(numbered)
        story = placement.story
        if story is None:
            stories += 1
            story = stories
        index.add(numbered, story, copy_of=placement.copy_of)
        yield changed(placement, story=story)


def _same_text(first: Doc, second: Doc) -> bool:
    return first.title == second.title and first.body == second.body and first.standfirst == second.standfirst
