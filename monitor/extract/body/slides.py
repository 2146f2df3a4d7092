"""Slides of a gallery within an article: items of a list that count themselves, "3/44". They are captions, and no text.

A page that is a gallery and little else keeps them.
"""

import re

from monitor.extract.layout.blocks import Block
from monitor.extract.layout.visible import VisiblePage

_COUNTED = re.compile(r"(?P<at>\d{1,3})\s?(?:/|of|von|sur|de)\s?(?P<of>\d{1,3})\b")
_FEW = 3  # slides
_UP = 3  # elements around a counter within which its item is
_REST = 400  # characters of running text that a page has besides


def without(visible: VisiblePage, blocks: list[Block]) -> list[Block]:
    """The blocks of an article without those of slides, where there is a text besides."""
    items: dict[str, set[int]] = {}
    for block in blocks:
        if block.text[0].isdigit() and (count := _COUNTED.match(block.text)) and int(count["at"]) <= int(count["of"]):
            item = _item(visible, block)
            if item is not None:
                items.setdefault(count["of"], set()).add(item)
    slides = {item for alike in items.values() if len(alike) >= _FEW for item in alike}
    if not slides:
        return blocks
    nodes = visible.blocks.nodes
    shown = [(nodes[item].first, nodes[item].last) for item in slides]
    within = {place for first, last in shown for place in range(first, last)}
    out = {id(visible.blocks.blocks[place]) for place in within}
    rest = [block for block in blocks if id(block) not in out]
    return rest if sum(block.mass for block in rest) >= _REST else blocks


def _item(visible: VisiblePage, block: Block) -> int | None:
    """The item of a list in which a block stands."""
    at = block.node
    for _ in range(_UP):
        if at < 0 or visible.blocks.nodes[at].element.tag == "li":
            break
        at = visible.blocks.nodes[at].parent
    return at if at >= 0 and visible.blocks.nodes[at].element.tag == "li" else None
