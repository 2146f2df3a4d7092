"""Is a text somebody else's? By the passages that it shares with the articles near to it.

    candidates -> without the furniture of the two outlets -> passages -> copy, updated copy, contains, or none of them

The new text must be mostly the other's: what quotes or holds a release, and has much of its own, reports.
And there is no copy without a common subject: pages of one template differ in nothing but what they are about.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from monitor.dedupe.claims import Claims, stems
from monitor.dedupe.document import Profile
from monitor.dedupe.member import Member
from monitor.dedupe.near_duplicates import ENOUGH, Overlap, Runs, Signature, may_be_copies, overlap
from monitor.dedupe.similarity import Incoming, Similarity
from monitor.story import Role

COPY_SHARE = 0.45  # of the shorter text, outside of its quotations: from here on it is a copy,
LONGER_SHARE = 0.3  # if it is so much of the longer one: less is a passage taken over
HELD_SHARE = 0.9  # of one text: it is in the other as a whole
UPDATED_SHARE = 0.6  # less of the new text than this in the old one: a new version of it, with words of its own
WHOLE_SHARE = 0.6  # of both texts, within one outlet, which repeats more of itself
EQUAL_SHARE = 0.95  # of both texts: they are equal but for a name or a date
LONGEST = 20  # words of the longest passage at least; shorter ones are phrases and quotations
OWN_WORDS = 80  # so many words of its own make an article, whatever it holds besides,
OWN_SHARE = 0.4  # and so do these, of a short one
ODDS = -2.0  # below these two articles have nothing to do with each other, and share a page's furniture
COPY_COSINE = 0.2  # texts that share fewer of their terms are not compared run by run
COPY_SUBJECT = 0.5  # of one headline's subject that the other text names
FURNITURE = 3  # earlier articles of an outlet, on other subjects, that repeat a run: it belongs to the page
LOOKED_AT = 30  # earlier articles of an outlet in which its furniture is looked for, the newest

Earlier = Callable[[str], Iterable[Member]]  # the newest articles of an outlet


@dataclass(frozen=True, slots=True)
class Shared:
    """An article of the window whose text a new one shares, how much of each, and what that makes the new one."""

    slot: int
    same: Overlap
    role: Role  # copy, updated copy, or contains


@dataclass(frozen=True, slots=True)
class Text:
    """The new text: as it is compared, with all its words, and whose it is."""

    incoming: Incoming
    known: Profile
    outlet: str


def shared_texts(
    text: Text, found: Mapping[int, Similarity], entries: Mapping[int, Member], earlier: Earlier
) -> list[Shared]:
    """What a text repeats among the articles near to it: a copy before what it only contains.

    Of several the most equal, then that of the nearest length, then the first. Whether a likely one is on the same
    subject, and what is left without furniture, is looked at from the likeliest on. Of a copy, one article of each
    group of copies that it repeats: they are all one text.
    """
    mine = text.known.signature
    found = {slot: item for slot, item in found.items() if item.cosine >= COPY_COSINE}
    if not found:
        return []
    runs = Runs.of(mine)
    likely: list[tuple[tuple[bool, float, int, int], Overlap]] = []
    for slot, item in found.items():
        entry = entries[slot]
        if not may_be_copies(runs, entry.signature):
            continue
        same = overlap(mine, entry.signature)
        role = _role(text, entry, same, item)
        if role is not None:
            longer = abs(mine.words - entry.signature.words)
            likely.append(((role is not Role.CONTAINS, same.larger + same.smaller, -longer, -slot), same))
    said = stems(text.known.terms) if likely else ()
    shared: dict[int, Shared] = {}  # by the group of copies
    for rank, same in sorted(likely, key=lambda one: one[0], reverse=True):
        slot = -rank[-1]
        entry = entries[slot]
        group = entry.id if entry.copy_of is None else entry.copy_of
        if group in shared or not _is_on_the_same(text, said, entry, same):
            continue
        left = _without_furniture(text, entry, same, earlier)
        role = _role(text, entry, left, found[slot])
        if role is Role.CONTAINS:
            return [*shared.values()] or [Shared(slot, left, role)]
        if role is not None:
            shared[group] = Shared(slot, left, role)
    return [*shared.values()]


def _without_furniture(text: Text, entry: Member, same: Overlap, earlier: Earlier) -> Overlap:
    """How much two texts share that is not the furniture of either one's outlet."""
    mine = text.known.signature
    furniture = frozenset(
        run for outlet in {text.outlet, entry.outlet} for run in _furniture(mine, entry, earlier(outlet))
    )
    return overlap(mine, entry.signature, furniture) if furniture else same


def _furniture(mine: Signature, entry: Member, earlier: Iterable[Member]) -> list[int]:
    """The runs of a text that an outlet has in several articles on other subjects than those of `entry`'s story."""
    runs = frozenset(mine.runs)
    counts = Counter(
        run
        for other in earlier
        if other.story != entry.story and other.id != entry.id
        for run in runs.intersection(other.signature.runs)
    )
    return [run for run, count in counts.items() if count >= FURNITURE]


def _role(text: Text, entry: Member, same: Overlap, item: Similarity) -> Role | None:
    """What a new text is to an article of which it shares so much."""
    if item.odds < ODDS and same.smaller < EQUAL_SHARE:
        return None
    new, old = text.known.signature, entry.signature
    least = min(LONGEST, HELD_SHARE * min(new.words, old.words))
    is_own = entry.outlet == text.outlet
    if same.evidence < ENOUGH or same.longest < least or (is_own and same.smaller < WHOLE_SHARE):
        return None
    own = (1.0 - same.of_first) * new.words
    if same.of_second >= HELD_SHARE and (own >= OWN_WORDS or 1.0 - same.of_first >= OWN_SHARE):
        return Role.CONTAINS
    if same.larger < HELD_SHARE and (same.free < COPY_SHARE or same.smaller < LONGER_SHARE):
        return None
    return Role.COPY if same.of_first >= UPDATED_SHARE else Role.UPDATED_COPY


def _is_on_the_same(text: Text, said_here: Container[str], entry: Member, same: Overlap) -> bool:
    """Whether one headline's subject is in the other text; `said_here` are the stems of the new one.

    A headline whose subject is not in its own text ("What happened today") says nothing of that: where both are such,
    equal texts are on the same.
    """
    mine, theirs = text.incoming.facts.claims, entry.subject.claims()
    about = entry.subject.unpacked()
    said_there = stems(about.terms)
    shares = [
        claims.subject_share(other)
        for claims, bare, other in ((mine, text.known.bare, said_there), (theirs, about.bare, said_here))
        if same.smaller < EQUAL_SHARE or _is_borne_out(claims, bare)
    ]
    return max(shares, default=1.0) >= COPY_SUBJECT


def _is_borne_out(claims: Claims, bare: Iterable[str]) -> bool:
    """Whether a text names most of its own headline's subject; `bare`: terms of the headline that it never says."""
    unsaid = stems(bare)
    subject = claims.stems[: claims.subjects]
    return bool(subject) and sum(word in unsaid for word in subject) <= len(subject) / 2
