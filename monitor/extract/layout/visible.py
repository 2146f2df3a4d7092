"""What a page shows, weighed: its blocks, which of them its names rule out, and which element holds its text.

Names are believed with care: one that speaks against most of a page's text is a word of the layout.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise
from typing import assert_never

from lxml import etree

from monitor.extract import author_labels
from monitor.extract.headline.headlines import fold, likeness
from monitor.extract.layout import container
from monitor.extract.layout.blocks import SKIPPED, Block, Blocks, Node, Walk
from monitor.extract.layout.class_names import ASIDE, HARDLY, NEVER, RARELY
from monitor.reading.dates import date_parser

_SURE = frozenset({"comment", "comments", "commentlist", "kommentare", "comentarios", "commentaires", "disqus"})
_SURE |= {"footer", "cookie", "newsletter"}  # words that no layout gives to its main column
_EARLY = 0.3  # what text above the headline weighs
_SHORT = 200  # characters; a line by the headline is shorter
_MOST_AWAY = {NEVER: 0.6, RARELY: 0.4}  # of a page's text that a word may speak against
_LABEL = re.compile(  # and what `author_labels` has
    r"(?:autor(?:in|en)?(?:/autor(?:in)?)?|author|auteur|autore|(?:text|words|story)(?:\s(?:von|by))?|von|by|por|"
    r"(?:written|posted|verfasst|geschrieben|eingestellt|escrito|scritto|rédigé)\s(?:by|von|por|da|par))\s?:?\s[A-ZÀ-Þ]",
    re.IGNORECASE,
)

_LABELLED = 80  # characters of a line that begins with a label
_NEAR = 16  # blocks
_FEW = 5  # names of authors far from the text that may still be the article's
_COMMENTS = re.compile(r"comment|kommentar|comentario|disqus|footer|cookie|newsletter|respon|repl")
_LABEL_ALONE = re.compile(
    r"(?:(?:article|story|text|words|written|posted|artikel|beitrag|geschrieben|verfasst)\s)?(?:by|von|par|por|autor(?:in)?|author|"
    r"auteur|autore|news provided by|作者|記者|记者|撰文|기자|글)\s?[:：]?",
    re.IGNORECASE,
)


class Hearing(Enum):
    """Which names of elements rule out what is below them."""

    EVERYTHING = "everything"  # those that speak against a text, as far as they may be believed
    COMMENTS = "comments"  # those of comments and footers alone
    NOTHING = "nothing"


@dataclass(slots=True)
class VisiblePage:
    """A page's blocks, and by node whether its names rule it out, and what a place in a row of cards makes of it."""

    blocks: Blocks
    headline: int  # the block that shows the headline, or -1
    title: str | None
    away: list[bool]
    rows: list[list[int]] = field(default_factory=list)  # nodes that stand in a row of like ones
    cards: list[float] = field(default_factory=list)
    chosen: int = 0  # the node that holds the text

    def around(self) -> list[Block]:
        """The short blocks by the headline, where dates and bylines stand: those after it first."""
        return [*self.after(), *self.above()]

    def after(self) -> list[Block]:
        """The short blocks after the headline."""
        blocks, at = self.blocks.blocks, self.headline
        return [block for block in blocks[at + 1 : at + 16] if block.size < _SHORT] if at >= 0 else []

    def above(self) -> list[Block]:
        """The short blocks above the headline, the nearest first."""
        blocks, at = self.blocks.blocks, self.headline
        return [block for block in reversed(blocks[max(0, at - 4) : max(0, at)]) if block.size < _SHORT]

    def heading(self) -> etree._Element | None:
        """The element that shows the headline."""
        return self.blocks.nodes[self.blocks.blocks[self.headline].node].element if self.headline >= 0 else None

    def scattered(self) -> list[str]:
        """The short lines that may name a day, without links or with a word of publication, anywhere on the page."""
        found = [
            block.text
            for block in self.blocks.blocks
            if block.size <= 120
            and not self.away[block.node]
            and date_parser.may_name_a_day(block.text)
            and ((block.size <= 45 and not block.links) or _DATED.search(block.text))
        ]
        return found[:40]

    def _labelled(self) -> list[str]:
        """The lines that begin with a label: those by the headline and by the end of the text before others.

        Of others none where there are many: they are cards of other articles, or books that somebody reads.
        """
        blocks, end = self.blocks.blocks, self.blocks.nodes[self.chosen].last
        places = [at for at, block in enumerate(blocks) if block.size < _LABELLED and _is_labelled(block.text)]
        is_near = {at: 0 <= at - self.headline <= _NEAR or abs(at - end) <= _NEAR // 2 for at in places}
        near = [blocks[at].text for at in places if is_near[at]]
        others = [blocks[at].text for at in places if not is_near[at]]
        return [*near, *(others if len(set(others)) <= _FEW else ())][:3]

    def _is_account(self, block: Block) -> bool:
        """Whether a line is a link of one word by the headline: after "By" that is an account, and not a label."""
        is_near = any(block is one for one in self.blocks.blocks[self.headline + 1 : self.headline + _NEAR // 2])
        return self.headline >= 0 and is_near and " " not in block.text and block.links * 2 > block.size

    def labels(self) -> list[str]:
        """The short lines that begin with the label of an author, anywhere on the page; one alone with what follows."""
        blocks = self.blocks.blocks
        found = self._labelled()
        pairs = pairwise(blocks)
        return (
            found
            + [
                f"{'Posted by' if self._is_account(two) else 'By:'} {two.text}"
                for one, two in pairs
                if two.size < 60 and one.tag not in {"th", "td"} and _LABEL_ALONE.fullmatch(one.text)
            ][:2]
        )


_DATED = re.compile(
    r"发表于|發表於|发布时间|發布時間|posted on|published on|post time|veröffentlicht|publiziert|erstellt am",
    re.IGNORECASE,
)


def _is_labelled(text: str) -> bool:
    return _LABEL.match(text) is not None or author_labels.labelled(text.lstrip("(（[")) is not None


def prepared(root: etree._Element, title: str | None, skipped: frozenset[str] = SKIPPED) -> VisiblePage:
    """The blocks of a page, with those ruled out that their names speak against."""
    return weighed(Walk(skipped).read(root), title)


def weighed(blocks: Blocks, title: str | None, hearing: Hearing = Hearing.EVERYTHING) -> VisiblePage:
    """A page of these blocks, with those ruled out that their names speak against, as far as names are heard.

    The masses of the blocks change: `reheard` looks at the same page once more.
    """
    headline = _headline(blocks, title)
    at = blocks.blocks[headline].node if headline >= 0 else -1
    while at >= 0:
        blocks.nodes[at].headline = True
        at = blocks.nodes[at].parent
    visible = VisiblePage(blocks, headline, title, _away(blocks, headline, hearing))
    visible.rows = container.rows(blocks)
    visible.cards = container.cards(blocks, visible.rows)
    _weigh_again(visible)
    visible.chosen = container.container(blocks, headline)
    return visible


def reheard(visible: VisiblePage) -> Iterator[VisiblePage]:
    """A page with no names heard, then with those of comments alone.

    Each is to be used before the next: the masses of the page's own blocks and nodes are then those of that look, and
    at the end what they were. To copy all of them takes longer than to look.
    """
    blocks, nodes = visible.blocks.blocks, visible.blocks.nodes
    walked, before, around = visible.blocks.masses(), [block.mass for block in blocks], [node.mass for node in nodes]
    try:
        for hearing in (Hearing.NOTHING, Hearing.COMMENTS):
            _set_masses(blocks, walked)
            again = replace(visible, away=_away(visible.blocks, visible.headline, hearing))
            _weigh_again(again)
            again.chosen = container.container(visible.blocks, visible.headline)
            yield again
    finally:
        _set_masses(blocks, before)
        _set_masses(nodes, around)


def _set_masses(holders: Sequence[Block | Node], masses: Sequence[float]) -> None:
    for holder, mass in zip(holders, masses, strict=True):
        holder.mass = mass


def _headline(blocks: Blocks, title: str | None) -> int:
    """The block that shows the headline: an `h1` much like the title, else the first line that is the title."""
    if not title or len(title) < 4:
        return -1
    wanted, best = fold(title), -1
    for index, block in enumerate(blocks.blocks):
        if block.tag == "h1" and likeness(block.text, title) > 0.5:
            return index
        if best < 0 and block.links == 0 and abs(block.size - len(title)) <= 40 and wanted in fold(block.text):
            best = index
    return best


def _away(blocks: Blocks, headline: int, hearing: Hearing) -> list[bool]:
    """By node: whether what names say rules it out."""
    match hearing:
        case Hearing.EVERYTHING:
            return _ruled_out(blocks, headline)
        case Hearing.COMMENTS:
            away: list[bool] = []
            for node in blocks.nodes:
                is_named = node.says < 0 and not node.headline and _COMMENTS.search(node.word) is not None
                away.append(is_named or (node.parent >= 0 and away[node.parent]))
            return away
        case Hearing.NOTHING:
            return [False] * len(blocks.nodes)
        case _:
            assert_never(hearing)


def _ruled_out(blocks: Blocks, headline: int) -> list[bool]:
    """By node: whether it, or an element around it, is named as no part of the article, and may be believed."""
    total, here = (blocks.nodes[0].mass, blocks.nodes[0].here) if blocks.nodes else (0.0, 0.0)
    alike: Counter[str] = Counter()  # text by word: one that holds much of the page says nothing
    named: list[int] = []  # by node: the nearest that is named so, itself or around it
    for place, node in enumerate(blocks.nodes):
        nearest = around = named[node.parent] if node.parent >= 0 else -1
        if node.says < 0:
            while around >= 0 and (outer := blocks.nodes[around]).word != node.word:
                around = named[outer.parent] if outer.parent >= 0 else -1
            if around < 0:  # none around it says the same, which would count its text twice
                alike[node.word] += int(node.mass)
                nearest = place
        named.append(nearest)
    away: list[bool] = []
    for node in blocks.nodes:
        outside = node.parent >= 0 and away[node.parent]
        away.append(outside or (node.says < 0 and _believed(node, headline, total, here, alike[node.word])))
    return away


def _believed(node: Node, headline: int, total: float, here: float, alike: float) -> bool:
    """Whether a name that speaks against an element is heard: not where it speaks against most of the text."""
    if node.headline:
        return False
    if node.last <= headline and node.mass < total * 0.6:
        return True
    if node.word in _SURE:
        rest = total - alike
        elsewhere = alike <= total * 0.85 or rest >= 1_000.0 or here - node.here >= 200.0
        return node.mass <= total * 0.4 or (node.mass <= total - 150.0 and elsewhere)
    if node.says is HARDLY:
        return alike <= min(100.0, total * 0.2) or (node.links > node.size * 0.15 and alike <= total * 0.4)
    if node.says is ASIDE:
        return alike <= max(300.0, total * 0.6)
    return alike <= total * _MOST_AWAY[node.says] and node.here <= max(400.0, total * 0.3)


def _weigh_again(visible: VisiblePage) -> None:
    """The running text by node, without what is ruled out, and with little weight for repeated cards."""
    nodes = visible.blocks.nodes
    for node in nodes:
        node.mass = 0.0
    early = visible.headline if visible.headline >= 0 and visible.blocks.blocks[visible.headline].tag == "h1" else 0
    for index, block in enumerate(visible.blocks.blocks):
        if visible.away[block.node]:
            block.mass = 0.0
        elif index < early:
            block.mass *= min(_EARLY, visible.cards[block.node])
        else:
            block.mass *= visible.cards[block.node]
        nodes[block.node].mass += block.mass
    for node in reversed(nodes):
        if node.parent >= 0:
            nodes[node.parent].mass += node.mass
