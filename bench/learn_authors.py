"""Learn who wrote a page of which the rules name no person, and say how well that holds on outlets left out.

    python bench/learn_authors.py --corpus CORPORA [--out monitor/extract/authors/author_model.json] [--jobs 2]

Learns from pages whose source has a free licence (`extract_pages.rows`, `free`), from the same pages without what they
declare of their authors, at half weight from pages that nobody labelled and that declare a person, without that
declaration, and from those of which people say that they name nobody: there every answer is wrong.
`learnt_authors.txt` next to this file lists them. Prints, for five folds by outlet, what the choice names on the fold
left out where the rules name no person, by how sure it must be. Needs lightgbm, scikit-learn and numpy, which the
product does not. The seed is fixed.
"""

import sys
from multiprocessing import Pool
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import extract_learning
import extract_pages
from extract_learning import Ballot
from extract_scores import BY_PEOPLE, measures

from monitor.extract.authors import author_choice, bylines
from monitor.extract.authors.author_features import FEATURES

WITH_AUTHORS = {"trafilatura", "wcxb"}  # sets in which people looked for the authors of each page
HALF = 0.5  # the weight of a page that nobody labelled
ANY = 0.8  # how right an answer is that names one of the authors, but not just these


def main() -> None:
    """Learn, write, print."""
    options = extract_learning.options(__doc__)
    rows = extract_pages.rows(options.corpus, ("articles",))
    labelled = [row for row in rows if is_labelled(row)]
    others = [row for row in rows if row["free"] and row["kind"] == "article" and not is_labelled(row)]
    with Pool(options.jobs) as pool:
        both = pool.map(ballots, labelled, chunksize=8)
        declared = [page for page in pool.map(declared_ballot, others, chunksize=8) if page is not None]
    pages = [page for pair in both for page in pair] + declared
    asked = [page for page, _ in both if not page.ruled]
    extract_learning.learn_answers(
        "authors", pages, asked, features=FEATURES, out=options.out, taught="learnt_authors.txt"
    )


def is_labelled(row: dict[str, Any]) -> bool:
    """Whether people wrote down the authors of a page, or looked for them and found none."""
    return row["truth_kind"] in BY_PEOPLE and bool(row["authors"] or names_nobody(row))


def names_nobody(row: dict[str, Any]) -> bool:
    """Whether people looked for the authors of a page and found none: there every answer is wrong."""
    return row["set"] in WITH_AUTHORS and not any("author" in name for name in row["extra"] or {})


def ballots(row: dict[str, Any]) -> tuple[Ballot, Ballot]:
    """The candidates of a page, and of the same without its declarations."""
    return ballot(row, declared=True), ballot(row, declared=False)


def ballot(row: dict[str, Any], *, declared: bool, weight: float = 1.0) -> Ballot:
    """The candidates of a page."""
    extract_learning.read_without(row["fold"])
    root = extract_learning.tree(row)
    if root is None:
        return Ballot(row, [], [])
    if not declared:
        extract_learning.undeclare_authors(root)
    read = extract_learning.looked_at(root, row)
    places = read.author_places()
    sites = bylines.sites_of(read.declared, read.names)
    cast = author_choice.ballot(read.declared, sites, places.text, read.visible)
    right = []
    for one in cast.candidates:
        scored = dict(measures(row | {"body": None, "title": None, "published": None}, {"authors": one.names}))
        right.append(ANY * scored.get("any name", 0.0) + (1 - ANY) * scored.get("exact authors", 0.0))
    elected = bylines.elect(read.declared, sites, places)
    return Ballot(row, cast.values, right, ruled=elected.is_person, weight=weight)


def declared_ballot(row: dict[str, Any]) -> Ballot | None:
    """The candidates of a page without its declarations, where it declares a person: who is held to be right."""
    root = extract_learning.tree(row)
    if root is None:
        return None
    names = bylines.declared(extract_learning.looked_at(root, row).declared, ())
    return ballot(row | {"authors": list(names)}, declared=False, weight=HALF) if names else None


if __name__ == "__main__":
    main()
