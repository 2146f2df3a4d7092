"""What a page holds and does not show: elements that their own style hides, such as comments that open at a click.

A text of which only the beginning is shown is whole in its page: so hidden blocks go where they are the smaller part.
Names of classes ("hidden") and the attribute `hidden` are not heard: scripts show what they hide, mostly the text.
"""

import re
from collections.abc import Sequence

from monitor.extract.layout.visible import VisiblePage

_HIDES = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def without(visible: VisiblePage, places: Sequence[int]) -> list[int]:
    """The places of the blocks that are kept, without those that are not shown, where these are less than the rest."""
    blocks, known = visible.blocks.blocks, {-1: False}
    shown = [place for place in places if not _is_hidden(visible, blocks[place].node, known)]
    size, left = (sum(blocks[place].size for place in some) for some in (places, shown))
    return shown if left * 2 > size else list(places)


def _is_hidden(visible: VisiblePage, at: int, known: dict[int, bool]) -> bool:
    """Whether an element, or one around it, is hidden by its style; what was asked before is in `known`."""
    if at not in known:
        node = visible.blocks.nodes[at]
        style = node.element.get("style")
        is_hidden = style is not None and _HIDES.search(style) is not None
        known[at] = is_hidden or _is_hidden(visible, node.parent, known)
    return known[at]
