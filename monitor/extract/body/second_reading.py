"""How sure the text of a page is, and other readings of it where it is not: the best is chosen by a learned judgement.

    what the rules keep -> how likely it is right (a forest over cheap numbers) -> sure: done
      doubtful -> each block's probability -> other readings: names unheard, the element around, the probable blocks
        -> one forest judges all -> another reading is taken if it is better by a margin
  either -> single blocks are corrected (`corrections`), then whole runs dropped (`other_runs`), and what is
       not shown (`hidden_blocks`)

`bench/learn_body.py` learns the three forests from labelled pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from monitor.extract import forest
from monitor.extract.body import block_features, body_text, choice_features, corrections, hidden_blocks, other_runs
from monitor.extract.layout.blocks import Block
from monitor.extract.layout.visible import VisiblePage, reheard

DOUBT, BLOCKS, CHOICE = (Path(__file__).with_name(f"{name}_weights.json") for name in ("doubt", "block", "choice"))
SURE = 0.7  # a text that is this likely right is not read again: one page in 22 is; from .3 to .93 all gain the same F1
MARGIN = 0.1  # by which another reading must be better
PROBABLE = 0.6  # blocks above are the text by themselves
_MOST_BLOCKS = 3_000  # of a page that is read again: larger ones are made to last


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article, and how likely it is right and whole, 0 to 1; None: not known."""

    text: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The places of the blocks that a reading keeps, and how likely they are right and whole."""

    places: list[int]
    confidence: float


def read(visible: VisiblePage, root: etree._Element, *, described: str | None, declared: str | None) -> Body:
    """The text of a page by the rules, or by another reading where that is likely better; corrected block by block."""
    kept = body_text.kept(visible, described)
    own_text = body_text.joined(kept)
    text = body_text.completed(own_text, visible, root, described=described, declared=declared)
    if text != own_text:
        return Body(text, None)  # of the metadata, or of elements that were not walked: no block tells of it
    blocks = visible.blocks.blocks
    if not blocks:
        return Body(text, 0.0)
    chosen = choose(visible, places_of(visible, kept), described=described, declared=declared)
    right = other_runs.without(visible, corrections.corrected(visible, chosen.places))
    shown = hidden_blocks.without(visible, right)
    return Body(body_text.joined([blocks[place] for place in shown]), chosen.confidence)


def choose(visible: VisiblePage, places: list[int], *, described: str | None, declared: str | None) -> Choice:
    """The reading that is likeliest: that of the rules, which keeps the blocks at `places`, or another."""
    blocks = visible.blocks.blocks
    page = choice_features.sums(visible, declared, described)
    sure = chance(DOUBT, choice_features.of_choice(page, visible, places))
    if sure >= SURE or len(blocks) > _MOST_BLOCKS:
        return Choice(places, sure)
    asked = forest.load(BLOCKS).asked
    probable = [chance(BLOCKS, row) for row in block_features.of_blocks(visible, set(places), described, asked)]
    sizes = [block.size for block in blocks]

    def judged(found: Sequence[int]) -> float:
        features = choice_features.of_choice(page, visible, found)
        return chance(CHOICE, [*features, *choice_features.of_probable(sizes, found, probable)])

    first = judged(places)
    likely, best = max((judged(other), other) for other in others(visible, places, described, probable))
    return Choice(sorted(best), likely) if likely > first + MARGIN else Choice(places, first)


def chance(weights: Path, row: Sequence[float]) -> float:
    """What a forest makes of a row of numbers: 0 to 1."""
    trees = forest.load(weights)
    return trees.confidence(trees.odds(row))


def places_of(visible: VisiblePage, kept: list[Block]) -> list[int]:
    """Where the blocks that were kept stand among all."""
    wanted = {id(block) for block in kept}
    return [place for place, block in enumerate(visible.blocks.blocks) if id(block) in wanted]


def others(
    visible: VisiblePage, places: list[int], described: str | None, probable: list[float]
) -> Iterator[list[int]]:
    """The other readings: names unheard, names of comments heard alone, the element around, the probable blocks."""
    yield from [places_of(again, body_text.kept(again, described)) for again in reheard(visible)]
    around = visible.blocks.nodes[visible.chosen].parent
    if around >= 0:
        yield places_of(visible, body_text.kept(replace(visible, chosen=around), described))
    likely = [place for place, chance in enumerate(probable) if chance >= PROBABLE]
    twice = body_text.copies([visible.blocks.blocks[place] for place in likely])
    yield [place for at, place in enumerate(likely) if at not in twice] or places
