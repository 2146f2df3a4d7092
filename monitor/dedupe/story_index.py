"""The window of recent articles, in memory: to which story does a new one belong, and is it a copy?

    place: profile -> candidates (inverted index of rare terms) -> similarity -> copy? -> story or none

Pure: no clock, no archive; the same documents in the same order give the same places. A story is compared by
several of its articles together, never by its nearest alone, so stories do not grow into each other by chains.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import datetime

from monitor.dedupe.centroid import Centroid
from monitor.dedupe.document import Document, Profile, profile
from monitor.dedupe.near_duplicates import Overlap, overlap
from monitor.dedupe.postings import Postings
from monitor.dedupe.similarity import Incoming, Member, Similarity, headline, similarity, subject
from monitor.story import Relation

JOIN = 0.9  # odds (logarithm) from which an article joins: a wrong join can swallow an alert, a split only repeats one
NEAREST_SHARE = 0.5  # how much a story's nearest article counts against the story as a whole
SIZE = 1.0  # a story that many tell is likelier the one (times the logarithm of its outlets)
SIZE_LIMIT = 12  # outlets; more make it no likelier, or the largest would swallow the rest
CORE_TERMS = 10  # shared terms among which one must be of the story's core
STORIES = 8  # stories compared at most
COPY_SHARE = 0.45  # of the shorter text's words: from here on it is a copy
UPDATED_SHARE = 0.6  # less of the new text than this in the old one: a new version of it, with words of its own
WHOLE_SHARE = 0.6  # of both texts: nearly all of it is the same
FURNITURE = -2.0  # odds below which shared passages are a page's furniture
COPY_COSINE = 0.2  # texts that share fewer of their terms are not compared run by run
COPY_RUNS = 5  # shared runs at least; fewer are a quotation
TERMS = 80  # strongest terms kept of one text, besides those of its headline
LIMIT = 50_000  # articles held, some 8 kB each; the oldest go first


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs. `story` None: it opens a new one. `score`: odds (logarithm) of the nearest story."""

    story: int | None
    copy_of: int | None
    relation: Relation
    score: float
    because: tuple[str, ...] = ()
    nearest: int | None = None


