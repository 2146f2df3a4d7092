"""Runs of what a reading keeps, as numbers of each block: is it in the one that is the text, how far is it from that?

Blocks that are kept are one run as long as less than 200 characters between two of them are left out. That with the
most running text is the text; what is kept besides, behind a gap, is often a box, a gallery or the next article.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from monitor.extract.layout.visible import VisiblePage

NAMES = (
    "away", "gap", "run_share", "in_longest", "kept_left", "kept_right", "kept_near", "dated_before", "from_longest",
    "from_end",
)  # fmt: skip
_BREAK = 200  # characters that are left out
_NEAR = 5  # blocks
_DATED = 90  # characters of a line that may be the head of a comment
_MOST_DATED = 20
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b")


def of_blocks(visible: VisiblePage, places: Sequence[int], asked: Sequence[int]) -> dict[int, tuple[float, ...]]:
    """The numbers of the blocks at `asked` (in order), as `NAMES` says, of a page that keeps those at `places`."""
    blocks, away = visible.blocks.blocks, visible.away
    before = visible.blocks.before
    runs = separated(before, places, _BREAK)
    firsts = [run[0] for run in runs]
    sizes = [sum(before[place + 1] - before[place] for place in run) for run in runs]
    total, whole = sum(sizes) or 1, before[-1] or 1
    longest = max(runs, key=lambda run: sum(blocks[place].mass for place in run))
    first, last = longest[0], longest[-1]
    kept = set(places)
    counts = [0, *accumulate([place in kept for place in range(len(blocks))])]
    dated, latest = 0, -1
    found: dict[int, tuple[float, ...]] = {}
    wanted = set(asked)
    for place in range(min(places[0], asked[0]), asked[-1] + 1) if asked else ():
        is_kept = place in kept
        if place in wanted:
            far = before[first] - before[place + 1] if place < first else before[place] - before[last + 1]
            low, high = max(0, place - _NEAR), min(len(blocks), place + _NEAR + 1)
            found[place] = (
                float(away[blocks[place].node]),
                math.log1p(before[place] - before[latest + 1]) if latest >= 0 else 0.0,
                sizes[bisect_right(firsts, place) - 1] / total if is_kept else 0.0,
                float(first <= place <= last),
                float(place - 1 in kept),
                float(place + 1 in kept),
                (counts[high] - counts[low] - is_kept) / (2 * _NEAR),
                float(min(_MOST_DATED, dated)),
                math.log1p(max(0, far)),
                1 - before[place] / whole,
            )
        if place > places[0] and is_dated(blocks[place].text):
            dated += 1
        if is_kept:
            latest = place
    return found


def separated(before: Sequence[int], places: Sequence[int], most: int) -> list[list[int]]:
    """The runs of the blocks at `places` (in order, at least one): more than `most` characters between part two.

    `before` are the characters above each block.
    """
    runs = [[places[0]]]
    for place, following in pairwise(places):
        if before[following] - before[place + 1] > most:
            runs.append([])
        runs[-1].append(following)
    return runs


def is_dated(text: str) -> bool:
    """Whether a line is short and holds a year or an hour, as the head of a comment does."""
    return len(text) < _DATED and _DATE.search(text) is not None
