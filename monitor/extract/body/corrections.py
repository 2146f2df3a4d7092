"""Single blocks: what the chosen reading keeps and should not, and what it leaves out in the midst of its text.

    what the reading keeps -> sums of the page -> the blocks that are made otherwise than most of it, and those that it
      leaves out between the first and the last -> a forest -> likely wrong: dropped; likely right: added

Nothing is added outside of the text: what the rules leave out by its words (a pitch, the headline once more) would come
back that way. `bench/learn_corrections.py` learns the forest from labelled pages.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from monitor.extract import forest
from monitor.extract.body import correction_features
from monitor.extract.layout.visible import VisiblePage

WEIGHTS = Path(__file__).with_name("correction_weights.json")
RIGHT = 0.5  # below, a block is dropped
ADDED = 0.6  # from here on, one that was left out is added
LEAST = 200  # characters: a text that would be left with fewer stays as it was; there the forest has little to compare
_MOST_BLOCKS = 1_500  # from the first that is kept to the last: what is longer is no article that was learnt from


def corrected(visible: VisiblePage, places: Sequence[int]) -> list[int]:
    """The places of the blocks that are the article's text, where a reading keeps those at `places`, in order."""
    if not places or places[-1] - places[0] > _MOST_BLOCKS or _is_plain(visible, places):
        return list(places)
    kept = correction_features.summed(visible, places)
    model = forest.load(WEIGHTS)
    chances = {place: model.confidence(model.odds(row)) for place, row in correction_features.of_blocks(kept)}
    sizes = {place: visible.blocks.blocks[place].size for place in {*places, *chances}}
    return right(places, chances, sizes)


def _is_plain(visible: VisiblePage, places: Sequence[int]) -> bool:
    """Whether all blocks are made one way and no text between them is left out: then none is asked."""
    blocks, kept = visible.blocks.blocks, set(places)
    first = blocks[places[0]].made
    return all(
        blocks[place].made == first if place in kept else not correction_features.may_be_added(visible, blocks[place])
        for place in range(places[0], places[-1] + 1)
    )


def right(places: Sequence[int], chances: Mapping[int, float], sizes: Mapping[int, int]) -> list[int]:
    """The places that are likely right by their chances; those without one are, and all, where hardly any were left.

    Those that were left out are added between the first and the last of them, unless they were more than these (`sizes`
    are characters): then the one or the other is another text.
    """
    left = [place for place in places if chances.get(place, 1.0) >= RIGHT] or list(places)
    kept, first, last = set(places), left[0], left[-1]
    likely = [place for place, chance in chances.items() if chance >= ADDED and place not in kept]
    added = [place for place in likely if first < place < last]
    is_more = sum(sizes[place] for place in added) > sum(sizes[place] for place in left)
    found = left if is_more else sorted([*left, *added])
    is_gone = sum(sizes[place] for place in found) < LEAST <= sum(sizes[place] for place in places)
    return list(places) if is_gone else found
