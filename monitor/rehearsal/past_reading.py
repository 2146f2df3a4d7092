"""A text of an article as it was read at a moment of the past, and the order in which many came in."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Article, Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReading:
    """What was read `at` a time, in whole seconds. `listed_at`: when a source had listed it first, if that is known.

    `origin` is that of its link. `later`: the texts that the same address had afterwards, in order of time.
    """

    article: Article
    at: datetime
    origin: Origin = Origin.LIVE
    listed_at: datetime | None = None
    later: Sequence["PastReading"] = ()

    def __post_init__(self) -> None:
        """Drop the fraction of a second: an archive does, and what came of a reading would seem to be of before it."""
        object.__setattr__(self, "at", self.at.replace(microsecond=0))


def in_order(first: Iterable[PastReading]) -> Iterator[PastReading]:
    """Each reading of these articles and its later texts, in order of time; `first` are ordered already.

    Only what is still to come is held, so an archive of any size passes through.
    """
    waiting: list[tuple[datetime, int, PastReading]] = []
    number = 0
    for reading in first:
        while waiting and waiting[0][0] <= reading.at:
            yield heapq.heappop(waiting)[2]
        yield reading
        for later in reading.later:
            number += 1
            heapq.heappush(waiting, (later.at, number, later))
    while waiting:
        yield heapq.heappop(waiting)[2]
