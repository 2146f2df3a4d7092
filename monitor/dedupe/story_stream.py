"""A stream of documents in stories and threads: the window and the threads over one memory, as a desk has them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from monitor.dedupe.document import Document
from monitor.dedupe.member import Member
from monitor.dedupe.placement import Placement
from monitor.dedupe.second_look import Leaving
from monitor.dedupe.story_index import LIMIT, StoryIndex
from monitor.dedupe.story_threads import Threads
from monitor.dedupe.thread_memory import ProcessMemory
from monitor.dedupe.thread_whole import of_article


class Grouping:
    """Stories and threads of a stream of documents, in order of arrival. Stories are numbered from 1.

    `window` is the time after which a story closes; None: it never does.
    """

    def __init__(self, *, window: timedelta | None = None, limit: int = LIMIT) -> None:
        self._memory = ProcessMemory()
        self._index = StoryIndex(window=window, limit=limit, articles=self._memory.size)
        self._threads = Threads(self._memory)
        self._stories = 0
        self._part_of: dict[int, int] = {}  # merged stories
        self._story_of: dict[int, int] = {}  # of articles, by their ids

    def take(self, doc: Document) -> Placement:
        """Where a document, which must have an id, belongs; it is taken in.

        Its story may be merged later, and it may be of another one then: `story_of` knows.
        """
        self._index.close(doc.found_at)
        placement = self._index.place(doc)
        opened = [to for moved in placement.moved if (to := self._move(moved)) is not None]
        story = placement.story or next(iter(opened), None) or self._next()
        for part in placement.merged:
            self._index.merge(part, story)
            self._memory.joined(part, story)
            self._part_of[part] = story
        if placement.copy_of is not None and placement.same_text:
            self._index.close_text(placement.same_text, placement.copy_of)
        self._memory.came(story)
        self._index.add(doc, story, copy_of=placement.copy_of)
        if doc.id is not None:
            self._story_of[doc.id] = story
            self._threads.add(self._index.member(doc.id))
        return replace(placement, story=story)

    def close(self) -> None:
        """All documents were taken: threads that stayed small are asked again, as a desk does in time."""
        self._threads.close(self._stories)

    def member(self, article_id: int) -> Member:
        """An article that is in, as `StoryIndex.member`."""
        return self._index.member(article_id)

    def story(self, number: int) -> int:
        """The story that a number stands for by now: itself, or what it was merged into."""
        while number in self._part_of:
            number = self._part_of[number]
        return number

    def story_of(self, article_id: int) -> int:
        """The story that an article is of by now.

        Raises:
            KeyError: it was not taken in.
        """
        return self.story(self._story_of[article_id])

    def thread(self, story: int) -> int:
        """The thread of a story, as is known by now: the number of the thread's first story."""
        return self._threads.of(self.story(story))

    def _next(self) -> int:
        self._stories += 1
        return self._stories

    def _move(self, moved: Leaving) -> int | None:
        """Put articles into another story; its number, where it is one that the article that comes opens with them."""
        to = moved.to or self._next()
        for left, ids in moved.articles:
            self._memory.left(left, to, len(ids), of_article(self._index.member(ids[0])))
            for article in ids:
                self._index.move(article, to, self._index.member(article).copy_of)
                self._story_of[article] = to
        return to if moved.is_of_new else None


def group(docs: Iterable[Document], *, window: timedelta | None = None, limit: int = LIMIT) -> Iterator[Placement]:
    """Place documents in order of arrival; each placement has a story number.

    A document without an id gets its position (from 0), and `copy_of` refers to that.
    """
    grouping = Grouping(window=window, limit=limit)
    for position, doc in enumerate(docs):
        yield grouping.take(doc if doc.id is not None else replace(doc, id=position))
