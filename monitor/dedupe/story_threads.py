"""Threads: stories on one saga, for ever. The book, the rights, the casting and the shoot of one film are one thread.

    story opens -> stories that share its rarest terms -> their threads -> score -> one of them, or a new one
    story grows -> is its thread the same saga as the next likeliest? -> merge

A thread is compared as a whole, by the sum of all its articles, and by the nearest of its stories. The weights of the
score were learnt (`bench/learn_threads.py`). Pure: it knows what it was given; without a limit it forgets nothing.
"""

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from monitor.dedupe.centroid import GROWTH, Sums
from monitor.dedupe.near_duplicates import signature
from monitor.dedupe.postings import Postings
from monitor.dedupe.similarity import Headline, HeadlineFacts, Incoming, Member, Subject, similarity

NEAR = 24  # stories compared at most
JOIN = 0.0  # score from which a story joins a thread
MERGE = 0.0  # score from which two threads are one
DAY = 0.02  # each day since a thread's last story makes it less likely,
DAYS = 60.0  # up to so many
ANCHOR_DAYS = 30.0  # later than this words alone do not tie a story to a thread: a name that both are about must
ANCHOR_TERMS = 10  # strongest terms among which that name is

_NO_SIGNATURE = signature(())  # duplicates are found elsewhere

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


class Threads:
    """The threads of stories. The number of a thread is that of its first story. `limit`: stories held at most."""

    def __init__(self, weights: Mapping[str, float] | None = None, *, limit: int | None = None) -> None:
        self._weights = weights or learnt()
        self._limit = limit
        self._threads: dict[int, _Thread] = {}
        self._of: dict[int, int] = {}  # thread by story
        self._openings: dict[int, tuple[int, Subject]] = {}  # story, and its first article, by slot; oldest first
        self._sizes: Counter[int] = Counter()  # articles by story
        self._postings = Postings()
        self._next = 0

    def __len__(self) -> int:
        return len(self._openings)

    def __contains__(self, story: int) -> bool:
        return story in self._of

    def of(self, story: int) -> int:
        """The thread of a story, by its present number."""
        return self._of[story]

    def add(self, entry: Member, thread: int | None = None) -> Merge | None:
        """Take an article of a story in. `thread` is that of its story, where it is known."""
        story = entry.story
        self._sizes[story] += 1
        # A story is placed when it opens, and looked at again each time it has doubled.
        is_due = thread is None and entry.copy_of is None and not self._sizes[story] & (self._sizes[story] - 1)
        near = self._scores(entry) if is_due else {}
        if story not in self._of:
            best = max(near, key=lambda number: (near[number], -number), default=None)
            found = story if best is None or near[best] < JOIN else best
            self._open(entry, thread if thread is not None else found)
        own = self._of[story]
        self._threads[own].take(entry)
        return self._merge(own, near)

    def _open(self, entry: Member, thread: int) -> None:
        self._of[entry.story] = thread
        self._threads.setdefault(thread, _Thread()).stories.add(entry.story)
        self._postings.add(self._next, entry.subject.terms)
        self._openings[self._next] = entry.story, entry.subject
        self._next += 1
        if self._limit is not None and len(self._openings) > self._limit:
            self._forget(next(iter(self._openings)))

    def _forget(self, slot: int) -> None:
        """Forget a story; its thread goes with its last one."""
        story, _ = self._openings.pop(slot)
        self._postings.remove(slot)
        thread = self._of.pop(story)
        del self._sizes[story]
        self._threads[thread].stories.discard(story)
        if not self._threads[thread].stories:
            del self._threads[thread]

    def near(self, entry: Member) -> dict[int, Evidence]:
        """What speaks for an article being of each thread that has a story near to it."""
        incoming = _incoming(entry.subject, entry.facts)
        nearest: dict[int, float] = {}
        for slot in self._postings.near(incoming.weights, NEAR):
            story, opening = self._openings[slot]
            thread = self._of[story]
            nearest[thread] = max(nearest.get(thread, 0.0), similarity(incoming, opening).cosine)
        return {
            thread: found
            for thread, cosine in nearest.items()
            if (found := evidence(incoming, self._threads[thread].subject(), cosine)) is not None
        }

    def _scores(self, entry: Member) -> dict[int, float]:
        return {thread: found.score(self._weights) for thread, found in self.near(entry).items()}

    def _merge(self, thread: int, scores: Mapping[int, float]) -> Merge | None:
        """Make one of the thread of a new article and the likeliest other one, if as wholes they are one."""
        others = [other for other in scores if other != thread and other in self._threads and scores[other] >= JOIN]
        if not others:
            return None
        other = max(others, key=lambda number: (scores[number], -number))
        large, small = sorted((thread, other), key=lambda number: (-self._threads[number].articles, number))
        part = self._threads[small]
        whole = self._threads[large].subject()
        incoming = _incoming(part.subject(), part.facts)
        found = evidence(incoming, whole, similarity(incoming, whole).cosine)
        if found is None or found.score(self._weights) < MERGE:
            return None
        self._threads[large].absorb(self._threads.pop(small))
        self._of.update(dict.fromkeys(part.stories, large))
        return Merge(part=small, whole=large)


