"""Stories of brief articles are looked at again when another one comes: by all that they say, not by who came first.

Each brief article picks one side of an event, so what came first decides most of where they go. So the stories near to
a new one are grouped afresh, by average linkage over all their articles: two stories may be one, and an article may be
one of another story, or of its own. What is together has a little the better of it. The oldest article of a story
keeps its number; what a person moved, and what has a text of some length, stays as it is.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from monitor.dedupe.conflicts import BARE_WORDS, BRIEF_WORDS
from monitor.dedupe.joining import STORIES, Recent
from monitor.dedupe.linkage import linked
from monitor.dedupe.member import Member
from monitor.dedupe.said_alike import Compared, Said, alike
from monitor.dedupe.similarity import Incoming, Similarity

ALIKE = 0.22  # on average over all pairs, from which on articles are one story
TOGETHER = 0.03  # more for two that are of one story already
LONG_WORDS = 200  # a story with a text of so many is left as it is
LEAST = 2  # others with the new one: what it shares with one alone may be chance, and the rules on headlines decide
SURE = 0.4  # so much alike they say more than the story that the rules found
PROMISING = -1.0  # odds (logarithm) of its nearest article, from which on a story is looked at
ARTICLES = 24  # looked at, at most,
DUPLICATES = 96  # and with duplicates of them so many of one story
_NEW = -1  # in the place of the slot that the new article does not have yet


@dataclass(frozen=True, slots=True)
class Leaving:
    """Articles, by the stories that they leave, that are of another one; `to` None: of one of their own."""

    articles: tuple[tuple[int, tuple[int, ...]], ...]
    to: int | None = None
    is_of_new: bool = False  # `to` is None, and they are of the story that the new article opens


@dataclass(frozen=True, slots=True)
class Regrouped:
    """Where a new article belongs, the stories that are part of that, and what moves before these become so."""

    story: int | None
    merged: tuple[int, ...] = ()
    moved: tuple[Leaving, ...] = ()

    @property
    def of(self) -> list[int]:
        """Its story, and those that are part of that."""
        return [] if self.story is None else [self.story, *self.merged]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is looked at: the slots of articles, by story and oldest first, and of each its story; the new one last."""

    slots: Sequence[int]
    stories: Sequence[int | None]
    recent: Recent

    @property
    def entries(self) -> Mapping[int, Member]:
        return self.recent.entries

    def oldest(self) -> dict[int, int]:
        """The place of each story's oldest article."""
        places: dict[int, int] = {}
        for place, slot in enumerate(self.slots[:-1]):
            places.setdefault(self.entries[slot].story, place)
        return places

    def with_copies(self, story: int, ids: Collection[int]) -> tuple[int, ...]:
        """Articles of a story and their duplicates there."""
        listed = (self.entries[slot] for slot in self.recent.stories[story].slots)
        return tuple(one.id for one in listed if one.id in ids or one.copy_of in ids)


def look_again(
    incoming: Incoming,
    story: int | None,
    found: Mapping[int, Similarity],
    recent: Recent,
    known: tuple[Compared, Collection[int]],
) -> Regrouped | None:
    """How a brief article and the stories near to it are grouped; None: it is not brief, or its story stays as it is.

    `known`: what was compared, and the stories that a person had to do with.
    """
    if not BARE_WORDS <= incoming.facts.words < BRIEF_WORDS:
        return None
    compared, settled = known
    near = _near(story, found, recent, settled)
    if not near:
        return None
    slots = [slot for other in near for slot in _own(other, recent)]
    new = Said.of(incoming)
    likeness = [alike(compared.said(slot, recent.entries[slot]), new) for slot in slots]
    if max(likeness) + TOGETHER < ALIKE:
        return None  # where it is, the rules on headlines have it
    seen = _Seen([*slots, _NEW], [*(recent.entries[slot].story for slot in slots), story], recent)
    groups = linked(_matrix(seen, likeness, compared), ALIKE)
    own = next(group for group in groups if len(slots) in group)
    alike_to = [likeness[place] for place in own if place < len(slots)]
    if len(alike_to) < LEAST and (story is None or max(alike_to, default=0.0) < SURE):
        return None
    return _regrouped(seen, groups)


def _near(story: int | None, found: Mapping[int, Similarity], recent: Recent, settled: Collection[int]) -> list[int]:
    """The stories that are looked at, the article's own first; none where that may not be."""
    promising = (slot for slot in found if found[slot].odds >= PROMISING)
    listed = [recent.entries[slot].story for slot in sorted(promising, key=lambda slot: (-found[slot].odds, slot))]
    near: list[int] = []
    left = ARTICLES
    for other in dict.fromkeys(listed if story is None else [story, *listed]):
        own = _own(other, recent) if other not in settled else ()
        if own and len(own) <= left and len(near) < STORIES and _is_of_short(other, recent):
            near.append(other)
            left -= len(own)
        elif other == story:
            return []
    return near


def _own(story: int, recent: Recent) -> list[int]:
    """The articles of a story but for duplicates of others in it, which go with these; the oldest first.

    By their ids, for a revision gives an article a later slot. None of a story of too many articles: those of one that
    thousands report are not gone through.
    """
    slots = recent.stories[story].slots
    if len(slots) > DUPLICATES:
        return []
    ids = {recent.entries[slot].id for slot in slots}
    own = (slot for slot in slots if recent.entries[slot].copy_of not in ids)
    return sorted(own, key=lambda slot: recent.entries[slot].id)


def _is_of_short(story: int, recent: Recent) -> bool:
    return all(recent.entries[slot].words < LONG_WORDS for slot in recent.stories[story].slots)


def _matrix(seen: _Seen, likeness: Sequence[float], compared: Compared) -> list[list[float]]:
    listed = {slot: seen.entries[slot] for slot in seen.slots[:-1]}
    halves = [*compared.all_alike(listed), likeness]
    rows = [[0.0] * len(halves) for _ in halves]
    for place, half in enumerate(halves):
        story = seen.stories[place]
        for other, found in enumerate(half):
            bound = found + TOGETHER if story is not None and seen.stories[other] == story else found
            rows[place][other] = rows[other][place] = bound
    return rows


def _regrouped(seen: _Seen, groups: Sequence[Sequence[int]]) -> Regrouped:
    oldest, new = seen.oldest(), len(seen.slots) - 1
    sizes = Counter(seen.stories)
    placed: int | None = None
    parts: tuple[int, ...] = ()
    moved: list[Leaving] = []
    for group in groups:
        stay = sorted((story for story, place in oldest.items() if place in group), key=lambda of: (-sizes[of], of))
        to, is_of_new = stay[0] if stay else None, new in group
        if is_of_new:
            placed, parts = to, tuple(stay[1:])
        elif len(stay) > 1:
            continue  # the next article that comes to them decides
        if leaving := _leaving(seen, group, stay):
            moved.append(Leaving(leaving, to, is_of_new=is_of_new and to is None))
    return Regrouped(placed, parts, tuple(moved))


def _leaving(seen: _Seen, group: Sequence[int], stay: Sequence[int]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """The articles of a group, with their duplicates, that are not of the stories that stay with it: by story."""
    leaving: dict[int, list[int]] = {}
    for place in group:
        story = seen.stories[place]
        if seen.slots[place] != _NEW and story is not None and story not in stay:
            leaving.setdefault(story, []).append(seen.entries[seen.slots[place]].id)
    return tuple((story, seen.with_copies(story, ids)) for story, ids in leaving.items())
