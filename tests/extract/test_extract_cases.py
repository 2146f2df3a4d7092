"""Whole pages, each a file: address, page, and below the marker what must be read out of it.

A new case is a new file. Only the keys that a case names are compared; `body` is its paragraphs, `refused` a reason.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.extract import read_article
from monitor.model import Article, Outlet, Page, Refusal

CASES = sorted((Path(__file__).parent.parent / "cases" / "extract").glob("*.case"))
OUTLET = Outlet(id="filmpost", name="Film Post", home="https://www.example.org/")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def as_json(result: Article | Refusal) -> dict[str, Any]:
    """A result in the form in which cases are written."""
    if isinstance(result, Refusal):
        return {"refused": str(result.reason)}
    found = {name: getattr(result, name) for name in Article.__dataclass_fields__}
    found["body"] = result.body.split("\n\n")
    found.update({key: list(value) for key, value in found.items() if isinstance(value, tuple)})
    found.update({key: value.isoformat() for key, value in found.items() if isinstance(value, datetime)})
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    """The page is read as its case says."""
    page, expected = path.read_text(encoding="utf-8").split("\n=== expected\n")
    url, markup = page.split("\n", 1)
    wanted = json.loads(expected)

    found = as_json(read_article(Page(url=url, body=markup.encode(), content_type="text/html"), OUTLET, now=NOW))

    assert {key: found.get(key) for key in wanted} == wanted


def test_there_are_cases() -> None:
    """The folder was found."""
    assert len(CASES) >= 25
