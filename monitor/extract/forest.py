"""A learned choice: a small gradient-boosted forest whose trees ship as data, evaluated in plain Python.

`bench/learn_*.py` make the files. A forest gives the log odds that one candidate, described by its features, is the
right one; whoever asks gives the features in the order in which the file names them. Candidates of one page that are
compared with each other are its ballot. A forest that was learnt by comparing them (`compares`) knows no odds of one
alone: there they are those against all others of its ballot.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

_LEAF = -1
_SUREST = 10.0  # log odds: of one in 22,000 wrong
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of nodes (feature, threshold, left, right); a leaf has the feature -1 and its value as the threshold."""

    features: tuple[str, ...]
    base: float
    scale: tuple[float, float]  # slope and offset, over log odds, from a chance to the share of right ones
    trees: tuple[tuple[tuple[int, float, int, int], ...], ...]
    compares: bool = False  # it was learnt by comparing the candidates of a page

    def odds(self, values: Sequence[float]) -> float:
        """The log odds that a candidate with these values of `features` is the right one: for comparing candidates."""
        total = self.base
        for nodes in self.trees:
            feature, threshold, left, right = nodes[0]
            while feature != _LEAF:
                feature, threshold, left, right = nodes[left if values[feature] <= threshold else right]
            total += threshold
        return total

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
    trees = tuple(tuple((int(f), float(t), int(one), int(two)) for f, t, one, two in tree) for tree in data["trees"])
    slope, offset = data["scale"]
    return Forest(
        tuple(data["features"]), float(data["base"]), (float(slope), float(offset)), trees, bool(data.get("compares"))
    )


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
