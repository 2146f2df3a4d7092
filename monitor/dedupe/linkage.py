"""Average linkage: groups of things that are alike, on average over all pairs of two groups."""

import math
from collections.abc import Sequence


def linked(alike: Sequence[Sequence[float]], least: float) -> list[list[int]]:
    """The groups of things by their places: the two that are most alike become one, while they are so by `least`.

    `alike`: of each two things, both ways. The groups are in order of their first things, and so are those in each.
    """
    rows = [[*row] for row in alike]
    groups = {place: [place] for place in range(len(rows))}
    for place, row in enumerate(rows):
        row[place] = -math.inf
    best = {place: max(groups, key=row.__getitem__) for place, row in enumerate(rows)}
    while len(groups) > 1:
        one = max(groups, key=lambda place: rows[place][best[place]])
        other = best[one]
        if rows[one][other] < least:
            break
        one, other = sorted((one, other))
        _join(rows, groups, one, other)
        del best[other]
        for place in groups:
            if place == one or best[place] in (one, other):
                best[place] = max(groups, key=rows[place].__getitem__)
            elif rows[place][one] > rows[place][best[place]]:
                best[place] = one
    return [sorted(group) for group in groups.values()]


def _join(rows: list[list[float]], groups: dict[int, list[int]], one: int, other: int) -> None:
    """Make the other group part of one; what either is to a third counts by how many things it has."""
    mine, theirs = len(groups[one]), len(groups[other])
    groups[one] += groups.pop(other)
    for place in groups:
        if place != one:
            mean = (mine * rows[one][place] + theirs * rows[other][place]) / (mine + theirs)
            rows[one][place] = rows[place][one] = mean
