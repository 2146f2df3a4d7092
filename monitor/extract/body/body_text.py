"""The text of an article: the blocks of its element, without links, captions, pitches and pointers to other articles.

It works on blocks and knows no outlet. A standfirst that is shown above the text begins it.
"""

from itertools import islice

from lxml import etree

from monitor.extract.body import slides
from monitor.extract.body.boilerplate import (
    is_called,
    is_credit,
    is_dateline,
    is_pitch,
    is_pointer,
    is_reprint_notice,
    is_tail,
)
from monitor.extract.headline.headlines import fold_start
from monitor.extract.layout.blocks import HEADINGS, SKIPPED, Block, Node, Signature
from monitor.extract.layout.class_names import LEAD
from monitor.extract.layout.container import main_signature
from monitor.extract.layout.visible import VisiblePage, prepared

_LITTLE = 200  # characters: less is looked for once more, in elements that seldom hold a text
_LABEL = 150  # characters of what may be none of the text, though it stands in it
_LONG = 100  # characters of a block that is more than a label
_FEW = 50  # blocks that are looked for in a longer one, however long that is
_LOOKED_THROUGH = 50_000_000  # characters that are looked through for such blocks: a page may have 100,000 of them
_VERY_LONG = 2_000  # characters of a block that may be a whole text
_MOST_QUOTATIONS = 200  # with that many, the page is made otherwise
_SEARCHED = 400_000  # characters
_SHORT = 40  # characters
_LINKED = 120  # characters of a paragraph that is one link and yet a paragraph: headlines are shorter
_QUOTES = " \"'“”„‘’‚«»‹›「」『』.,;:!?…"
_PART = 4  # paragraphs made otherwise at the end that are a part of the text: fewer are a notice of the house
_LEADS = 4  # blocks of a standfirst, at most; so near the headline one stands that nothing names
_LEAD_TAGS = frozenset({"p", "h2", "h3", "h4"})
_SENTENCE_ENDS = '.!?。"”'
_SECOND = SKIPPED - {"nav", "noscript", "details"}


def read(
    visible: VisiblePage, root: etree._Element, *, described: str | None = None, declared: str | None = None
) -> str:
    """The text of the article, paragraphs separated by blank lines; empty where there is none.

    `described` is what the page declares as its description: a standfirst that is shown begins the text.
    `declared` is the text that its JSON-LD declares: believed where the page shows little or nothing.
    """
    found = joined(kept(visible, described))
    return completed(found, visible, root, described=described, declared=declared)


def completed(
    text: str, visible: VisiblePage, root: etree._Element, *, described: str | None, declared: str | None
) -> str:
    """A text that was found, or where it is little, what elements that seldom hold one, or the metadata, have."""
    if len(text) < _LITTLE:
        text = max(text, joined(kept(prepared(root, visible.title, _SECOND), described)), key=len)
    return declared if declared and len(text) < min(_LITTLE * 3, len(declared) * 0.4) else text


def kept(visible: VisiblePage, described: str | None) -> list[Block]:
    """The blocks of the article: those of its element, after the standfirst that is shown above them."""
    if not visible.blocks.blocks:
        return []
    found = _kept(visible)
    return [*_lead(visible, found, described), *found]


def joined(blocks: list[Block]) -> str:
    """Blocks as a text, separated by blank lines."""
    return "\n\n".join(block.text for block in blocks)


def _kept(visible: VisiblePage) -> list[Block]:
    """The blocks of the article inside its container."""
    node = visible.blocks.nodes[visible.chosen]
    inside = [
        block for block in visible.blocks.blocks[_start(visible, node) : node.last] if not visible.away[block.node]
    ]
    inside = slides.without(visible, inside)
    main = main_signature(inside)
    found: list[Block] = []
    trimmed = _trimmed(visible, inside, main)
    again = copies(trimmed)
    end = max((index for index, block in enumerate(trimmed) if block.made == main and block.mass > _SHORT), default=-1)
    skipping = pitched = False
    for index, block in enumerate(trimmed):
        own = block.made == main
        if is_tail(block.text) and len(found) > 1:
            skipping = True
        elif skipping and block.mass >= 80 and own:
            skipping = False
        within = own and not block.links and block.size > _SHORT and found and index < end
        pitch = _may_be_pitch(block, own=own) and (is_reprint_notice if within else is_pitch)(block.text)
        pitched = pitch or (pitched and block.tag == "li")  # a list after a pitch is part of it
        above = not found and (block.tag == "h1" or is_dateline(block.text))
        if skipping or above or index in again or (pitched and block.tag == "li"):
            continue
        if not pitch and _belongs(visible, block, main, own=own):
            found.append(block)
    while found and found[-1].tag in HEADINGS:
        found.pop()
    return _without_quotations(found, main)


