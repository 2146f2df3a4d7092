"""Passages: stretches of two texts that are the same words, made of the runs that both keep.

    runs that both have, in the order of the first -> at the same distance in both, and none between that only one has
    -> one passage, from halfway to the last run that only one has to halfway to the next

Only a sample of the runs is kept, so the bounds are estimates: on labelled texts the shares that come of them differ
from the exact ones by 0.05 on average.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHIFT = 3  # words that one text may have more within a passage: an inserted "on Monday"
Span = tuple[float, float]  # first word, and the word after the last


@dataclass(frozen=True, slots=True)
class Kept:
    """The kept runs of a text, the words at which they begin, and how many words count; `end`: how many it has."""

    runs: Sequence[int]
    places: Sequence[int]
    words: float
    end: float


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in two texts: where in each, and how many kept runs say so."""

    spans: tuple[Span, Span]
    runs: int


@dataclass(slots=True)
class _Open:
    """A passage that goes on: its first and last run's places in both texts."""

    before: float  # words that the passage may begin before its first run
    first: tuple[int, int]
    last: tuple[int, int]
    runs: int = 1


def aligned(first: Kept, second: Kept, run: int) -> list[Passage]:
    """The passages of two texts, in the order of the first; `run`: words in a run."""
    where = dict(zip(second.runs, second.places, strict=True))
    several = _several(second) if len(where) < len(second.runs) else {}
    found: list[Passage] = []
    now: _Open | None = None
    lone = -1  # the last run that the second text has not
    before = float(first.places[0]) if first.places else 0.0  # nothing says that the first words are others
    for number, place in zip(first.runs, first.places, strict=True):
        place_there = where.get(number)
        if place_there is None:
            if now is not None and place - now.last[0] > run + SHIFT:
                found.append(_closed(now, (place - now.last[0]) / 2, run, (first, second)))
                now = None
            lone = place
            continue
        if number in several:
            place_there = min(several[number], key=lambda item: abs(item - _expected(now, place)))
        if now is not None and _goes_on(now, (place, place_there)):
            now.last, now.runs = (place, place_there), now.runs + 1
            continue
        if now is not None:
            found.append(_closed(now, 0.0, run, (first, second)))
        before = (place - lone) / 2 if lone >= 0 else before if not found else 0.0
        now = _Open(before, (place, place_there), (place, place_there))
    if now is not None:
        found.append(_closed(now, first.end, run, (first, second)))
    return found


def _several(text: Kept) -> dict[int, list[int]]:
    """Where the runs begin that a text has more than once."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for number, place in zip(text.runs, text.places, strict=True):
        places[number].append(place)
    return {number: listed for number, listed in places.items() if len(listed) > 1}


def length(spans: Iterable[Span]) -> float:
    """How many words lie in spans, each word counted once."""
    total = reached = 0.0
    for start, end in sorted(spans):
        total += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return total


def outside(spans: Sequence[Span], quotes: Sequence[int]) -> float:
    """How many words of spans lie outside of quotations (bounds: start, end, start, end, …)."""
    inside = [
        (max(start, quotes[at]), min(end, quotes[at + 1]))
        for start, end in spans
        for at in range(0, len(quotes), 2)
        if start < quotes[at + 1] and quotes[at] < end
    ]
    return length(spans) - length(inside)


def _expected(now: _Open | None, place: int) -> int:
    return place if now is None else now.last[1] + place - now.last[0]


def _goes_on(now: _Open, at: tuple[int, int]) -> bool:
    forth, back = at[0] - now.last[0], at[1] - now.last[1]
    return back > 0 and abs(forth - back) <= SHIFT


def _closed(now: _Open, after: float, run: int, texts: tuple[Kept, Kept]) -> Passage:
    """`after`: words that it may go on after the beginning of its last run's next neighbour."""
    # At the end of a text the passage goes on as far as both texts do.
    most = min(text.end - place - run for text, place in zip(texts, now.last, strict=True))
    more = min(after, max(0.0, most))
    earlier = min(now.before, *now.first)
    spans = [(now.first[side] - earlier, now.last[side] + run + more) for side in (0, 1)]
    return Passage((spans[0], spans[1]), now.runs)
