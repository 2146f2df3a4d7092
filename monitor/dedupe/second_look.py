"""Stories of brief articles that turn out to be one, by all that they say and not by the article that joins both.

What comes first decides most of where brief articles go: each picks one side of an event, and two of them that would
both be near to a third open two stories while that has not come. So when a brief article joins a story, the stories
near to it are looked at again: two are one where their articles bear each other's headlines out, on average over all
pairs. One pair that shares little no longer decides; one that says that other things were done still does.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from statistics import fmean

from monitor.dedupe.claims import Claims, stems
from monitor.dedupe.conflicts import BARE_WORDS, BRIEF_WORDS, of_deeds
from monitor.dedupe.gist import Deed
from monitor.dedupe.joining import STORIES, Recent
from monitor.dedupe.member import Member
from monitor.dedupe.similarity import Incoming, Similarity

ALIKE = 0.42  # the smaller share of two headlines that the other article has, on average: from it on they are one
SUBJECT = 0.55  # and so much of what they name as their subject
DAY = 0.025  # taken off each day between two articles
TOGETHER = 5  # articles at least, with the one that joins: of fewer, what they share is chance
COMPARED = 16  # of the newest articles of a story


@dataclass(frozen=True, slots=True)
class _Said:
    """What a brief article says."""

    claims: Claims
    stems: Collection[str]
    deed: Deed
    moment: datetime


def look_again(incoming: Incoming, story: int, found: Mapping[int, Similarity], recent: Recent) -> list[int]:
    """The stories near to a brief article that are one with the story that it joins, the likest first."""
    facts = incoming.facts
    if not _is_brief(facts.words) or not _is_of_briefs(story, recent):
        return []
    listed = dict.fromkeys(recent.entries[slot].story for slot in sorted(found, key=lambda slot: -found[slot].odds))
    least = TOGETHER - 1 - len(recent.stories[story].slots)
    enough = (other for other in listed if other != story and len(recent.stories[other].slots) >= least)
    near = islice((other for other in enough if _is_of_briefs(other, recent)), STORIES)
    new = _Said(facts.claims, stems(incoming.weights), facts.deed, incoming.moment)
    mine, others = [new, *_said(story, recent)], {other: _said(other, recent) for other in near}
    one: list[int] = []
    while others:
        alike = {other: _likeness(mine, theirs) for other, theirs in others.items()}
        likest = max(alike, key=alike.__getitem__)
        if alike[likest] < ALIKE:
            break
        one.append(likest)
        mine += others.pop(likest)
    return one


def _likeness(mine: Sequence[_Said], theirs: Sequence[_Said]) -> float:
    """How much the articles of two stories say of each other's headlines, on average over all pairs."""
    pairs = [(one, other) for one in mine for other in theirs]
    if any(of_deeds(one.deed, other.deed, bare=False) for one, other in pairs):
        return -math.inf
    if fmean(_of_subject(one, other) for one, other in pairs) < SUBJECT:
        return -math.inf
    return fmean(_of_claims(one, other) for one, other in pairs)


def _of_subject(one: _Said, other: _Said) -> float:
    return min(one.claims.subject_share(other.stems), other.claims.subject_share(one.stems))


def _of_claims(one: _Said, other: _Said) -> float:
    less = min(one.claims.share(other.stems), other.claims.share(one.stems))
    return less - DAY * (abs(one.moment - other.moment) / timedelta(days=1))


def _said(story: int, recent: Recent) -> list[_Said]:
    return [_of(recent.entries[slot]) for slot in recent.stories[story].slots[-COMPARED:]]


def _of(entry: Member) -> _Said:
    return _Said(entry.subject.claims(), stems(entry.subject.terms), entry.deed, entry.subject.moment)


def _is_of_briefs(story: int, recent: Recent) -> bool:
    """Whether a story has no text, which has words for any headline, and no headline alone, which says too little."""
    return all(_is_brief(recent.entries[slot].words) for slot in recent.stories[story].slots)


def _is_brief(words: int) -> bool:
    return BARE_WORDS <= words < BRIEF_WORDS