def copies(blocks: list[Block]) -> set[int]:
    """The blocks that repeat others in the same order: a page may hold its text twice, for two kinds of screens.

    A sentence alone may come again, as the question of an interview does.
    """
    first: dict[str, int] = {}
    long = [index for index, block in enumerate(blocks) if block.size > _LONG]
    origins = [first.setdefault(blocks[index].text, place) for place, index in enumerate(long)]
    found: set[int] = set()
    for place, origin in enumerate(origins):
        if origin == place:
            continue
        follows = origin == place - 1 or origins[place - 1] == origin - 1
        leads = place + 1 < len(origins) and origins[place + 1] == origin + 1
        if follows or leads:
            found.add(long[place])
    whole = max(_VERY_LONG, sum(block.size for block in blocks) / 4)
    return found | {index for index in long if blocks[index].size > whole and _holds_others(blocks, index)}


def _holds_others(blocks: list[Block], index: int) -> bool:
    """Whether a block is several others in one run."""
    text = blocks[index].text
    others = (block for place, block in enumerate(blocks) if place != index)
    looked_for = islice(others, max(_FEW, _LOOKED_THROUGH // len(text)))
    covered = sum(block.size for block in looked_for if block.text in text)
    return covered > len(text) * 0.5


def _without_quotations(found: list[Block], main: Signature | None) -> list[Block]:
    """Without what says once more what a paragraph says: quotations set large."""
    own = [block.made == main for block in found]
    others = [
        index
        for index, block in enumerate(found)
        if not own[index] and block.tag not in HEADINGS and block.size > _SHORT
    ]
    if not others or len(others) > _MOST_QUOTATIONS:
        return found
    whole = "\n".join(block.text for index, block in enumerate(found) if own[index])[:_SEARCHED]
    said = {index for index in others if found[index].text.strip(_QUOTES) in whole}
    return [block for index, block in enumerate(found) if index not in said]


def _start(visible: VisiblePage, node: Node) -> int:
    """The text begins after the headline, where that does not stand within it."""
    if not node.first <= visible.headline < node.last:
        return node.first
    before = sum(block.mass for block in visible.blocks.blocks[node.first : visible.headline])
    return visible.headline + 1 if before < node.mass * 0.2 else node.first


def _trimmed(visible: VisiblePage, inside: list[Block], main: Signature | None) -> list[Block]:
    """Without what stands before the first and after the last of the article's own paragraphs and is made otherwise."""
    own = [index for index, block in enumerate(inside) if block.mass > 40 and block.made == main]
    if len(own) < 3 or sum(inside[index].mass for index in own) < 0.6 * sum(block.mass for block in inside):
        return inside
    first, last = own[0], own[-1]
    places = (
        {visible.chosen}
        | {inside[index].node for index in own}
        | {visible.blocks.nodes[inside[index].node].parent for index in own}
    )
    names = {visible.blocks.nodes[place].name for place in places} - {""}
    before = [block for block in inside[:first] if _opens(block, main)]
    if not before and first and inside[first - 1].tag in HEADINGS and not is_tail(inside[first - 1].text):
        before = [inside[first - 1]]
    after = [block for block in inside[last + 1 :] if _near(visible, block, places, names)]
    loose = [block for block in after if _is_loose(visible, block, places)]
    if len(loose) < _PART:
        after = [block for block in after if not _is_loose(visible, block, places) or _is_quoted(visible, block)]
    return [*before, *inside[first : last + 1], *after]


def _opens(block: Block, main: Signature | None) -> bool:
    """Whether a block before the article's own long paragraphs is one of the text's."""
    if block.tag in HEADINGS:
        return block.size > 60
    return block.mass > 60 or (block.tag == "p" and block.made == main)


def _near(visible: VisiblePage, block: Block, places: set[int], names: set[str]) -> bool:
    """Whether a block stands next to the article's own paragraphs (or in a list or quote next to them)."""
    at = block.node
    for _ in range(6 if block.tag in {"td", "th", "li", "dd", "dt"} else 3):
        at = visible.blocks.nodes[at].parent
        if at < 0:
            return False
        if at in places or visible.blocks.nodes[at].name in names:
            return True
    return False


def _is_loose(visible: VisiblePage, block: Block, places: set[int]) -> bool:
    """Whether a block is a paragraph, in another element than the article's own."""
    return block.tag in {"p", "div"} and block.mass > _SHORT and visible.blocks.nodes[block.node].parent not in places


def _is_quoted(visible: VisiblePage, block: Block) -> bool:
    return bool(visible.blocks.nodes[visible.blocks.nodes[block.node].parent].element.tag == "blockquote")


def _may_be_pitch(block: Block, *, own: bool) -> bool:
    """Whether a block can be a pitch: a long paragraph of the article's own, with few links, is not."""
    size = block.size
    return not own or block.links > size * 0.3 or size < (250 if block.links else 160)


def _belongs(visible: VisiblePage, block: Block, main: Signature | None, *, own: bool) -> bool:
    share, text = block.links / block.size, block.text
    if (share > 0.9 and not (own and _is_linked_paragraph(block))) or (
        share > 0.5 and text[-1] not in ".!?。" and (not own or is_called(text))
    ):
        return False
    if (
        main is not None
        and main[0] == "p"
        and block.tag in {"div", "figure"}
        and len(text) < _LABEL
        and not _in_list(visible, block)
    ):
        return False  # bare text between paragraphs: a caption, a label, a button
    return not (is_pointer(text) or (not (own and block.mass > 120) and is_credit(text)))


def _is_linked_paragraph(block: Block) -> bool:
    """Whether a link is a whole paragraph of the text: what points to another article is a headline."""
    return block.tag == "p" and block.size > _LINKED and block.text[-1] in ".!?。" and not is_called(block.text)


def _in_list(visible: VisiblePage, block: Block) -> bool:
    at = block.node
    for _ in range(3):
        at = visible.blocks.nodes[at].parent
        if at < 0:
            return False
        if visible.blocks.nodes[at].element.tag in {"ul", "ol"}:
            return True
    return False


def _lead(visible: VisiblePage, found: list[Block], described: str | None) -> list[Block]:
    """The standfirst: what is shown between the headline and the text, and is named or described as such.

    Where nothing is, it is the sentences that follow the headline at once.
    """
    if not found or visible.headline < 0:
        return []
    blocks = visible.blocks.blocks
    first = next(index for index, block in enumerate(blocks) if block is found[0])
    if not visible.headline < first <= visible.headline + 40:
        return []
    start = fold_start(described or "", 40)
    known = {fold_start(block.text, 60) for block in found[:4]}
    leads: list[Block] = []
    sentences: list[Block] = []
    for place, block in enumerate(blocks[visible.headline + 1 : first]):
        size = block.size
        if not 40 <= size <= 1_000 or block.links > size * 0.4:
            continue
        if (folded := fold_start(block.text, 60)) in known or is_credit(block.text):
            continue
        is_described = len(start) >= 20 and folded.startswith(start)
        if is_described or (_is_lead(visible, block) and not visible.away[block.node]):
            leads.append(block)
            known.add(folded)
        elif place < _LEADS and _is_plain_lead(visible, block):
            sentences.append(block)
    return (leads or sentences)[:_LEADS]


def _is_plain_lead(visible: VisiblePage, block: Block) -> bool:
    """Whether a line below the headline that nothing names is a sentence, and none of the house's."""
    if block.links or visible.away[block.node] or block.tag not in _LEAD_TAGS or block.text[-1] not in _SENTENCE_ENDS:
        return False
    return not (is_pitch(block.text) or is_pointer(block.text) or is_dateline(block.text))


def _is_lead(visible: VisiblePage, block: Block) -> bool:
    at = block.node
    if block.tag == "p" and "teaser" in visible.blocks.nodes[at].name.lower():
        return True
    for _ in range(3):
        if visible.blocks.nodes[at].says is LEAD:
            return True
        at = visible.blocks.nodes[at].parent
        if at < 0:
            return False
    return False
