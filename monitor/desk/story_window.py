"""The stories of the last days, kept in memory and made again from the archive when needed first, and their threads."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial

from monitor.dedupe import WINDOW, Document, HeadlineFacts, Placement, StoryIndex, Threaded, Threads
from monitor.desk.thread_archive import ThreadArchive
from monitor.store import articles, moves, stories, thread_moves
from monitor.store.archive import Archive
from monitor.store.articles import StoredArticle


class StoryWindow:
    """`StoryIndex` and `Threads` over one archive. After a failed transaction `forget` it: the archive knows better."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._index: StoryIndex | None = None
        self._memory = ThreadArchive(archive)
        self._threads = Threads(self._memory)
        self._looked_in: int | None = None  # the transaction in which it last looked for such moves
        self._followed = 0  # the last merge or split that the window knows of,
        self._followed_threads = 0  # and a person's last one of threads

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
        self._index = None
        self._memory.forget()

    def _filled(self, now: datetime) -> StoryIndex:
        if self._index is None:
            index = StoryIndex(window=WINDOW, articles=partial(stories.size, self._archive))
            _take(index, articles.recent(self._archive, now - WINDOW))
            index.keep_apart(moves.kept_apart(self._archive), moves.by_persons(self._archive))
            self._index, self._followed = index, moves.last(self._archive)
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
