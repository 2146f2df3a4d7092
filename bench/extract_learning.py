"""What the scripts that learn for extraction share: how a page is read, a choice learnt, and where weights are kept.

Weights that ship are learnt from all folds (`extract_pages.py`); for each fold there are the same, learnt without it.
"""

import argparse
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import extract_pages
from lxml import etree

from monitor.extract import article, forest
from monitor.model import Outlet, Page
from monitor.reading import encoding, html

HERE = Path(__file__).resolve().parent
NAMES = ("bench", "bench")  # of the outlet: as the readers of `extract.py` are given
SEED = 13
NOW = datetime(2026, 11, 23, tzinfo=UTC)  # as the readers of `extract.py` are given
ANSWERS = {"num_leaves": 8, "learning_rate": 0.08, "min_data_in_leaf": 12, "lambda_l2": 3.0}
ROUNDS = {"authors": 140, "published": 80}  # of a forest of answers, by what it answers
_OUTLET = Outlet(id="bench", name="bench", home="https://bench.invalid/")
_AUTHOR = re.compile(r"author|creator|byl|twitter:data1")
_load = forest.load


@dataclass(frozen=True, slots=True)
class Ballot:
    """The candidates of one page, and how right each is. `ruled`: the rules know an answer, the choice is not asked."""

    row: extract_pages.Row
    values: list[list[float]]
    right: list[float]
    ruled: bool = False
    weight: float = 1.0  # of the page, as it teaches

    def examples(self) -> Iterator[tuple[list[float], float, float]]:
        """The values, the rightness and the weight of each candidate."""
        return ((values, right, self.weight) for values, right in zip(self.values, self.right, strict=True))


