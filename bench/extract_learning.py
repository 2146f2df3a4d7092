"""What the scripts that learn for extraction have in common: how a page is read, and where weights and lists are kept.

Weights that ship are learnt from all folds (`extract_pages.py`); for each fold there are the same, learnt without it.
"""

import json
import math
import re
import sys
from collections.abc import Iterable, Sequence
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
_OUTLET = Outlet(id="bench", name="bench", home="https://bench.invalid/")
_AUTHOR = re.compile(r"author|creator|byl|twitter:data1")
_load = forest.load


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


def write_forest(path: Path, features: Sequence[str], learnt: Any, scale: Sequence[float]) -> None:
    """A forest of lightgbm's, flattened, with the scale of its chances."""
    write(path, features, flattened(learnt), scale=[round(part, 4) for part in scale])


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
    path: Path, features: Sequence[str], trees: list[Any], base: float = 0.0, scale: Sequence[float] = (1.0, 0.0)
) -> None:
    """A forest as `monitor.extract.forest` reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"features": list(features), "base": base, "scale": list(scale), "trees": trees}
    path.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


def write_list(name: str, pages: Iterable[str]) -> None:
    """Which pages taught, by id, next to this file."""
    (HERE / name).write_text("".join(f"{page}\n" for page in sorted(set(pages))), encoding="utf-8")
