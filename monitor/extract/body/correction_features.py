"""What is asked of a block that a reading keeps, or leaves out within its text: numbers, in training as in use.

They compare a block with what the reading keeps: is what is made the same way kept, what stands around it, where it
stands, also in the runs of what is kept (`kept_runs`). The order of the numbers is that of `NAMES`; the weights in
`correction_weights.json` were learnt for it.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from monitor.extract.body import boilerplate, kept_runs
from monitor.extract.body.letter_counts import WordList, stops, words
from monitor.extract.layout.blocks import HEADINGS, Block, Signature
from monitor.extract.layout.visible import VisiblePage

NAMES = (
    "alike_kept", "kept_alike", "kept_main", "same_holder", "deeper", "from_first", "after_main", "kept_before",
    "kept_size", "kept_share", "section_kept", "next_heading", "siblings", "short_siblings", "from_headline",
    "in_container", "mass", "size", "mean_sizes", "links", "links_after", "size_after", "says", "best_around",
    "worst_around", "alike_share", "outer_share", "outer_links", "outer_blocks", "depth", "blocks", "text_before",
    "sentence", "stops", "capitals", "capitalised", "words", "titled", "asks", "quoted", "wide", "division",
    "in_form", "in_list", "outside", "like_main", *kept_runs.NAMES,
)  # fmt: skip
_AROUND = 4  # blocks before the first and after the last that is kept, which teach, too
_SECTION = 14  # blocks after one that are looked at as its section
_FAR = 30  # blocks
_READ = 400  # characters whose words are counted
_SHORT = 60  # characters
_LEAST = 25  # characters of a block that was left out and may be the text's
_LINKED = HEADINGS - {"h1"} | {"li"}  # blocks of a text that are links as a whole: films of a list, say
_MAIN = 0.7  # share of what is kept that is made one way, and then is the article's own
_WORD = re.compile(r"\w+")
_WIDE = "\u2e80"  # from here on a character is a syllable or a word
ASKING = frozenset(
    """
    click comment comments contact copyright download email facebook filed follow here join more newsletter photo photos
    posted published read related reserved rights see share sign subscribe tag tags twitter updated visit watch
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_ASKING = WordList(ASKING)
_FORM, _LIST, _OUTSIDE = 1, 2, 4
_BITS = {"form": _FORM, "ul": _LIST, "ol": _LIST, "dl": _LIST, "aside": _OUTSIDE, "footer": _OUTSIDE, "nav": _OUTSIDE}


@dataclass(slots=True)
class KeptBlocks:
    """A page and what a reading keeps of it, summed up once for all its blocks."""

    visible: VisiblePage
    places: set[int]
    first: int
    last: int
    sizes: Counter[Signature]  # characters without links, by how blocks are made
    kept_sizes: Counter[Signature]  # of those that are kept
    main: Signature  # how most of what is kept is made
    holders: set[int]  # the elements around the blocks that are made so
    total: int  # characters that are kept
    page: int  # characters of the page
    is_plain: bool  # whether nearly all that is kept is made one way
    before: list[int]  # characters that are kept above each block; at the end all
    title: WordList
    siblings: Counter[int] = field(default_factory=Counter)  # blocks by the element around theirs
    short: Counter[int] = field(default_factory=Counter)
    _heard: dict[int, tuple[int, int, int]] = field(default_factory=dict)

    def is_asked(self, place: int) -> bool:
        """Whether a block that is kept can be wrong, or one left out right; the text's own paragraphs are not asked."""
        block = self.visible.blocks.blocks[place]
        if place in self.places:
            return not (self.is_plain and block.made == self.main)
        is_within = self.first < place < self.last
        return is_within and may_be_added(self.visible, block) and not _is_the_houses(block.text)

    def heard(self, node: int) -> tuple[int, int, int]:
        """The best and the worst that names of a node and of those around it say, and what it stands in, as bits."""
        found = self._heard.get(node)
        if found is None:
            one = self.visible.blocks.nodes[node]
            own, stands = int(one.says), _BITS.get(one.element.tag, 0)
            best, worst, bits = self.heard(one.parent) if one.parent >= 0 else (own, own, 0)
            found = self._heard[node] = max(own, best), min(own, worst), stands | bits
        return found

    def teaches(self, place: int) -> bool:
        """Whether a block is kept, or was left out and is a text."""
        return place in self.places or is_text(self.visible.blocks.blocks[place])


