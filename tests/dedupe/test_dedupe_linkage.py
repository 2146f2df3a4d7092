"""Average linkage."""

import random

from monitor.dedupe.linkage import linked


def test_the_two_most_alike_are_one_first() -> None:
    """And then count by their mean: a chain is no group."""
    chain = [[0.0, 0.9, 0.1], [0.9, 0.0, 0.8], [0.1, 0.8, 0.0]]
    assert linked(chain, 0.5) == [[0, 1], [2]]
    assert linked(chain, 0.45) == [[0, 1, 2]]


def test_nothing_alike_stays_alone() -> None:
    """Also one thing, and none."""
    assert linked([[0.0, 0.1], [0.1, 0.0]], 0.2) == [[0], [1]]
    assert linked([[0.0]], 0.2) == [[0]]
    assert linked([], 0.2) == []


def test_it_is_what_the_definition_says() -> None:
    """The means over all pairs, worked out anew at each step."""
    draw = random.Random(7)  # noqa: S311  the same at each run
    for _ in range(50):
        count = draw.randint(2, 9)
        alike = [[0.0] * count for _ in range(count)]
        for one in range(count):
            for other in range(one):
                alike[one][other] = alike[other][one] = draw.random()
        assert linked(alike, 0.5) == _by_definition(alike, 0.5)


def _by_definition(alike: list[list[float]], least: float) -> list[list[int]]:
    groups = [[place] for place in range(len(alike))]
    while len(groups) > 1:
        means = {
            (a, b): sum(alike[x][y] for x in groups[a] for y in groups[b]) / len(groups[a]) / len(groups[b])
            for b in range(len(groups))
            for a in range(b)
        }
        one, other = max(means, key=means.__getitem__)
        if means[one, other] < least:
            break
        groups[one] += groups.pop(other)
    return sorted(sorted(group) for group in groups)
