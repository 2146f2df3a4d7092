"""Learn which candidate is the headline, and say how well that holds on outlets left out.

    python bench/learn_titles.py --corpus CORPORA [--out monitor/extract/headline/title_model.json] [--jobs 2]

Learns from pages whose source has a free licence (`extract_pages.rows`, `free`), and from the same pages made harder
(`title_variants`); `learnt_titles.txt` next to this file lists them. Prints, for five folds by outlet, the share of
right titles on the fold left out and on the four that were learnt from. Needs lightgbm, scikit-learn and numpy, which
the product does not. The seed is fixed.
"""

import math
import sys
from collections import defaultdict
from collections.abc import Iterable
from multiprocessing import Pool
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import extract_learning
import extract_pages
import numpy as np
import title_variants
from extract_learning import NAMES, SEED, Ballot
from extract_scores import BY_PEOPLE, folded, mean
from lxml import etree

from monitor.extract import statements
from monitor.extract.article import lines_of
from monitor.extract.forest import against
from monitor.extract.headline import headings, headlines, title_choice
from monitor.extract.headline.title_features import FEATURES
from monitor.extract.layout.blocks import Walk

TREES = 100  # more, deeper or slower ones gain nothing on the folds
HOW = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 3,
    "num_leaves": 8,
    "learning_rate": 0.1,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.6,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "max_bin": 63,
    "seed": SEED,
    "deterministic": True,
    "num_threads": 1,
    "verbose": -1,
}
VARIANT = 0.5  # what a page made harder counts, next to one as it is
ELECTED = FEATURES.index("elected")


def main() -> None:
    """Learn, write, print."""
    options = extract_learning.options(__doc__)
    rows = [
        row
        for row in extract_pages.rows(options.corpus, ("articles",))
        if row["title"] and row["truth_kind"] in BY_PEOPLE
    ]
    with Pool(options.jobs) as pool:
        ballots = pool.map(ballots_of, rows, chunksize=8)
    pages = [page for page, _ in ballots]
    harder = [one for _, some in ballots for one in some]
    teaching = [one for one in [*pages, *harder] if one.row["free"] and any(one.right)]
    forests = [learn(one for one in teaching if one.row["fold"] != fold) for fold in range(extract_pages.FOLDS)]
    scale = extract_learning.calibration(print_folds(pages, forests))
    if options.out:
        extract_learning.write_forest(options.out, FEATURES, learn(teaching), scale, compares=True)
        for fold, forest in enumerate(forests):
            extract_learning.write_forest(
                extract_learning.weights(options.out, fold), FEATURES, forest, scale, compares=True
            )
        extract_learning.write_list("learnt_titles.txt", (one.row["id"] for one in teaching))


def ballots_of(row: dict[str, Any]) -> tuple[Ballot, list[Ballot]]:
    """The candidates of a page; and of the same made harder, of one that may teach."""
    kinds = title_variants.KINDS if row["free"] else ""
    harder = (title_variants.variant(row, kind) for kind in kinds)
    return ballot(row, extract_learning.tree(row)), [ballot(row, root, VARIANT) for root in harder if root is not None]


def ballot(row: dict[str, Any], root: etree._Element | None, weight: float = 1.0) -> Ballot:
    """The candidates of a page."""
    if root is None:
        return Ballot(row, [], [], weight=weight)
    declared = statements.read(root, row["url"] or "")
    top = headings.read(declared.elements["h1"])
    elected = headlines.read(declared, NAMES, top)
    lines = lines_of(Walk().read(root))
    cast = title_choice.ballot(declared, NAMES, top, elected, lines)
    right = [float(folded(one.text) == folded(row["title"])) for one in cast.candidates]
    trusted = title_choice.trust(declared, top, elected, lambda: lines)
    return Ballot(row, cast.values, right, trusted is not None, weight)


def learn(ballots: Iterable[Ballot]) -> Any:
    """The forest that puts the right candidate of each page before the wrong ones."""
    import lightgbm  # noqa: PLC0415 - only what learns has it

    some = list(ballots)
    values, right, weights = zip(*(example for one in some for example in one.examples()), strict=True)
    data = lightgbm.Dataset(
        np.array(values), np.array(right), weight=np.array(weights), group=[len(one.values) for one in some]
    )
    return lightgbm.train(HOW, data, TREES)


def print_folds(pages: list[Ballot], forests: list[Any]) -> list[tuple[float, bool]]:
    """The share of right titles by part, left out and learnt from; returned: chance and outcome of those left out."""
    shares: dict[tuple[str, str], list[float]] = defaultdict(list)
    chances: list[tuple[float, bool]] = []
    for fold, forest in enumerate(forests):
        for one in pages:
            chance, right = chosen(one, forest)
            left_out = one.row["fold"] == fold
            for tag in ("all", one.row["part"], f"{one.row['part']}: {one.row['set']}", f"fold {one.row['fold']}"):
                if left_out or one.row["free"]:
                    shares[tag, "out" if left_out else "in"].append(float(right))
            if left_out and chance is not None:
                chances.append((chance, right))
    print(f"{'':32}{'left out':>10}{'learnt from':>13}")
    for tag in sorted({tag for tag, _ in shares}):
        print(f"{tag:32}{mean(shares[tag, 'out']):10.3f}{mean(shares[tag, 'in']):13.3f}")
    print_possible(pages, forests)
    return chances


def print_possible(pages: list[Ballot], forests: list[Any]) -> None:
    """How far down the right candidate stands on the pages that are weighed, left out: what a better order may win."""
    weighed = [one for one in pages if one.values and not one.ruled]
    orders = [np.argsort(-forests[one.row["fold"]].predict(np.array(one.values))) for one in weighed]
    for most in sorted({1, 2, 4, max(map(len, orders))}):
        there = sum(any(one.right[at] for at in order[:most]) for one, order in zip(weighed, orders, strict=True))
        print(f"of {len(weighed)} weighed pages {there} have the right one among the first {most}")


def chosen(one: Ballot, forest: Any) -> tuple[float | None, bool]:
    """The chance of the chosen candidate, None where the election's was believed, and whether it is right."""
    if not one.values:
        return None, False
    if one.ruled:
        return None, bool(one.right[next(place for place, values in enumerate(one.values) if values[ELECTED])])
    scores = forest.predict(np.array(one.values))
    best = int(scores.argmax())
    return 1 / (1 + math.exp(-against(scores, best))), bool(one.right[best])


if __name__ == "__main__":
    main()
