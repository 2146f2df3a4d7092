"""Blocks that the chosen reading keeps and should not: a learned verdict on each that is not plainly the article's own.

    what the reading keeps -> sums of the page -> the blocks that are made otherwise than most of it -> a forest
      -> likely wrong: dropped

Nothing is added: what the rules leave out by its words (a pitch, the headline once more) would come back that way.
`bench/learn_corrections.py` learns the forest from labelled pages.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from monitor.extract import forest
from monitor.extract.body import correction_features
from monitor.extract.layout.container import signature
from monitor.extract.layout.visible import VisiblePage

WEIGHTS = Path(__file__).with_name("correction_weights.json")
RIGHT = 0.5  # below, a block is dropped
_MOST_BLOCKS = 1_500  # from the first that is kept to the last: what is longer is no article that was learnt from


def corrected(visible: VisiblePage, places: Sequence[int]) -> list[int]:
    """The places of the blocks that are the article's text, of those that a reading keeps; all, where none is left."""
    if not places or places[-1] - places[0] > _MOST_BLOCKS or _is_of_one_kind(visible, places):
        return list(places)
    kept = correction_features.summed(visible, places)
    model = forest.load(WEIGHTS)
    chances = {place: model.confidence(model.odds(row)) for place, row in correction_features.of_blocks(kept)}
    return right(places, chances)


def _is_of_one_kind(visible: VisiblePage, places: Sequence[int]) -> bool:
    """Whether all blocks are made one way: then none is asked."""
    blocks = visible.blocks.blocks
    first = signature(visible.blocks, blocks[places[0]])
    return all(signature(visible.blocks, blocks[place]) == first for place in places)


def right(places: Sequence[int], chances: Mapping[int, float]) -> list[int]:
    """The places that are likely right by their chances; those without one are. All, where none is."""
    return [place for place in places if chances.get(place, 1.0) >= RIGHT] or list(places)
