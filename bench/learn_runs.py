"""Learn which whole runs of what a reading keeps are none of the text.

    python bench/learn_runs.py --corpus CORPORA [--jobs 2] [--write]

Prints the body F1 of all labelled pages (no gate) with single blocks corrected, and without the runs that a forest
rules out which was learnt without the page's fold; with --write it writes that which ships and those of the folds, as
`learn_corrections.py` does, which must have been run before. The pages of `learnt_corrections.txt` teach, each as it is
read, before and after its blocks are corrected, and in its harder forms. Needs lightgbm and numpy.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import extract_learning
import extract_pages
import harder_readings
import lightgbm
import numpy as np
from extract_learning import learnt_forest
from extract_scores import tokens
from learn_body import RIGHT, share
from learn_corrections import Example, chosen, f1, print_scores, whole_bodies, without_tree

from monitor.extract.body import corrections, other_runs, run_features
from monitor.extract.layout.visible import VisiblePage

FOREST = {"num_leaves": 8, "learning_rate": 0.08, "min_data_in_leaf": 30, "lambda_l2": 5.0}
ROUNDS = 60


@dataclass(slots=True)
class Taught:
    """A page as it is read and corrected, its runs with their numbers, and what these and harder forms teach."""

    row: extract_pages.Row
    visible: VisiblePage | None = None
    places: list[int] = field(default_factory=list)
    runs: list[list[int]] = field(default_factory=list)
    numbers: list[list[float]] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)


def main() -> None:
    """Read, learn, print, write."""
    options = extract_learning.options_in_place(__doc__)
    with Pool(options.jobs) as pool:
        pages = list(pool.imap(taught, whole_bodies(options.corpus), chunksize=8))
    folds = range(extract_pages.FOLDS)
    forests = {fold: learnt(page for page in pages if page.row["fold"] != fold) for fold in folds}
    report(pages, forests)
    if options.write:
        extract_learning.write_folds(other_runs.WEIGHTS, run_features.NAMES, {None: learnt(pages), **forests})


def learnt(pages: Iterable[Taught]) -> lightgbm.Booster:
    """The forest of what some pages teach."""
    return learnt_forest([one for page in pages for one in page.examples], FOREST, ROUNDS)


def taught(row: extract_pages.Row) -> Taught:
    """One page as it is read without its fold, and as it teaches."""
    page = Taught(row)
    reading = chosen(row)
    if reading is None:
        return page
    visible, places, described = reading
    page.places = corrections.corrected(visible, places)
    page.runs = run_features.separated(visible, page.places)
    page.numbers = run_features.of_runs(visible, page.runs) if other_runs.may_be_judged(page.runs) else []
    if row["free"]:
        right = {at: share(block.text, row["body"]) for at, block in enumerate(visible.blocks.blocks)}
        sizes = {at: len(tokens(block.text)) for at, block in enumerate(visible.blocks.blocks)}
        forms = [*harder_readings.of_page(visible, places, described, row["id"]), (visible, page.places)]
        page.examples = [one for seen, kept in forms for one in examples(seen, kept, right, sizes)]
    page.visible = without_tree(visible)
    return page


def examples(
    visible: VisiblePage, places: Sequence[int], right: Mapping[int, float], sizes: Mapping[int, int]
) -> Iterator[Example]:
    """What the runs of one reading teach; a run weighs by its share of the words."""
    runs = run_features.separated(visible, places)
    if not other_runs.may_be_judged(runs):
        return
    total = sum(sizes[place] for place in places) or 1
    for run, numbers in zip(runs, run_features.of_runs(visible, runs), strict=True):
        known = [place for place in run if right[place] >= 0]
        size = sum(sizes[place] for place in known)
        own = sum(sizes[place] for place in known if right[place] >= RIGHT)
        yield numbers, float(own * 2 >= size > 0), size / total + 0.05


def report(pages: Iterable[Taught], forests: dict[int, lightgbm.Booster]) -> None:
    """The mean F1, as corrected and without runs, on outlets left out."""
    scored = []
    for page in pages:
        before = after = 0.0
        if page.visible is not None:
            left = page.places
            if page.numbers:
                chances = forests[page.row["fold"]].predict(np.array(page.numbers)).tolist()
                left = other_runs.right(page.visible, page.runs, chances)
            before, after = (f1(page.row, page.visible, places) for places in (page.places, left))
        scored.append((page.row, before, after))
    print_scores(scored)


if __name__ == "__main__":
    main()
