"""Learn which blocks a reading keeps wrongly, and which it leaves out within its text.

    python bench/learn_corrections.py --corpus CORPORA [--jobs 2] [--write]

Prints the body F1 of all labelled pages (no gate) by the reading that is chosen, and corrected by a forest that was
learnt without the page's fold; with --write it writes that which ships and those of the folds, as `learn_body.py` does,
whose weights must have been learnt before. Pages under free licences teach (`learnt_corrections.txt`). Most of their
readings are right and their names speak plainly, so each is read in harder forms, too (`harder_readings.py`). Needs
lightgbm and numpy.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import extract_learning
import extract_pages
import harder_readings
import lightgbm
import numpy as np
from extract_learning import NAMES, learnt_forest
from extract_scores import BY_PEOPLE, WHOLE_BODIES, mean, tokens
from learn_body import RIGHT, share

from monitor.extract import details, statements
from monitor.extract.article import lines_of
from monitor.extract.body import body_text, correction_features, corrections, second_reading
from monitor.extract.headline import title_choice
from monitor.extract.layout.blocks import Walk
from monitor.extract.layout.visible import VisiblePage, weighed

FOREST = {"num_leaves": 15, "learning_rate": 0.1, "min_data_in_leaf": 40, "lambda_l2": 5.0}
ROUNDS = 80

Example = tuple[list[float], float, float]  # the numbers of a block, whether it is right, its weight


@dataclass(slots=True)
class Taught:
    """A page as it is read, and what its blocks teach."""

    row: extract_pages.Row
    visible: VisiblePage | None = None
    places: list[int] = field(default_factory=list)
    asked: dict[int, list[float]] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)


def main() -> None:
    """Read, learn, print, write."""
    options = extract_learning.options_in_place(__doc__)
    rows = whole_bodies(options.corpus)
    with Pool(options.jobs) as pool:
        pages = list(pool.imap(taught, rows, chunksize=8))
    teaching = [page for page in pages if page.examples]
    folds = range(extract_pages.FOLDS)
    forests = {fold: learnt(page for page in teaching if page.row["fold"] != fold) for fold in folds}
    report(pages, forests)
    if options.write:
        extract_learning.write_folds(
            corrections.WEIGHTS, correction_features.NAMES, {None: learnt(teaching), **forests}
        )
        extract_learning.write_list("learnt_corrections.txt", (page.row["id"] for page in teaching))


def whole_bodies(corpus: Path) -> list[extract_pages.Row]:
    """The articles whose whole text people wrote down, or went over."""
    return [
        row
        for row in extract_pages.rows(corpus, ("articles",))
        if row["kind"] == "article" and row["body"] and row["set"] in WHOLE_BODIES and row["truth_kind"] in BY_PEOPLE
    ]


def learnt(pages: Iterable[Taught]) -> lightgbm.Booster:
    """The forest of what some pages teach."""
    return learnt_forest([one for page in pages for one in page.examples], FOREST, ROUNDS)


def taught(row: extract_pages.Row) -> Taught:
    """One page as it is read without its fold, and as it teaches."""
    page = Taught(row)
    reading = chosen(row)
    if reading is None:
        return page
    visible, page.places, described = reading
    page.asked = dict(correction_features.of_blocks(correction_features.summed(visible, page.places)))
    if row["free"]:
        right = cache(lambda text: share(text, row["body"]))
        forms = harder_readings.of_page(visible, page.places, described, row["id"])
        page.examples = [one for seen, places in forms for one in examples(seen, places, right)]
    page.visible = without_tree(visible)
    return page


def chosen(row: extract_pages.Row) -> tuple[VisiblePage, list[int], str | None] | None:
    """A page, the blocks that are kept of it before they are corrected, and its description; None: nothing is kept.

    It is read without its fold.
    """
    root = extract_learning.tree(row)
    if root is None:
        return None
    extract_learning.read_without(row["fold"])
    declared = statements.read(root, row["url"] or "")
    described = details.standfirst(declared)
    walked = Walk().read(root)
    title = title_choice.read(declared, NAMES, None, lambda: lines_of(walked)).text
    visible = weighed(walked, title)
    kept = second_reading.places_of(visible, body_text.kept(visible, described))
    if not kept:
        return None
    found = second_reading.choose(visible, kept, described=described, declared=details.declared_text(declared))
    return (visible, found.places, described) if found.places else None


def without_tree(visible: VisiblePage) -> VisiblePage:
    """The page without what no other process can be given."""
    for node in visible.blocks.nodes:
        node.element = None
    visible.blocks.bylines, visible.blocks.datelines = [], []
    return visible


def examples(visible: VisiblePage, places: list[int], share_of: Callable[[str], float]) -> Iterator[Example]:
    """What the blocks of one reading teach; a block weighs by its share of those that teach."""
    blocks = visible.blocks.blocks
    found = list(correction_features.of_blocks(correction_features.summed(visible, places), teaching=True))
    sizes = {place: len(tokens(blocks[place].text)) for place, _ in found}
    total = sum(sizes.values()) or 1
    for place, numbers in found:
        right = share_of(blocks[place].text)
        if right >= 0:
            yield numbers, float(right >= RIGHT), sizes[place] / total * 100 + 0.05


def report(pages: Iterable[Taught], forests: dict[int, lightgbm.Booster]) -> None:
    """The mean F1 by part and entertainment, as chosen and as corrected, on outlets left out."""
    scored = []
    for page in pages:
        before = after = 0.0
        if page.visible is not None:
            numbers = list(page.asked.values())
            found = forests[page.row["fold"]].predict(np.array(numbers)) if numbers else []
            chances = dict(zip(page.asked, map(float, found), strict=True))
            sizes = {place: len(block.text) for place, block in enumerate(page.visible.blocks.blocks)}
            right = corrections.right(page.places, chances, sizes)
            before, after = (f1(page.row, page.visible, places) for places in (page.places, right))
        scored.append((page.row, before, after))
    print_scores(scored)


def print_scores(scored: Iterable[tuple[extract_pages.Row, float, float]]) -> None:
    """The means of what pages have before and after, by part, set, fold and entertainment."""
    scores: dict[str, list[tuple[float, float]]] = {}
    for row, before, after in scored:
        part = row["part"]
        tags = [part, f"{part}: {row['set']}", f"{part}: fold {row['fold']}"]
        for tag in tags + [f"{part}: entertainment"] * bool(row["entertainment"]):
            scores.setdefault(tag, []).append((before, after))
    for tag, pairs in sorted(scores.items()):
        print(f"{tag:28}{len(pairs):6}{mean([one for one, _ in pairs]):8.4f}{mean([two for _, two in pairs]):8.4f}")


def f1(row: extract_pages.Row, visible: VisiblePage, places: Iterable[int]) -> float:
    """F1 of the words of some blocks."""
    mine: Counter[str] = Counter()
    for place in places:
        mine.update(tokens(visible.blocks.blocks[place].text))
    truth = Counter(tokens(row["body"]))
    common: Any = sum((mine & truth).values())
    return 2 * common / (mine.total() + truth.total()) if common else 0.0


if __name__ == "__main__":
    main()
