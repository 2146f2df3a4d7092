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
    owned = owners(memory, thread, small)
    likely = nlargest(COMPARED, owned, key=lambda number: (owned[number], -number))
    best: tuple[float, int, Whole] | None = None
    apart = memory.apart(thread) if likely else ()
    for number, whole in sorted(memory.wholes(likely).items()):
        if number in apart or whole.terms.articles < max(LARGE, 2 * small.terms.articles):
            continue
        score = _score(small, whole, owned[number])
        if score >= JOIN and (best is None or score > best[0]):
            best = score, number, whole
    return None if best is None else (best[1], best[2], small)


def owners(memory: ThreadMemory, thread: int, whole: Whole) -> dict[int, float]:
    """Of a thread's strongest terms, those known to other threads, the share that each of these owns; 1.0 is all."""
    terms = whole.subject.terms[:INDEXED]
    found = memory.found_by(terms)
    threads = memory.threads_of({story for stories in found for story in stories})
    shares: defaultdict[int, float] = defaultdict(float)
    known = 0.0
    for weight, stories in zip(whole.subject.weights, found, strict=False):
        counts = _counts(stories, threads, thread)
        if counts:
            square, had = weight * weight, counts.total() + NOBODY
            known += square
            for number, count in counts.items():
                shares[number] += square * count / had
    return {number: share / known for number, share in shares.items()}


def _counts(stories: Sequence[int], threads: Mapping[int, int], own: int) -> Counter[int]:
    counts = Counter(threads[story] for story in stories if story in threads)
    del counts[own]
    return counts


def _score(small: Whole, large: Whole, owned: float) -> float:
    found = evidence(as_incoming(small.subject, NO_FACTS), small.words, large, large)
    return -math.inf if found is None else WORDS * found.words + OWNED * math.sqrt(owned) - DAY * found.days
