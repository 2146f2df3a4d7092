"""How likely two articles report the same event: one number from their words, their subjects and their times.

The number is the logarithm of the odds: 0 is even, above it the same event is likelier than not. Headlines alone
never decide: what a headline names is looked for in the whole of the other text.
"""

import math
from array import array
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import compress
from operator import mul
from typing import NamedTuple, Protocol

from monitor.dedupe.claims import Claims
from monitor.dedupe.gist import Deed
from monitor.text.stopwords import COMMONPLACE

# Weights of the evidence, found by logistic regression over pairs of articles; see docs/design/stories.md.
WORDS = 8.0  # the cosine of the weighted terms (its root: the scale on which it is straight)
BREADTH = 1.6  # on how many terms the cosine rests: one name alone is not an event
SUBJECTS = 2.3  # each headline's words in the other text: the smaller share
SUBJECT = 5.0  # the larger share
LONE = 2.0  # a headline names the strongest term of its text, and the other text never does
CONFLICT = 3.7  # both texts name something strong, in the headline too, that the other never mentions
BRIEF = 3.5  # of a headline alone, few words can be shared: they say more, and what it leaves out says less
DAYS = 0.3  # between them, as a logarithm: hours hardly count,
LONG = 0.02  # and each day of them: weeks separate
LONG_LIMIT = 60.0  # days; more is no likelier another event
BASE = -8.0
APART = (0.42, 0.5)  # the strongest term that one text has alone, against the strongest shared: no and full conflict
SAID = (1.5, 3.0)  # the terms of the shorter text, as a logarithm: from a headline alone to a full summary
LONELY = (0.85, 1.0)  # the strongest term missing from either headline, against the strongest of its text: likewise
MISSING = (0.7, 1.0)  # the strongest term missing from a headline, against the strongest of its text: likewise

_DAY = timedelta(days=1)
_NO_TIME = timedelta(0)


class Similarity(NamedTuple):
    """The odds (logarithm) that two articles report the same event, and the words that both have."""

    odds: float
    cosine: float
    shared: Mapping[str, float]
    breadth: float = 1.0  # on how many terms the cosine rests
    covered: tuple[float, float] = (0.0, 0.0)  # the smaller and the larger share of a headline that the other text has
    said: float = 0.0  # 0 for a headline alone, 1 for a text
    days: float = 0.0  # between them

    def terms(self, limit: int = 6) -> tuple[str, ...]:
        """The shared terms that count most."""
        return tuple(sorted(self.shared, key=lambda term: (-self.shared[term], term))[:limit])


@dataclass(frozen=True, slots=True)
class Headline:
    """What a headline says, by the weights of its terms; in `shares` a name counts once, not with its words too."""

    terms: Sequence[str]
    weights: Sequence[float]
    shares: Sequence[float]


