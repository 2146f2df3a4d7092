"""Watches with lines that they must and must not find: a new case is a new entry, or a new file, in the folder."""

from pathlib import Path

import pytest

from monitor import config
from monitor.match import check_watch
from monitor.model import Watch

FOLDER = Path(__file__).parents[1] / "cases" / "match"
CASES = [
    pytest.param(watch, id=f"{file.stem}: {watch.name}")
    for file in sorted(FOLDER.glob("*.toml"))
    for watch in config.load_watches(file)
]


@pytest.mark.parametrize("watch", CASES)
def test_lines(watch: Watch) -> None:
    """The watch finds each line of should_match, as a title and as a body, and none of should_not_match."""
    assert check_watch(watch).problems == ()
