"""The text of an article: the element that holds the running text, and which of its blocks belong to it.

The element is found by descending from the root into the child that holds most of the text; inside, blocks that are
links, captions, pitches and pointers to other articles are dropped. It works on blocks; it knows no outlet.
"""

import re

from lxml import etree

from monitor.extract.blocks import HEADINGS, Block, Blocks, Walk

_SHARE = 0.6  # of the text that a child must hold for the descent to go on
_POINTER = re.compile(
    r"^(?:read more|read also|also read|see also|related|more:|more on|watch:|watch more|listen:|photos?:|video:|gallery:|click here|sign up|subscribe|follow us|follow @|share this|"
    r"lesen sie auch|mehr zum thema|lire aussi|à lire|lee también|leia mais|leia também|leggi anche|lees ook|les også|läs också|advertisement|anzeige|publicité|publicidad|story continues below|article continues below|"
    r"continue reading|image source|getty images|photo by|photo:|foto:|bild:|image:|copyright|©|\(c\)|all rights reserved|tags?:|topics?:|filed under|posted in|this article (?:was originally|originally)|more from|recommended|scroll to continue|skip to|loading|please enable)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"^(?:related(?: (?:articles?|stories|posts|content|links|news|topics))?|more (?:from|on|stories|news|in|like).{0,40}|you (?:may|might) (?:also )?(?:like|be interested).{0,30}|recommended(?: for you| stories| articles)?|most (?:read|popular|viewed)|"
    r"read (?:next|more)|up next|what to read next|trending(?: now)?|latest (?:news|stories|posts)|comments?(?: \(\d+\))?|\d+ (?:comments|responses|thoughts).{0,60}|leave a (?:reply|comment)|share this.{0,20}|about the author|see also|popular (?:posts|stories)|don't miss|newsletter|sign up.{0,60}|"
    r"mehr zum thema|lesen sie auch|das könnte sie auch interessieren|auch interessant|weitere artikel.{0,30}|kommentare?|meistgelesen|à lire aussi|lire aussi|sur le même sujet|te puede interesar|más noticias.{0,20}|relacionad[oa]s|noticias relacionadas|veja também|leia também|leggi anche|関連記事|あわせて読みたい|相关阅读|추천뉴스|관련기사)\s*[:：.…»>]*$",
    re.IGNORECASE,
)


def read(root: etree._Element) -> str:
    """The text of the article, paragraphs parted by blank lines; empty where there is none."""
    blocks = Walk().read(root)
    if not blocks.blocks:
        return ""
    _restore(blocks)
    chosen = _container(blocks)
    kept = _kept(blocks, chosen)
    return "\n\n".join(block.text for block in kept)


def _restore(blocks: Blocks) -> None:
    """Names lie: an element named like a sidebar that holds most of the page's text is not one."""
    sizes: dict[int, float] = {}
    total = 0.0
    for block in blocks.blocks:
        size = len(block.text) - block.links if block.links < len(block.text) * 0.5 and len(block.text) > 60 else 0
        total += size
        if block.away >= 0:
            sizes[block.away] = sizes.get(block.away, 0) + size
    for index, size in sizes.items():
        if size > total * 0.5:
            _unmark(blocks, index)


def _unmark(blocks: Blocks, index: int) -> None:
    from monitor.extract.blocks import _mass

    for node in blocks.nodes:
        if node.away == index:
            node.away = -1
    for block in blocks.blocks:
        if block.away == index:
            block.away = -1
            block.mass = _mass(block)
            at = block.node
            while at >= 0:
                blocks.nodes[at].mass += block.mass
                at = blocks.nodes[at].parent


def _container(blocks: Blocks) -> int:
    """The deepest element that holds most of the running text."""
    children: dict[int, list[int]] = {}
    for index, node in enumerate(blocks.nodes):
        children.setdefault(node.parent, []).append(index)
    chosen = 0
    while True:
        inner = children.get(chosen, [])
        best = max(inner, key=lambda index: blocks.nodes[index].mass, default=-1)
        if best < 0 or blocks.nodes[best].mass < blocks.nodes[chosen].mass * _SHARE or blocks.nodes[best].mass <= 0:
            return chosen
        if (
            blocks.nodes[best].element.tag in {"p", "li", "blockquote", "pre", "td"}
            and blocks.nodes[chosen].mass > blocks.nodes[best].mass
        ):
            return chosen
        chosen = best


def _kept(blocks: Blocks, chosen: int) -> list[Block]:
    node = blocks.nodes[chosen]
    kept: list[Block] = []
    inside = blocks.blocks[node.first : node.last]
    last_good = max((position for position, block in enumerate(inside) if block.mass > 60), default=-1)
    for position, block in enumerate(inside):
        if block.away >= 0 and block.away != node.away:
            continue
        if _TAIL.match(block.text) and position > len(inside) * 0.3 and position >= last_good - 8:
            break
        if block.links > len(block.text) * 0.6 or _POINTER.match(block.text):
            continue
        if block.tag == "h1" and not kept:
            continue
        kept.append(block)
    while kept and kept[-1].tag in HEADINGS:
        kept.pop()
    return kept
