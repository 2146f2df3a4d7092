"""Readings that go wrong, made of right ones: they teach which blocks a reading keeps or leaves out wrongly.

- As unseen pages go wrong: from the element around the right one and the one around that, from one within it, with no
  names heard, with no names at all.
- With what does not belong there: elements of a tenth of the text or more that the reading leaves out, one or two.
- With less: an element that a name rules out by mistake, the beginning, the end or the middle that is missing.

What is drawn depends on the page's id alone.
"""

import random
from collections.abc import Iterator
from dataclasses import replace

from monitor.extract.body import body_text, second_reading
from monitor.extract.layout.blocks import Blocks, signature
from monitor.extract.layout.class_names import Says
from monitor.extract.layout.visible import Hearing, VisiblePage, weighed

OUTER = 2  # elements around the right one from which the text is read, too
ADDED = 4  # elements that are added, each alone
RULED_OUT = 4  # elements that are ruled out
CUT = 2  # runs that are missing
_OTHER = 0.1  # of the text: what is added has at least as much
_OWN = 0.1  # of what is added, at most, is the text's
_MANY = 200  # characters that are added
_SMALL, _LARGE = 0.02, 0.6  # of the text, that a name may rule out by mistake

Reading = tuple[VisiblePage, list[int]]


def of_page(visible: VisiblePage, places: list[int], described: str | None, name: str) -> Iterator[Reading]:
    """A page and the blocks that are kept of it, as they are and in the harder forms; none of which nothing is kept."""
    draw = random.Random(name)
    yield visible, places
    forms = (*_unseen(visible, described), *_with_others(visible, places, draw), *_with_less(visible, places, draw))
    yield from (form for form in forms if form[1])


def _unseen(visible: VisiblePage, described: str | None) -> Iterator[Reading]:
    nodes = visible.blocks.nodes
    at = visible.chosen
    for _ in range(OUTER):
        at = nodes[at].parent
        if at < 0:
            break
        yield _read(replace(visible, chosen=at), described)
    inner = [place for place, node in enumerate(nodes) if node.parent == visible.chosen and node.mass > 0]
    if inner:
        yield _read(replace(visible, chosen=max(inner, key=lambda place: nodes[place].mass)), described)
    yield _read(weighed(_unweighed(visible.blocks), visible.title, Hearing.NOTHING), described)
    yield _read(weighed(_nameless(visible.blocks), visible.title), described)


def _read(visible: VisiblePage, described: str | None) -> Reading:
    return visible, second_reading.places_of(visible, body_text.kept(visible, described))


def _unweighed(blocks: Blocks) -> Blocks:
    """A copy as the walk makes it: whoever weighs a page (`visible.weighed`) changes the masses."""
    own = [replace(block, mass=mass) for block, mass in zip(blocks.blocks, blocks.masses(), strict=True)]
    nodes = [replace(node, mass=0.0, headline=False) for node in blocks.nodes]
    for block in own:
        nodes[block.node].mass += block.mass
    for node in reversed(nodes):
        if node.parent >= 0:
            nodes[node.parent].mass += node.mass
    return replace(blocks, nodes=nodes, blocks=own)


def _nameless(blocks: Blocks) -> Blocks:
    """The blocks of a page whose elements have no names, as on old pages."""
    bare = _unweighed(blocks)
    bare.nodes = [replace(node, says=Says.NOTHING, word="", name="") for node in bare.nodes]
    bare.blocks = [replace(block, made=signature(bare.nodes, block.node, block.tag)) for block in bare.blocks]
    return bare


def _with_others(visible: VisiblePage, places: list[int], draw: random.Random) -> Iterator[Reading]:
    blocks, kept = visible.blocks.blocks, set(places)
    total = sum(len(blocks[place].text) for place in places)
    groups: dict[tuple[int, ...], None] = {}
    for node in visible.blocks.nodes:
        inside = range(node.first, node.last)
        own = sum(len(blocks[place].text) for place in inside if place in kept)
        others = tuple(
            place for place in inside if place not in kept and blocks[place].links * 2 <= len(blocks[place].text)
        )
        size = sum(len(blocks[place].text) for place in others)
        if size > _MANY and size >= total * _OTHER and own < size * _OWN:
            groups[others] = None
    drawn = list(groups)
    draw.shuffle(drawn)
    for group in drawn[:ADDED]:
        yield visible, sorted(kept | set(group))
    if len(drawn) > 1:
        yield visible, sorted(kept | set(drawn[0]) | set(drawn[1]))


def _with_less(visible: VisiblePage, places: list[int], draw: random.Random) -> Iterator[Reading]:
    blocks, nodes, kept = visible.blocks.blocks, visible.blocks.nodes, set(places)
    total = sum(len(blocks[place].text) for place in places)
    parts = [
        at
        for at, node in enumerate(nodes)
        if _SMALL * total
        < sum(len(blocks[place].text) for place in range(node.first, node.last) if place in kept)
        < _LARGE * total
    ]
    for _ in range(RULED_OUT if parts else 0):
        at = draw.choice(parts)
        node = replace(nodes[at], says=draw.choice([Says.NEVER, Says.RARELY, Says.HARDLY]))
        away = list(visible.away)
        for place in range(at, len(nodes)):
            away[place] = away[place] or place == at or (nodes[place].parent >= at and away[nodes[place].parent])
        seen = replace(visible, blocks=replace(visible.blocks, nodes=[*nodes[:at], node, *nodes[at + 1 :]]), away=away)
        yield seen, [place for place in places if not node.first <= place < node.last]
    for _ in range(CUT if len(places) > 3 else 0):
        size = draw.randrange(1, max(2, len(places) // 3))
        start = draw.choice([0, len(places) - size, draw.randrange(len(places) - size)])
        yield visible, [*places[:start], *places[start + size :]]
