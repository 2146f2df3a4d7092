"""A learned choice: a small gradient-boosted forest whose trees ship as data, evaluated in plain Python.

`bench/learn_*.py` make the files. A forest gives the probability that one candidate, described by its features, is the
right one; whoever asks gives the features in the order in which the file names them. Candidates of one page that are
compared with each other are its ballot.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

_LEAF = -1
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of nodes (feature, threshold, left, right); a leaf has the feature -1 and its value as the threshold."""

    features: tuple[str, ...]
    base: float
    scale: tuple[float, float]  # slope and offset, over log odds, from a chance to the share of right ones
    trees: tuple[tuple[tuple[int, float, int, int], ...], ...]

    def odds(self, values: Sequence[float]) -> float:
        """The log odds that a candidate with these values of `features` is the right one: for comparing candidates."""
        total = self.base
        for nodes in self.trees:
            feature, threshold, left, right = nodes[0]
            while feature != _LEAF:
                feature, threshold, left, right = nodes[left if values[feature] <= threshold else right]
            total += threshold
        return total

    def confidence(self, odds: float) -> float:
        """How many of those chosen with such odds were right, 0 to 1, on pages that were not learnt from."""
        slope, offset = self.scale
        return 1 / (1 + math.exp(-(slope * odds + offset)))


@cache
def load(path: Path) -> Forest:
    """The forest of a file, read once."""
    data = json.loads(path.read_text(encoding="utf-8"))
    trees = tuple(tuple((int(f), float(t), int(one), int(two)) for f, t, one, two in tree) for tree in data["trees"])
    slope, offset = data["scale"]
    return Forest(tuple(data["features"]), float(data["base"]), (float(slope), float(offset)), trees)


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
        odds = [model.odds(values) for values in self.values]
        best = max(range(len(odds)), key=odds.__getitem__)
        return self.candidates[best], model.confidence(odds[best])
