"""Which story does an article join? The likeliest of those near to it, unless their headlines keep it apart."""

import math
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from monitor.dedupe import conflicts
from monitor.dedupe.acts import NO_NEWS, Act
from monitor.dedupe.centroid import Centroid
from monitor.dedupe.claims import Claims, stems
from monitor.dedupe.conflicts import BARE_APART, BARE_WORDS, BRIEF_WORDS, Conflict
from monitor.dedupe.member import Member
from monitor.dedupe.said_alike import Said, is_one_name
from monitor.dedupe.similarity import Incoming, Similarity, similarity
from monitor.dedupe.stems import stem

# Odds (logarithm) from which an article joins. A wrong join can swallow an alert, a split only repeats one.
JOIN = 1.4
# Of a text, where the nearest article is a guide or a list (these are on what is known, few reports follow one), or
# where its headline names a work and those near to it name others: those of one director, or one star.
JOIN_DOUBTFUL = 2.7
JOIN_BARE = -1.0  # of a headline alone, which has hardly a word to share: what it claims must agree, too
JOIN_CONFIRMED = 0.1  # of a text, where each headline is borne out by the other article:
BORNE_OUT = (0.35, 0.6)  # the smaller and the larger share of a headline's words that the other text has
SAME_ACT = 1.0  # odds more where two brief articles say that the same was done,
SAME_SUBJECT = 0.5  # and each names so much of the other's subject
NEAREST_SHARE = 0.5  # how much a story's nearest article counts against the story as a whole
NEAREST = 6  # of its articles that no conflict may keep apart
SIZE = 1.0  # a story that many report is likelier the one (times the logarithm of its outlets)
SIZE_LIMIT = 12  # outlets; more make it no likelier, or the largest would swallow the rest
OTHER_CASE = 0.33  # of what a headline on a case names, besides whom: another text that has less is on another case
CORE_TERMS = 10  # shared terms among which one must be of the story's core
STORIES = 8  # stories compared at most


class Nearest(NamedTuple):
    """The nearest story, its odds (logarithm), its nearest article, and what keeps the text apart from it."""

    story: int
    odds: float
    article: Similarity
    conflict: Conflict | None
    joins: bool


@dataclass(frozen=True, slots=True)
class Recent:
    """What an article is placed in: the articles by their slots, and their stories.

    `articles`: of a story how many it has, those too that left the window; None: the window forgets nothing. `held`:
    how many of the articles have each of some terms, given by their numbers.
    """

    entries: Mapping[int, Member]
    stories: Mapping[int, Centroid]
    held: Callable[[Sequence[int]], Sequence[int]]
    articles: Callable[[int], int] | None = None

    def size(self, story: int) -> int:
        """How many articles a story has."""
        return len(self.stories[story].slots) if self.articles is None else self.articles(story)


def near_stories(incoming: Incoming, found: Mapping[int, Similarity], recent: Recent) -> list[Nearest]:
    """The stories near to an article: that which it joins first, or else the nearest one; none if no article is."""
    near = [_story(incoming, story, slots, found, recent) for story, slots in _stories(found, recent)]
    return sorted(near, key=lambda item: (not item.joins, -item.odds, item.story))


def _stories(found: Mapping[int, Similarity], recent: Recent) -> Iterator[tuple[int, list[int]]]:
    """The stories of the articles found and these, the nearest article's first."""
    stories: dict[int, list[int]] = {}
    for slot, _ in sorted(found.items(), key=lambda item: -item[1].odds):
        stories.setdefault(recent.entries[slot].story, []).append(slot)
    return islice(stories.items(), STORIES)