@dataclass(frozen=True, slots=True)
class HeadlineFacts:
    """What rules are asked about: what a headline says was done, what it claims, and how much text follows it."""

    deed: Deed
    claims: Claims
    words: int  # of the text


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text to be placed. `weights`: its terms, strongest first, of length 1 together."""

    weights: Mapping[str, float]
    headline: Headline
    bare: frozenset[str]  # what only its headline says
    moment: datetime
    facts: HeadlineFacts
    numbers: Sequence[int] = ()  # those of its terms in the window, 0 of one that is new; none of a story or a thread
    held: Sequence[int] = ()  # how many texts of the window have each of its strongest terms
    names: Mapping[int, str] = field(default_factory=dict)  # its terms by these


class Other(NamedTuple):
    """What a text is compared with, as far as that text needs to know it.

    `shared`: the terms that both have, the other's strongest first, with the products of their weights. `strongest`: of
    the other's terms the weight of the first that is shared, and of the first that is not. `size`: how many it has.
    `said`: the share of its headline that the text has, and the weight of the strongest term that it has not. `first`
    and `last`: when it was reported.
    """

    shared: dict[str, float]
    strongest: tuple[float, float]
    size: int
    said: tuple[float, float]
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Subject:
    """What another text is about, or a whole story.

    `terms` and `weights` run in parallel, strongest first. `first` and `last`: when it was reported.
    """

    terms: tuple[str, ...]
    weights: "array[float]"
    headline: Headline
    bare: frozenset[str]
    first: datetime
    last: datetime

    def seen_by(self, incoming: Incoming) -> Other:
        """It as something to compare a text with."""
        terms, weights, mine = self.terms, self.weights, incoming.weights
        both = [*compress(range(len(terms)), map(mine.__contains__, terms))]
        unsaid = incoming.bare & self.bare
        if unsaid:  # said by two headlines and by neither text
            both = [place for place in both if terms[place] not in unsaid]
        shared = {(term := terms[place]): mine[term] * weights[place] for place in both}
        strongest = strongest_of(weights, both)
        return Other(shared, strongest, len(self.terms), borne_out(self.headline, shared), self.first, self.last)


class Seen(Protocol):
    """What a text is compared with, in whichever form it is kept."""

    def seen_by(self, incoming: Incoming) -> Other:
        """It as something to compare a text with."""


NOTHING = Similarity(odds=-math.inf, cosine=0.0, shared={})


def headline(terms: Iterable[str], weights: Mapping[str, float]) -> Headline:
    """A headline of terms that have these weights."""
    kept = tuple(terms)
    words = {word for term in kept if " " in term for word in term.split(" ")}
    each = array("f", [weights[term] for term in kept])
    if words.isdisjoint(kept):
        return Headline(terms=kept, weights=each, shares=each)
    return Headline(kept, each, array("f", [0.0 if term in words else weights[term] for term in kept]))


def as_incoming(subject: Subject, facts: HeadlineFacts, numbers: Sequence[int] = ()) -> Incoming:
    """A text that was placed, or a story, as if it came now."""
    return Incoming(
        weights=dict(zip(subject.terms, subject.weights, strict=True)),
        headline=subject.headline,
        bare=subject.bare,
        moment=subject.first,
        facts=facts,
        numbers=numbers,
        names=dict(zip(numbers, subject.terms, strict=False)),
    )


def similarity(incoming: Incoming, about: Seen) -> Similarity:
    """How likely `incoming` tells the event that another text or a story is about."""
    other = about.seen_by(incoming)
    shared = other.shared
    if not shared:
        return NOTHING
    forth, forth_missing = borne_out(incoming.headline, shared)
    back, back_missing = other.said
    cosine, breadth = _concepts(shared)
    less, more = (forth, back) if forth < back else (back, forth)
    said = _ramp(math.log(min(len(incoming.weights), other.size)), *SAID)
    apart = max(other.first - incoming.moment, incoming.moment - other.last, _NO_TIME)
    days = apart / _DAY
    odds = (
        BASE
        + WORDS * math.sqrt(cosine)
        + BREADTH * said * math.log(breadth)
        + SUBJECTS * math.sqrt(less)
        + SUBJECT * math.sqrt(more)
        + BRIEF * (1.0 - said)
        - said * _conflict(incoming, other, forth_missing, back_missing)
        - DAYS * math.log1p(days)
        - LONG * min(days, LONG_LIMIT)
    )
    return Similarity(odds, cosine, shared, breadth, (less, more), said, days)


def _concepts(shared: dict[str, float]) -> tuple[float, float]:
    """The cosine, a name and its words counted once, and on how many terms it rests (their effective number)."""
    parts = shared.copy()
    for pair in [term for term in shared if " " in term]:
        first, second = pair.split(" ")
        parts[pair] = max(shared[pair], parts.pop(first, 0.0), parts.pop(second, 0.0))
    each = parts.values()
    cosine = sum(each)
    return cosine, cosine * cosine / sum(map(mul, each, each))


def _conflict(incoming: Incoming, other: Other, forth: float, back: float) -> float:
    """How surely two texts are about something, each or one of them, that the other never mentions.

    `forth` and `back` are the weights of the strongest headline terms that the other text has not.
    """
    mine, shared = incoming.weights, other.shared
    ours = max(map(mine.__getitem__, shared))
    lone_ours = next((weight for term, weight in mine.items() if term not in shared), 0.0)
    theirs, lone_theirs = other.strongest
    missing = share_of(forth, max(ours, lone_ours)), share_of(back, max(theirs, lone_theirs))
    lone, both = LONE * _ramp(max(missing), *LONELY), _ramp(min(missing), *MISSING)
    if not both:
        return lone
    apart = min(share_of(lone_ours, lone_ours + ours), share_of(lone_theirs, lone_theirs + theirs))
    return lone + CONFLICT * _ramp(apart, *APART) * both


def strongest_of(weights: Sequence[float], shared: Sequence[int]) -> tuple[float, float]:
    """The strongest weight that is shared, and the strongest that is not; weights come strongest first, as do places.

    `shared`: the places of those that are.
    """
    lone = 0
    while lone < len(shared) and shared[lone] == lone:
        lone += 1
    return weights[shared[0]] if shared else 0.0, weights[lone] if lone < len(weights) else 0.0


def borne_out(said: Headline, shared: Container[str]) -> tuple[float, float]:
    """The share of a headline that the other text has, and the weight of its strongest term that it has not."""
    found = missing = 0.0
    for term, weight, share in zip(said.terms, said.weights, said.shares, strict=True):
        if term in shared or (" " in term and is_surname(term.rpartition(" ")[2], shared)):
            found += share
        elif weight > missing:
            missing = weight
    return share_of(found, sum(said.shares)), missing


def is_surname(word: str, shared: Container[str]) -> bool:
    """Whether "Michael Mann" is there as Mann, its last word. "Heat Trailer" is not there as a trailer."""
    return word in shared and word not in COMMONPLACE


def share_of(part: float, whole: float) -> float:
    """A part of a whole, at most all of it; none of nothing."""
    return min(1.0, part / whole) if whole > 0 else 0.0


def _ramp(value: float, low: float, high: float) -> float:
    return 0.0 if value <= low else 1.0 if value >= high else (value - low) / (high - low)
