"""What speaks for a story, or a thread, being of another thread: figures, and the odds that they make.

The weights were learnt (`bench/learn_threads.py`).
"""

import math
import tomllib
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

from monitor.dedupe.claims import Claims
from monitor.dedupe.gist import Deed
from monitor.dedupe.similarity import HeadlineFacts, Incoming, Similarity, similarity
from monitor.dedupe.thread_whole import Whole

DAY = 0.02  # each day since a thread's last story makes it less likely,
DAYS = 60.0  # up to so many
ANCHOR_DAYS = 30.0  # later than this words alone do not tie a story to a thread: a name that both are about must
ANCHOR_TERMS = 10  # strongest terms among which that name is
ANCHOR = 0.6  # such a name makes it likelier, whatever language is around it

NO_FACTS = HeadlineFacts(Deed(frozenset(), frozenset()), Claims((), array("f"), 0), 0)  # what was done ties nothing

LEARNT = ("whole", "words", "nearest", "smaller", "brevity")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a story being of a thread, each on the scale on which it counts evenly."""

    whole: float  # root of the cosine with the thread as a whole
    words: float  # the same of the stems of words, without the names of several words
    nearest: float  # the same with its nearest story
    smaller: float  # root of the smaller share of a headline that the other has
    brevity: float  # 1 for a headline alone, 0 for a text
    breadth: float  # terms on which the cosine rests; not learnt
    anchored: bool  # whether a name of several words is among the strongest terms of both; not learnt
    days: float  # since the thread's last article

    def score(self, weights: Mapping[str, float]) -> float:
        """The logarithm of the odds."""
        learnt: float = sum(weights[name] * getattr(self, name) for name in LEARNT)
        return weights["bias"] + learnt + ANCHOR * self.anchored - DAY * self.days


def evidence(
    incoming: Incoming, words: Mapping[str, float], whole: Whole, nearest: Whole, near: Similarity | None = None
) -> Evidence | None:
    """What speaks for a story, or a thread, being of another thread; None if nothing does.

    `words` are its stems, as `Whole.words`; `nearest` is the nearest story of the other, to which it is as like as
    `near` says, or the other itself.
    """
    # Most threads are one story.
    likeness = near if near is not None and whole is nearest else similarity(incoming, whole.subject)
    anchored = _anchored(incoming.weights, whole.subject.terms)
    if not likeness.shared or (likeness.days > ANCHOR_DAYS and not anchored):
        return None
    return Evidence(
        whole=math.sqrt(likeness.cosine),
        words=math.sqrt(_cosine(words, whole.words)),
        nearest=math.sqrt(_cosine(words, nearest.words)),
        smaller=math.sqrt(likeness.covered[0]),
        brevity=1.0 - likeness.said,
        breadth=likeness.breadth,
        anchored=anchored,
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


def _cosine(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """Of two texts whose words have length 1 together."""
    few, many = sorted((first, second), key=len)
    return sum(weight * many[word] for word, weight in few.items() if word in many)
