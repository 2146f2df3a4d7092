"""How likely two articles tell the same event: one number from their words, their subjects and their times.

The number is the logarithm of the odds: 0 is even, above it the same event is likelier than not. Headlines alone
never decide: what a headline names is looked for in the whole of the other text.
"""

import math
from array import array
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.dedupe.signature import Signature

# Weights of the evidence, found by logistic regression over pairs of articles; see docs/design/stories.md.
WORDS = 5.1  # the cosine of the weighted terms (its root: the scale on which it is straight)
SUBJECTS = 2.3  # each headline's words in the other text: the smaller share
SUBJECT = 5.3  # the larger share
APART = 7.0  # the strongest term that only one text has, against the strongest that both have
CONFLICT = 4.0  # both headlines name something strong that the other text never mentions
DAYS = 0.6
BASE = -3.5

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """The odds (logarithm) that two articles tell the same event, and the words that both have."""

    odds: float
    cosine: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A text to be placed. `weights`: its terms, strongest first, of length 1; `headline`: the headline's of them."""

    weights: Mapping[str, float]
    headline: Mapping[str, float]
    moment: datetime


@dataclass(slots=True)
class Entry:
    """A text that has its place. `terms` and `weights` run in parallel, strongest first."""

    id: int
    story: int
    copy_of: int | None
    outlet: str
    moment: datetime
    found_at: datetime
    terms: tuple[str, ...]
    weights: "array[float]"
    headline: tuple[tuple[str, float], ...]
    signature: Signature


def likeness(query: Query, entry: Entry) -> Likeness:
    """How likely `query` and `entry` tell the same event."""
    weights = query.weights
    cosine = ours = theirs = lone_theirs = 0.0
    shared: dict[str, float] = {}
    for term, weight in zip(entry.terms, entry.weights, strict=True):
        own = weights.get(term)
        if own is None:
            lone_theirs = max(lone_theirs, weight)
        else:
            shared[term] = own * weight
            cosine += own * weight
            ours = max(ours, own)
            theirs = max(theirs, weight)
    lone_ours = next((weight for term, weight in weights.items() if term not in shared), 0.0)
    forth, forth_missing = _headline(query.headline.items(), shared)
    back, back_missing = _headline(entry.headline, shared)
    apart = min(_share(lone_ours, lone_ours + ours), _share(lone_theirs, lone_theirs + theirs))
    top_ours = max(ours, lone_ours) or 1.0
    top_theirs = max(theirs, lone_theirs) or 1.0
    seen = _ramp(math.log(min(len(weights), len(entry.terms)) + 1), 1.5, 3.0)  # absence from a headline says little
    apart *= seen
    conflict = (
        seen * _ramp(apart, 0.44, 0.52) * _ramp(min(forth_missing / top_ours, back_missing / top_theirs), 0.7, 1.0)
    )
    days = abs((query.moment - entry.moment).total_seconds()) / _DAY
    odds = (
        BASE
        + WORDS * math.sqrt(cosine)
        + SUBJECTS * math.sqrt(min(forth, back))
        + SUBJECT * math.sqrt(max(forth, back))
        - APART * apart
        - CONFLICT * conflict
        - DAYS * math.log1p(days)
    )
    strongest = sorted(shared, key=lambda term: (-shared[term], term))
    return Likeness(odds=odds, cosine=cosine, shared=tuple(strongest[:6]))


def _headline(headline: Iterable[tuple[str, float]], shared: Container[str]) -> tuple[float, float]:
    """The share of a headline's weight that the other text has, and its strongest term that it has not."""
    found = whole = missing = 0.0
    for term, weight in headline:
        whole += weight
        if term in shared:
            found += weight
        elif weight > missing:
            missing = weight
    return _share(found, whole), missing


def _share(part: float, whole: float) -> float:
    return min(1.0, part / whole) if whole > 0 else 0.0


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))
