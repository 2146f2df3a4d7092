"""Stories in the wrong thread, asked again: is another one likelier theirs, now that it is known whose their words are?

    a story opens -> the one that opened 500 before it -> its thread without it, and those that own its words -> move

A headline on stocks that fell on a war comes before the thread on stocks has a word of its own, and joins that on the
war. A story that its thread is numbered by stays: what would be left is another thread. So do all where a person
said what is one.
"""

from dataclasses import dataclass

from monitor.dedupe.small_threads import LARGE, likeliest, owners, score
from monitor.dedupe.thread_memory import ThreadMemory
from monitor.dedupe.thread_whole import Whole, grown, without

RIVAL = 0.25  # of what its own thread owns of a story: one that owns less is not asked, for none was ever better
BETTER = 0.25  # of the score: so much likelier another thread must be


@dataclass(frozen=True, slots=True)
class Better:
    """The thread that a story moves to, as it is then, and what is left of its own."""

    thread: int
    whole: Whole
    left: Whole


def better(memory: ThreadMemory, story: int) -> Better | None:
    """The large thread that a story rather is of than of its own; None if there is none."""
    opening = next(iter(memory.openings([story])), None)
    if opening is None or opening.thread == story:
        return None
    own, about = opening.thread, opening.about
    owned = owners(memory, about, story=story)
    mine = owned.pop(own, 0.0)
    others = {thread: share for thread, share in owned.items() if share >= RIVAL * mine}
    likely = likeliest(memory, about, others, least=LARGE)
    whole = memory.wholes([own]).get(own)
    if likely is None or whole is None:
        return None
    left = without(whole, about)
    if likely[0] <= score(about, left, mine) + BETTER:
        return None
    if memory.is_settled(own):
        return None
    return Better(likely[1], grown(likely[2], about), left)
