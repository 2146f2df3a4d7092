"""An article of the window, kept small, for there are a hundred thousand: what it is about as numbers and places.

Its headline and what that claims are terms of its own, so places among these are all that is kept of them.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from typing import Self

from monitor.dedupe.claims import Claims
from monitor.dedupe.gist import Deed
from monitor.dedupe.lexicon import Lexicon
from monitor.dedupe.near_duplicates import Signature
from monitor.dedupe.similarity import Headline, HeadlineFacts, Incoming, Subject, as_incoming
from monitor.dedupe.stems import stem

_BYTE = 256
_NONE: frozenset[str] = frozenset()  # one for all
Places = Sequence[int]  # bytes, unless a text has more terms than a byte can number


@dataclass(frozen=True, slots=True)
class Packed:
    """What a text is about: numbers of its terms and their weights, strongest first, and places among these."""

    lexicon: Lexicon
    numbers: "array[int]"
    weights: "array[float]"
    headline: Places
    uncounted: Places  # which of these its names hold too: they do not count in shares
    bare: Places
    claimed: Places
    subjects: int  # so many of the claims name the subject
    moment: datetime

    @classmethod
    def of(cls, incoming: Incoming, lexicon: Lexicon) -> Self:
        """A text that was placed, to be compared with later ones."""
        terms = [*incoming.weights]
        place = dict(zip(terms, range(len(terms)), strict=True))
        said = incoming.headline
        return cls(
            lexicon=lexicon,
            numbers=array("Q", lexicon.numbers(terms, incoming.numbers)),
            weights=array("f", [*incoming.weights.values()]),
            headline=_packed([place[term] for term in said.terms]),
            uncounted=_packed([at for at, share in enumerate(said.shares) if not share]),
            bare=_packed([place[term] for term in incoming.bare]),
            claimed=_packed([place[word] for word in incoming.facts.claims.words]),
            subjects=incoming.facts.claims.subjects,
            moment=incoming.moment,
        )

    @property
    def terms(self) -> tuple[str, ...]:
        """Its terms, strongest first."""
        return tuple(map(self.lexicon.text, self.numbers))

    def claims(self) -> Claims:
        """What its headline claims."""
        words = tuple([self.lexicon.text(self.numbers[place]) for place in self.claimed])
        weights = array("f", [self.weights[place] for place in self.claimed])
        return Claims(words, tuple(map(stem, words)), weights, self.subjects)

    def unpacked(self) -> Subject:
        """The same as words."""
        return self._with(self.terms)

    def seen_by(self, incoming: Incoming) -> Subject:
        """The same to a text that it is compared with: words that only it has are left empty."""
        if not incoming.numbers:
            return self.unpacked()
        return self._with(tuple(map(incoming.names.get, self.numbers, repeat(""))))

    def as_incoming(self, facts: HeadlineFacts) -> Incoming:
        """The same as if it came now."""
        return as_incoming(self.unpacked(), facts, self.numbers)

    def _with(self, terms: tuple[str, ...]) -> Subject:
        weights, lexicon = self.weights, self.lexicon
        said = [terms[place] or lexicon.name(self.numbers[place]) for place in self.headline]
        each = [weights[place] for place in self.headline]
        shares = each
        if self.uncounted:
            shares = each.copy()
            for place in self.uncounted:
                shares[place] = 0.0
        bare = frozenset([terms[place] for place in self.bare]) if self.bare else _NONE
        return Subject(terms, weights, Headline(said, each, shares), bare, self.moment, self.moment)


@dataclass(frozen=True, slots=True)
class Member:
    """A text that has its place."""

    id: int
    story: int
    copy_of: int | None
    outlet: str
    found_at: datetime
    subject: Packed
    signature: Signature
    deed: Deed
    words: int  # of the text

    @property
    def facts(self) -> HeadlineFacts:
        """What rules are asked about."""
        return HeadlineFacts(self.deed, self.subject.claims(), self.words)

    def as_incoming(self) -> Incoming:
        """It as if it came now."""
        return self.subject.as_incoming(self.facts)


def _packed(places: Sequence[int]) -> Places:
    return bytes(places) if max(places, default=0) < _BYTE else tuple(places)