def _is_the_houses(text: str) -> bool:
    """Whether a text is a pitch or a line with the date by its words: it is never added, whatever a forest says."""
    return boilerplate.is_pitch(text) or boilerplate.is_dateline(text)


def is_text(block: Block) -> bool:
    """Whether a block that was left out is no link, nor a word or two."""
    return block.size >= _LEAST and block.links * 2 <= block.size


def may_be_added(visible: VisiblePage, block: Block) -> bool:
    """Whether a block that was left out is a text, or a heading or an item that is a link, if no name rules it out."""
    if block.links * 2 <= block.size:
        return block.size >= _LEAST
    return block.tag in _LINKED and not visible.away[block.node] and not boilerplate.is_pointer(block.text)


def summed(visible: VisiblePage, places: Sequence[int]) -> KeptBlocks:
    """The sums of a page of which a reading keeps the blocks at `places`, at least one."""
    blocks, nodes = visible.blocks.blocks, visible.blocks.nodes
    kept = set(places)
    sizes: Counter[Signature] = Counter()
    kept_sizes: Counter[Signature] = Counter()
    for block in blocks:
        sizes[block.made] += block.size - block.links
    for place in places:
        kept_sizes[blocks[place].made] += blocks[place].size - blocks[place].links
    around = [nodes[block.node].parent for block in blocks]
    main, main_size = kept_sizes.most_common(1)[0]
    before = [0, *accumulate([block.size if place in kept else 0 for place, block in enumerate(blocks)])]
    total = before[-1] or 1
    return KeptBlocks(
        visible=visible,
        places=kept,
        first=min(kept),
        last=max(kept),
        sizes=sizes,
        kept_sizes=kept_sizes,
        main=main,
        holders={nodes[blocks[place].node].parent for place in kept if blocks[place].made == main},
        total=total,
        page=visible.blocks.before[-1] or 1,
        is_plain=main_size > _MAIN * total,
        before=before,
        siblings=Counter(around),
        short=Counter([at for at, block in zip(around, blocks, strict=True) if block.size < _SHORT]),
        title=WordList(_WORD.findall((visible.title or "").lower())),
    )


def of_blocks(kept: KeptBlocks, *, teaching: bool = False) -> Iterator[tuple[int, list[float]]]:
    """Each block that is asked, or that teaches, and its numbers as `NAMES` says."""
    blocks = kept.visible.blocks.blocks
    start, end = max(0, kept.first - _AROUND), min(len(blocks), kept.last + 1 + _AROUND)
    wanted = kept.teaches if teaching else kept.is_asked
    asked = [place for place in range(start, end) if wanted(place)]
    if not asked:
        return
    runs = kept_runs.of_blocks(kept.visible, sorted(kept.places), asked)
    headings = _next_headings(blocks, start, end)
    last_main = -1
    for place in range(start, end):
        block = blocks[place]
        if place in runs:
            after_main = min(20, place - last_main) if last_main >= 0 else 25
            yield (
                place,
                [
                    *_made(kept, place),
                    float(max(-_FAR, min(_FAR, place - kept.first))),
                    float(after_main),
                    kept.before[place] / kept.total,
                    math.log1p(kept.total),
                    kept.total / kept.page,
                    *_section(kept, place, headings[place - start]),
                    *_place(kept, place),
                    *_text(kept, place),
                    *_surroundings(kept, place),
                    *_words(kept, block),
                    float(block.made == kept.main),
                    *runs[place],
                ],
            )
        if block.made == kept.main and place in kept.places:
            last_main = place


