"""Learn when a page was published of whose dates the rules believe none, and say how well that holds.

    python bench/learn_dates.py --corpus CORPORA [--out monitor/extract/dating/date_model.json] [--jobs 2]

Learns from pages whose source has a free licence (`extract_pages.rows`, `free`): of all that are dated, which of the
days that they write is the publication, and from pages of which people say that they show none: there all are wrong.
`learnt_dates.txt` next to this file lists them. Prints, for five folds by outlet, what the choice says on the fold left
out where the rules say nothing, by how sure it must be. Needs lightgbm, scikit-learn and numpy, which the product does
not. The seed is fixed.
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
from extract_learning import NOW, learnt_forest
from extract_scores import BY_PEOPLE, measures

from monitor.extract.dating import date_choice
from monitor.extract.dating.date_candidates import FEATURES

FOREST = {"num_leaves": 8, "learning_rate": 0.08, "min_data_in_leaf": 12, "lambda_l2": 3.0}
ROUNDS = 80
WITH_DATES = {"trafilatura", "wcxb", "parser", "mercury-parser", "htmldate"}  # sets in which people looked for dates


@dataclass(frozen=True, slots=True)
class Ballot:
    """The days of one page, and whether each is right. `ruled`: the rules know one, the choice is not asked."""

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
        if row["truth_kind"] in BY_PEOPLE and (row["published"] or shows_none(row))
    ]
    with Pool(options.jobs) as pool:
        pages = pool.map(ballot, rows, chunksize=8)
    asked = [page for page in pages if not page.ruled and page.values]
    teaching = [one for one in pages if one.row["free"] and any(one.right)]
    teaching += [one for one in asked if one.row["free"] and not one.row["published"]]
    forests = [learn(one for one in teaching if one.row["fold"] != fold) for fold in range(extract_pages.FOLDS)]
    scale = extract_learning.calibration(print_folds(asked, forests))
    if options.out:
        extract_learning.write_forest(options.out, FEATURES, learn(teaching), scale)
        for fold, forest in enumerate(forests):
            extract_learning.write_forest(extract_learning.weights(options.out, fold), FEATURES, forest, scale)
        extract_learning.write_list("learnt_dates.txt", (one.row["id"] for one in teaching))


def shows_none(row: dict[str, Any]) -> bool:
    """Whether people looked for the date of a page and found none: there every day is wrong."""
    return row["set"] in WITH_DATES and not any("date" in name or "published" in name for name in row["extra"] or {})


def ballot(row: dict[str, Any]) -> Ballot:
    """The days of a page."""
    extract_learning.read_without(row["fold"])
    root = extract_learning.tree(row)
    if root is None:
        return Ballot(row, [], [], ruled=False)
    read = extract_learning.looked_at(root, row)
    cast = date_choice.ballot(read.declared, read.visible, NOW)
    right = []
    for one in cast.candidates:
        moment = date_choice.moment_of(one)
        stamp = (moment.at if moment.has_time else moment.at.date()).isoformat()
        scored = dict(measures(row | {"body": None, "title": None, "authors": []}, {"published": stamp}))
        right.append(scored.get("date", 0.0))
    return Ballot(row, cast.values, right, ruled=read.when.published is not None)


def learn(some: Iterable[Ballot]) -> lightgbm.Booster:
    """The forest that tells the publication from other days."""
    rows = [(values, right, 1.0) for one in some for values, right in zip(one.values, one.right, strict=True)]
    return learnt_forest(rows, FOREST, ROUNDS)


def print_folds(asked: list[Ballot], forests: list[lightgbm.Booster]) -> list[tuple[float, bool]]:
    """What is said on outlets left out, by how sure the choice must be; returned: chance and outcome of each page."""
    found = []
    for one in asked:
        chances = forests[one.row["fold"]].predict(np.array(one.values))
        best = int(chances.argmax())
        found.append((float(chances[best]), one.right[best] > 0, bool(one.row["published"])))
    print(f"{len(asked)} pages with a day where the rules say nothing; {sum(dated for *_, dated in found)} are dated")
    print("at least   right   wrong   though people say none")
    for least in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        there = [(right, dated) for chance, right, dated in found if chance >= least]
        wrong = sum(dated and not right for right, dated in there)
        print(f"{least:8.1f}{sum(r for r, _ in there):8}{wrong:8}{sum(not dated for _, dated in there):8}")
    return [(chance, right) for chance, right, _ in found]


if __name__ == "__main__":
    main()
