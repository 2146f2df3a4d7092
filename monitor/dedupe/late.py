"""Two stories that turn out to be one event: an article comes that joins both.

What an article alone ties may be its own doing (a report on the day's two rulings), so the stories must also be alike
as wholes, and nothing may keep their articles apart that would have kept apart the article itself.

Or a story has grown: a text that came before its words were known, and is alone since, is asked again.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from monitor.dedupe.centroid import Centroid
from monitor.dedupe.conflicts import BRIEF_WORDS
from monitor.dedupe.joining import NEAREST, Nearest, Recent, conflict, is_borne_out, near_stories
from monitor.dedupe.member import Member
from monitor.dedupe.similarity import Similarity, as_incoming, similarity

# Odds (logarithm). A wrong merge can swallow an alert, a split only repeats one.
MERGE = 3.0  # of two stories as wholes, from which they are one;
MERGE_STRONG = 2.0  # between texts, where the article joins each of them
STRONG = 5.0  # with such odds: one that merely names the other film of a director has some 3.5 for that
GROWN = 4  # articles from which on a story has words that a text may be asked again for
COMPARED = 16  # of its newest articles
COPIES = 96  # of the newest articles of a story, among which those in their own words are looked for
SOON = 4.0  # days between them and the text at most, also where stories never close: later it is the next event


def one_event(near: Sequence[Nearest], recent: Recent) -> tuple[int, ...]:
    """The stories besides the first that an article joins too, and that are the same event as that."""
    if len(near) < 2 or not near[1].joins:
        return ()
    first = near[0].story
    return tuple(item.story for item in near[1:] if item.joins and _are_one(first, item, recent))


def asked_again(story: int, found: Mapping[int, Similarity], recent: Recent) -> list[int]:
    """The stories of one text near to an article that joins `story`, which would join it as well if they came now.

    They are asked each time it has doubled. Brief ones are not: what such a one leaves out no story makes up for.
    """
    size = recent.size(story) + 1
    if size < GROWN or size & (size - 1):
        return []
    slots = recent.stories[story].slots
    reports = {slot: recent.entries[slot] for slot in slots[-COMPARED:]}
    alone = [
        one
        for slot in sorted(found, key=lambda slot: (-found[slot].odds, slot))
        if (one := recent.entries[slot]).story != story and recent.size(one.story) == 1
    ]
    return [one.story for one in alone if one.words >= BRIEF_WORDS and _joins(one, reports, recent)]


def _joins(one: Member, reports: Mapping[int, Member], recent: Recent) -> bool:
    """Whether a text would join the story of these articles if it came now, and is borne out by the nearest of them.

    The size of a story that has grown is not enough: it may be on another film of the same director.
    """
    incoming = one.as_incoming()
    near = {slot: similarity(incoming, other.subject) for slot, other in reports.items()}
    near = {slot: item for slot, item in near.items() if item.days <= SOON}
    nearest = min(near, key=lambda slot: (-near[slot].odds, slot), default=None)
    if nearest is None or not is_borne_out(incoming, reports[nearest]) or _names_another(one, reports.values()):
        return False
    return near_stories(incoming, near, recent)[0].joins


def _names_another(one: Member, reports: Iterable[Member]) -> bool:
    """Whether the headline names a work, and a report another one and not this: two films of a director are two."""
    mine = one.deed.works
    return bool(mine) and any(other.deed.works and mine.isdisjoint(other.deed.works) for other in reports)


def stays(stories: Sequence[int], recent: Recent) -> int:
    """Of stories that are one, the number that stays: of most articles, and of equally many the oldest."""
    return max(stories, key=lambda story: (len(recent.stories[story].slots), -story))


def _are_one(first: int, second: Nearest, recent: Recent) -> bool:
    both = (recent.stories[first], recent.stories[second.story])
    whole, part = sorted(both, key=lambda one: -len(one.slots))
    mine, theirs = _own(part, recent), _own(whole, recent)
    is_brief = any(one.words < BRIEF_WORDS for one in (*mine, *theirs))
    about = as_incoming(part.subject(recent.entries), mine[0].facts)
    likeness = similarity(about, whole.subject(recent.entries)).odds
    least = MERGE_STRONG if second.odds >= STRONG and not is_brief else MERGE
    return likeness >= least and not _are_apart(mine, theirs, is_brief=is_brief)


def _are_apart(first: Sequence[Member], second: Sequence[Member], *, is_brief: bool) -> bool:
    """Whether their articles are kept apart: brief ones by any two of them, texts by more than say the same was done.

    Headlines that say nothing of it count on neither side: most articles of a story do not.
    """
    incoming = [one.as_incoming() for one in first]
    apart = (conflict(one, other) is not None for one in incoming for other in second)
    if is_brief:
        return any(apart)
    same = sum(not one.deed.main.isdisjoint(other.deed.main) for one in first for other in second)
    return sum(apart) > same


def _own(story: Centroid, recent: Recent) -> list[Member]:
    """Its newest articles in their own words; a story of duplicates alone has its newest."""
    listed = [recent.entries[slot] for slot in islice(reversed(story.slots), COPIES)]
    return [one for one in listed if one.copy_of is None][:NEAREST] or listed[:1]
