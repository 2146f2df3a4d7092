"""Learn which candidate is the headline, and say how well that holds on outlets left out.

    python bench/learn_titles.py --corpus CORPORA [--out monitor/extract/headline/title_model.json]

Learns from pages whose source has a free licence (`extract_pages.rows`, `free`), and from the same pages made harder
(`title_variants`); `learnt_titles.txt` next to this file lists them. Prints, for five folds by outlet, the share of
right titles on the fold left out and on the four that were learnt from. Needs scikit-learn, which nothing else does:
`pip install scikit-learn` in an environment of its own that holds the product. The seed is fixed.
"""

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Iterable
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
from sklearn.ensemble import GradientBoostingClassifier

from monitor.extract import statements
from monitor.extract.article import lines_of
from monitor.extract.headline import headings, headlines, title_choice
from monitor.extract.headline.title_features import FEATURES
from monitor.extract.layout.blocks import Walk

TREES, DEPTH, RATE, LEAF = 100, 3, 0.1, 20  # of four sets tried on the folds; deeper trees gain .001 and cost twice
VARIANT = 0.5  # what a page made harder counts, next to one as it is
ELECTED = FEATURES.index("elected")


def main() -> None:
    """Learn, write, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="write the model, learnt from all folds")
    options = parser.parse_args()
    rows = [
        row
        for row in extract_pages.rows(options.corpus, ("articles",))
        if row["title"] and row["truth_kind"] in BY_PEOPLE
    ]
    pages = [ballot(row, extract_learning.tree(row)) for row in rows]
    harder = [
        ballot(row, tree, VARIANT)
        for row in rows
        if row["free"]
        for kind in title_variants.KINDS
        if (tree := title_variants.variant(row, kind)) is not None
    ]
    teaching = [one for one in [*pages, *harder] if one.row["free"] and any(one.right)]
    forests = [learn(one for one in teaching if one.row["fold"] != fold) for fold in range(extract_pages.FOLDS)]
    scale = extract_learning.calibration(print_folds(pages, forests))
    if options.out:
        write(options.out, learn(teaching), scale)
        for fold, forest in enumerate(forests):
            write(extract_learning.weights(options.out, fold), forest, scale)
        extract_learning.write_list("learnt_titles.txt", (one.row["id"] for one in teaching))


def ballot(row: dict[str, Any], root: etree._Element | None, weight: float = 1.0) -> Ballot:
    """The candidates of a page."""
    if root is None:
        return Ballot(row, [], [], weight=weight)
    declared = statements.read(root, row["url"] or "")
    top = headings.read(root, "h1")
    elected = headlines.read(declared, NAMES, top)
    lines = lines_of(Walk().read(root))
    cast = title_choice.ballot(declared, NAMES, top, elected, lines)
    right = [float(folded(one.text) == folded(row["title"])) for one in cast.candidates]
    agreed = bool(elected) and title_choice.is_agreed(declared, top, elected or "", lambda: lines)
    return Ballot(row, cast.values, right, agreed, weight)


def learn(ballots: Iterable[Ballot]) -> GradientBoostingClassifier:
    """The forest that tells right candidates from wrong ones."""
    rows = [example for one in ballots for example in one.examples()]
    forest = GradientBoostingClassifier(
        n_estimators=TREES,
        max_depth=DEPTH,
        learning_rate=RATE,
        subsample=0.6,
        max_features=0.4,
        min_samples_leaf=LEAF,
        random_state=SEED,
    )
    values, right, weights = zip(*rows, strict=True)
    return forest.fit(np.array(values), np.array(right), sample_weight=np.array(weights))


def print_folds(pages: list[Ballot], forests: list[GradientBoostingClassifier]) -> list[tuple[float, bool]]:
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
    return chances


def chosen(one: Ballot, forest: GradientBoostingClassifier) -> tuple[float | None, bool]:
    """The chance of the chosen candidate, None where the election's was believed, and whether it is right."""
    if not one.values:
        return None, False
    if one.ruled:
        return None, bool(one.right[next(place for place, values in enumerate(one.values) if values[ELECTED])])
    found = forest.predict_proba(np.array(one.values))[:, 1]
    best = int(found.argmax())
    return float(found[best]), bool(one.right[best])


def write(path: Path, forest: GradientBoostingClassifier, scale: tuple[float, float]) -> None:
    """The forest, flattened."""
    trees = []
    for (estimator,) in forest.estimators_:
        tree = estimator.tree_
        nodes = zip(tree.feature, tree.threshold, tree.children_left, tree.children_right, tree.value, strict=True)
        trees.append(
            [
                [-1, round(float(value[0][0]) * RATE, 5), 0, 0]
                if left < 0
                else [int(f), round(float(t), 5), int(left), int(r)]
                for f, t, left, r, value in nodes
            ]
        )
    prior = float(forest.init_.class_prior_[1])
    base = round(math.log(prior / (1 - prior)), 5)
    extract_learning.write(path, FEATURES, trees, base, [round(part, 4) for part in scale])


if __name__ == "__main__":
    main()