def _story(incoming: Incoming, story: int, near: list[int], found: Mapping[int, Similarity], recent: Recent) -> Nearest:
    near.sort(key=lambda slot: (-found[slot].odds, slot))
    odds = _odds(incoming, found[near[0]], recent.stories[story], recent.entries)
    nearest = recent.entries[near[0]]
    odds += SAME_ACT * _same_act(incoming, nearest)
    is_enough = _is_enough(odds, incoming, [recent.entries[slot] for slot in near])
    apart = None
    if is_enough:
        apart = _apart(incoming, asked(incoming, story, near, found, recent))
    return Nearest(story, odds, found[near[0]], apart, joins=is_enough and apart is None)


def ranked(story: int, found: Mapping[int, Similarity], recent: Recent) -> list[int]:
    """The slots of those found that are of a story, the nearest first."""
    slots = [slot for slot in found if recent.entries[slot].story == story]
    return sorted(slots, key=lambda slot: (-found[slot].odds, slot))


def asked(incoming: Incoming, story: int, near: Sequence[int], found: Container[int], recent: Recent) -> list[Member]:
    """The articles of a story that nothing may keep a text apart from; `near`: their slots, the nearest first."""
    slots = [*near[:NEAREST]]
    if incoming.facts.words < BRIEF_WORDS:  # what the story has come to, where none of its articles is near
        slots += islice((slot for slot in reversed(recent.stories[story].slots) if slot not in found), 1)
    return [recent.entries[slot] for slot in slots]


def _is_enough(odds: float, incoming: Incoming, near: Sequence[Member]) -> bool:
    """Whether a text with these odds joins the story of these articles, the nearest first."""
    words = incoming.facts.words
    if words < BRIEF_WORDS:
        return odds >= (JOIN_BARE if words < BARE_WORDS else JOIN)
    if odds < JOIN_CONFIRMED:  # as most have
        return False
    if _is_doubtful(incoming, near):
        return odds >= JOIN_DOUBTFUL
    return odds >= JOIN or is_borne_out(incoming, near[0])


def is_borne_out(incoming: Incoming, entry: Member) -> bool:
    """Whether what each headline says is in the other article: not only whom both are about."""
    less, more = shares(incoming, entry)
    return less >= BORNE_OUT[0] and more >= BORNE_OUT[1] and not _is_one_name_alone(incoming, entry)


def shares(incoming: Incoming, entry: Member) -> tuple[float, float]:
    """Of what each headline claims, the share that the other article has: the smaller one, and the larger."""
    mine, theirs = incoming.facts.claims, entry.subject.claims()
    first, second = mine.share(stems(entry.subject.terms)), theirs.share(stems(incoming.weights))
    return min(first, second), max(first, second)


def _is_one_name_alone(incoming: Incoming, entry: Member) -> bool:
    """Whether one headline says an act that the other does not, and of both the other text has one name alone.

    All news of one star share that; while the window is young, a name is as rare as any word, and most of a headline.
    """
    acts, others = incoming.facts.deed.main, entry.deed.main
    if not acts | others or acts & others:
        return False  # of an affair with a name ("Panama Papers") both tell, and neither of an act
    texts = stems(incoming.weights), stems(entry.subject.terms)
    both = _said_by_both((incoming.facts.claims, entry.subject.claims()), texts)
    return any(both == set(map(stem, name.split())) for name in _names_of_both(incoming, entry))


def _said_by_both(headlines: tuple[Claims, Claims], texts: tuple[Container[str], Container[str]]) -> set[str]:
    """Of the words that two headlines claim those that both articles say, as stems."""
    return {word for said in headlines for word in said.stems if all(word in text for text in texts)}


def _names_of_both(incoming: Incoming, entry: Member) -> list[str]:
    """The names of several words that two articles share."""
    return [term for term in entry.subject.terms if " " in term and term in incoming.weights]


def _is_doubtful(incoming: Incoming, near: Sequence[Member]) -> bool:
    mine, theirs = incoming.facts.deed, near[0].deed
    if theirs.main and theirs.main <= NO_NEWS:
        return True
    works = [one.deed.works for one in near if one.deed.works]
    return bool(mine.works) and bool(works) and all(map(mine.works.isdisjoint, works))


