"""Learn when a page was published of whose dates the rules believe none, and say how well that holds.

    python bench/learn_dates.py --corpus CORPORA [--out monitor/extract/dating/date_model.json] [--jobs 2]

Learns from pages whose source has a free licence (`extract_pages.rows`, `free`): of all that are dated, which of the
days that they write is the publication, and from pages of which people say that they show none: there all are wrong.
`learnt_dates.txt` next to this file lists them. Prints, for five folds by outlet, what the choice says on the fold left
out where the rules say nothing, by how sure it must be. Needs lightgbm, scikit-learn and numpy, which the product does
not. The seed is fixed.
"""

import sys
from multiprocessing import Pool
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import extract_learning
import extract_pages
from extract_learning import NOW, Ballot
from extract_scores import BY_PEOPLE, measures

from monitor.extract.dating import date_choice
from monitor.extract.dating.date_candidates import FEATURES

WITH_DATES = {"trafilatura", "wcxb", "parser", "mercury-parser", "htmldate"}  # sets in which people looked for dates


def main() -> None:
    """Learn, write, print."""
    options = extract_learning.options(__doc__)
    rows = [
        row
        for row in extract_pages.rows(options.corpus, ("articles",))
        if row["truth_kind"] in BY_PEOPLE and (row["published"] or shows_none(row))
    ]
    with Pool(options.jobs) as pool:
        pages = pool.map(ballot, rows, chunksize=8)
    asked = [page for page in pages if not page.ruled]
    extract_learning.learn_answers(
        "published", pages, asked, features=FEATURES, out=options.out, taught="learnt_dates.txt"
    )


def shows_none(row: dict[str, Any]) -> bool:
    """Whether people looked for the date of a page and found none: there every day is wrong."""
    return row["set"] in WITH_DATES and not any("date" in name or "published" in name for name in row["extra"] or {})


def ballot(row: dict[str, Any]) -> Ballot:
    """The days of a page."""
    extract_learning.read_without(row["fold"])
    root = extract_learning.tree(row)
    if root is None:
        return Ballot(row, [], [])
    read = extract_learning.looked_at(root, row)
    cast = date_choice.ballot(read.declared, read.visible, NOW)
    right = []
    for one in cast.candidates:
        moment = date_choice.moment_of(one)
        stamp = (moment.at if moment.has_time else moment.at.date()).isoformat()
        scored = dict(measures(row | {"body": None, "title": None, "authors": []}, {"published": stamp}))
        right.append(scored.get("date", 0.0))
    return Ballot(row, cast.values, right, ruled=read.when.published is not None)


if __name__ == "__main__":
    main()
