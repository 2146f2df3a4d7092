"""The page of faults names tests that are there, and says why where there is none."""

import ast
import re
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(("fault", "done", "shown"), FAULTS, ids=[fault for fault, _, _ in FAULTS])
def test_a_fault_has_a_test_or_a_reason(fault: str, done: str, shown: str) -> None:
    """Each test that a row names is defined in that file; a row without one says `none` or `open`, and why."""
    named = NAMED.findall(shown)
    assert named or re.match(r"\*(none|open)\*.{20}", done), fault
    for file, test in named:
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert test in names, f"{file} has no {test}"
