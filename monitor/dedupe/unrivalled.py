"""The only story that a brief article may be of: its headline may be on another side of the event.

Each headline picks one thing from an event ("2 American Families Are Mourned After Plane Crash in Costa Rica"), and the
next one picks another, so the rules that keep headlines apart part what is one event, too. They are meant for what is
reported again and again, other news each time. Where no other story is nearly as likely, nothing of that kind is near.
"""

from collections.abc import Mapping

from monitor.dedupe.acts import NO_NEWS
from monitor.dedupe.conflicts import BARE_WORDS, BRIEF_WORDS, Conflict, are_cases, of_deeds
from monitor.dedupe.joining import JOIN, JOIN_CONFIRMED, Nearest, Recent, asked, conflict, ranked, shares
from monitor.dedupe.member import Member
from monitor.dedupe.similarity import Incoming, Similarity

RIVAL = 6.0  # odds (logarithm) by which every other story must be less likely
SIDE = 0.5  # of a headline that the other article has: then the other headline may be on another side of the event,
SMALL = 8  # if the story has so many articles at most (of a larger one the headlines have said it all),
SOON = 2.0  # within so many days (later it is what came of it),
OWN = 0.6  # and if so much of what they share is the story's own, by how many texts of the window have it
BORNE_OUT = (0.4, 0.65)  # the smaller and the larger share of the headlines from which lower odds do, as for texts
_BY_WORDS = frozenset({Conflict.SUBJECT, Conflict.CLAIM})


def unrivalled(
    near: list[Nearest], incoming: Incoming, found: Mapping[int, Similarity], recent: Recent
) -> list[Nearest]:
    """The stories near to an article, the one first that it joins after all, as no other comes near to it.

    `near` and `found`: as of `joining.near_stories`. Of articles with text, and of headlines alone, nothing changes.
    """
    if not near or near[0].joins or not BARE_WORDS <= incoming.facts.words < BRIEF_WORDS:
        return near
    best, *others = near  # none joins, so the likeliest is first
    if best.odds < JOIN_CONFIRMED or (others and others[0].odds > best.odds - RIVAL):
        return near
    slots = ranked(best.story, found, recent)
    is_side = _is_side(best, incoming, recent.entries[slots[0]], recent)
    if not is_side and not _is_borne_out(incoming, recent.entries[slots[0]]):
        return near
    both = asked(incoming, best.story, slots, found, recent)
    if any(_keeps_apart(incoming, entry, is_side=is_side) for entry in both):
        return near
    return [best._replace(conflict=None, joins=True), *others]


def _is_side(best: Nearest, incoming: Incoming, nearest: Member, recent: Recent) -> bool:
    """Whether the article may be on another side of the event: of a small story, of these days, that has its words."""
    return (
        best.odds >= JOIN
        and best.article.days <= SOON
        and len(recent.stories[best.story].slots) <= SMALL
        and not _is_of_many(incoming, nearest)
        and shares(incoming, nearest)[1] >= SIDE
        and _own(best, incoming, recent) >= OWN
    )


def _is_borne_out(incoming: Incoming, nearest: Member) -> bool:
    """Whether each headline is borne out by the other article, and they do not say that different things were done."""
    if of_deeds(incoming.facts.deed, nearest.deed, bare=True) is not None:
        return False
    less, more = shares(incoming, nearest)
    return less >= BORNE_OUT[0] and more >= BORNE_OUT[1] and not _is_of_many(incoming, nearest)


def _is_of_many(incoming: Incoming, nearest: Member) -> bool:
    """Whether there are often several of a kind on one subject: guides and lists, and cases of one person."""
    deed = nearest.deed
    return (bool(deed.main) and deed.main <= NO_NEWS) or are_cases(incoming.facts.deed, deed)


def _own(best: Nearest, incoming: Incoming, recent: Recent) -> float:
    """The share of what the article and the nearest one have in common that is the story's own."""
    shared = best.article.shared
    numbers = {term: number for number, term in incoming.names.items()}
    holders = recent.held([numbers[term] for term in shared])
    story = recent.stories[best.story]
    own = (
        weight * story.holding(term, recent.entries) / texts
        for (term, weight), texts in zip(shared.items(), holders, strict=True)
    )
    return sum(own) / sum(shared.values())


def _keeps_apart(incoming: Incoming, entry: Member, *, is_side: bool) -> bool:
    """Whether anything keeps it apart; of another side of the event not the headlines' words, if they share any."""
    apart = conflict(incoming, entry)
    return apart is not None and not (is_side and apart in _BY_WORDS and shares(incoming, entry)[1] > 0.0)
