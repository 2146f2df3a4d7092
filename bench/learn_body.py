"""Learn how likely a text is right, which blocks are the article's, and which of several readings is best.

    python bench/learn_body.py --corpus CORPORA [--jobs 2]

Writes the three forests of `monitor/extract/body/` and, for each of the five folds by outlet, the same learnt without
it (`bench/extract_folds/FOLD/`), with which `bench/extract.py` scores out of fold. Only pages whose source has a free
licence teach (`extract_pages.rows`, `free`); `learnt_bodies.txt` lists them. What a block's probability teaches the
judgement was itself learnt without the page's fold. The seed is fixed. Needs lightgbm and numpy, which the product
does not: `pip install lightgbm` in an environment of its own that holds the product.
"""

import random
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing import Pool
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import extract_learning
import extract_pages
import lightgbm
import numpy as np
from extract_learning import NAMES, SEED, learnt_forest
from extract_scores import BY_PEOPLE, WHOLE_BODIES, tokens, words

from monitor.extract import details, statements
from monitor.extract.article import lines_of
from monitor.extract.body import block_features, body_text, choice_features, second_reading
from monitor.extract.headline import title_choice
from monitor.extract.layout.blocks import Walk
from monitor.extract.layout.visible import VisiblePage, weighed

BLOCKS = {"num_leaves": 15, "learning_rate": 0.1, "min_data_in_leaf": 40, "lambda_l2": 5.0}
CHOICE = {"num_leaves": 8, "learning_rate": 0.12, "min_data_in_leaf": 30, "lambda_l2": 3.0}
ROUNDS = 60  # of each forest; chosen on the folds: 120 gain nothing
MADE_UP = 10  # choices of blocks a page, most of them wrong: the readings that are compared are mostly right
MADE_UP_WEIGHT = 0.5
RIGHT = 0.5  # of a block's sequences of three words that are in the truth


@dataclass(slots=True)
class Taught:
    """A page: its blocks' numbers and whether they are right; choices of blocks and how right they are."""

    row: dict[str, Any]
    numbers: list[list[float]] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    choices: list[tuple[list[int], list[float], float, float]] = field(default_factory=list)  # f1, weight


def main() -> None:
    """Read, learn, write."""
    options = extract_learning.parser(__doc__).parse_args()
    rows = [
        row
        for row in extract_pages.rows(options.corpus, ("articles",))
        if row["free"] and row["body"] and row["set"] in WHOLE_BODIES and row["truth_kind"] in BY_PEOPLE
    ]
    with Pool(options.jobs) as pool:
        pages = [page for page in pool.map(taught, rows, chunksize=8) if page.numbers]
    folds = range(extract_pages.FOLDS)
    for fold in [None, *folds]:
        there = [page for page in pages if page.row["fold"] != fold]
        chances = {}
        for inner in set(folds) - {fold}:
            blocks = learn_blocks(page for page in there if page.row["fold"] != inner)
            for page in there:
                if page.row["fold"] == inner:
                    chances[page.row["id"]] = blocks.predict(np.array(page.numbers))
        names = (*choice_features.NAMES, *choice_features.MORE)
        for shipped, learnt, features in (
            (second_reading.BLOCKS, learn_blocks(there), block_features.NAMES),
            (second_reading.DOUBT, learn_choice(there, None), choice_features.NAMES),
            (second_reading.CHOICE, learn_choice(there, chances), names),
        ):
            extract_learning.write_folds(shipped, features, {fold: learnt})
    extract_learning.write_list("learnt_bodies.txt", (page.row["id"] for page in pages))


def taught(row: dict[str, Any]) -> Taught:
    """One page as it teaches."""
    page = Taught(row)
    root = extract_learning.tree(row)
    if root is None:
        return page
    declared = statements.read(root, row["url"] or "")
    described, whole = details.standfirst(declared), details.declared_text(declared)
    walked = Walk().read(root)
    extract_learning.read_without(row["fold"])  # what is learnt meets headlines as they are on unseen outlets
    title = title_choice.read(declared, NAMES, None, lambda: lines_of(walked)).text
    visible = weighed(walked, title)
    blocks = visible.blocks.blocks
    kept = body_text.kept(visible, described)
    places = second_reading.places_of(visible, kept)
    page.numbers = block_features.of_blocks(visible, set(places), described) if blocks else []
    page.right = [share(block.text, row["body"]) for block in blocks]
    page.sizes = [len(block.text) for block in blocks]
    total = sum(page.sizes) or 1
    page.weights = [size / total * 100 + 0.05 for size in page.sizes]
    if not blocks:
        return page
    sums = choice_features.sums(visible, whole, described)

    def add(found: list[int], weight: float) -> None:
        text = "\n".join(blocks[place].text for place in found)
        numbers = choice_features.of_choice(sums, visible, found)
        page.choices.append((found, numbers, words(text, row["body"])[2], weight))

    add(places, 1.0)
    for other in second_reading.others(visible, places, described, page.right):
        add(other, 1.0)
    for other in made_up(visible, places, row["id"]):
        add(other, MADE_UP_WEIGHT)
    return page


def made_up(visible: VisiblePage, places: list[int], name: str) -> Iterable[list[int]]:
    """Choices that a reading might make by mistake: a run of blocks, with the rules' choice or taken from it."""
    draw = random.Random(f"{SEED}:{name}")
    blocks = visible.blocks.blocks
    for _ in range(MADE_UP):
        first = draw.randrange(len(blocks))
        run = range(first, min(len(blocks), first + draw.choice((1, 2, 4, 8, 16, 32, 64))))
        few_links = draw.random() < 0.7
        found = {place for place in run if not few_links or blocks[place].links < 0.5 * len(blocks[place].text)}
        how = draw.random()
        found = found | set(places) if how < 0.4 else set(places) - found if how < 0.6 else found
        if found:
            yield sorted(found)


def share(text: str, truth: str) -> float:
    """How much of a block is in the truth: 1 where all its words are, in order; -1 of what has no words."""
    mine, theirs = tokens(text), tokens(truth)
    if not mine:
        return -1.0
    if f" {' '.join(mine)} " in f" {' '.join(theirs)} ":
        return 1.0
    true = set(zip(theirs, theirs[1:], theirs[2:], strict=False))
    own = list(zip(mine, mine[1:], mine[2:], strict=False))
    return sum(one in true for one in own) / len(own) if own else 0.0


def learn_blocks(pages: Iterable[Taught]) -> lightgbm.Booster:
    """The forest of blocks."""
    rows = [
        (numbers, float(right >= RIGHT), weight)
        for page in pages
        for numbers, right, weight in zip(page.numbers, page.right, page.weights, strict=True)
        if right >= 0
    ]
    return learnt_forest(rows, BLOCKS, ROUNDS)


def learn_choice(pages: Iterable[Taught], chances: dict[str, Any] | None) -> lightgbm.Booster:
    """The forest of choices; with the blocks' probabilities where they are given."""
    rows = []
    for page in pages:
        of_blocks = None if chances is None else list(chances[page.row["id"]])
        for places, numbers, f1, weight in page.choices:
            more = [] if of_blocks is None else choice_features.of_probable(page.sizes, places, of_blocks)
            rows.append(([*numbers, *more], f1, weight))
    return learnt_forest(rows, CHOICE, ROUNDS)


if __name__ == "__main__":
    main()
