"""What the scripts that learn for extraction have in common: how a page is read, and where weights and lists are kept.

Weights that ship are learnt from all folds (`extract_pages.py`); for each fold there are the same, learnt without it.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import extract_pages
from lxml import etree

from monitor.extract import forest
from monitor.reading import encoding, html

HERE = Path(__file__).resolve().parent
NAMES = ("bench", "bench")  # of the outlet: as the readers of `extract.py` are given
SEED = 13
_load = forest.load


def tree(row: extract_pages.Row) -> etree._Element | None:
    """The tree of a labelled page, as the product makes it."""
    return html.tree(encoding.text_of_bytes(extract_pages.page(row), "text/html"))


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
