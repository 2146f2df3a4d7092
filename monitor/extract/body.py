"""The text of an article: the element that holds the running text, and which of its blocks belong to it.

    walk -> what its name rules out -> repeated cards count little -> descend into the child that holds most of the
    text -> take its blocks, without links, captions, pitches and pointers to other articles

It works on blocks and knows no outlet.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from monitor.extract.blocks import HEADINGS, SKIPPED, Block, Blocks, Node, Walk
from monitor.extract.names import Says
from monitor.extract.phrases import is_credit, is_pitch, is_pointer, is_tail
from monitor.extract.titles import fold, likeness

_LITTLE = 200  # characters: less is looked for once more
_RIVAL = 0.25  # of the largest child's text that makes a sibling its rival
_SHARE = 0.6  # of the text that a child must hold for the descent to go on
_LABEL = re.compile(
    r"(?:autor(?:in|en)?(?:/autor(?:in)?)?|author|auteur|autore|text|von|by|por)\s?:?\s[A-ZÀ-Þ]|"
    r"[(（]?(?:责编|责任编辑|作者|記者)[:：]",
    re.IGNORECASE,
)
_SURE = frozenset(
    {
        "comment",
        "comments",
        "commentlist",
        "kommentare",
        "comentarios",
        "commentaires",
        "disqus",
        "footer",
        "cookie",
        "newsletter",
    }
)
_LEAVES = frozenset({"p", "li", "h1", "h2", "h3", "blockquote", "pre", "td", "figure"})
_LISTS = frozenset({"ul", "ol", "dl", "table", "tbody", "tr"})
_Signature = tuple[str, int, str, str]


@dataclass(slots=True)
class Page:
    """A page on the way to its text: its blocks, which are ruled out (by node), and where its headline stands."""

    blocks: Blocks
    away: list[bool]
    headline: int  # block, or -1
    title: str | None
    cards: list[bool] = field(default_factory=list)  # by node: inside one of several like siblings, as in lists
    chosen: int = 0  # the node that holds the text


def read(page: Page, root: etree._Element, *, described: str | None = None, stated: str | None = None) -> str:
    """The text of the article, paragraphs parted by blank lines; empty where there is none.

    `described` is what the page states as its description: a standfirst that is shown begins the text.
    `stated` is the text that its JSON-LD states: believed where the page shows little or nothing.
    """
    text = _shown(page, described)
    if len(text) < _LITTLE:
        text = max(
            text, _shown(prepared(root, page.title, SKIPPED - {"nav", "noscript", "details"}), described), key=len
        )
    if stated and len(text) < min(_LITTLE * 3, len(stated) * 0.4):
        return stated
    return text


def _shown(page: Page, described: str | None) -> str:
    if not page.blocks.blocks:
        return ""
    found = kept(page)
    return "\n\n".join(block.text for block in [*lead(page, found, described), *found])


def near(page: Page) -> list[Block]:
    """The short blocks around the headline, where dates and bylines stand: those behind it first."""
    blocks, at = page.blocks.blocks, page.headline
    around = [*blocks[at + 1 : at + 16], *reversed(blocks[max(0, at - 4) : at])] if at >= 0 else []
    return [block for block in around if len(block.text) < 200]


def scattered(page: Page) -> list[str]:
    """The short lines with a figure, without links, anywhere on the page."""
    found: list[str] = []
    for block in page.blocks.blocks:
        if (
            len(block.text) <= 45
            and not block.links
            and not page.away[block.node]
            and any(character.isdigit() for character in block.text)
        ):
            found.append(block.text)
            if len(found) >= 40:
                break
    return found


def labels(page: Page) -> list[str]:
    """The short lines that begin with the label of an author, anywhere on the page."""
    return [block.text for block in page.blocks.blocks if len(block.text) < 80 and _LABEL.match(block.text)][:3]


def lead(page: Page, found: list[Block], described: str | None) -> list[Block]:
    """The standfirst: what is shown between the headline and the text, and is named or described as such."""
    if not found or page.headline < 0:
        return []
    blocks = page.blocks.blocks
    first = next(index for index, block in enumerate(blocks) if block is found[0])
    if not page.headline < first <= page.headline + 40:
        return []
    start = fold(described or "")[:60]
    known = {fold(block.text)[:60] for block in found[:4]}
    for block in blocks[page.headline + 1 : first]:
        folded = fold(block.text)[:60]
        if len(block.text) < 40 or block.links > len(block.text) * 0.4 or folded in known or len(block.text) > 1_000:
            continue
        if (len(start) >= 20 and folded.startswith(start[:40])) or _is_lead(page, block):
            return [block]
    return []


def _is_lead(page: Page, block: Block) -> bool:
    at = block.node
    for _ in range(3):
        if page.blocks.nodes[at].says is Says.LEAD:
            return True
        at = page.blocks.nodes[at].parent
        if at < 0:
            return False
    return False


def prepared(root: etree._Element, title: str | None, skipped: frozenset[str] = SKIPPED) -> Page:
    """The blocks of a page, with those ruled out that their names speak against."""
    blocks = Walk(skipped).read(root)
    headline = _headline(blocks, title)
    at = blocks.blocks[headline].node if headline >= 0 else -1
    while at >= 0:
        blocks.nodes[at].headline = True
        at = blocks.nodes[at].parent
    page = Page(blocks, _ruled_out(blocks, headline), headline, title)
    page.cards = _cards(page)
    _weigh_again(page)
    page.chosen = _container(page)
    return page


def _headline(blocks: Blocks, title: str | None) -> int:
    """The block that shows the headline: an `h1` much like the title, else the first heading or line that is the title."""
    if not title or len(title) < 4:
        return -1
    wanted, best = fold(title), -1
    for index, block in enumerate(blocks.blocks):
        if block.tag == "h1" and likeness(block.text, title) > 0.5:
            return index
        if best < 0 and block.links == 0 and abs(len(block.text) - len(title)) <= 40 and wanted in fold(block.text):
            best = index
    return best


def _ruled_out(blocks: Blocks, headline: int) -> list[bool]:
    """By node: whether it, or an element around it, is named as no part of the article, and may be believed."""
    total, here = (blocks.nodes[0].mass, blocks.nodes[0].here) if blocks.nodes else (0.0, 0.0)
    alike: Counter[str] = Counter()  # text by word: one that holds much of the page says nothing
    words: list[frozenset[str]] = []
    for node in blocks.nodes:
        around = words[node.parent] if node.parent >= 0 else frozenset()
        if node.says < 0 and node.word not in around:
            alike[node.word] += int(node.mass)
            around |= {node.word}
        words.append(around)
    away: list[bool] = []
    for node in blocks.nodes:
        outside = node.parent >= 0 and away[node.parent]
        away.append(outside or (node.says < 0 and _believed(node, headline, total, here, alike[node.word])))
    return away


def _believed(node: Node, headline: int, total: float, here: float, alike: float) -> bool:
    if node.headline:
        return False
    if node.last <= headline and node.mass < total * 0.6:
        return True
    if node.word in _SURE:
        return node.mass <= total * 0.4 or (
            node.mass <= total - 150.0
            and (alike <= total * 0.85 or total - alike >= 1_000.0 or here - node.here >= 200.0)
        )
    if node.says is Says.NEVER:
        return alike <= total * 0.6 and node.here <= max(400.0, total * 0.3)
    if node.says is Says.RARELY:
        return alike <= total * 0.4 and node.here <= max(400.0, total * 0.3)
    if node.says is Says.BESIDE:
        return alike <= max(300.0, total * 0.6)
    return alike <= min(100.0, total * 0.2) or (node.links > node.size * 0.15 and alike <= total * 0.4)


def _weigh_again(page: Page) -> None:
    """The running text by node, without what is ruled out, and with little weight for repeated cards."""
    nodes = page.blocks.nodes
    for node in nodes:
        node.mass = 0.0
    early = page.headline if page.headline >= 0 and page.blocks.blocks[page.headline].tag == "h1" else 0
    for index, block in enumerate(page.blocks.blocks):
        if page.away[block.node]:
            block.mass = 0.0
        elif page.cards[block.node] or index < early:
            block.mass *= 0.3
        nodes[block.node].mass += block.mass
    for node in reversed(nodes):
        if node.parent >= 0:
            nodes[node.parent].mass += node.mass


def _cards(page: Page) -> list[bool]:
    """By node: whether it is in one of three or more like siblings that each hold several blocks, as lists of articles and comments do."""
    nodes = page.blocks.nodes
    groups: dict[tuple[int, str, str], list[int]] = {}
    for index, node in enumerate(nodes):
        if 2 <= node.last - node.first <= 30 and not node.headline and node.element.tag not in {"tr", "tbody", "table"}:
            groups.setdefault((node.parent, str(node.element.tag), node.element.get("class") or ""), []).append(index)
    marked = {index for members in groups.values() if len(members) >= 3 for index in members if _is_card(page, index)}
    inside: list[bool] = []
    for index, node in enumerate(nodes):
        inside.append(index in marked or (node.parent >= 0 and inside[node.parent]))
    return inside


def _is_card(page: Page, index: int) -> bool:
    node = page.blocks.nodes[index]
    blocks = page.blocks.blocks[node.first : node.last]
    if any(block.links > len(block.text) * 0.6 for block in blocks[:3]):
        return True
    return blocks[0].tag not in HEADINGS and len(blocks[0].text) < 40 and blocks[0].text[-1] not in ".!?:"


def _container(page: Page) -> int:
    """The deepest element that holds the running text."""
    nodes = page.blocks.nodes
    children: dict[int, list[int]] = {}
    for index, node in enumerate(nodes):
        if node.mass > 0:
            children.setdefault(node.parent, []).append(index)
    main = _main_signature(page, page.blocks.blocks)
    chosen = 0
    while inner := children.get(chosen):
        best = max(inner, key=lambda index: nodes[index].mass)
        if nodes[best].element.tag in _LEAVES:
            return chosen
        own = _own_article(page, inner, best)
        if own is not None:
            chosen = own
            continue
        if nodes[best].mass < nodes[chosen].mass * _SHARE or (
            nodes[best].mass < nodes[chosen].mass * 0.98 and _is_split(page, chosen, best, main)
        ):
            return chosen
        chosen = best
    return chosen


def _own_article(page: Page, inner: list[int], best: int) -> int | None:
    """Of several large siblings that are an article each, the one with the page's headline."""
    nodes = page.blocks.nodes
    rivals = [
        index
        for index in inner
        if nodes[index].mass >= max(400.0, nodes[best].mass * _RIVAL)
        and nodes[index].element.tag not in _LEAVES | _LISTS
    ]
    if len(rivals) < 2 or page.headline < 0:
        return None
    holder = next((index for index in rivals if nodes[index].headline), None)
    if holder is not None and any(_has_h1(page, index) for index in rivals if index != holder):
        return holder
    return None


