"""Threads: stories on one saga, for ever. The book, the rights, the casting and the shoot of one film are one thread.

    story opens -> stories that share its rarest terms -> their threads -> score -> one of them, or a new one
    story grows -> is its thread the same saga as the next likeliest? -> merge

A thread is compared as a whole, by the sum of all its articles, and by the nearest of its stories. The weights of the
score were learnt (`bench/learn_threads.py`). What is known of earlier stories is a memory's business.
"""

import math
import tomllib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from importlib.resources import files
from itertools import islice

from monitor.dedupe.claims import Claims
from monitor.dedupe.gist import Deed
from monitor.dedupe.similarity import (
    Headline,
    HeadlineFacts,
    Incoming,
    Member,
    Similarity,
    Subject,
    as_incoming,
    similarity,
)
from monitor.dedupe.thread_memory import INDEXED, ProcessMemory, ThreadMemory, grow
from monitor.dedupe.thread_whole import Whole, grown, merged, of_article

NEAR = 24  # stories compared at most
JOIN = 0.0  # score from which a story joins a thread
MERGE = 0.0  # score from which two threads are one
DAY = 0.02  # each day since a thread's last story makes it less likely,
DAYS = 60.0  # up to so many
ANCHOR_DAYS = 30.0  # later than this words alone do not tie a story to a thread: a name that both are about must
ANCHOR_TERMS = 10  # strongest terms among which that name is

PROMISING = 0.2  # of the best product: less is not worth a comparison

_NO_FACTS = HeadlineFacts(Deed(frozenset(), frozenset()), Claims((), array("f"), 0), 0)  # what was done ties nothing

LEARNT = ("whole", "nearest", "breadth", "smaller", "larger", "headlines", "brevity")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a story being of a thread, each on the scale on which it counts evenly."""

    whole: float  # root of the cosine with the thread as a whole
    nearest: float  # the same with its nearest story
    breadth: float  # logarithm of the terms on which it rests; 0 for headlines alone
    smaller: float  # root of the smaller share of a headline that the other has
    larger: float
    headlines: float  # cosine of the headlines
    brevity: float  # 1 for a headline alone, 0 for a text
    days: float  # since the thread's last article

    def score(self, weights: Mapping[str, float]) -> float:
        """The logarithm of the odds."""
        learnt: float = sum(weights[name] * getattr(self, name) for name in LEARNT)
        return weights["bias"] + learnt - DAY * self.days


@dataclass(frozen=True, slots=True)
class Merge:
    """Two threads that turned out to be one: the number of the smaller, and of the one that it is part of now."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Threaded:
    """The thread of an article's story. `nearest`: the story of that thread to which one that opened is nearest.

    `terms` are those that tie them, the strongest first.
    """

    thread: int
    nearest: int | None = None
    terms: tuple[str, ...] = ()
    merge: Merge | None = None


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
        """Take an article of a story in. `thread` is that of its story, where it is settled."""
        known, size = self._memory.thread_of(entry.story), self._memory.size(entry.story)
        if known is not None and entry.copy_of is not None:  # it says nothing new
            return Threaded(known)
        about = of_article(entry.subject)
        # A story is placed when it opens, and looked at again each time it has doubled.
        near = self._near(entry) if thread is None and not size & (size - 1) else {}
        scores = {number: found.evidence.score(self._weights) for number, found in near.items()}
        if known is not None:
            grow(self._memory, known, about)
            return Threaded(known, merge=self._merge(known, scores))
        best = max(scores, key=lambda number: (scores[number], -number), default=None)
        joined = best if best is not None and scores[best] >= JOIN else None
        own = thread if thread is not None else entry.story if joined is None else joined
        self._open(entry.story, own, about)
        merge = self._merge(own, scores)
        if joined is None:
            return Threaded(own, merge=merge)
        return Threaded(own, near[joined].story, near[joined].likeness.terms(), merge)

    def _open(self, story: int, thread: int, about: Whole) -> None:
        before = self._memory.wholes([thread]).get(thread)
        self._memory.opened(story, thread, about)
        if before is not None:
            self._memory.grown(thread, grown(before, about))

    def near(self, entry: Member) -> dict[int, Evidence]:
        """What speaks for an article being of each thread that has a story near to it."""
        return {thread: found.evidence for thread, found in self._near(entry).items()}

    def _near(self, entry: Member) -> "dict[int, _Near]":
        incoming = as_incoming(entry.subject, _NO_FACTS)
        nearest: dict[int, tuple[Similarity, int]] = {}  # by thread: its nearest story
        for opening in self._memory.openings(self._candidates(incoming.weights, entry.story)):
            likeness = similarity(incoming, opening.about.subject)
            best = nearest.get(opening.thread)
            if best is None or (likeness.cosine, opening.story) > (best[0].cosine, best[1]):
                nearest[opening.thread] = likeness, opening.story
        wholes = self._memory.wholes(nearest)
        return {
            thread: _Near(story, likeness, found)
            for thread, (likeness, story) in nearest.items()
            if thread in wholes and (found := evidence(incoming, wholes[thread].subject, likeness.cosine)) is not None
        }

    def _candidates(self, weights: Mapping[str, float], own: int) -> list[int]:
        """The stories that share most of the strongest terms, by an incomplete product; bounded work."""
        products: defaultdict[int, float] = defaultdict(float)
        terms = list(islice(weights, INDEXED))
        for term, stories in zip(terms, self._memory.found_by(terms), strict=True):
            square = weights[term] * weights[term]
            for story in stories:
                products[story] += square
        products.pop(own, None)
        floor = PROMISING * max(products.values(), default=0.0)
        promising = [story for story, product in products.items() if product >= floor]
        return nlargest(NEAR, promising, key=lambda story: (products[story], story))

    def _merge(self, thread: int, scores: Mapping[int, float]) -> Merge | None:
        """Make one of the thread of a new article and the likeliest other one, if as wholes they are one."""
        others = [other for other in scores if other != thread and scores[other] >= JOIN]
        if not others:
            return None
        other = max(others, key=lambda number: (scores[number], -number))
        wholes = self._memory.wholes((thread, other))
        if len(wholes) < 2:
            return None
        large, small = sorted(wholes, key=lambda number: (-wholes[number].terms.articles, number))
        about = wholes[large].subject
        incoming = as_incoming(wholes[small].subject, _NO_FACTS)
        found = evidence(incoming, about, similarity(incoming, about).cosine)
        if found is None or found.score(self._weights) < MERGE:
            return None
        self._memory.merged(small, large, merged(wholes[large], wholes[small]))
        return Merge(part=small, whole=large)


