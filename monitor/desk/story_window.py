"""The stories of the last days and the threads, kept in memory and made again from the archive when needed first."""

from dataclasses import replace
from datetime import datetime

from monitor.dedupe import WINDOW, Document, Merge, Placement, StoryIndex, Threads
from monitor.model import Article
from monitor.store import articles, sagas
from monitor.store.archive import Archive

STORIES = 10_000  # newest stories whose threads a new one may join: each takes half a millisecond at a start, and 10 kB


class StoryWindow:
    """`StoryIndex` and `Threads` over one archive. After a failed transaction `forget` it: the archive knows better."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._index: StoryIndex | None = None
        self._threads = Threads(limit=STORIES)

    def __len__(self) -> int:
        return len(self._index or ())

    def place(self, article: Article, article_id: int | None, found_at: datetime) -> tuple[Document, Placement]:
        """Where an article belongs; nothing is changed."""
        doc = Document.of(article, article_id, found_at)
        return doc, self._filled(found_at).place(doc)

    def add(self, doc: Document, article_id: int, story: int, *, copy_of: int | None = None) -> None:
        """Take an article in."""
        self._filled(doc.found_at).add(replace(doc, id=article_id), story, copy_of=copy_of)

    def thread(self, article_id: int, known: int | None) -> tuple[int, Merge | None]:
        """The thread of an article that was added, and the merge that it caused; `known`: that of its story."""
        assert self._index is not None
        entry = self._index.member(article_id)
        merge = self._threads.add(entry, None if entry.story in self._threads else known)
        return self._threads.of(entry.story), merge

    def replace(self, article: Article, article_id: int, story: int, found_at: datetime) -> None:
        """A revision of an article that is in."""
        self._filled(found_at).replace(Document.of(article, article_id, found_at), story)

    def forget(self) -> None:
        """Make it again from the archive at the next use."""
        self._index = None

    def _filled(self, now: datetime) -> StoryIndex:
        if self._index is None:
            index = StoryIndex(window=WINDOW)
            for stored in articles.recent(self._archive, now - WINDOW):
                if stored.story_id is not None:
                    doc = Document.of(stored.article, stored.id, stored.found_at)
                    index.add(doc, stored.story_id, copy_of=stored.copy_of)
            self._threads = self._known_threads(index)
            self._index = index
        self._index.close(now)
        return self._index

    def _known_threads(self, index: StoryIndex) -> Threads:
        """The threads by the first article of each story, and by all that are in the window."""
        found, of = Threads(limit=STORIES), {}
        recent = {entry.id: entry for entry in index.members()}
        for opening in sagas.openings(self._archive, STORIES):
            of[opening.story] = opening.thread
            entry = recent.pop(opening.article_id, None)
            if entry is None:
                entry = index.describe(
                    Document.of(opening.article, opening.article_id, opening.found_at), opening.story
                )
            found.add(entry, opening.thread)
        for entry in recent.values():
            if entry.story in of:
                found.add(entry, of[entry.story])
        return found
