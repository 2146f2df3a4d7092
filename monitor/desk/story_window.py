"""The stories of the last days, kept in memory and made again from the archive when needed first, and their threads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice

from monitor.dedupe import LIMIT, WINDOW, Document, HeadlineFacts, Placement, StoryIndex, Threaded, Threads
from monitor.desk.thread_archive import ThreadArchive
from monitor.store import articles, moves, stories, thread_moves
from monitor.store.archive import Archive
from monitor.store.articles import StoredArticle
from monitor.store.queries import newest_articles

_PART = 100  # articles taken in at once: a twentieth of a second in which nothing else is written


@dataclass(slots=True, kw_only=True)
class Making:
    """A window that is being made: `done` of some `of` articles are in it."""

    index: StoryIndex
    left: Iterator[StoredArticle]
    of: int
    done: int = 0


class StoryWindow:
    """`StoryIndex` and `Threads` over one archive. After a failed transaction `forget` it: the archive knows better.

    It is made at once where it is needed, or in parts before that (`make`), between which other work is done.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._index: StoryIndex | None = None
        self._making: Making | None = None
        self._memory = ThreadArchive(archive)
        self._threads = Threads(self._memory)
        self._looked_in: int | None = None  # the transaction in which it last looked for such moves
        self._followed = 0  # the last merge or split that the window knows of,
        self._followed_threads = 0  # and a person's last one of threads

    @property
    def is_made(self) -> bool:
        """Whether it holds all that it is to hold."""
        return self._index is not None

    def __len__(self) -> int:
        return len(self._index or ())

    def place(self, doc: Document) -> Placement:
        """Where an article belongs; nothing is changed."""
        return self._filled(doc.found_at).place(doc)

    def add(self, doc: Document, article_id: int, story: int, *, copy_of: int | None = None) -> None:
        """Take an article in that was placed in the same transaction."""
        assert self._index is not None
        self._index.add(replace(doc, id=article_id), story, copy_of=copy_of)

    def merge(self, part: int, into: int) -> None:
        """A story became part of another, which the archive knows already."""
        assert self._index is not None
        self._index.merge(part, into)
        self._memory.forget()
        self._followed = moves.last(self._archive)

    def move(self, listed: Iterable[tuple[int, int | None]], story: int) -> None:
        """Articles, each with that whose text it repeats, became part of a story, which the archive knows already."""
        assert self._index is not None
        for article, copy_of in listed:
            self._index.move(article, story, copy_of)
        self._memory.forget()
        self._followed = moves.last(self._archive)

    def close_text(self, same: Iterable[int], origin: int) -> None:
        """Articles turned out to have one text, which the archive knows already."""
        if self._index is not None:
            self._index.close_text([*same], origin)

    def thread(self, article_id: int) -> tuple[Threaded, HeadlineFacts]:
        """The thread of an article that was added, which is kept, and what its headline says."""
        assert self._index is not None
        entry = self._index.member(article_id)
        return self._threads.add(entry), entry.facts

    def replace(self, doc: Document, story: int) -> None:
        """A revision of an article that is in."""
        self._filled(doc.found_at).replace(doc, story)

    def forget(self) -> None:
        """Make it again from the archive at the next use."""
        self._index = self._making = None
        self._memory.forget()

    def make(self, now: datetime) -> Making | None:
        """Take the next part of the articles in; how far it is. None: it is whole.

        What people merge and split meanwhile is taken over at the next use.
        """
        if self._index is not None:
            return None
        # One that failed is begun again.
        making, self._making = self._making or self._begun(now), None
        taken = list(islice(making.left, _PART))
        _take(making.index, taken)
        making.done += len(taken)
        if len(taken) == _PART:
            self._making = making
            return making
        making.index.keep_apart(moves.kept_apart(self._archive), moves.by_persons(self._archive))
        self._index = making.index
        return None

    def _begun(self, now: datetime) -> Making:
        # First, for what is moved while the window is made is then moved in it, too.
        self._followed = moves.last(self._archive)
        index = StoryIndex(window=WINDOW, articles=partial(stories.size, self._archive))
        since, count = newest_articles.since(self._archive, now - WINDOW, LIMIT)
        return Making(index=index, left=articles.recent(self._archive, since), of=count)

    def _filled(self, now: datetime) -> StoryIndex:
        while self._index is None:
            self.make(now)
        self._follow_moves(self._index)
        self._index.close(now)
        return self._index

    def _follow_moves(self, index: StoryIndex) -> None:
        """Take over what people merged and split since the window was made, by another process maybe.

        Once a transaction, in which no other process writes.
        """
        if self._looked_in is not None and self._looked_in == self._archive.under_way:
            return
        self._looked_in = self._archive.under_way
        of_threads = thread_moves.last(self._archive)
        if of_threads != self._followed_threads:
            self._memory.forget()
            self._followed_threads = of_threads
        last = moves.last(self._archive)
        if last == self._followed:
            return
        held = {entry.id for entry in index.members()}
        moved = [number for number in moves.moved_since(self._archive, self._followed) if number in held]
        for stored in articles.get_many(self._archive, moved):
            if stored.story_id is not None:
                index.move(stored.id, stored.story_id, stored.copy_of)
        index.keep_apart(moves.kept_apart(self._archive), moves.by_persons(self._archive))
        self._memory.forget()
        self._followed = last


def _take(index: StoryIndex, listed: Iterable[StoredArticle]) -> None:
    for stored in listed:
        if stored.story_id is not None:
            doc = Document.of(stored.article, stored.id, stored.found_at)
            index.add(doc, stored.story_id, copy_of=stored.copy_of)