def _next_headings(blocks: list[Block], start: int, end: int) -> list[int]:
    """By block from `start` to `end`: where the next heading after it stands."""
    following = min(len(blocks), end + _SECTION)
    places = [0] * (following - start)
    for place in range(following - 1, start - 1, -1):
        places[place - start] = following
        if blocks[place].tag in HEADINGS:
            following = place
    return places


def _made(kept: KeptBlocks, place: int) -> tuple[float, ...]:
    """How much of what is made as a block is kept, and the other way round; how far it is from the article's own."""
    blocks, nodes, own = kept.visible.blocks.blocks, kept.visible.blocks.nodes, kept.visible.blocks.blocks[place].made
    node = blocks[place].node
    return (
        kept.kept_sizes[own] / (kept.sizes[own] or 1),
        kept.kept_sizes[own] / kept.total,
        kept.kept_sizes[kept.main] / kept.total,
        float(nodes[node].parent in kept.holders or node in kept.holders),
        float(own[1] - kept.main[1]),
    )


def _section(kept: KeptBlocks, place: int, heading: int) -> tuple[float, float]:
    """How much of what follows a block, up to the next heading, is kept, and how far that is."""
    before, start, end = kept.visible.blocks.before, place + 1, min(heading, place + 1 + _SECTION)
    size, right = before[end] - before[start], kept.before[end] - kept.before[start]
    return right / size if size else -1.0, float(min(15, heading - place))


def _place(kept: KeptBlocks, place: int) -> tuple[float, ...]:
    """Where a block stands: next to how many, how far from the headline, in the chosen element or not."""
    visible = kept.visible
    nodes, around = visible.blocks.nodes, visible.blocks.nodes[visible.blocks.blocks[place].node].parent
    chosen = nodes[visible.chosen]
    return (
        float(min(40, kept.siblings[around])),
        kept.short[around] / kept.siblings[around],
        float(max(-60, min(60, place - visible.headline))) if visible.headline >= 0 else -61.0,
        float(chosen.first <= place < chosen.last),
    )


def _text(kept: KeptBlocks, place: int) -> tuple[float, ...]:
    """How long a block and the next one are, and how much of them is links."""
    blocks = kept.visible.blocks.blocks
    block, size = blocks[place], blocks[place].size
    after = blocks[place + 1] if place + 1 < len(blocks) else None
    return (
        block.mass,
        math.log1p(size),
        size * len(kept.places) / kept.total,
        block.links / size,
        after.links / after.size if after else -1.0,
        math.log1p(after.size) if after else 0.0,
    )


def _surroundings(kept: KeptBlocks, place: int) -> tuple[float, ...]:
    """What names say, how much is made alike, and the element around."""
    nodes, block = kept.visible.blocks.nodes, kept.visible.blocks.blocks[place]
    holder, (best, worst, _) = nodes[block.node], kept.heard(block.node)
    outer = nodes[holder.parent] if holder.parent >= 0 else holder
    return (
        float(holder.says),
        float(best),
        float(worst),
        kept.sizes[block.made] / kept.page,
        outer.size / kept.page,
        outer.links / (outer.size or 1),
        float(min(40, outer.last - outer.first)),
        float(holder.depth),
        math.log1p(len(kept.visible.blocks.blocks)),
        kept.visible.blocks.before[place] / kept.page,
    )


def _words(kept: KeptBlocks, block: Block) -> tuple[float, ...]:
    """How a text reads: sentences, capitals, words of the headline, words that ask for something; what it stands in."""
    text = block.text[:_READ]
    own, capitalised, capitals = words(text)
    count, bits = len(own) or 1, kept.heard(block.node)[2]
    return (
        float(block.text[-1] in ".!?。！？…\"'”’»)」』:："),
        stops(text) / len(text),
        capitals / len(text),
        capitalised / count,
        math.log1p(len(own)),
        kept.title.among(own) / count,
        _ASKING.among(own) / count,
        float(text[0] in "\"“„«'‘「"),
        float(not text.isascii() and max(text[:60]) >= _WIDE),
        float(block.tag == "div"),
        float(bits & _FORM > 0),
        float(bits & _LIST > 0),
        float(bits & _OUTSIDE > 0),
    )
