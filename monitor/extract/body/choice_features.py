"""What is asked of a choice of blocks before it is believed to be the article's text: numbers, the same in training.

`NAMES` are cheap, for every page; `MORE` need the probability of each block, which doubtful pages alone are worth.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.extract.headline.headlines import fold, fold_start
from monitor.extract.layout.blocks import Block
from monitor.extract.layout.visible import VisiblePage

NAMES = (
    "size", "share", "running_share", "running_part", "running", "links", "paragraphs", "blocks", "gaps", "mean_size",
    "away", "cards", "sentences", "from_headline", "first_place", "last_place", "page_size", "declared", "described",
    "described_there", "named_text",
)  # fmt: skip
MORE = ("precise", "whole", "both", "expected_size")
_RUNNING = 80  # characters of a block that runs on
_FAR = 60.0  # blocks


@dataclass(frozen=True, slots=True)
class PageSums:
    """What all choices of one page are compared with: characters, and what the page declares."""

    size: int
    running: int
    declared: int  # characters of the text that its metadata hold
    described: str  # how its description begins, folded


def sums(visible: VisiblePage, declared: str | None, described: str | None) -> PageSums:
    """The sums of a page."""
    blocks = visible.blocks.blocks
    return PageSums(
        size=visible.blocks.before[-1] or 1,
        running=sum([block.size for block in blocks if _runs(block)]) or 1,
        declared=len(declared or ""),
        described=fold_start(described or "", 60),
    )


def _runs(block: Block) -> bool:
    return block.size > _RUNNING and block.links < 0.3 * block.size


def of_choice(page: PageSums, visible: VisiblePage, places: Sequence[int]) -> list[float]:
    """The numbers of `NAMES` for the blocks at `places`, in order."""
    blocks, nodes = visible.blocks.blocks, visible.blocks.nodes
    chosen = [blocks[place] for place in places]
    size = sum([block.size for block in chosen])
    running = sum([block.size for block in chosen if _runs(block)])
    weight, count = size or 1, len(chosen) or 1
    last = len(blocks) or 1
    headline = visible.headline
    return [
        math.log1p(size),
        size / page.size,
        running / page.running,
        running / weight,
        math.log1p(page.running),
        sum([block.links for block in chosen]) / weight,
        sum([block.tag == "p" for block in chosen]) / count,
        math.log1p(len(chosen)),
        (places[-1] - places[0] + 1) / count if places else 0.0,
        size / count,
        sum([block.size for block in chosen if visible.away[block.node]]) / weight,
        sum([block.size * visible.cards[block.node] for block in chosen]) / weight,
        sum([block.size for block in chosen if block.text[-1] in ".!?。！？…\"'”’»)」』:："]) / weight,
        max(-_FAR, min(_FAR, float(places[0] - headline))) if places and headline >= 0 else -_FAR - 1,
        places[0] / last if places else 0.0,
        places[-1] / last if places else 0.0,
        math.log1p(page.size),
        math.log1p(page.declared),
        math.log1p(len(page.described)),
        float(len(page.described) > 20 and any(fold(block.text[:200])[:60] == page.described for block in chosen[:4])),
        sum([block.size for block in chosen if nodes[block.node].here or nodes[block.node].says > 1]) / weight,
    ]


def of_probable(sizes: Sequence[int], places: Sequence[int], probable: Sequence[float]) -> list[float]:
    """The numbers of `MORE`: how precise, whole and good a choice is, if the blocks (of `sizes`) are what they seem."""
    expected = sum(size * chance for size, chance in zip(sizes, probable, strict=True))
    right = sum(sizes[place] * probable[place] for place in places)
    size = sum(sizes[place] for place in places)
    both = 2 * right / (size + expected) if size + expected else 0.0
    return [right / (size or 1), right / (expected or 1.0), both, math.log1p(expected)]
