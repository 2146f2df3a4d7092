"""What threads remember: what each story was about when it opened, and each thread as a whole.

The memory may be an archive, which outlives the process and is not bounded in time, or, for a file of articles, this
process's own. Both answer the same, so a thread is the same in both.
"""

from bisect import insort
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from monitor.dedupe.thread_whole import Whole, grown, summed

INDEXED = 20  # strongest terms of a story by which it is found, and by which it looks; more find no better
RECENT = 100  # newest stories that a term finds


@dataclass(frozen=True, slots=True)
class Opening:
    """A story: its thread, and what its first article was about."""

    story: int
    thread: int
    about: Whole


class ThreadMemory(Protocol):
    """Stories and their threads. It learns of them in order of opening."""

    def thread_of(self, story: int) -> int | None:
        """The thread of a story, by its present number; None: it has none."""

    def threads_of(self, stories: Collection[int]) -> Mapping[int, int]:
        """The threads of these stories, by story; those without one are left out."""

    def size(self, story: int) -> int:
        """How many articles a story has, the one that is being placed too."""

    def found_by(self, terms: Sequence[str]) -> Sequence[Sequence[int]]:
        """For each term the newest `RECENT` stories that have it among their `INDEXED` strongest, in any order."""

    def openings(self, stories: Sequence[int]) -> Iterable[Opening]:
        """What is known of these stories; those without a thread are left out."""

    def wholes(self, threads: Iterable[int]) -> Mapping[int, Whole]:
        """Threads as wholes; those of which nothing is known are left out."""

    def apart(self, thread: int) -> Collection[int]:
        """The threads that a person separated from it: they become one with it by nothing but a person."""

    def is_settled(self, thread: int) -> bool:
        """Whether a person merged or separated it: none of its stories leaves it by anything but a person."""

    def opened(self, story: int, thread: int, about: Whole) -> None:
        """Remember a story that opened in a thread; where that is new, it is about the same."""

    def grown(self, thread: int, whole: Whole) -> None:
        """Remember a thread as it is with an article more."""

    def merged(self, part: int, into: int, whole: Whole) -> None:
        """Remember that a thread is part of another, which is now `whole`."""

    def moved(self, story: int, left: Whole, into: int, whole: Whole) -> None:
        """Remember that a story is of another thread, which is now `whole`, and what is `left` of its own.

        Nothing where its own has no other any longer.
        """


def grow(memory: ThreadMemory, thread: int, about: Whole) -> None:
    """Remember a thread with an article more."""
    before = memory.wholes([thread]).get(thread)
    memory.grown(thread, about if before is None else grown(before, about))


class ProcessMemory:
    """A memory that ends with its process. Nothing is forgotten: some 10 kB a story."""

    def __init__(self) -> None:
        self._of: dict[int, int] = {}
        self._stories: dict[int, set[int]] = {}  # by thread
        self._sizes: Counter[int] = Counter()
        self._openings: dict[int, Whole] = {}
        self._wholes: dict[int, Whole] = {}
        self._found: dict[str, list[int]] = {}

    def thread_of(self, story: int) -> int | None:
        """As `ThreadMemory` says."""
        return self._of.get(story)

    def threads_of(self, stories: Collection[int]) -> Mapping[int, int]:
        """As `ThreadMemory` says."""
        return {story: self._of[story] for story in stories if story in self._of}

    def size(self, story: int) -> int:
        """As `ThreadMemory` says, of the articles that `came`."""
        return self._sizes[story]

    def found_by(self, terms: Sequence[str]) -> Sequence[Sequence[int]]:
        """As `ThreadMemory` says."""
        return [self._found.get(term, [])[-RECENT:] for term in terms]

    def openings(self, stories: Sequence[int]) -> Iterable[Opening]:
        """As `ThreadMemory` says."""
        return [Opening(story, self._of[story], self._openings[story]) for story in stories]

    def wholes(self, threads: Iterable[int]) -> Mapping[int, Whole]:
        """As `ThreadMemory` says."""
        return {thread: self._wholes[thread] for thread in threads if thread in self._wholes}

    def apart(self, thread: int) -> Collection[int]:  # noqa: ARG002 - nobody parts anything of a file
        """As `ThreadMemory` says."""
        return ()

    def is_settled(self, thread: int) -> bool:  # noqa: ARG002
        """As `ThreadMemory` says."""
        return False

    def opened(self, story: int, thread: int, about: Whole) -> None:
        """As `ThreadMemory` says."""
        self._of[story] = thread
        self._stories.setdefault(thread, set()).add(story)
        self._openings[story] = about
        self._find(story, INDEXED)
        self._wholes.setdefault(thread, about)

    def came(self, story: int) -> None:
        """An article of a story came."""
        self._sizes[story] += 1

    def left(self, story: int, into: int, articles: int, about: Whole) -> None:
        """So many articles of a story, which are about this, are of another one; it may open with them."""
        self._sizes[story] -= articles
        self._sizes[into] += articles
        if into not in self._of:
            self.opened(into, self._of[story], about)

    def joined(self, part: int, into: int) -> None:
        """A story is part of another one now, which is found by what either was about."""
        self._sizes[into] += self._sizes.pop(part, 0)
        left, thread = self._of.pop(part), self._of[into]
        about = self._openings.pop(part)
        for story in (part, into):
            for stories in self._found.values():
                if story in stories:
                    stories.remove(story)
        self._stories[left].remove(part)
        if left != thread:
            grow(self, thread, about)
            if not self._stories[left]:
                del self._stories[left], self._wholes[left]
        self._openings[into] = Whole(summed((about.terms, self._openings[into].terms)))
        self._find(into, 2 * INDEXED)

    def grown(self, thread: int, whole: Whole) -> None:
        """As `ThreadMemory` says."""
        self._wholes[thread] = whole

    def merged(self, part: int, into: int, whole: Whole) -> None:
        """As `ThreadMemory` says."""
        stories = self._stories.pop(part)
        self._stories[into] |= stories
        self._of.update(dict.fromkeys(stories, into))
        del self._wholes[part]
        self._wholes[into] = whole

    def moved(self, story: int, left: Whole, into: int, whole: Whole) -> None:
        """As `ThreadMemory` says."""
        former = self._of[story]
        if len(self._stories[former]) == 1:  # its others were merged into stories of other threads
            return
        self._stories[former].remove(story)
        self._stories[into].add(story)
        self._of[story] = into
        self._wholes |= {former: left, into: whole}

    def _find(self, story: int, terms: int) -> None:
        """Make a story found by so many of its strongest terms; the newest stories stand last."""
        for term in [*self._openings[story].terms.terms][:terms]:
            found = self._found.setdefault(term, [])
            if story not in found:
                insort(found, story)