def _has_h1(page: Page, index: int) -> bool:
    node = page.blocks.nodes[index]
    return any(block.tag == "h1" for block in page.blocks.blocks[node.first : node.last])


def _signature(page: Page, block: Block) -> _Signature:
    node = page.blocks.nodes[block.node]
    parent = page.blocks.nodes[node.parent] if node.parent >= 0 else node
    return (
        block.tag,
        node.depth,
        node.element.get("class") or "",
        parent.element.get("class") or str(parent.element.tag),
    )


def _main_signature(page: Page, blocks: list[Block]) -> _Signature | None:
    """How most of the text of some blocks is made."""
    sizes: Counter[_Signature] = Counter()
    for block in blocks:
        if block.mass > 0:
            sizes[_signature(page, block)] += int(block.mass)
    return sizes.most_common(1)[0][0] if sizes else None


def _is_split(page: Page, chosen: int, best: int, main: _Signature | None) -> bool:
    """Whether the text beside `best` is made as the article's own paragraphs are."""
    outer, inner = page.blocks.nodes[chosen], page.blocks.nodes[best]
    if inner.element.tag in _LISTS:
        return True
    beside = [*page.blocks.blocks[outer.first : inner.first], *page.blocks.blocks[inner.last : outer.last]]
    return any(block.mass > 100 and _signature(page, block) == main for block in beside)


