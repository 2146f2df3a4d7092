"""The archive as the memory of threads: what was read or kept last is held, so that memory does not grow with it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from monitor.dedupe import INDEXED, RECENT, Opening, Whole
from monitor.store import sagas, stories, thread_moves, thread_terms
from monitor.store.archive import Archive
from monitor.story_moves import MovedBy
from monitor.story_terms import StoryTerms

HELD = 1_000  # openings, and threads, some 8 kB each: a new story is mostly near to those of the last days
_Read = Callable[[Archive, Sequence[int]], Mapping[int, StoryTerms]]


class ThreadArchive:
    """`dedupe.ThreadMemory` over an archive, in the caller's transaction. After a failed one `forget` what is held."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._openings: dict[int, Whole] = {}
        self._wholes: dict[int, Whole] = {}

    def forget(self) -> None:
        """Read everything again: the archive knows better."""
        self._openings.clear()
        self._wholes.clear()

    def thread_of(self, story: int) -> int | None:
        """As `ThreadMemory` says."""
        return sagas.of(self._archive, story)

    def threads_of(self, stories: Collection[int]) -> Mapping[int, int]:
        """As `ThreadMemory` says."""
        return sagas.of_stories(self._archive, stories)

    def size(self, story: int) -> int:
        """As `ThreadMemory` says."""
        return stories.size(self._archive, story)

    def found_by(self, terms: Sequence[str]) -> Sequence[Sequence[int]]:
        """As `ThreadMemory` says."""
        return thread_terms.found_by(self._archive, terms, RECENT)

    def openings(self, stories: Sequence[int]) -> Iterable[Opening]:
        """As `ThreadMemory` says. A merge moves stories, so the thread of each is asked for each time."""
        found = self._known(self._openings, stories, thread_terms.openings)
        threads = sagas.of_stories(self._archive, found) if found else {}
        return [Opening(story, threads[story], found[story]) for story in stories if story in threads]

    def wholes(self, threads: Iterable[int]) -> Mapping[int, Whole]:
        """As `ThreadMemory` says."""
        return self._known(self._wholes, list(threads), thread_terms.wholes)

    def apart(self, thread: int) -> Collection[int]:
        """As `ThreadMemory` says."""
        return thread_moves.kept_apart(self._archive, thread)

    def is_settled(self, thread: int) -> bool:
        """As `ThreadMemory` says."""
        return any(move.moved_by is MovedBy.PERSON for move in thread_moves.of_thread(self._archive, thread))

    def opened(self, story: int, thread: int, about: Whole) -> None:
        """As `ThreadMemory` says."""
        sagas.join(self._archive, story, thread)
        thread_terms.keep_opening(self._archive, story, about.terms, INDEXED)
        _hold(self._openings, story, about)
        if thread == story:  # a new one, which is about the same
            _hold(self._wholes, thread, about)

    def grown(self, thread: int, whole: Whole) -> None:
        """As `ThreadMemory` says."""
        thread_terms.keep_whole(self._archive, thread, whole.terms)
        self._wholes.pop(thread, None)
        _hold(self._wholes, thread, whole)

    def merged(self, part: int, into: int, whole: Whole) -> None:
        """As `ThreadMemory` says. It is kept as a move of the program."""
        thread_moves.became_one(self._archive, part, into)
        thread_terms.drop_whole(self._archive, part)
        self._wholes.pop(part, None)
        self.grown(into, whole)

    def moved(self, story: int, left: Whole, into: int, whole: Whole) -> None:
        """As `ThreadMemory` says. It is kept as a move of the program."""
        former = sagas.of(self._archive, story)
        if former is None or sagas.story_count(self._archive, former) == 1:  # its others were pruned, or merged
            return
        thread_moves.went(self._archive, story, former, into)
        self.grown(former, left)
        self.grown(into, whole)

    def _known(self, held: dict[int, Whole], numbers: Sequence[int], read: _Read) -> dict[int, Whole]:
        """Those that are held, and the others as the archive has them; all of them are held from now on."""
        found = {number: held.pop(number) for number in numbers if number in held}
        unknown = [number for number in numbers if number not in found]
        if unknown:
            found |= {number: Whole(about) for number, about in read(self._archive, unknown).items()}
        for number, whole in found.items():
            _hold(held, number, whole)
        return found


def _hold(held: dict[int, Whole], number: int, whole: Whole) -> None:
    """Hold it as the last one used, and let go of the one that was not used for longest."""
    held[number] = whole
    if len(held) > HELD:
        del held[next(iter(held))]
