"""What is asked of a run of kept blocks: numbers, in training as in use.

A run is what is kept with hardly anything left out between. They compare it with the one that has the most running
text: what lies between the two, whether it is made and named as that is and speaks of the same, how it reads, where it
stands. The order of the numbers is that of `NAMES`; the weights in `run_weights.json` were learnt for it.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from monitor.extract.body import boilerplate, kept_runs, letter_counts
from monitor.extract.body.correction_features import ASKING
from monitor.extract.layout.blocks import HEADINGS, Block, Signature
from monitor.extract.layout.visible import VisiblePage

NAMES = (
    "share", "rank", "size", "blocks", "mean_size", "runs", "side", "distance", "from_headline", "has_headline",
    "gap_before", "gap_after", "gap", "gap_blocks", "gap_links", "gap_headings", "gap_tails", "like_main",
    "same_holder", "paragraphs", "headings", "away", "links", "short", "dated", "climb", "deeper", "worst_inside",
    "worst", "best", "in_form", "in_list", "outside", "card", "stops", "starts_heading", "starts_tail", "asks",
    "titled", "shared", "from_start", "from_end", "longest_share", "longest_size", "longest_titled", "page_links",
)  # fmt: skip
BREAK = 100  # characters that are left out, and with that part two runs
_LOOKED_AT = 60  # blocks between two runs
_READ, _READ_MAIN = 400, 1_500  # characters whose words are counted: of a run, and of that which is compared with
_LONG_WORD = 4  # characters of a word that says what a text is about
_SHORT = 60  # characters of a label
_FAR = 60  # blocks
_LISTS = frozenset({"ul", "ol", "dl"})
_OUTSIDE = frozenset({"aside", "footer", "nav"})
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class SummedRuns:
    """The runs of what a reading keeps of a page, in order, and what they are compared by."""

    visible: VisiblePage
    runs: list[list[int]]  # places of blocks
    before: list[int]  # characters above a block, by place; the page's at the end
    links: list[int]  # those of them inside links
    sizes: list[int]  # characters of each run
    ranks: list[int]  # by running text, 0 the most
    longest: int
    main: Signature  # how most of the longest is made
    holders: set[int]  # the elements around its blocks
    chain: dict[int, int]  # an element around its own paragraphs -> how many are within that one
    depth: int
    words: list[list[str]]  # of the beginning of each run
    title: frozenset[str]


def separated(visible: VisiblePage, places: Sequence[int]) -> list[list[int]]:
    """The runs of the blocks at `places` (in order, at least one)."""
    return kept_runs.separated(visible.blocks.before, places, BREAK)


def of_runs(visible: VisiblePage, runs: list[list[int]]) -> list[list[float]]:
    """The numbers of each run, as `NAMES` says."""
    summed = _summed(visible, runs)
    return [
        [
            *_size(summed, at),
            *_place(summed, at),
            *_gap(summed, at),
            *_made(summed, run),
            *_surroundings(summed, run),
            *_text(summed, at),
            *_page(summed, run),
        ]
        for at, run in enumerate(runs)
    ]


def _summed(visible: VisiblePage, runs: list[list[int]]) -> SummedRuns:
    blocks, nodes = visible.blocks.blocks, visible.blocks.nodes
    masses = [sum(blocks[place].mass for place in run) for run in runs]
    order = sorted(range(len(runs)), key=lambda at: -masses[at])
    ranks = [0] * len(runs)
    for rank, at in enumerate(order):
        ranks[at] = rank
    own = runs[order[0]]
    made: Counter[Signature] = Counter()
    for place in own:
        made[blocks[place].made] += blocks[place].size
    main = made.most_common(1)[0][0]
    node = next(blocks[place].node for place in own if blocks[place].made == main)
    chain: dict[int, int] = {}
    at = node
    while at >= 0:
        chain[at] = len(chain)
        at = nodes[at].parent
    return SummedRuns(
        visible=visible,
        runs=runs,
        before=visible.blocks.before,
        links=[0, *accumulate([block.links for block in blocks])],
        sizes=[sum([blocks[place].size for place in run]) for run in runs],
        ranks=ranks,
        longest=order[0],
        main=main,
        holders={nodes[blocks[place].node].parent for place in own},
        chain=chain,
        depth=nodes[node].depth,
        words=[_words(blocks, run, _READ_MAIN if run is own else _READ) for run in runs],
        title=frozenset(_WORD.findall((visible.title or "").lower())),
    )


def _words(blocks: list[Block], run: list[int], most: int) -> list[str]:
    """The words of the first `most` characters of a run."""
    texts, size = [], 0
    for place in run:
        texts.append(blocks[place].text)
        size += len(texts[-1])
        if size >= most:
            break
    return _WORD.findall(" ".join(texts)[:most].lower())


def _size(summed: SummedRuns, at: int) -> tuple[float, ...]:
    """How much of what is kept a run is."""
    size, count = summed.sizes[at], len(summed.runs[at])
    return (
        size / (sum(summed.sizes) or 1),
        float(summed.ranks[at]),
        math.log1p(size),
        float(min(_FAR, count)),
        size / count,
        float(len(summed.runs)),
    )


def _place(summed: SummedRuns, at: int) -> tuple[float, ...]:
    """Above or below the longest, how many runs from it, and where the headline is."""
    headline, run = summed.visible.headline, summed.runs[at]
    return (
        float((at > summed.longest) - (at < summed.longest)),
        float(min(9, abs(at - summed.longest))),
        float(max(-_FAR, min(_FAR, run[0] - headline))) if headline >= 0 else -_FAR - 1.0,
        float(run[0] - 3 <= headline <= run[-1]) if headline >= 0 else -1.0,
    )


def _gap(summed: SummedRuns, at: int) -> tuple[float, ...]:
    """What is left out around a run, and what lies between it and the longest."""
    runs, before, links, blocks = summed.runs, summed.before, summed.links, summed.visible.blocks.blocks
    run, longest = runs[at], runs[summed.longest]
    above = before[run[0]] - (before[runs[at - 1][-1] + 1] if at else 0)
    below = (before[runs[at + 1][0]] if at + 1 < len(runs) else before[-1]) - before[run[-1] + 1]
    start, end = (run[-1] + 1, longest[0]) if at < summed.longest else (longest[-1] + 1, run[0])
    if at == summed.longest:
        start = end = run[0]
    near = blocks[start:end][:_LOOKED_AT] if at > summed.longest else blocks[max(start, end - _LOOKED_AT) : end]
    gap = before[end] - before[start]
    return (
        math.log1p(above),
        math.log1p(below),
        math.log1p(gap),
        float(min(200, end - start)),
        (links[end] - links[start]) / (gap or 1),
        float(sum([block.tag in HEADINGS for block in near])),
        float(sum([boilerplate.is_tail(block.text) for block in near])),
    )


def _made(summed: SummedRuns, run: list[int]) -> tuple[float, ...]:
    """How much of a run is made as the longest is, or as paragraphs, headings, links, labels and dated lines are."""
    visible, count = summed.visible, len(run)
    nodes, own = visible.blocks.nodes, [visible.blocks.blocks[place] for place in run]
    sizes = [block.size for block in own]
    size = sum(sizes) or 1
    sized = list(zip(own, sizes, strict=True))
    return (
        sum([length for block, length in sized if block.made == summed.main]) / size,
        sum([length for block, length in sized if nodes[block.node].parent in summed.holders]) / size,
        sum([block.tag == "p" for block in own]) / count,
        sum([block.tag in HEADINGS for block in own]) / count,
        sum([length for block, length in sized if visible.away[block.node]]) / size,
        sum([block.links for block in own]) / size,
        sum([length < _SHORT for length in sizes]) / count,
        sum([kept_runs.is_dated(block.text) for block in own]) / count,
    )


def _surroundings(summed: SummedRuns, run: list[int]) -> tuple[float, ...]:
    """What stands around the first block of a run: below what it shares with the longest, and up to the root."""
    visible, nodes = summed.visible, summed.visible.blocks.nodes
    node = at = visible.blocks.blocks[run[0]].node
    inside = worst = best = 0
    shared = -1
    tags = set()
    while at >= 0:
        says = int(nodes[at].says)
        if shared < 0 and (shared := summed.chain.get(at, -1)) < 0:
            inside = min(inside, says)
        worst, best = min(worst, says), max(best, says)
        tags.add(nodes[at].element.tag)
        at = nodes[at].parent
    return (
        float(shared),
        float(nodes[node].depth - summed.depth),
        float(inside),
        float(worst),
        float(best),
        float("form" in tags),
        float(not tags.isdisjoint(_LISTS)),
        float(not tags.isdisjoint(_OUTSIDE)),
        visible.cards[node] if visible.cards else 1.0,
    )


def _text(summed: SummedRuns, at: int) -> tuple[float, ...]:
    """How a run begins and reads, and how much it has of the words of the headline and of the longest."""
    first, words = summed.visible.blocks.blocks[summed.runs[at][0]], summed.words[at]
    long = {word for word in words if len(word) >= _LONG_WORD}
    others = summed.words[summed.longest] if at != summed.longest else summed.words[summed.ranks.index(1)]
    text, count = first.text[:_READ], len(words) or 1
    return (
        letter_counts.stops(text) / len(text),
        float(first.tag in HEADINGS),
        float(boilerplate.is_tail(first.text)),
        sum(map(ASKING.__contains__, words)) / count,
        sum(map(summed.title.__contains__, words)) / count,
        len(long.intersection(others)) / (len(long) or 1),
    )


def _page(summed: SummedRuns, run: list[int]) -> tuple[float, ...]:
    """Where on the page a run stands, and what the longest and the page are."""
    before, page, size = summed.before, summed.before[-1] or 1, summed.sizes[summed.longest]
    words = summed.words[summed.longest]
    return (
        before[run[0]] / page,
        1 - before[run[-1] + 1] / page,
        size / (sum(summed.sizes) or 1),
        math.log1p(size),
        sum(map(summed.title.__contains__, words)) / (len(words) or 1),
        summed.links[-1] / page,
    )
