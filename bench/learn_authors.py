"""Learn who wrote a page of which the rules name nobody, and say how well that holds on outlets left out.

    python bench/learn_authors.py --corpus CORPORA [--out monitor/extract/authors/author_model.json] [--jobs 2]

Learns from pages whose source has a free licence (`extract_pages.rows`, `free`), from the same pages without what they
declare of their authors, and from those of which people say that they name nobody: there every answer is wrong.
`learnt_authors.txt` next to this file lists them. Prints, for five folds by outlet, what the choice names on the fold
left out where the rules name nobody, by how sure it must be. Needs lightgbm, scikit-learn and numpy, which the product
does not. The seed is fixed.
"""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import extract_learning
import extract_pages
import lightgbm
import numpy as np
from extract_learning import learnt_forest
from extract_scores import BY_PEOPLE, measures

from monitor.extract.authors import author_choice, bylines
from monitor.extract.authors.author_features import FEATURES

FOREST = {"num_leaves": 8, "learning_rate": 0.08, "min_data_in_leaf": 12, "lambda_l2": 3.0}
ROUNDS = 80
WITH_AUTHORS = {"trafilatura", "wcxb"}  # sets in which people looked for the authors of each page
ANY = 0.8  # how right an answer is that names one of the authors, but not just these


@dataclass(frozen=True, slots=True)
class Ballot:
    """The candidates of one page, and how right each is. `ruled`: the rules name somebody, the choice is not asked."""

    row: dict[str, Any]
    values: list[list[float]]
    right: list[float]
    ruled: bool


def main() -> None:
    """Learn, write, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="write the model, learnt from all folds")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    rows = [
        row
        for row in extract_pages.rows(options.corpus, ("articles",))
        if row["truth_kind"] in BY_PEOPLE and (row["authors"] or names_nobody(row))
    ]
    with Pool(options.jobs) as pool:
        both = pool.map(ballots, rows, chunksize=8)
    asked = [page for page, _ in both if not page.ruled]
    teaching = [one for pair in both for one in pair if one.row["free"] and any(one.right)]
    teaching += [one for one in asked if one.row["free"] and not one.row["authors"] and one.values]
    forests = [learn(one for one in teaching if one.row["fold"] != fold) for fold in range(extract_pages.FOLDS)]
    scale = extract_learning.calibration(print_folds(asked, forests))
    if options.out:
        extract_learning.write_forest(options.out, FEATURES, learn(teaching), scale)
        for fold, forest in enumerate(forests):
            extract_learning.write_forest(extract_learning.weights(options.out, fold), FEATURES, forest, scale)
        extract_learning.write_list("learnt_authors.txt", (one.row["id"] for one in teaching))


def names_nobody(row: dict[str, Any]) -> bool:
    """Whether people looked for the authors of a page and found none: there every answer is wrong."""
    return row["set"] in WITH_AUTHORS and not any("author" in name for name in row["extra"] or {})


def ballots(row: dict[str, Any]) -> tuple[Ballot, Ballot]:
    """The candidates of a page, and of the same without its declarations."""
    return ballot(row, declared=True), ballot(row, declared=False)


def ballot(row: dict[str, Any], *, declared: bool) -> Ballot:
    """The candidates of a page."""
    extract_learning.read_without(row["fold"])
    root = extract_learning.tree(row)
    if root is None:
        return Ballot(row, [], [], ruled=False)
    if not declared:
        extract_learning.undeclare_authors(root)
    read = extract_learning.looked_at(root, row)
    places = read.author_places()
    sites = bylines.sites_of(read.declared, read.names)
    cast = author_choice.ballot(read.declared, sites, places.text, read.visible)
    right = []
    for one in cast.candidates:
        scored = dict(measures(row | {"body": None, "title": None, "published": None}, {"authors": one.names}))
        right.append(ANY * scored.get("any author", 0.0) + (1 - ANY) * scored.get("exact authors", 0.0))
    return Ballot(row, cast.values, right, ruled=bool(bylines.elect(read.declared, sites, places).names))


def learn(some: Iterable[Ballot]) -> lightgbm.Booster:
    """The forest that tells right answers from wrong ones."""
    rows = [(values, right, 1.0) for one in some for values, right in zip(one.values, one.right, strict=True)]
    return learnt_forest(rows, FOREST, ROUNDS)


def print_folds(asked: list[Ballot], forests: list[lightgbm.Booster]) -> list[tuple[float, bool]]:
    """What is named on outlets left out, by how sure the choice must be; returned: chance and outcome of each page."""
    found = []
    for one in asked:
        if one.values:
            chances = forests[one.row["fold"]].predict(np.array(one.values))
            best = int(chances.argmax())
            found.append((float(chances[best]), one.right[best] > 0, bool(one.row["authors"])))
    print(f"{len(asked)} pages where the rules name nobody; people name somebody on {sum(n for *_, n in found)}")
    print("at least   right   wrong   though people name nobody")
    for least in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        there = [(right, named) for chance, right, named in found if chance >= least]
        wrong = sum(named and not right for right, named in there)
        print(f"{least:8.1f}{sum(r for r, _ in there):8}{wrong:8}{sum(not named for _, named in there):8}")
    return [(chance, right) for chance, right, _ in found]


if __name__ == "__main__":
    main()