def kept(page: Page) -> list[Block]:
    """The blocks of the article inside its container."""
    node = page.blocks.nodes[page.chosen]
    inside = [block for block in page.blocks.blocks[_start(page, node) : node.last] if not page.away[block.node]]
    main = _main_signature(page, inside)
    found: list[Block] = []
    seen: set[str] = set()
    skipping = False
    for block in _trimmed(page, inside, main):
        if is_tail(block.text) and len(found) > 1:
            skipping = True
            continue
        if skipping:
            if block.mass < 80 or _signature(page, block) != main:
                continue
            skipping = False
        if _belongs(page, block, main) and not (block.tag == "h1" and not found) and block.text not in seen:
            found.append(block)
            if len(block.text) > 100:  # a page may hold its text twice, for two kinds of screens
                seen.add(block.text)
    while found and found[-1].tag in HEADINGS:
        found.pop()
    return found


def _start(page: Page, node: Node) -> int:
    """The text begins behind the headline, where that does not stand amid it."""
    if not node.first <= page.headline < node.last:
        return node.first
    before = sum(block.mass for block in page.blocks.blocks[node.first : page.headline])
    return page.headline + 1 if before < node.mass * 0.2 else node.first


def _trimmed(page: Page, inside: list[Block], main: _Signature | None) -> list[Block]:
    """Without what stands before the first and after the last of the article's own paragraphs and is made otherwise."""
    own = [index for index, block in enumerate(inside) if block.mass > 40 and _signature(page, block) == main]
    if len(own) < 3 or sum(inside[index].mass for index in own) < 0.6 * sum(block.mass for block in inside):
        return inside
    first, last = own[0], own[-1]
    places = (
        {page.chosen}
        | {inside[index].node for index in own}
        | {page.blocks.nodes[inside[index].node].parent for index in own}
    )
    names = {page.blocks.nodes[place].element.get("class") or "" for place in places} - {""}
    before = [block for block in inside[:first] if block.mass > 60 or (block.tag in HEADINGS and len(block.text) > 60)]
    after = [block for block in inside[last + 1 :] if _near(page, block, places, names)]
    return [*before, *inside[first : last + 1], *after]


def _near(page: Page, block: Block, places: set[int], names: set[str]) -> bool:
    """Whether a block stands beside the article's own paragraphs (or in a list or quote beside them)."""
    at = block.node
    for _ in range(6 if block.tag in {"td", "th", "li", "dd", "dt"} else 3):
        at = page.blocks.nodes[at].parent
        if at < 0:
            return False
        if at in places or page.blocks.nodes[at].element.get("class") in names:
            return True
    return False


def _belongs(page: Page, block: Block, main: _Signature | None) -> bool:
    share, text = block.links / len(block.text), block.text
    own = _signature(page, block) == main
    if share > 0.9 or (share > 0.5 and text[-1] not in ".!?。" and not own):
        return False
    if is_pointer(text) or (not (own and block.mass > 120) and is_credit(text)):
        return False
    return not ((block.links or not own or len(text) < 160) and is_pitch(text))
