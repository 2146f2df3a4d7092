import json
from datetime import datetime
from pathlib import Path

import pytest

from monitor.dedupe import Document, Placement, group

CASES = sorted((Path(__file__).parents[1] / "cases" / "stories").glob("*.json"))


def read(path: Path) -> tuple[list[dict[str, str]], list[Document]]:
    """The rows of a case, in order of arrival, and their documents."""
    rows = json.loads(path.read_text(encoding="utf-8"))["docs"]
    rows.sort(key=lambda row: row.get("found") or row["published"])
    docs = [
        Document(
            id=number,
            outlet=row["outlet"],
            title=row["title"],
            standfirst=row.get("standfirst"),
            body=row["body"],
            published_at=datetime.fromisoformat(row["published"]) if row["published"] else None,
            found_at=datetime.fromisoformat(row.get("found") or row["published"]),
        )
        for number, row in enumerate(rows)
    ]
    return rows, docs


def groups(names: list[str], stories: list[object]) -> set[frozenset[str]]:
    """The sets of names that have the same story."""
    return {
        frozenset(name for name, other in zip(names, stories, strict=True) if other == story) for story in set(stories)
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_articles_are_grouped_as_a_person_would(path: Path) -> None:
    """The stories of a case are those that its author wrote down."""
    rows, docs = read(path)
    placed = list(group(docs))
    names = [row["id"] for row in rows]

    assert groups(names, [item.story for item in placed]) == groups(names, [row["story"] for row in rows])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_copies_are_reported_from_own_words(path: Path) -> None:
    """Exactly the copies of a case are copies, each of the first article with that text."""
    rows, docs = read(path)
    placed: list[Placement] = list(group(docs))
    names = [row["id"] for row in rows]

    assert [names[item.copy_of] if item.copy_of is not None else None for item in placed] == [
        row.get("copy_of") for row in rows
    ]
