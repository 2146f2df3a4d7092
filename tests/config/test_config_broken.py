"""Broken configurations: a folder of them, each saying at its end what must be said of it."""

import re
from pathlib import Path

import pytest

from monitor import config
from monitor.errors import ConfigError

BROKEN = sorted((Path(__file__).parent.parent / "cases/config/broken").glob("*.toml"))
EXPECTED = re.compile(r"^# expect (\d+): (.*)$", re.MULTILINE)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_every_mistake_is_told_with_its_line(path: Path) -> None:
    """Each expected problem is there, at its line and key, and no other."""
    with pytest.raises(ConfigError) as caught:
        config.load(path, {})

    expected = [f"{path}:{line}: {text}" for line, text in EXPECTED.findall(path.read_text())]
    assert len(caught.value.problems) == len(expected)
    for problem, beginning in zip(caught.value.problems, expected, strict=True):
        assert problem.startswith(beginning)


def test_the_mistakes_are_many() -> None:
    """Thirty kinds of mistake at the least are tried."""
    assert len(BROKEN) >= 30
    assert all(EXPECTED.search(path.read_text()) for path in BROKEN)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no such file"),
        (b"\xff\xfe# latin", ":1: file: is not UTF-8 text"),
        (b'follow = []\nx = "\xe4"\n', ":2: file: is not UTF-8 text"),
        (b"a = " + b"[" * 5000, "nested too deeply"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, said: str) -> None:
    """Whatever the file is, the error names it and says why."""
    path = tmp_path / "monitor.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ConfigError) as caught:
        config.load(path, {})

    assert str(path) in caught.value.problems[0]
    assert said in caught.value.problems[0]


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    """A folder in the file's place is reported as such."""
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(tmp_path, {})


def test_problems_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    """A person works from top to bottom."""
    path = tmp_path / "monitor.toml"
    path.write_text("[[digest]]\nname = 1\n[crawl]\ndelay = true\n[[watch]]\nto = ['x']\n")

    with pytest.raises(ConfigError) as caught:
        config.load(path, {})

    lines = [int(problem.split(":")[1]) for problem in caught.value.problems]
    assert lines == sorted(lines)


def test_one_problem_does_not_hide_another_of_the_same_table(tmp_path: Path) -> None:
    """A wrong type and an unknown name in one watch are both reported."""
    path = tmp_path / "monitor.toml"
    path.write_text('[[watch]]\nname = "a"\nquery = 1\nto = ["nobody"]\noutlets = ["nowhere"]\n')

    with pytest.raises(ConfigError) as caught:
        config.load(path, {})

    assert len(caught.value.problems) == 3
