"""A thread as one text: the sums over its articles' terms. A thread of one article is that article."""

import math
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import islice

from monitor.dedupe.similarity import Headline, Member, Subject
from monitor.story_terms import StoryTerms

HELD = 300  # terms kept of a thread; with twice as many it is no better
COMPARED = 150  # of them are compared
_DIGITS = 4  # of a weight: the strongest of a text are some tenths


@dataclass(frozen=True)
class Whole:
    """An article or a thread: its terms, and, made once, the subject that others are compared with."""

    terms: StoryTerms

    @cached_property
    def subject(self) -> Subject:
        """Its strongest terms, of length 1 together."""
        sums = self.terms
        terms, said = dict(islice(sums.terms.items(), COMPARED)), dict(islice(sums.headline.items(), COMPARED))
        length = math.sqrt(sum(weight * weight for weight in terms.values())) or 1.0
        return Subject(
            terms=tuple(terms),
            weights=array("f", [weight / length for weight in terms.values()]),
            headline=Headline(
                terms=tuple(said),
                weights=array("f", [weight / length for weight in said.values()]),
                shares=array("f", [sums.shares.get(term, 0.0) / length for term in said]),
            ),
            bare=sums.bare,
            first=sums.first,
            last=sums.last,
        )


def of_article(about: Subject) -> Whole:
    """An article that was placed."""
    said = about.headline
    return Whole(
        StoryTerms(
            terms=_rounded(zip(about.terms, about.weights, strict=True)),
            headline=_rounded(zip(said.terms, said.weights, strict=True)),
            shares=_rounded(zip(said.terms, said.shares, strict=True)),
            bare=about.bare,
            first=about.first,
            last=about.last,
        )
    )


def first_terms(entry: Member) -> StoryTerms:
    """What a story is about whose first article this is."""
    return of_article(entry.subject).terms


def grown(whole: Whole, about: Whole) -> Whole:
    """A thread with an article more."""
    held, new = whole.terms, about.terms
    bare = (held.bare | (new.bare - held.terms.keys())) - (new.terms.keys() - new.bare)
    return _sum(held, new, bare)


def merged(first: Whole, second: Whole) -> Whole:
    """Two threads as one."""
    return _sum(first.terms, second.terms, first.terms.bare & second.terms.bare)


def summed(openings: Iterable[StoryTerms]) -> StoryTerms:
    """What stories are about that are one now."""
    return reduce(merged, map(Whole, openings)).terms


def _sum(one: StoryTerms, other: StoryTerms, bare: frozenset[str]) -> Whole:
    sums = StoryTerms(
        articles=one.articles + other.articles,
        terms=_added(one.terms, other.terms),
        headline=_added(one.headline, other.headline),
        shares=_added(one.shares, other.shares),
        bare=bare,
        first=min(one.first, other.first),
        last=max(one.last, other.last),
    )
    return Whole(sums)


def _added(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    sums = dict(one)
    for term, weight in other.items():
        sums[term] = sums.get(term, 0.0) + weight
    return _rounded(_strongest(sums, HELD).items())


def _strongest(sums: Mapping[str, float], limit: int) -> dict[str, float]:
    """The strongest terms, strongest first."""
    return {term: sums[term] for term in sorted(sums, key=lambda term: (-sums[term], term))[:limit]}


def _rounded(weights: Iterable[tuple[str, float]]) -> dict[str, float]:
    return {term: round(weight, _DIGITS) for term, weight in weights}
