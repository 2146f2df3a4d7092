"""A thread as one text: the sums over its articles' terms. A thread of one article is that article."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce

from monitor.dedupe.centroid import strongest, subject_of
from monitor.dedupe.member import Member
from monitor.dedupe.similarity import Subject
from monitor.dedupe.stems import stem
from monitor.story_terms import StoryTerms

HELD = 300  # terms kept of a thread; with twice as many it is no better
_DIGITS = 4  # of a weight: the strongest of a text are some tenths
_LEFT = 0.0005  # of a weight from which a part was taken: less is what rounding left


@dataclass(frozen=True)
class Whole:
    """An article or a thread: its terms, and, made once, the subject that others are compared with."""

    terms: StoryTerms

    @cached_property
    def subject(self) -> Subject:
        """Its strongest terms, of length 1 together."""
        return subject_of(self.terms)

    @cached_property
    def words(self) -> Mapping[str, float]:
        """The stems of its words, of length 1 together.

        Without names of several words: in a headline all in capitals each two words are such, and would weigh most.
        """
        sums: dict[str, float] = {}
        for term, weight in zip(self.subject.terms, self.subject.weights, strict=True):
            if " " not in term:
                form = stem(term)
                sums[form] = sums.get(form, 0.0) + weight
        length = math.sqrt(sum(weight * weight for weight in sums.values())) or 1.0
        return {form: weight / length for form, weight in sums.items()}


def of_article(entry: Member) -> Whole:
    """An article that was placed."""
    about = entry.subject.unpacked()
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
    return of_article(entry).terms


def grown(whole: Whole, about: Whole) -> Whole:
    """A thread with an article more."""
    held, new = whole.terms, about.terms
    bare = (held.bare | (new.bare - held.terms.keys())) - (new.terms.keys() - new.bare)
    return _sum(held, new, bare)


def without(whole: Whole, about: Whole) -> Whole:
    """A thread without an article of it; what the thread forgot of that is not taken from it."""
    held, gone = whole.terms, about.terms
    terms = _less(held.terms, gone.terms)
    return Whole(
        replace(
            held,
            articles=held.articles - gone.articles,
            terms=terms,
            headline=_less(held.headline, gone.headline),
            shares=_less(held.shares, gone.shares),
            bare=held.bare & terms.keys(),
        )
    )


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
    return _rounded(strongest(sums, HELD).items())


def _less(sums: Mapping[str, float], gone: Mapping[str, float]) -> dict[str, float]:
    left = {term: weight - gone.get(term, 0.0) for term, weight in sums.items()}
    kept = {term: weight for term, weight in left.items() if weight > _LEFT}
    return _rounded(strongest(kept, HELD).items())


def _rounded(weights: Iterable[tuple[str, float]]) -> dict[str, float]:
    return {term: round(weight, _DIGITS) for term, weight in weights}
