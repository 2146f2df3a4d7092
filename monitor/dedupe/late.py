"""Two stories that turn out to be one event: an article comes that joins both.

What an article alone ties may be its own doing (a report on the day's two rulings), so the stories must also be alike
as wholes, and nothing may keep their articles apart that would have kept apart the article itself.
"""

from collections.abc import Sequence
from itertools import islice

from monitor.dedupe.centroid import Centroid
from monitor.dedupe.conflicts import BRIEF_WORDS
from monitor.dedupe.joining import NEAREST, Nearest, Recent, conflict
from monitor.dedupe.similarity import Member, as_incoming, similarity

# Odds (logarithm) of two stories as wholes, from which they are one. A wrong merge can swallow an alert, a split only
# repeats one.
MERGE = 2.0
MERGE_BRIEF = 3.0  # where one of them has a brief article


def one_event(near: Sequence[Nearest], recent: Recent) -> tuple[int, ...]:
    """The stories besides the first that an article joins too, and that are the same event as that."""
    if len(near) < 2 or not near[1].joins:
        return ()
    first = near[0].story
    return tuple(item.story for item in near[1:] if item.joins and _are_one(first, item.story, recent))


def stays(stories: Sequence[int], recent: Recent) -> int:
    """Of stories that are one, the number that stays: of most articles, and of equally many the oldest."""
    return max(stories, key=lambda story: (len(recent.stories[story].slots), -story))


def _are_one(first: int, second: int, recent: Recent) -> bool:
    both = (recent.stories[first], recent.stories[second])
    whole, part = sorted(both, key=lambda one: -len(one.slots))
    mine, theirs = _own(part, recent), _own(whole, recent)
    is_brief = any(one.facts.words < BRIEF_WORDS for one in (*mine, *theirs))
    about = as_incoming(part.subject(recent.entries), mine[0].facts)
    likeness = similarity(about, whole.subject(recent.entries)).odds
    return likeness >= (MERGE_BRIEF if is_brief else MERGE) and not _are_apart(mine, theirs, is_brief=is_brief)


def _are_apart(first: Sequence[Member], second: Sequence[Member], *, is_brief: bool) -> bool:
    """Whether their articles are kept apart: of brief ones any two of them, else most."""
    apart = sum(conflict(as_incoming(one.subject, one.facts), other) is not None for one in first for other in second)
    return apart > 0 if is_brief else 2 * apart > len(first) * len(second)


def _own(story: Centroid, recent: Recent) -> list[Member]:
    """Its newest articles in their own words; a story of duplicates alone has its newest."""
    listed = [recent.entries[slot] for slot in reversed(story.slots)]
    return list(islice((one for one in listed if one.copy_of is None), NEAREST)) or listed[:1]
