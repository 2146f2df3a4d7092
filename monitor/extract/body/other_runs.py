"""Whole runs that a reading keeps and should not: terms of use, other articles, boxes and comments far from the text.

    what is kept, block by block -> runs, by what is left out between -> one: done
      several -> numbers of each -> a forest -> what is likely none of the text is dropped, whole

Single blocks are judged before, but not those that are made as the text itself is, and such a block seems right next to
others like it. `bench/learn_runs.py` learns the forest from labelled pages.
"""

from collections.abc import Sequence
from pathlib import Path

from monitor.extract import forest
from monitor.extract.body import corrections, run_features
from monitor.extract.layout.visible import VisiblePage

WEIGHTS = Path(__file__).with_name("run_weights.json")
RIGHT = 0.3  # below, a run is dropped
SURE = 0.9  # so likely one of the runs must be right: else the text may be none of them, and all stay
_MOST = 60  # runs: what is in more pieces is no article that was learnt from


def without(visible: VisiblePage, places: Sequence[int]) -> list[int]:
    """The places of the blocks that are kept, in order, without the runs that are likely none of the text."""
    if len(places) < 2:
        return list(places)
    runs = run_features.separated(visible, places)
    if not may_be_judged(runs):
        return list(places)
    model = forest.load(WEIGHTS)
    return right(visible, runs, [model.confidence(model.odds(row)) for row in run_features.of_runs(visible, runs)])


def may_be_judged(runs: Sequence[Sequence[int]]) -> bool:
    """Whether there are several runs to compare, and not too many."""
    return 1 < len(runs) <= _MOST


def right(visible: VisiblePage, runs: Sequence[Sequence[int]], chances: Sequence[float]) -> list[int]:
    """The places of the runs that are not likely wrong; all, where none is surely right or hardly a text were left."""
    sizes = [sum(visible.blocks.blocks[place].size for place in run) for run in runs]
    left = [at for at, chance in enumerate(chances) if chance >= RIGHT]
    is_gone = sum(sizes[at] for at in left) < corrections.LEAST <= sum(sizes)
    are_all_kept = is_gone or max(chances) < SURE
    return [place for at, run in enumerate(runs) if are_all_kept or at in left for place in run]
