"""The window of recent articles, in memory: to which story does a new one belong, and is it a copy?

    place: profile -> candidates (inverted index of rare terms) -> similarity -> copy? -> story or none

Pure: no clock, no archive; the same documents in the same order give the same places. An article joins a story only
if it was reported within the window of one of the articles near to it; without a window stories never close.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace as changed
from datetime import datetime, timedelta
from operator import mul

from monitor.dedupe.acts import Act
from monitor.dedupe.centroid import Centroid, Summed
from monitor.dedupe.claims import claims
from monitor.dedupe.conflicts import BRIEF_WORDS
from monitor.dedupe.copies import Shared, Text, shared_texts
from monitor.dedupe.document import Document, Profile, profile
from monitor.dedupe.gist import Deed
from monitor.dedupe.held_articles import HeldArticles
from monitor.dedupe.inverted_index import Lexicon, Postings
from monitor.dedupe.joining import Nearest, Recent, near_stories
from monitor.dedupe.late import asked_again, one_event, stays
from monitor.dedupe.member import Member, Packed
from monitor.dedupe.placement import Placement
from monitor.dedupe.postings import BRIEF, SHORT, TEXT
from monitor.dedupe.said_alike import Compared
from monitor.dedupe.second_look import Leaving, look_again
from monitor.dedupe.similarity import HeadlineFacts, Incoming, Similarity, headline, similarity
from monitor.dedupe.unrivalled import unrivalled
from monitor.story import Relation, Role

SHORT_WORDS = 150  # a text of fewer is near to what shares one of its strongest terms alone
WINDOW = timedelta(hours=96)  # an event is news for days, not weeks: later the same words are about the next one
CLOSE_EVERY = timedelta(minutes=10)  # what is a little too old harms nothing, and looking costs time
LIMIT = 100_000  # articles held, some 3 kB each; the oldest go first


class StoryIndex:
    """Recent articles with their stories; bounded by `evict` and by `limit` articles.

    `articles`: of a story how many it has, as `Recent` says.
    """

    def __init__(
        self,
        *,
        window: timedelta | None = None,
        limit: int = LIMIT,
        articles: Callable[[int], int] | None = None,
    ) -> None:
        self._window = window
        self._limit = limit
        self._articles = articles
        self._held = HeldArticles()
        self._entries, self._slots = self._held.entries, self._held.slots
        self._stories: dict[int, Centroid] = {}
        self._summed = Summed()
        self._postings = Postings()
        self._next = 0
        self._closed_at: datetime | None = None
        self._latest: tuple[Document, Profile, Incoming] | None = None
        self._parted: frozenset[frozenset[int]] = frozenset()
        self._settled: frozenset[int] = frozenset()
        self._compared = Compared()

    def __len__(self) -> int:
        return len(self._entries)

    def place(self, doc: Document) -> Placement:
        """Where `doc` belongs among the articles of the window; changes nothing."""
        known, incoming = self._read(doc)
        own = self._slots.get(doc.id) if doc.id is not None else None
        bounds = BRIEF if known.words < BRIEF_WORDS else SHORT if known.words < SHORT_WORDS else TEXT
        strongest = incoming.numbers, incoming.weights.values(), incoming.held
        found = {
            slot: similarity(incoming, self._entries[slot].subject)
            for slot in self._postings.near(*strongest, bounds)
            if slot != own and self._is_open(self._entries[slot], incoming)
        }
        shared = shared_texts(Text(incoming, known, doc.outlet), found, self._entries, self._held.newest)
        if shared and shared[0].role is not Role.CONTAINS:
            return self._copied(shared, found[shared[0].slot])
        return self._joined(incoming, found, shared[0] if shared else None)

    def add(self, doc: Document, story: int, *, copy_of: int | None = None) -> None:
        """Take `doc`, which must have an id, into the window as an article of `story`.

        Raises:
            ValueError: the document has no id.
        """
        if doc.id is None:
            raise ValueError("a document needs the id of its article to be added")
        if doc.id in self._slots:  # first, so that its terms are as rare as they were without it
            self._remove(self._slots[doc.id])
            self._latest = None
        known, incoming = self._read(doc)
        slot = self._next
        self._next += 1
        entry = _member(doc, story, copy_of, (known, incoming), self._postings.lexicon)
        self._postings.add(slot, entry.subject.numbers)  # first, for it may want memory, and is then as it was
        self._held.add(slot, entry)
        self._stories.setdefault(story, Centroid(self._summed)).take(slot, entry)
        while len(self._entries) > self._limit:
            self._remove(self._postings.oldest)
        self._latest = None

    def replace(self, doc: Document, story: int) -> None:
        """A revision: the new text of an article that is here already. It keeps its place and what it copies."""
        slot = self._slots.get(doc.id) if doc.id is not None else None
        self.add(doc, story, copy_of=self._entries[slot].copy_of if slot is not None else None)

    def merge(self, part: int, into: int) -> None:
        """Make a story part of another; one that is not in the window has nothing to be moved."""
        pairs = (frozenset(into if story == part else story for story in pair) for pair in self._parted)
        self._parted = frozenset(pair for pair in pairs if len(pair) > 1)
        self._settled = frozenset(into if story == part else story for story in self._settled)
        gone = self._stories.pop(part, None)
        for slot in gone.slots if gone is not None else ():
            entry = self._held.put(slot, story=into, copy_of=self._entries[slot].copy_of)
            self._stories.setdefault(into, Centroid(self._summed)).take(slot, entry)

    def move(self, article: int, story: int, copy_of: int | None) -> None:
        """Put an article, if the window has it, into another story. Its terms stay as rare: a start finds it so."""
        if (slot := self._slots.get(article)) is None:
            return
        self._leave(slot, self._entries[slot].story)
        entry = self._held.put(slot, story=story, copy_of=copy_of)
        self._stories.setdefault(story, Centroid(self._summed)).take(slot, entry)

    def keep_apart(self, pairs: Iterable[tuple[int, int]], settled: Iterable[int] = ()) -> None:
        """The pairs of stories that no article makes one, in the place of earlier ones: a person split them.

        `settled`: those that a person had to do with otherwise; the articles of all of them stay where they are.
        """
        self._parted = frozenset(map(frozenset, pairs))
        self._settled = frozenset(settled).union(*self._parted)

    def close_text(self, same: Collection[int], origin: int) -> None:
        """Make one group of those that have the text of `origin`: it is nobody's copy, and all of `same` are its."""
        for slot in self._held.other_texts(same, origin):  # what has the text of `origin` already stays as it is
            entry = self._entries[slot]
            copy_of = None if entry.id == origin else origin
            if entry.copy_of != copy_of:
                self._held.put(slot, story=entry.story, copy_of=copy_of)
                self._stories[entry.story].change()

    def member(self, article_id: int) -> Member:
        """An article of the window.

        Raises:
            KeyError: it is not in the window.
        """
        return self._entries[self._slots[article_id]]

    def describe(self, doc: Document, story: int) -> Member:
        """A document that is older than the window, with its terms as rare as they are now; changes nothing.

        Raises:
            ValueError: the document has no id.
        """
        if doc.id is None:
            raise ValueError("a document needs the id of its article to be described")
        known = profile(doc)
        # Words of its own, for those of the window are forgotten with its last text.
        return _member(doc, story, None, (known, changed(self._incoming(doc, known), numbers=())), Lexicon())

    def members(self) -> Iterator[Member]:
        """The articles of the window, in order of arrival."""
        return iter(self._entries.values())

    def evict(self, before: datetime) -> None:
        """Forget the articles found before then; a story goes with its last article."""
        for slot in [slot for slot, entry in self._entries.items() if entry.found_at < before]:
            self._remove(slot)
            self._latest = None  # the numbers of its words may be given to others

    def close(self, now: datetime) -> None:
        """Forget what left the window, every few minutes; a window that never closes forgets nothing."""
        if self._window is not None and (self._closed_at is None or now - self._closed_at > CLOSE_EVERY):
            self.evict(now - self._window)
            self._closed_at = now

    def _read(self, doc: Document) -> tuple[Profile, Incoming]:
        """Its profile, and its text as it is compared; kept for the last document, since `add` follows `place`."""
        if self._latest is None or not _same_text(self._latest[0], doc):
            known = profile(doc)
            self._latest = (doc, known, self._incoming(doc, known))
        return self._latest[1:]

    def _incoming(self, doc: Document, known: Profile) -> Incoming:
        terms, weights, numbers, held = self._postings.strongest(known.terms, frozenset(known.headline))
        length = math.sqrt(sum(map(mul, weights, weights))) or 1.0
        units = dict(zip(terms, [weight / length for weight in weights], strict=True))
        return Incoming(
            weights=units,
            headline=headline(known.headline, units),
            bare=known.bare,
            moment=doc.moment,
            facts=HeadlineFacts(deed=known.gist.deed, claims=claims(known.gist, units), words=known.words),
            numbers=numbers,
            held=held,
            names=dict(zip(numbers, terms, strict=True)),
        )

    def _is_open(self, entry: Member, incoming: Incoming) -> bool:
        """Whether an article was reported near enough in time for another to join its story."""
        return self._window is None or abs(entry.subject.moment - incoming.moment) <= self._window

    def _copied(self, shared: Sequence[Shared], likeness: Similarity) -> Placement:
        """A copy; those of whose texts it is one are one group, and their stories one story."""
        entry, role = self._entries[shared[0].slot], shared[0].role
        near = [self._entries[one.slot] for one in shared]
        stories = self._not_parted(dict.fromkeys(one.story for one in near))
        copied = [one for one in near if one.story in stories]
        origin, *same = sorted({one.id if one.copy_of is None else one.copy_of for one in copied})
        story = stays(stories, self._recent)
        return Placement(
            story=story,
            copy_of=origin,
            relation=Relation.COPY if role is Role.COPY else Relation.UPDATED_COPY,
            role=role,
            score=likeness.odds,
            because=(f"{round(100 * shared[0].same.larger)} % of the shorter text word for word",),
            nearest=story,
            text_of=entry.id,
            merged=tuple(one for one in stories if one != story),
            same_text=tuple(same),
        )

    def _joined(self, incoming: Incoming, found: dict[int, Similarity], shared: Shared | None) -> Placement:
        role = _role(incoming.facts.deed)
        stories = unrivalled(near_stories(incoming, found, self._recent), incoming, found, self._recent)
        if not stories:
            return Placement(story=None, copy_of=None, relation=Relation.NEW, role=role, score=-math.inf)
        near = stories[0]
        one = self._one(stories, found) if near.joins else []
        story = stays(one, self._recent) if one else None
        moved: tuple[Leaving, ...] = ()
        if len(one) < 2:
            known = self._compared, self._settled
            if (again := look_again(incoming, story, found, self._recent, known)) is not None:
                story, one, moved = again.story, again.of, again.moved
        held = self._entries[shared.slot] if shared is not None else None
        holds = held is not None and held.story in one and role is Role.OWN
        return Placement(
            story=story,
            copy_of=None,
            relation=Relation.JOINED if one else Relation.NEW,
            role=Role.CONTAINS if holds else role,
            score=near.odds,
            because=near.article.terms(),
            nearest=near.story if story is None else story,
            conflict=near.conflict,
            text_of=held.id if held is not None and holds else None,
            merged=tuple(part for part in one if part != story),
            moved=moved,
        )

    def _one(self, stories: Sequence[Nearest], found: Mapping[int, Similarity]) -> list[int]:
        """The story that an article joins, and those that it shows to be part of that."""
        joined, recent = stories[0].story, self._recent
        again = asked_again(joined, found, recent)
        return self._not_parted(dict.fromkeys((joined, *one_event(stories, recent), *again)))

    def _not_parted(self, stories: Iterable[int]) -> list[int]:
        """The first of them, and of the others those that nobody split from one that is kept."""
        kept: list[int] = []
        for story in stories:
            if all(frozenset((story, other)) not in self._parted for other in kept):
                kept.append(story)
        return kept

    @property
    def _recent(self) -> Recent:
        return Recent(self._entries, self._stories, self._postings.held, self._articles)

    def _remove(self, slot: int) -> None:
        entry = self._held.remove(slot)
        self._postings.remove(slot, entry.subject.numbers)
        self._leave(slot, entry.story)

    def _leave(self, slot: int, story: int) -> None:
        self._stories[story].lose(slot)
        if not self._stories[story].slots:
            del self._stories[story]


def _member(doc: Document, story: int, copy_of: int | None, read: tuple[Profile, Incoming], lexicon: Lexicon) -> Member:
    assert doc.id is not None
    known, incoming = read
    return Member(
        id=doc.id,
        story=story,
        copy_of=copy_of,
        outlet=doc.outlet,
        found_at=doc.found_at,
        subject=Packed.of(incoming, lexicon),
        signature=known.signature,
        deed=known.gist.deed,
        words=known.words,
    )


def _role(deed: Deed) -> Role:
    """What an article in its own words does in its story."""
    if Act.ROUND_UP in deed.main:
        return Role.MENTION
    # What somebody said is news.
    return Role.COMMENT if deed.is_comment and Act.STATEMENT not in deed.main else Role.OWN


def _same_text(first: Document, second: Document) -> bool:
    if first is second:
        return True
    same = first.title == second.title and first.body == second.body and first.standfirst == second.standfirst
    return same and first.moment == second.moment