def _same_act(incoming: Incoming, entry: Member) -> bool:
    """Whether two brief articles say that the same was done, and name most of each other's subject."""
    mine = incoming.facts
    if mine.words >= BRIEF_WORDS or not (mine.deed.main & entry.deed.main) - {Act.STATEMENT}:
        return False
    shares = (
        mine.claims.subject_share(stems(entry.subject.terms)),
        entry.subject.claims().subject_share(stems(incoming.weights)),
    )
    return min(shares) >= SAME_SUBJECT


def _apart(incoming: Incoming, near: Sequence[Member]) -> Conflict | None:
    """What keeps a text apart from the nearest articles of a story: of a brief text any of them, else most of them."""
    found = [item for entry in near if (item := conflict(incoming, entry)) is not None]
    is_brief = incoming.facts.words < BRIEF_WORDS
    return found[0] if found and (is_brief or 2 * len(found) > len(near)) else None


def _odds(incoming: Incoming, nearest: Similarity, whole: Centroid, entries: Mapping[int, Member]) -> float:
    """The odds for a story: of its nearest article, and of the story as a whole."""
    if len(whole.slots) == 1:
        return nearest.odds
    together = similarity(incoming, whole.subject(entries))
    if not whole.has_core(together.terms(CORE_TERMS), entries):
        return -math.inf
    mean = NEAREST_SHARE * nearest.odds + (1.0 - NEAREST_SHARE) * together.odds
    return mean + SIZE * math.log(min(max(1, whole.outlets(entries)), SIZE_LIMIT))


def conflict(incoming: Incoming, entry: Member) -> Conflict | None:
    """What keeps a text apart from an article of the window."""
    mine = incoming.facts
    least = min(mine.words, entry.words)
    apart = conflicts.of_deeds(mine.deed, entry.deed, bare=least < BARE_WORDS)
    if apart is not None:
        return apart
    if least >= BRIEF_WORDS:
        return Conflict.SUBJECT if _is_other_case(incoming, entry) else None
    if max(mine.words, entry.words) < BARE_WORDS and abs(entry.subject.moment - incoming.moment) > BARE_APART:
        return Conflict.TIME
    cases = least >= BARE_WORDS and conflicts.are_cases(mine.deed, entry.deed) and not _share_another(incoming, entry)
    said, theirs_said = stems(incoming.weights), stems(entry.subject.terms)
    theirs = entry.subject.claims()
    apart = conflicts.of_claims(mine.claims, said, theirs, theirs_said, cases=cases)
    if apart is not None:
        return apart
    in_common = _said_by_both((mine.claims, theirs), (said, theirs_said))
    if _is_of_one_name(in_common, incoming, entry) and is_one_name(Said.of(incoming), Said.by(entry)):
        return Conflict.NAME
    return None


def _is_of_one_name(words: set[str], incoming: Incoming, entry: Member) -> bool:
    """Whether these words of the headlines may be one name: all but one are in names that both have. Most are not."""
    if len(words) < 2:
        return True
    names = _names_of_both(incoming, entry)
    return len(words.difference(stem(word) for term in names for word in term.split())) < 2


def _is_other_case(incoming: Incoming, entry: Member) -> bool:
    """Whether two texts are on two cases of one person."""
    mine = incoming.facts
    if not conflicts.are_cases(mine.deed, entry.deed):
        return False
    said, theirs_said = stems(incoming.weights), stems(entry.subject.terms)
    return conflicts.other_case(mine.claims, said, entry.subject.claims(), theirs_said, OTHER_CASE)


def _share_another(incoming: Incoming, entry: Member) -> bool:
    """Whether two texts share a name of several words besides that of whom both headlines are about."""
    both = set(incoming.facts.claims.stems) & set(entry.subject.claims().stems)
    return any(stem(word) not in both for term in _names_of_both(incoming, entry) for word in term.split())