def parser(described: str | None) -> argparse.ArgumentParser:
    """What every script that learns is asked."""
    found = argparse.ArgumentParser(description=described, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("--corpus", type=Path, required=True)
    found.add_argument("--jobs", type=int, default=2)
    return found


def options(described: str | None) -> argparse.Namespace:
    """The options of a script that learns a choice."""
    found = parser(described)
    found.add_argument("--out", type=Path, help="write the model, learnt from all folds")
    return found.parse_args()


def options_in_place(described: str | None) -> argparse.Namespace:
    """The options of a script whose forests ship at places of their own."""
    found = parser(described)
    found.add_argument("--write", action="store_true", help="write the forest that ships, and those of the folds")
    return found.parse_args()


def learn_answers(
    field: str, pages: list[Ballot], asked: list[Ballot], *, features: Sequence[str], out: Path | None, taught: str
) -> None:
    """Learn the answer where the rules know none, say how well that holds on the folds left out, write it to `out`.

    `pages` are all that may teach what is right. `asked` are those of which the rules know no answer: they teach, too,
    what is wrong where people know none (`field` of the row). `taught` is the list of which pages taught.
    """
    teaching = [one for one in pages if one.row["free"] and any(one.right)]
    teaching += [one for one in asked if one.row["free"] and not one.row[field] and one.values]
    rounds = ROUNDS[field]
    forests = [
        _answers((one for one in teaching if one.row["fold"] != fold), rounds) for fold in range(extract_pages.FOLDS)
    ]
    scale = calibration(_print_answers(asked, forests, field))
    if out is not None:
        write_forest(out, features, _answers(teaching, rounds), scale)
        for fold, forest_without in enumerate(forests):
            write_forest(weights(out, fold), features, forest_without, scale)
        write_list(taught, (one.row["id"] for one in teaching))


def _answers(some: Iterable[Ballot], rounds: int) -> Any:
    """The forest that tells right answers from wrong ones."""
    return learnt_forest([example for one in some for example in one.examples()], ANSWERS, rounds)


def _print_answers(asked: list[Ballot], forests: list[Any], field: str) -> list[tuple[float, bool]]:
    """What is answered on outlets left out, by how sure it must be; returned: chance and outcome of each page."""
    import numpy as np  # noqa: PLC0415 - as below

    found = []
    for one in asked:
        if one.values:
            chances = forests[one.row["fold"]].predict(np.array(one.values))
            best = int(chances.argmax())
            found.append((float(chances[best]), one.right[best] > 0, bool(one.row[field])))
    known = sum(is_known for *_, is_known in found)
    possible = sum(any(one.right) for one in asked)
    print(
        f"{len(asked)} pages where the rules know no answer, {len(found)} with candidates; "
        f"people know {known} of these, and {possible} have a right one among their candidates"
    )
    print("at least   right   wrong   though people know none")
    for least in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        there = [(right, is_known) for chance, right, is_known in found if chance >= least]
        wrong = sum(is_known and not right for right, is_known in there)
        print(f"{least:8.1f}{sum(r for r, _ in there):8}{wrong:8}{sum(not is_known for _, is_known in there):8}")
    return [(chance, right) for chance, right, _ in found]


def tree(row: extract_pages.Row) -> etree._Element | None:
    """The tree of a labelled page, as the product makes it."""
    return html.tree(encoding.text_of_bytes(extract_pages.page(row), "text/html"))


def looked_at(root: etree._Element, row: extract_pages.Row) -> article.PageRead:
    """What the product makes of a tree before it decides whether it is an article's."""
    page = Page(url=row["url"] or "", body=b"", content_type="text/html")
    return article.look(root, page, _OUTLET, None, NOW)


def undeclare_authors(root: etree._Element) -> None:
    """Take out of a tree what it declares of its authors; what it shows is left."""
    for element in list(root.iter("script", "meta")):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        is_script = element.tag == "script" and "ld+json" in (element.get("type") or "")
        if (is_script or (element.tag == "meta" and _AUTHOR.search(name))) and (
            parent := element.getparent()
        ) is not None:
            parent.remove(element)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.attrib.pop("itemprop", None)
            element.attrib.pop("rel", None)


def learnt_forest(rows: list[tuple[list[float], float, float]], how: dict[str, Any], rounds: int) -> Any:
    """A forest of lightgbm's (a library that the product does not have) from rows of values, rightness and weight."""
    import lightgbm  # noqa: PLC0415 - only what learns has it
    import numpy as np  # noqa: PLC0415

    values, right, weighed = zip(*rows, strict=True)
    settings = how | {
        "objective": "cross_entropy",
        "feature_fraction": 0.6,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "max_bin": 63,
        "seed": SEED,
        "deterministic": True,
        "num_threads": 1,
        "verbose": -1,
    }
    data = lightgbm.Dataset(np.array(values), np.array(right), weight=np.array(weighed))
    return lightgbm.train(settings, data, rounds)


def calibration(chances: list[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset that make a chance, as log odds, the share of right ones among those left out."""
    import numpy as np  # noqa: PLC0415 - as above
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    odds = np.array([[math.log(chance / (1 - chance))] for chance, _ in chances])
    fit = LogisticRegression(C=1e6).fit(odds, np.array([right for _, right in chances]))
    return float(fit.coef_[0][0]), float(fit.intercept_[0])


def flattened(learnt: Any) -> list[list[list[float]]]:
    """The trees of a forest of lightgbm's, each a list of nodes."""
    trees = []
    for tree in learnt.dump_model()["tree_info"]:
        nodes: list[list[float]] = []
        _flatten(tree["tree_structure"], nodes)
        trees.append(nodes)
    return trees


def _flatten(node: dict[str, Any], nodes: list[list[float]]) -> int:
    place = len(nodes)
    if "leaf_value" in node:
        nodes.append([-1, round(node["leaf_value"], 5), 0, 0])
        return place
    entry: list[float] = [node["split_feature"], float(f"{node['threshold']:.6g}"), 0, 0]
    nodes.append(entry)
    entry[2] = _flatten(node["left_child"], nodes)
    entry[3] = _flatten(node["right_child"], nodes)
    return place


def write_forest(
    path: Path, features: Sequence[str], learnt: Any, scale: Sequence[float], *, compares: bool = False
) -> None:
    """A forest of lightgbm's, flattened, with the scale of its chances; `compares` where it was learnt by comparing."""
    scale = [round(part, 4) for part in scale]
    write(path, features, flattened(learnt), scale=scale, compares=compares)


def weights(shipped: Path, fold: int | None) -> Path:
    """Where the weights are that were learnt without a fold; those that ship, where it is None."""
    return shipped if fold is None else HERE / "extract_folds" / str(fold) / shipped.name


def read_without(fold: int) -> None:
    """From now on the product reads with weights that were learnt without this fold, where there are such."""

    def load(path: Path) -> forest.Forest:
        without = weights(path, fold)
        return _load(without if without.exists() else path)

    forest.load = load  # type: ignore[assignment]


def write(
    path: Path,
    features: Sequence[str],
    trees: list[Any],
    base: float = 0.0,
    scale: Sequence[float] = (1.0, 0.0),
    *,
    compares: bool = False,
) -> None:
    """A forest as `monitor.extract.forest` reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"features": list(features), "base": base, "scale": list(scale), "trees": trees}
    if compares:
        data["compares"] = True
    path.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


def write_folds(shipped: Path, features: Sequence[str], forests: Mapping[int | None, Any]) -> None:
    """The forest of lightgbm's that ships, by None, and those that were learnt without a fold, by the fold."""
    for fold, learnt in forests.items():
        write(weights(shipped, fold), features, flattened(learnt))


def write_list(name: str, pages: Iterable[str]) -> None:
    """Which pages taught, by id, next to this file."""
    (HERE / name).write_text("".join(f"{page}\n" for page in sorted(set(pages))), encoding="utf-8")
