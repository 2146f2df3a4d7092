"""A learned choice: a small gradient-boosted forest whose trees ship as data, evaluated in plain Python.

`bench/learn_*.py` make the files. A forest gives the log odds that one candidate, described by its features, is the
right one; whoever asks gives the features in the order in which the file names them. Candidates of one page that are
compared with each other are its ballot. A forest that was learnt by comparing them (`compares`) knows no odds of one
alone: there they are those against all others of its ballot.

The trees of a file become one Python function of nested conditions, compiled when the file is first asked for (5 to 19
milliseconds): it takes less than a third of what walking through them takes.
"""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

_LEAF = -1
_SUREST = 10.0  # log odds: of one in 22,000 wrong
C = TypeVar("C")
Tree = Sequence[tuple[int, float, int, int]]  # nodes: feature, threshold, left, right; a leaf: -1, its value, 0, 0


@dataclass(frozen=True, slots=True)
class Forest:
    """The trees of a file, and as a function: `odds` of a candidate's values of `features` are its log odds."""

    features: tuple[str, ...]
    trees: Sequence[Tree]
    odds: Callable[[Sequence[float]], float]
    scale: tuple[float, float]  # slope and offset, over log odds, from a chance to the share of right ones
    compares: bool = False  # it was learnt by comparing the candidates of a page
    asked: frozenset[str] = frozenset()  # the features of which a tree asks

    def best(self, odds: Sequence[float]) -> tuple[int, float]:
        """The place of the likeliest of a page's candidates, of equals the first, and its log odds."""
        place = max(range(len(odds)), key=odds.__getitem__)
        return place, against(odds, place) if self.compares else odds[place]

    def confidence(self, odds: float) -> float:
        """How many of those chosen with such odds were right, 0 to 1, on pages that were not learnt from."""
        slope, offset = self.scale
        return 1 / (1 + math.exp(-(slope * odds + offset)))


def against(scores: Sequence[float], place: int) -> float:
    """The log odds of one candidate against all others, of what compares them: at most ten, as of one alone."""
    others = sum(math.exp(score - scores[place]) for at, score in enumerate(scores) if at != place)
    return min(_SUREST, -math.log(others)) if others else _SUREST


@cache
def load(path: Path) -> Forest:
    """The forest of a file, read once."""
    data = json.loads(path.read_text(encoding="utf-8"))
    features, trees, (slope, offset) = tuple(data["features"]), data["trees"], data["scale"]
    odds = _compiled(trees, float(data["base"]), len(features))
    asked = frozenset(features[int(node[0])] for tree in trees for node in tree if node[0] != _LEAF)
    return Forest(features, trees, odds, (float(slope), float(offset)), bool(data.get("compares")), asked)


def _compiled(trees: Sequence[Tree], base: float, count: int) -> Callable[[Sequence[float]], float]:
    """A function of `count` values: the sum of what each tree says of them, in their order."""
    lines = ["def odds(values):", f" {''.join(f'v{place}, ' for place in range(count))}= values", f" total = {base!r}"]
    lines += [f" total += {_expression(tree, 0)}" for tree in trees]
    made: dict[str, Any] = {}
    exec("\n".join([*lines, " return total"]), made)  # noqa: S102 - of numbers alone, out of our own files
    function: Callable[[Sequence[float]], float] = made["odds"]
    return function


def _expression(tree: Tree, place: int) -> str:
    """What the node at a place of a tree says: its value, or that of the side to which it sends the values."""
    feature, threshold, left, right = tree[place]
    if feature == _LEAF:
        return repr(float(threshold))
    sides = _expression(tree, int(left)), _expression(tree, int(right))
    return f"({sides[0]} if v{int(feature)} <= {float(threshold)!r} else {sides[1]})"


@dataclass(frozen=True, slots=True)
class Ballot(Generic[C]):
    """The candidates of a page and their figures, in the order of the forest's features."""

    candidates: list[C]
    values: list[list[float]]

    def likeliest(self, path: Path) -> tuple[C, float] | None:
        """The candidate that the forest of a file takes for the right one, and its confidence; None where none stands.

        Of equals the first.
        """
        if not self.candidates:
            return None
        model = load(path)
        place, odds = model.best([model.odds(values) for values in self.values])
        return self.candidates[place], model.confidence(odds)
