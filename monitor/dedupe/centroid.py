"""A story as one text: the mean of its articles' terms. It is what a new article is compared with, besides them.

One headline of four words says little; fifty of them say what the story is about, and in which words people tell it.
"""

import math
from collections.abc import Iterable
from datetime import datetime

from monitor.dedupe.kinship import Entry, Subject

TERMS = 150  # kept of a story for comparison
_HELD = 600  # kept of its sums; what is rarer in it is forgotten


class Story:
    """The articles of a story (slots of the window, in order of arrival) and the sums of their terms."""

    def __init__(self) -> None:
        self.slots: list[int] = []
        self._terms: dict[str, float] = {}
        self._headlines: dict[str, float] = {}
        self.outlets: set[str] = set()  # those that tell it in their own words
        self._moments: tuple[datetime, datetime] | None = None
        self._subject: Subject | None = None

    def take(self, entry: Entry) -> None:
        """Add an article's terms. A copy says nothing new."""
        told = entry.subject.first
        first, last = self._moments or (told, told)
        self._moments = min(first, told), max(last, told)
        self._subject = None
        if entry.copy_of is not None:
            return
        self.outlets.add(entry.outlet)
        for sums, terms in ((self._terms, entry.subject.weights.items()), (self._headlines, entry.subject.headline)):
            for term, weight in terms:
                sums[term] = sums.get(term, 0.0) + weight
            if len(sums) > 2 * _HELD:
                kept = _strongest(sums, _HELD)
                sums.clear()
                sums.update(kept)

    def retake(self, entries: Iterable[Entry]) -> None:
        """Begin again with these articles, after one has left."""
        self._terms, self._headlines, self._moments = {}, {}, None
        self.outlets = set()
        for entry in entries:
            self.take(entry)

    def subject(self) -> Subject:
        """What the story is about, as something to compare an article with."""
        if self._subject is None:
            assert self._moments is not None
            terms = _strongest(self._terms, TERMS)
            length = math.sqrt(sum(weight * weight for weight in terms.values())) or 1.0
            self._subject = Subject(
                weights={term: weight / length for term, weight in terms.items()},
                headline=tuple((term, weight / length) for term, weight in _strongest(self._headlines, TERMS).items()),
                first=self._moments[0],
                last=self._moments[1],
            )
        return self._subject


def _strongest(sums: dict[str, float], limit: int) -> dict[str, float]:
    """The strongest terms, strongest first."""
    return {term: sums[term] for term in sorted(sums, key=lambda term: (-sums[term], term))[:limit]}