class StoryIndex:
    """Recent articles with their stories; bounded by `evict` and by `limit` articles."""

    def __init__(self, *, limit: int = LIMIT) -> None:
        self._limit = limit
        self._entries: dict[int, Member] = {}  # by slot; slots only rise, so this is in order of arrival
        self._slots: dict[int, int] = {}  # article id -> slot
        self._stories: dict[int, Centroid] = {}
        self._postings = Postings()
        self._next = 0
        self._latest: tuple[Document, Profile, Incoming] | None = None

    def __len__(self) -> int:
        return len(self._entries)

    def place(self, doc: Document) -> Placement:
        """Where `doc` belongs among the articles of the window; changes nothing."""
        known, incoming = self._read(doc)
        own = self._slots.get(doc.id) if doc.id is not None else None
        found = {
            slot: similarity(incoming, self._entries[slot].subject)
            for slot in self._postings.near(incoming.weights)
            if slot != own
        }
        return self._copied(doc, known, found) or self._joined(incoming, found)

    def add(self, doc: Document, story: int, *, copy_of: int | None = None) -> None:
        """Take `doc`, which must have an id, into the window as an article of `story`.

        Raises:
            ValueError: the document has no id.
        """
        if doc.id is None:
            raise ValueError("a document needs the id of its article to be added")
        known, incoming = self._read(doc)
        if doc.id in self._slots:
            self._remove(self._slots[doc.id])
        slot = self._slots[doc.id] = self._next
        self._next += 1
        about = subject(incoming)
        entry = Member(doc.id, story, copy_of, doc.outlet, doc.found_at, about, known.signature)
        self._entries[slot] = entry
        self._postings.add(slot, about.terms)
        self._stories.setdefault(story, Centroid()).take(slot, entry)
        while len(self._entries) > self._limit:
            self._remove(next(iter(self._entries)))
        self._latest = None

    def replace(self, doc: Document, story: int) -> None:
        """A revision: the new text of an article that is here already. It keeps its place and what it copies."""
        slot = self._slots.get(doc.id) if doc.id is not None else None
        self.add(doc, story, copy_of=self._entries[slot].copy_of if slot is not None else None)

    def evict(self, before: datetime) -> None:
        """Forget the articles found before then; a story goes with its last article."""
        for slot in [slot for slot, entry in self._entries.items() if entry.found_at < before]:
            self._remove(slot)

    def _read(self, doc: Document) -> tuple[Profile, Incoming]:
        """Its profile, and its text as it is compared; kept for the last document, since `add` follows `place`."""
        if self._latest is None or not _same_text(self._latest[0], doc):
            known = profile(doc)
            self._latest = (doc, known, self._incoming(doc, known))
        return self._latest[1:]

    def _incoming(self, doc: Document, known: Profile) -> Incoming:
        weights = self._postings.weigh(known.terms)
        said = frozenset(known.headline)
        ranked = sorted(weights, key=weights.__getitem__, reverse=True)
        kept = ranked[:TERMS] + [term for term in ranked[TERMS:] if term in said]
        length = math.sqrt(sum(weights[term] * weights[term] for term in kept)) or 1.0
        units = {term: weights[term] / length for term in kept}
        return Incoming(weights=units, headline=headline(known.headline, units), bare=known.bare, moment=doc.moment)

    def _copied(self, doc: Document, known: Profile, found: dict[int, Similarity]) -> Placement | None:
        best: tuple[float, int, Overlap] | None = None
        runs = known.signature.runs()
        for slot, item in found.items():
            if item.cosine < COPY_COSINE:
                continue
            entry = self._entries[slot]
            same = overlap(known.signature, entry.signature, runs)
            # What an outlet repeats in all its articles, or a chain in all its outlets, is not copying.
            is_furniture = item.odds < FURNITURE or (entry.outlet == doc.outlet and same.smaller < WHOLE_SHARE)
            if same.larger >= COPY_SHARE and same.evidence >= COPY_RUNS and not is_furniture:
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
            relation=Relation.COPY if same.of_first >= UPDATED_SHARE else Relation.UPDATED_COPY,
            score=found[slot].odds,
            because=(f"{round(100 * same.larger)} % of the shorter text word for word",),
            nearest=entry.story,
        )

    def _joined(self, incoming: Incoming, found: dict[int, Similarity]) -> Placement:
        scores = {story: self._story_odds(incoming, story, found) for story in self._nearest_stories(found)}
        if not scores:
            return Placement(story=None, copy_of=None, relation=Relation.NEW, score=-math.inf)
        story = max(scores, key=lambda number: (scores[number], -number))
        score = scores[story]
        nearest = max(
            (item for slot, item in found.items() if self._entries[slot].story == story), key=lambda item: item.odds
        )
        joins = score >= JOIN
        return Placement(
            story=story if joins else None,
            copy_of=None,
            relation=Relation.JOINED if joins else Relation.NEW,
            score=score,
            because=nearest.terms(),
            nearest=story,
        )

    def _nearest_stories(self, found: dict[int, Similarity]) -> Iterator[int]:
        seen: set[int] = set()
        for slot, _ in sorted(found.items(), key=lambda item: -item[1].odds):
            story = self._entries[slot].story
            if story not in seen:
                seen.add(story)
                yield story
            if len(seen) >= STORIES:
                return

    def _story_odds(self, incoming: Incoming, story: int, found: dict[int, Similarity]) -> float:
        """The odds for a story: of its nearest article, and of the story as a whole."""
        nearest = max(item.odds for slot, item in found.items() if self._entries[slot].story == story)
        whole = self._stories[story]
        if len(whole.slots) == 1:
            return nearest
        together = similarity(incoming, whole.subject(self._entries))
        if not whole.has_core(together.terms(CORE_TERMS), self._entries):
            return -math.inf
        mean = NEAREST_SHARE * nearest + (1.0 - NEAREST_SHARE) * together.odds
        return mean + SIZE * math.log(min(max(1, whole.outlets(self._entries)), SIZE_LIMIT))

    def _remove(self, slot: int) -> None:
        entry = self._entries.pop(slot)
        del self._slots[entry.id]
        self._postings.remove(slot)
        story = self._stories[entry.story]
        story.lose(slot)
        if not story.slots:
            del self._stories[entry.story]


def group(docs: Iterable[Document], *, limit: int = LIMIT) -> Iterator[Placement]:
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


def _same_text(first: Document, second: Document) -> bool:
    same = first.title == second.title and first.body == second.body and first.standfirst == second.standfirst
    return same and first.moment == second.moment
