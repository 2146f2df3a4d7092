"""An article of the window, kept small, for there are a hundred thousand: what it is about as numbers and places.

Its headline and what that claims are terms of its own, so places among these are all that is kept of them.
"""

from array import array
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from typing import Self

from monitor.dedupe.claims import Claims
from monitor.dedupe.gist import Deed
from monitor.dedupe.lexicon import WORDS, Lexicon
from monitor.dedupe.near_duplicates import Signature
from monitor.dedupe.similarity import (
    Headline,
    HeadlineFacts,
    Incoming,
    Other,
    Subject,
    as_incoming,
    is_surname,
    share_of,
    strongest_of,
)

_BYTE = 256
_TERM = 12  # bytes: eight of its number, four of its weight
_COUNTS = 3  # before the places
_NONE: frozenset[str] = frozenset()  # one for all
Places = Sequence[int]  # bytes, unless a text has more terms than a byte can number


@dataclass(frozen=True, slots=True)
class Packed:
    """What a text is about: numbers of its terms and their weights, strongest first, and places among these."""

    lexicon: Lexicon
    packed: bytes  # all numbers, and all weights: one object, for the head of an array takes 80 bytes
    places: Places  # how many are of the headline, uncounted and bare; these, and those claimed
    subjects: int  # so many of the claims name the subject
    opens: int  # the place of the claim that the headline opens with, as `Claims` has it
    moment: datetime

    @classmethod
    def of(cls, incoming: Incoming, lexicon: Lexicon) -> Self:
        """A text that was placed, to be compared with later ones."""
        terms = [*incoming.weights]
        place = dict(zip(terms, range(len(terms)), strict=True))
        said = incoming.headline
        numbers, weights = lexicon.numbers(terms, incoming.numbers), [*incoming.weights.values()]
        uncounted = [at for at, share in enumerate(said.shares) if not share]
        words = [*said.terms, *incoming.bare, *incoming.facts.claims.words]
        places = [place[word] for word in words]
        headline = len(said.terms)
        counts = headline, len(uncounted), len(incoming.bare)
        return cls(
            lexicon=lexicon,
            packed=array("Q", numbers).tobytes() + array("f", weights).tobytes(),
            places=_packed([*counts, *places[:headline], *uncounted, *places[headline:]]),
            subjects=incoming.facts.claims.subjects,
            opens=incoming.facts.claims.opens,
            moment=incoming.moment,
        )

    @property
    def numbers(self) -> "array[int]":
        """The numbers of its terms, strongest first."""
        return array("Q", self.packed[: len(self.packed) // _TERM * 8])

    @property
    def weights(self) -> "array[float]":
        """Their weights."""
        return array("f", self.packed[len(self.packed) // _TERM * 8 :])

    @property
    def terms(self) -> tuple[str, ...]:
        """Its terms, strongest first."""
        return tuple(self.lexicon.texts(self.numbers))

    def claims(self) -> Claims:
        """What its headline claims."""
        numbers, weights = self.numbers, self.weights
        claimed = self.places[_COUNTS + sum(self.places[:_COUNTS]) :]
        words = tuple([self.lexicon.text(numbers[place]) for place in claimed])
        return Claims(words, array("f", [weights[place] for place in claimed]), self.subjects, self.opens)

    def unpacked(self) -> Subject:
        """The same as words."""
        numbers, weights, places = self.numbers, self.weights, self.places
        words = self.lexicon.texts(numbers)
        unsaid = _COUNTS + places[0] + places[1]
        bare = frozenset([words[place] for place in places[unsaid : unsaid + places[2]]]) if places[2] else _NONE
        headline = self._headline([words[place] for place in places[_COUNTS : _COUNTS + places[0]]], weights)
        return Subject(tuple(words), weights, headline, bare, self.moment, self.moment)

    def seen_by(self, incoming: Incoming) -> Other:
        """The same to a text that it is compared with. Most terms are not shared, and not made words of."""
        if not incoming.numbers:
            return self.unpacked().seen_by(incoming)
        bounds, places = len(self.packed) // _TERM * 8, self.places
        numbers, weights = array("Q", self.packed[:bounds]), array("f", self.packed[bounds:])
        names, mine = incoming.names, incoming.weights
        both = [*compress(range(len(numbers)), map(names.__contains__, numbers))]
        if places[2] and incoming.bare:  # said by two headlines and by neither text
            unsaid = _COUNTS + places[0] + places[1]
            bare = [
                place for place in places[unsaid : unsaid + places[2]] if names.get(numbers[place]) in incoming.bare
            ]
            both = [place for place in both if place not in bare]
        shared = {(term := names[numbers[place]]): mine[term] * weights[place] for place in both}
        strongest = strongest_of(weights, both)
        said = self._borne_out(numbers, weights, names, (both, shared))
        return Other(shared, strongest, len(numbers), said, self.moment, self.moment)

    def as_incoming(self, facts: HeadlineFacts) -> Incoming:
        """The same as if it came now."""
        return as_incoming(self.unpacked(), facts, self.numbers)

    def _borne_out(
        self,
        numbers: "array[int]",
        weights: "array[float]",
        names: Mapping[int, str],
        found: tuple[Sequence[int], Container[str]],
    ) -> tuple[float, float]:
        """As `similarity.borne_out`, without making words of its headline; `found`: the places and terms shared."""
        uncounted = _COUNTS + self.places[0]
        headline, (both, shared) = self.places[_COUNTS:uncounted], found
        if not any(map(headline.__contains__, both)):  # as of most; a name's last word is a term of its headline
            return 0.0, weights[min(headline)] if headline else 0.0
        names_alone = self.places[uncounted : uncounted + self.places[1]]
        said = missing = whole = 0.0
        for at, place in enumerate(headline):
            number, weight = numbers[place], weights[place]
            share = 0.0 if at in names_alone else weight
            whole += share
            if names.get(number) in shared or (number > WORDS and is_surname(names.get(number % WORDS, ""), shared)):
                said += share
            elif weight > missing:
                missing = weight
        return share_of(said, whole), missing

    def _headline(self, said: Sequence[str], weights: "array[float]") -> Headline:
        places = self.places
        uncounted = _COUNTS + places[0]
        headline = places[_COUNTS:uncounted]
        each = [weights[place] for place in headline]
        if not places[1]:
            return Headline(said, each, each)
        shares = each.copy()
        for place in places[uncounted : uncounted + places[1]]:
            shares[place] = 0.0
        return Headline(said, each, shares)


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
