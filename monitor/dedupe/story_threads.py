"""Threads: stories on one saga, for ever. The book, the rights, the casting and the shoot of one film are one thread.

    story opens -> stories that share its rarest terms -> their threads -> score -> one of them, or a new one
    story grows -> is its thread the same saga as the next likeliest? -> merge
    500 stories later -> is a thread that stayed small part of a large one? -> merge
                      -> is another thread likelier that of the story? -> move

A thread is compared as a whole, by the sum of all its articles, and by the nearest of its stories. The weights of the
score were learnt (`bench/learn_threads.py`). What is known of earlier stories is a memory's business.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nlargest

from monitor.dedupe.better_threads import better
from monitor.dedupe.member import Member
from monitor.dedupe.similarity import Similarity, as_incoming, similarity
from monitor.dedupe.small_threads import LATER, home
from monitor.dedupe.thread_evidence import NO_FACTS, Evidence, evidence, learnt
from monitor.dedupe.thread_memory import INDEXED, Opening, ProcessMemory, ThreadMemory, grow
from monitor.dedupe.thread_whole import Whole, grown, merged, of_article

NEAR = 24  # stories compared at most
JOIN = -0.25  # score from which a story joins a thread,
MERGE = 0.0  # and two threads are one: a wrong merge costs more
LARGE = 8  # articles of each of two threads, from which on a word that both have is no saga ("gas"):
BREADTH = 1.6  # so many terms must carry their likeness

PROMISING = 0.2  # of the best product: less is not worth a comparison


@dataclass(frozen=True, slots=True)
class Threaded:
    """The thread of an article's story. `nearest`: the story of that thread to which one that opened is nearest.

    `terms` are those that tie them, the strongest first.
    """

    thread: int
    nearest: int | None = None
    terms: tuple[str, ...] = ()


class Threads:
    """The threads of stories, over a memory of them. The number of a thread is that of its first story."""

    def __init__(self, memory: ThreadMemory | None = None, weights: Mapping[str, float] | None = None) -> None:
        self._memory = memory or ProcessMemory()
        self._weights = weights or learnt()

    def of(self, story: int) -> int:
        """The thread of a story, by its present number.

        Raises:
            KeyError: it has none.
        """
        thread = self._memory.thread_of(story)
        if thread is None:
            raise KeyError(story)
        return thread

    def add(self, entry: Member, thread: int | None = None) -> Threaded:
        """Take an article of a story in. `thread` is that of its story, where it is settled.

        The thread that is returned may be part of another one by then: `of` knows.
        """
        known, size = self._memory.thread_of(entry.story), self._memory.size(entry.story)
        if known is not None and entry.copy_of is not None:  # it says nothing new
            return Threaded(known)
        about, is_settled = of_article(entry), thread is not None
        # A story is placed when it opens, and looked at again each time it has doubled.
        near = {} if is_settled or size & (size - 1) else self._near(about, entry.story)
        scores = {number: found.evidence.score(self._weights) for number, found in near.items()}
        if known is not None:
            grow(self._memory, known, about)
            placed = Threaded(known)
        else:
            best = max(scores, key=lambda number: (scores[number], -number), default=None)
            if best is not None and scores[best] < JOIN:
                best = None
            if thread is None:
                thread = entry.story if best is None else best
            self._open(entry.story, thread, about)
            tie = near[best] if best is not None else None
            placed = Threaded(thread) if tie is None else Threaded(thread, tie.story, tie.likeness.terms())
        self._merge(placed.thread, scores)
        if known is None and not is_settled:
            self._ask_again(entry.story - LATER)
        return placed

    def close(self, last: int) -> None:
        """The stream is over: ask the threads again whose stories would have been asked later; `last` opened last."""
        for story in range(max(1, last - LATER + 1), last + 1):
            self._ask_again(story)

    def _open(self, story: int, thread: int, about: Whole) -> None:
        before = self._memory.wholes([thread]).get(thread)
        self._memory.opened(story, thread, about)
        if before is not None:
            self._memory.grown(thread, grown(before, about))

    def near(self, entry: Member) -> dict[int, Evidence]:
        """What speaks for an article being of each thread that has a story near to it."""
        return {thread: found.evidence for thread, found in self._near(of_article(entry), entry.story).items()}

    def _near(self, about: Whole, own: int) -> "dict[int, _Near]":
        incoming = as_incoming(about.subject, NO_FACTS)
        nearest: dict[int, tuple[Similarity, Opening]] = {}  # by thread: its nearest story
        for opening in self._memory.openings(self._candidates(about, own)):
            likeness = similarity(incoming, opening.about.subject)
            best = nearest.get(opening.thread)
            if best is None or (likeness.cosine, opening.story) > (best[0].cosine, best[1].story):
                nearest[opening.thread] = likeness, opening
        wholes = self._memory.wholes(nearest)
        return {
            thread: _Near(opening.story, likeness, found)
            for thread, (likeness, opening) in nearest.items()
            if thread in wholes
            and (found := evidence(incoming, about.words, wholes[thread], opening.about, likeness)) is not None
        }

    def _candidates(self, about: Whole, own: int) -> list[int]:
        """The stories that share most of the strongest terms, by an incomplete product; bounded work."""
        products: defaultdict[int, float] = defaultdict(float)
        terms, weights = about.subject.terms[:INDEXED], about.subject.weights
        for weight, stories in zip(weights, self._memory.found_by(terms), strict=False):
            square = weight * weight
            for story in stories:
                products[story] += square
        products.pop(own, None)
        floor = PROMISING * max(products.values(), default=0.0)
        promising = [story for story, product in products.items() if product >= floor]
        return nlargest(NEAR, promising, key=lambda story: (products[story], story))

    def _ask_again(self, story: int) -> None:
        """Is the thread of a story, if it is small, part of a large one by now, or the story itself of another?"""
        thread = self._memory.thread_of(story)
        if thread is None:
            return
        found = home(self._memory, thread)
        if found is not None:
            large, whole, small = found
            self._memory.merged(thread, large, merged(whole, small))
        move = better(self._memory, story)
        if move is not None:
            self._memory.moved(story, move.left, move.thread, move.whole)

    def _merge(self, thread: int, scores: Mapping[int, float]) -> None:
        """Make one of the thread of an article and the likeliest other one, if as wholes they are one."""
        others = [other for other in scores if other != thread and scores[other] >= JOIN]
        apart = self._memory.apart(thread) if others else ()
        others = [other for other in others if other not in apart]
        if not others:
            return
        wholes = self._memory.wholes((thread, max(others, key=lambda number: (scores[number], -number))))
        if len(wholes) < 2:
            return
        large, small = sorted(wholes, key=lambda number: (-wholes[number].terms.articles, number))
        incoming = as_incoming(wholes[small].subject, NO_FACTS)
        found = evidence(incoming, wholes[small].words, wholes[large], wholes[large])
        is_large = wholes[small].terms.articles >= LARGE
        if found is None or found.score(self._weights) < MERGE or (is_large and found.breadth < BREADTH):
            return
        self._memory.merged(small, large, merged(wholes[large], wholes[small]))


@dataclass(frozen=True, slots=True)
class _Near:
    """The nearest story of a thread, and what speaks for the thread."""

    story: int
    likeness: Similarity
    evidence: Evidence