class _Thread:
    """A thread: what its articles are about together. Most have one article, and hold no sums."""

    def __init__(self) -> None:
        self.articles = 0
        self.stories: set[int] = set()
        self._only: Member | None = None  # its article, while there is one
        self._facts: HeadlineFacts | None = None  # of its first article
        self._sums: Sums | None = None
        self._subject: Subject | None = None
        self._news = 0  # articles since the subject was worked out

    @property
    def facts(self) -> HeadlineFacts:
        """What its first headline says."""
        assert self._facts is not None
        return self._facts

    def take(self, entry: Member) -> None:
        """Add an article."""
        if self._facts is None:
            self._facts = entry.facts
            self._only = replace(entry, signature=_NO_SIGNATURE)
        else:
            sums = self._sums = self._summed()
            self._only = None
            sums.add(entry)
        self._grow(1)

    def absorb(self, other: "_Thread") -> None:
        """Add another thread."""
        self.stories |= other.stories
        sums = self._sums = self._summed()
        self._only = None
        sums.absorb(other._summed())  # noqa: SLF001 - of the same class
        self._grow(other.articles)

    def subject(self) -> Subject:
        """What it is about."""
        if self._subject is None or self._news > GROWTH * self.articles:
            self._subject, self._news = self._summed().subject(), 0
        return self._subject

    def _summed(self) -> Sums:
        """Its sums; those of a single article are made when they are asked for, and not kept."""
        if self._sums is not None:
            return self._sums
        sums = Sums()
        if self._only is not None:
            sums.add(self._only)
        return sums

    def _grow(self, articles: int) -> None:
        self.articles += articles
        self._news += articles


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


def _incoming(subject: Subject, facts: HeadlineFacts) -> Incoming:
    return Incoming(
        weights=dict(zip(subject.terms, subject.weights, strict=True)),
        headline=subject.headline,
        bare=subject.bare,
        moment=subject.first,
        facts=facts,
    )


def _anchored(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether a name of several words is among the strongest terms of both."""
    first, second = (
        {term for term, _ in zip(terms, range(ANCHOR_TERMS), strict=False) if " " in term} for terms in (mine, theirs)
    )
    return bool(first & second)


def _cosine(first: Headline, second: Headline) -> float:
    weights = dict(zip(second.terms, second.weights, strict=True))
    shared = sum(weight * weights.get(term, 0.0) for term, weight in zip(first.terms, first.weights, strict=True))
    lengths = _length(first) * _length(second)
    return shared / lengths if lengths else 0.0


def _length(headline: Headline) -> float:
    return math.sqrt(sum(weight * weight for weight in headline.weights))
