"""Small threads, asked again: of which large one are they, now that it is known whose their words are?

    a story opens -> the thread of the one that opened 500 before it -> still small? -> its terms -> their threads

When a story comes early, the few stories that have its words say little. 500 stories later a word that hardly any
other thread has ("Divergent") tells of which it is, although the story shares nothing else with that.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from heapq import nlargest

from monitor.dedupe.similarity import as_incoming
from monitor.dedupe.thread_evidence import DAY, NO_FACTS, evidence
from monitor.dedupe.thread_memory import INDEXED, ThreadMemory
from monitor.dedupe.thread_whole import Whole

LATER = 500  # stories that have opened since
SMALL = 8  # articles of a thread that is asked again, at most
LARGE = 8  # articles of a thread that it may be part of, at least, and twice as many as its own
COMPARED = 8  # threads at most
# The score: learnt from half of the wide topics' headlines, then rounded; chosen there from 4.0 to 5.0.
WORDS = 6.0  # the root of the cosine of the stems of words
OWNED = 5.0  # the root of the share of its words, of those known elsewhere, that the other thread owns
JOIN = 4.25
NOBODY = 3.0  # stories added to those that have a word: one alone that has it owns it by a quarter


def home(memory: ThreadMemory, thread: int) -> tuple[int, Whole, Whole] | None:
    """The large thread that a small one is part of, with that as a whole and the small one; None if there is none."""
    small = memory.wholes([thread]).get(thread)
    if small is None or small.terms.articles > SMALL:
        return None
    owned = owners(memory, small, thread=thread)
    for apart in memory.apart(thread) if owned else ():
        owned.pop(apart, None)
    best = likeliest(memory, small, owned, least=max(LARGE, 2 * small.terms.articles))
    return None if best is None or best[0] < JOIN else (best[1], best[2], small)


def likeliest(
    memory: ThreadMemory, about: Whole, owned: Mapping[int, float], *, least: int
) -> tuple[float, int, Whole] | None:
    """Of the threads that own most of what is asked, and that have so many articles, the likeliest, with its score."""
    likely = nlargest(COMPARED, owned, key=lambda number: (owned[number], -number))
    best: tuple[float, int, Whole] | None = None
    for number, whole in sorted(memory.wholes(likely).items()):
        if whole.terms.articles < least:
            continue
        found = score(about, whole, owned[number])
        if best is None or found > best[0]:
            best = found, number, whole
    return best


def owners(
    memory: ThreadMemory, about: Whole, *, thread: int | None = None, story: int | None = None
) -> dict[int, float]:
    """Of the strongest terms of what is asked, those known elsewhere, the share that each thread owns; 1.0 is all.

    `thread`, `story`: what is asked, which owns nothing of itself.
    """
    found = memory.found_by(about.subject.terms[:INDEXED])
    threads = memory.threads_of({one for stories in found for one in stories if one != story})
    shares: defaultdict[int, float] = defaultdict(float)
    known = 0.0
    for weight, stories in zip(about.subject.weights, found, strict=False):
        counts = _counts(stories, threads, thread)
        if counts:
            square, had = weight * weight, counts.total() + NOBODY
            known += square
            for number, count in counts.items():
                shares[number] += square * count / had
    return {number: share / known for number, share in shares.items()}


def score(about: Whole, large: Whole, owned: float) -> float:
    """How likely a small thread, or a story, is of a large thread that owns so much of it."""
    found = evidence(as_incoming(about.subject, NO_FACTS), about.words, large, large)
    return -math.inf if found is None else WORDS * found.words + OWNED * math.sqrt(owned) - DAY * found.days


def _counts(stories: Sequence[int], threads: Mapping[int, int], own: int | None) -> Counter[int]:
    return Counter(threads[story] for story in stories if story in threads and threads[story] != own)
