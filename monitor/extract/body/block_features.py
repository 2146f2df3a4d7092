"""What the learned second reading asks of each block of a page: numbers, the same in training and in use.

The order of the numbers is that of `NAMES`; the weights in `block_weights.json` were learnt for it.
"""

import math
from collections import Counter
from collections.abc import Collection

from monitor.extract.body.boilerplate import is_credit, is_dateline, is_pitch, is_pointer, is_tail
from monitor.extract.body.letter_counts import capitals, figures, stops
from monitor.extract.headline.headlines import fold_start, likeness
from monitor.extract.layout.blocks import HEADINGS, Block, Node, Signature
from monitor.extract.layout.visible import VisiblePage

NAMES = (
    "kept", "kept_before", "kept_after", "in_container", "away", "card", "mass", "size", "links", "sentence",
    "stops", "commas", "figures", "capitals", "paragraph", "heading", "item", "cell", "division", "quoted",
    "place", "text_before", "from_headline", "says", "best_around", "worst_around", "depth",
    "alike_share", "holder_share", "holder_links", "outer_share", "outer_links", "outer_blocks",
    "size_before", "links_before", "alike_before", "size_after", "links_after", "alike_after",
    "pointer", "pitch", "credit", "tail", "dateline", "again", "described", "titled", "blocks", "kept_share",
)  # fmt: skip
_LONGEST = 3_000  # characters whose marks are counted
_FAR = 60  # blocks from the headline


def of_blocks(
    visible: VisiblePage, kept: set[int], described: str | None, asked: Collection[str] = NAMES
) -> list[list[float]]:
    """Each block's numbers, as `NAMES` says; the rules keep those at `kept`; what is dear and not `asked` for is 0."""
    blocks, nodes = visible.blocks.blocks, visible.blocks.nodes
    best, worst = around(visible)
    alike, times = _alike(blocks), Counter(block.text for block in blocks)
    above = visible.blocks.before
    page = float(above[-1]) or 1.0
    kept_share = sum(blocks[index].size for index in kept) / page
    described, inside = fold_start(described or "", 60), nodes[visible.chosen]
    rows = []
    for index, block in enumerate(blocks):
        holder = nodes[block.node]
        outer = nodes[holder.parent] if holder.parent >= 0 else holder
        far = float(max(-_FAR, min(_FAR, index - visible.headline))) if visible.headline >= 0 else -_FAR - 1.0
        rows.append(
            [
                *_kept(index, kept),
                float(inside.first <= index < inside.last),
                float(visible.away[block.node]),
                visible.cards[block.node],
                block.mass,
                *_marks(block),
                *_tags(block, holder.element.getparent()),
                index / len(blocks),
                above[index] / page,
                far,
                float(holder.says),
                float(best[block.node]),
                float(worst[block.node]),
                float(holder.depth),
                alike[block.made] / page,
                *_holders(holder, outer, page),
                *_neighbour(blocks, index, -1),
                *_neighbour(blocks, index, 1),
                *_words(block.text, asked),
                float(times[block.text] - 1),
                float(len(described) > 20 and fold_start(block.text, 60) == described),
                likeness(block.text, visible.title) if visible.title and block.size < 200 else 0.0,
                math.log1p(len(blocks)),
                kept_share,
            ]
        )
    return rows


def _alike(blocks: list[Block]) -> Counter[Signature]:
    """How many characters without links are made each way."""
    alike: Counter[Signature] = Counter()
    for block in blocks:
        alike[block.made] += block.size - block.links
    return alike


def around(visible: VisiblePage) -> tuple[list[int], list[int]]:
    """By node: the best and the worst that a name of it, or of an element around it, says."""
    best: list[int] = []
    worst: list[int] = []
    for node in visible.blocks.nodes:
        says = int(node.says)
        best.append(max(says, best[node.parent]) if node.parent >= 0 else says)
        worst.append(min(says, worst[node.parent]) if node.parent >= 0 else says)
    return best, worst


def _holders(holder: Node, outer: Node, page: float) -> tuple[float, ...]:
    """How large the element of a block and the one around it are, and how much of them is links."""
    return (
        holder.size / page,
        holder.links / (holder.size or 1),
        outer.size / page,
        outer.links / (outer.size or 1),
        float(min(40, outer.last - outer.first)),
    )


def _kept(index: int, kept: set[int]) -> tuple[float, ...]:
    """Whether the rules keep a block, and its neighbours."""
    return (
        float(index in kept),
        float(index - 1 in kept) + 0.5 * float(index - 2 in kept),
        float(index + 1 in kept) + 0.5 * float(index + 2 in kept),
    )


def _marks(block: Block) -> tuple[float, ...]:
    """Size, share of links, and how much the text looks like sentences."""
    text = block.text[:_LONGEST]
    size = len(text)
    commas = sum(map(text.count, ",，、;"))
    return (
        math.log1p(block.size),
        block.links / block.size,
        float(text[-1] in ".!?。！？…\"'”’»)」』:："),
        stops(text) / size,
        commas / size,
        figures(text) / size,
        capitals(text) / size,
    )


def _tags(block: Block, around: object) -> tuple[float, ...]:
    tag = block.tag
    return (
        float(tag == "p"),
        float(tag in HEADINGS),
        float(tag in {"li", "dd", "dt"}),
        float(tag in {"td", "th"}),
        float(tag == "div"),
        float(tag in {"blockquote", "pre"} or getattr(around, "tag", "") == "blockquote"),
    )


def _neighbour(blocks: list[Block], index: int, step: int) -> tuple[float, ...]:
    at = index + step
    if not 0 <= at < len(blocks):
        return 0.0, -1.0, 0.0
    other = blocks[at]
    return math.log1p(other.size), other.links / other.size, float(other.made == blocks[index].made)


def _words(text: str, asked: Collection[str]) -> tuple[float, ...]:
    return (
        float(is_pointer(text)),
        float(is_pitch(text)),
        float("credit" in asked and is_credit(text)),
        float(is_tail(text)),
        float(is_dateline(text)),
    )
