"""The page of faults names tests that are there, and says why where there is none."""

import ast
import re
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "design" / "reliability.md"
NAMED = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")


def faults() -> list[tuple[str, str, str]]:
    """The rows of the tables: fault, what is done, by which test."""
    _, _, section = PAGE.read_text(encoding="utf-8").partition("## The faults, one by one")
    lines = [line for line in section.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    rows = [tuple(cell.strip() for cell in line.strip("|").split(" |")) for line in lines]
    return [(row[0], row[1], row[2]) for row in rows if row[0] != "fault"]


FAULTS = faults()


def test_the_tables_are_read() -> None:
    """There are rows with a test, rows with a reason, and each fault is named once."""
    assert len(FAULTS) > 90
    assert sum(bool(NAMED.search(shown)) for _, _, shown in FAULTS) > 80
    assert len({fault for fault, _, _ in FAULTS}) == len(FAULTS)


@cache
def functions_of(file: str) -> set[str]:
    """The names of the functions of a file."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_a_fault_has_a_test_or_a_reason() -> None:
    """Each test that a row names is defined in that file; a row without one says `none` or `open`, and why."""
    named = [(fault, done, NAMED.findall(shown)) for fault, done, shown in FAULTS]
    bare = [fault for fault, done, tests in named if not tests and not re.match(r"\*(none|open)\*.{20}", done)]
    missing = [f"{file}::{test}" for _, _, tests in named for file, test in tests if test not in functions_of(file)]

    assert bare == []
    assert missing == []
