"""Is a text somebody else's? By the runs of words that it shares with the articles near to it.

The new text must be mostly the other's: what quotes or holds a release, and has much of its own, reports.
And there is no copy without a common subject: pages of one template differ in nothing but what they are about.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.dedupe.claims import stems
from monitor.dedupe.near_duplicates import Overlap, Signature, overlap
from monitor.dedupe.similarity import Incoming, Member, Similarity
from monitor.story import Role

COPY_SHARE = 0.45  # of the shorter text's words: from here on it is a copy,
NEW_SHARE = 0.3  # if the new text is so much of the other: less is a quotation
UPDATED_SHARE = 0.6  # less of the new text than this in the old one: a new version of it, with words of its own
WHOLE_SHARE = 0.6  # of both texts: nearly all of it is the same
OWN_WORDS = 80  # so many words of its own make an article, whatever it holds besides
HELD_SHARE = 0.9  # of an old text: it is there as a whole
FURNITURE = -2.0  # odds below which shared passages are a page's furniture
COPY_COSINE = 0.2  # texts that share fewer of their terms are not compared run by run
COPY_RUNS = 5  # shared runs at least; fewer are a quotation
COPY_SUBJECT = 0.5  # of one headline's subject that the other text names


@dataclass(frozen=True, slots=True)
class Shared:
    """An article of the window whose text a new one shares, how much of each, and what that makes the new one."""

    slot: int
    same: Overlap
    role: Role  # copy, updated copy, or contains


def shared_text(
    incoming: Incoming,
    outlet: str,
    signature: Signature,
    found: Mapping[int, Similarity],
    entries: Mapping[int, Member],
) -> Shared | None:
    """What a text of `outlet` repeats among the articles near to it: a copy before what it only contains.

    Of several the most equal, then the first.
    """
    best: tuple[bool, float, int] | None = None
    shared: Shared | None = None
    runs = signature.runs()
    for slot, item in found.items():
        if item.cosine < COPY_COSINE or item.odds < FURNITURE:
            continue
        entry = entries[slot]
        same = overlap(signature, entry.signature, runs)
        role = _role(same, signature.words, is_own=entry.outlet == outlet)
        if role is None:
            continue
        rank = (role is not Role.CONTAINS, same.larger + same.smaller, -slot)
        if (best is None or rank > best) and _is_on_the_same(incoming, entry):
            best, shared = rank, Shared(slot, same, role)
    return shared


def _role(same: Overlap, words: int, *, is_own: bool) -> Role | None:
    """What a text of so many words is to another of which it shares so much; `is_own`: of the same outlet."""
    # What an outlet repeats in all its articles is not copying.
    if same.evidence < COPY_RUNS or (is_own and same.smaller < WHOLE_SHARE):
        return None
    if same.of_second >= HELD_SHARE and (1.0 - same.of_first) * words >= OWN_WORDS:
        return Role.CONTAINS
    if same.larger < COPY_SHARE or same.of_first < NEW_SHARE:
        return None
    return Role.COPY if same.of_first >= UPDATED_SHARE else Role.UPDATED_COPY


def _is_on_the_same(incoming: Incoming, entry: Member) -> bool:
    """Whether one headline's subject is in the other text."""
    mine, theirs = incoming.facts.claims, entry.facts.claims
    shares = mine.subject_share(stems(entry.subject.terms)), theirs.subject_share(stems(incoming.weights))
    return max(shares) >= COPY_SUBJECT
