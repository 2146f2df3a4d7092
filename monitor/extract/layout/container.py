"""Where the text stands among a page's blocks: how paragraphs are made, what is a card, which element holds most."""

from collections import Counter

from monitor.extract.layout.blocks import HEADINGS, Block, Blocks, Signature
from monitor.extract.layout.class_names import HERE, LEAD

_CARD = 0.3  # what the text of a card weighs
_TEASER = 0.1
_TEASER_SIZE = 400  # characters
_RIVAL = 0.25  # of the largest child's text that makes a sibling its rival
_SHARE = 0.6  # of the text that a child must hold for the descent to go on
_LEAVES = frozenset({"p", "li", "h1", "h2", "h3", "blockquote", "pre", "td", "figure"})
_LISTS = frozenset({"ul", "ol", "dl", "table", "tbody", "tr"})


def container(blocks: Blocks, headline: int) -> int:
    """The deepest element that holds the running text."""
    nodes = blocks.nodes
    children: dict[int, list[int]] = {}
    for index, node in enumerate(nodes):
        if node.mass > 0:
            children.setdefault(node.parent, []).append(index)
    main = main_signature(blocks.blocks)
    chosen = 0
    while inner := children.get(chosen):
        best = max(inner, key=lambda index: nodes[index].mass)
        if nodes[best].element.tag in _LEAVES:
            return chosen
        own = _own_article(blocks, inner, best, headline)
        if own is not None:
            chosen = own
            continue
        if nodes[best].mass < nodes[chosen].mass * _SHARE or (
            nodes[best].mass < nodes[chosen].mass * 0.98 and _is_split(blocks, chosen, best, main)
        ):
            return chosen
        chosen = best
    return chosen


def _own_article(blocks: Blocks, inner: list[int], best: int, headline: int) -> int | None:
    """Of several large siblings that are an article each, the one with the page's headline."""
    nodes = blocks.nodes
    rivals = [
        index
        for index in inner
        if nodes[index].mass >= max(400.0, nodes[best].mass * _RIVAL)
        and nodes[index].element.tag not in _LEAVES | _LISTS
    ]
    if len(rivals) < 2 or headline < 0:
        return None
    holder = next((index for index in rivals if nodes[index].headline), None)
    if holder is not None and any(_has_h1(blocks, index) for index in rivals if index != holder):
        return holder
    return None


def _has_h1(blocks: Blocks, index: int) -> bool:
    node = blocks.nodes[index]
    return any(block.tag == "h1" for block in blocks.blocks[node.first : node.last])


def main_signature(blocks: list[Block]) -> Signature | None:
    """How most of the text of some blocks is made."""
    sizes: Counter[Signature] = Counter()
    for block in blocks:
        if block.mass > 0:
            sizes[block.made] += int(block.mass)
    return sizes.most_common(1)[0][0] if sizes else None


def _is_split(blocks: Blocks, chosen: int, best: int, main: Signature | None) -> bool:
    """Whether the text next to `best` is made as the article's own paragraphs are, or begins it in plain paragraphs."""
    outer, inner = blocks.nodes[chosen], blocks.nodes[best]
    if inner.element.tag in _LISTS:
        return True
    before = blocks.blocks[outer.first : inner.first]
    neighbours = [*before, *blocks.blocks[inner.last : outer.last]]
    if any(block.mass > 100 and block.made == main for block in neighbours):
        return True
    return (outer.says is HERE or not outer.headline) and any(
        block.mass > 100
        and (block.tag == "p" or (block.tag == "div" and outer.says is HERE))
        and not _is_lead(blocks, block)
        for block in before
    )


def _is_lead(blocks: Blocks, block: Block) -> bool:
    node = blocks.nodes[block.node]
    return LEAD in {node.says, blocks.nodes[node.parent].says}


def rows(blocks: Blocks) -> list[list[int]]:
    """Three or more like siblings of several blocks each: so lists of articles and comments are made."""
    nodes = blocks.nodes
    groups: dict[tuple[int, str, str], list[int]] = {}
    for index, node in enumerate(nodes):
        if 2 <= node.last - node.first <= 30 and not node.headline and node.element.tag not in {"tr", "tbody", "table"}:
            groups.setdefault((node.parent, str(node.element.tag), node.name), []).append(index)
    return [members for members in groups.values() if len(members) >= 3]


def cards(blocks: Blocks, found: list[list[int]]) -> list[float]:
    """By node: what its text weighs. Less than 1 inside a member of a row.

    A short one that begins with a link is a teaser and weighs least; but a long list of films has links, too.
    """
    nodes = blocks.nodes
    own = {index: _weight(blocks, index) for members in found for index in members}
    if not own:
        return [1.0] * len(nodes)
    weights: list[float] = []
    for index, node in enumerate(nodes):
        around = weights[node.parent] if node.parent >= 0 else 1.0
        weights.append(min(own[index], around) if index in own else around)
    return weights


def _weight(blocks: Blocks, index: int) -> float:
    node = blocks.nodes[index]
    inside = blocks.blocks[node.first : node.last]
    if any(block.links > block.size * 0.6 for block in inside[:3]):
        return _TEASER if node.size < _TEASER_SIZE else _CARD
    label = inside[0].tag not in HEADINGS and inside[0].size < 40 and inside[0].text[-1] not in ".!?:"
    return _CARD if label else 1.0
