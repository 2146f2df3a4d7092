"""The geometry of plots: numbers become paths and places, which `plots.html` draws. Colours come from the style sheet.

Shapes alone are SVG, stretched to the width there is; words and figures stand next to them as text, so that they keep
their size on a phone and are read aloud, and each plot has its table behind it. Libraries were looked at first: pygal
writes its styles and a script into each picture, which our policy forbids, leather draws neither heat maps nor shares.
"""

from collections.abc import Sequence
from math import log, sqrt

LEVELS = 5  # of a heat map, the first is nothing
_SHORTEST, _LONGEST = 1.0, 2880.0  # minutes at the ends of a scale of delays: two days are the most that is a delay


def bars(values: Sequence[float], top: float | None = None) -> str:
    """The path of bars, one unit wide each, in a box of `len(values)` by 100; `top`: the value of a whole bar."""
    most = max(top or 0, *values, 1)
    least = 0.03 * most  # what can still be seen
    return "".join(
        [
            f"M{place}.1 100V{100 - (round(100 * value / most) if value > least else 3)}h.8V100z"
            for place, value in enumerate(values)
            if value > 0
        ]
    )


def base(value: float, values: Sequence[float]) -> str:
    """The path of a level line over the bars of these values, such as what is usual."""
    most = max(*values, value, 1)
    return f"M0 {_short(100 - 100 * value / most)}H{len(values)}"


def along(minutes: float) -> float:
    """Where a delay stands on a scale of 0 to 100: a minute at the beginning, two days at the end, by its logarithm."""
    share = log(min(max(minutes, _SHORTEST), _LONGEST) / _SHORTEST) / log(_LONGEST / _SHORTEST)
    return round(100 * share, 1)


def reach(minutes: float, most: float) -> tuple[str, str]:
    """The paths of a delay on that scale, in a box of 100 by 10: from the middle one to most, and the middle one."""
    middle, end = along(minutes), along(most)
    return f"M{middle} 3.5H{end}V6.5H{middle}z", f"M{max(middle - 1, 0)} 0h2v10h-2z"


def level(value: float, most: float) -> int:
    """How dark a cell of a heat map is, of 0 (nothing) to 4; by the root, as few and many differ by much."""
    if value <= 0:
        return 0
    return 1 + min(int(sqrt(value / most) * (LEVELS - 1)), LEVELS - 2)


def cells(rows: Sequence[Sequence[float]]) -> list[str]:
    """A path for each level of a heat map but the first, in a box of as many units as there are columns and rows."""
    most = max((value for row in rows for value in row), default=0)
    paths = [""] * LEVELS
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            paths[level(value, most)] += f"M{x}.05 {y}.05h.9v.9h-.9z"
    return paths[1:]


def shares(values: Sequence[float]) -> list[tuple[float, float]]:
    """Where each part of a whole begins and how wide it is, in hundredths of it."""
    whole = sum(values) or 1
    places, at = [], 0.0
    for value in values:
        width = 100 * value / whole
        places.append((round(at, 2), round(width, 2)))
        at += width
    return places


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