@dataclass(frozen=True, slots=True)
class _Near:
    """The nearest story of a thread, and what speaks for the thread."""

    story: int
    likeness: Similarity
    evidence: Evidence


def evidence(incoming: Incoming, whole: Subject, nearest: float) -> Evidence | None:
    """What speaks for a text being of a thread, to whose nearest story it has a cosine; None if nothing does."""
    likeness = similarity(incoming, whole)
    if not likeness.shared or (likeness.days > ANCHOR_DAYS and not _anchored(incoming.weights, whole.terms)):
        return None
    return Evidence(
        whole=math.sqrt(likeness.cosine),
        nearest=math.sqrt(nearest),
        breadth=likeness.said * math.log(likeness.breadth),
        smaller=math.sqrt(likeness.covered[0]),
        larger=math.sqrt(likeness.covered[1]),
        headlines=_cosine(incoming.headline, whole.headline),
        brevity=1.0 - likeness.said,
        days=min(likeness.days, DAYS),
    )


@cache
def learnt() -> dict[str, float]:
    """The weights that come with the program."""
    text = (files("monitor.dedupe") / "thread_weights.toml").read_text(encoding="utf-8")
    weights: dict[str, float] = tomllib.loads(text)["weights"]
    return weights


def _anchored(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether a name of several words is among the strongest terms of both."""
    first, second = ({term for term in islice(terms, ANCHOR_TERMS) if " " in term} for terms in (mine, theirs))
    return bool(first & second)


def _cosine(first: Headline, second: Headline) -> float:
    weights = dict(zip(second.terms, second.weights, strict=True))
    shared = sum(weight * weights.get(term, 0.0) for term, weight in zip(first.terms, first.weights, strict=True))
    lengths = _length(first) * _length(second)
    return shared / lengths if lengths else 0.0


def _length(headline: Headline) -> float:
    return math.sqrt(sum(weight * weight for weight in headline.weights))
