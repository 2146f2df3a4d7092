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
    blocks = visible.blocks.blocks
    hidden = _hidden(visible, {blocks[place].node for place in places})
    if not hidden:
        return list(places)
    shown = [place for place in places if blocks[place].node not in hidden]
    size, left = (sum(blocks[place].size for place in some) for some in (places, shown))
    return shown if left * 2 > size else list(places)


def _hidden(visible: VisiblePage, wanted: set[int]) -> set[int]:
    """Which of some elements are hidden by their style, or stand in one that is."""
    nodes, known, hidden = visible.blocks.nodes, {-1: False}, set()
    for first in wanted:
        at, passed = first, []
        while at not in known:
            passed.append(at)
            style = nodes[at].element.get("style")
            if style is not None and _HIDES.search(style) is not None:
                known[at] = True
            else:
                at = nodes[at].parent
        known.update(dict.fromkeys(passed, known[at]))
        if known[first]:
            hidden.add(first)
    return hidden
