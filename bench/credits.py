"""Which credits are found, next to taking every outlet that an article names; on scripted news days.

    python bench/credits.py --corpus CORPORA

`days/*.jsonl` has for each article whom it credits. Odd and even days apart: the grammar was written on the odd ones.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from monitor import credit
from monitor.credit import OutletNames
from monitor.credit.names import words_of
from monitor.model import Article, Outlet
from monitor.reading import language

_SMALL = {"of", "and", "og"}


def articles(path: Path) -> Iterator[tuple[Article, set[str], OutletNames]]:
    """The articles of a day, whom each credits, and the outlets' names."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    outlets = {row["outlet"] for row in rows} | {one["to"] for row in rows for one in row["credits"]}
    names = OutletNames(
        Outlet(id=name, name=_written(name), home=f"https://{name}.example/") for name in outlets if ":" not in name
    )
    for row in rows:
        yield _article(row), {one["to"] for one in row["credits"]}, names


def named(article: Article, names: OutletNames) -> set[str]:
    """The baseline: every other outlet that the article names."""
    text = " ".join((article.title, article.standfirst or "", article.body))
    return {mention.outlet for mention in names.mentions(words_of(text))} - {article.outlet}


def scores(corpus: Path) -> dict[str, float]:
    """What the gate pins: precision and recall over all days."""
    found = [one for file in sorted((corpus / "days").glob("*.jsonl")) for one in articles(file)]
    got = [{one.outlet for one in credit.find(article, names)} for article, _, names in found]
    precision, recall = _figures(got, [wanted for _, wanted, _ in found])
    return {"precision": precision, "recall": recall}


def main() -> None:
    """A line for each part and way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with days/")
    files = sorted((parser.parse_args().corpus / "days").glob("*.jsonl"))
    print(f"{'':12}{'':10}{'P':>7}{'R':>7}{'credits':>9}")
    for part, kept in (("odd days", 1), ("even days", 0)):
        found = [one for file in files if int(file.name[:2]) % 2 == kept for one in articles(file)]
        truth = [wanted for _, wanted, _ in found]
        ours = [{one.outlet for one in credit.find(article, names)} for article, _, names in found]
        _line(part, "ours", ours, truth)
        _line(part, "named", [named(article, names) for article, _, names in found], truth)


def _figures(got: list[set[str]], truth: list[set[str]]) -> tuple[float, float]:
    right = sum(len(one & wanted) for one, wanted in zip(got, truth, strict=True))
    return right / max(1, sum(map(len, got))), right / max(1, sum(map(len, truth)))


def _line(part: str, way: str, got: list[set[str]], truth: list[set[str]]) -> None:
    precision, recall = _figures(got, truth)
    print(f"{part:12}{way:10}{precision:>7.3f}{recall:>7.3f}{sum(map(len, truth)):>9}")


def _written(name: str) -> str:
    return " ".join(word if word in _SMALL else word.capitalize() for word in name.split("-"))


def _article(row: dict[str, Any]) -> Article:
    return Article(
        url=row["url"],
        outlet=row["outlet"],
        title=row["title"],
        body=row["body"],
        standfirst=row["standfirst"],
        authors=tuple(row["authors"] or ()),
        language=language.of(row["body"]),
    )


if __name__ == "__main__":
    main()
