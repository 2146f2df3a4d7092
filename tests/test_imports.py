"""Cheap commands stay cheap: what they import is measured in a process of their own."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from monitor.store.archive import Archive

ROOT = Path(__file__).parents[1]
CRAWLING = {"scrapy", "twisted", "aiohttp", "lxml", "bs4", "feedparser"}
WRITING = {"jinja2", "css_inline", "apprise"}
DAEMON = {"apscheduler", "procrastinate"}
READING = {"sqlite_utils", "pydantic", "rich", "re2", "ahocorasick_rs", "msgspec"}

PROGRAM = """
import sys
from monitor.cli import main

try:
    main(sys.argv[1:])
except SystemExit:
    pass
with open("imported", "w") as file:
    file.write(" ".join({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a configuration and an empty archive."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "monitor.toml").write_text('follow = []\n[archive]\npath = "archive.db"\n', encoding="utf-8")
    Archive.open(folder / "archive.db", create=True).close()
    return folder


@cache
def imported(folder: Path, command: str) -> set[str]:
    """The packages that a command imports, from the start of the program to its end."""
    subprocess.run(
        [sys.executable, "-c", PROGRAM, *command.split()],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        timeout=60,
    )
    return set((folder / "imported").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("command", ["--help", "--version", "hits --help"])
def test_help_loads_nothing(desk: Path, command: str) -> None:
    """Help answers at once: no library but the command line's own, and for the list of commands not even those."""
    heavy = CRAWLING | WRITING | DAEMON | (READING if command != "hits --help" else set())

    assert not imported(desk, command) & heavy


@pytest.mark.parametrize(
    "command",
    ["hits", "search heat", "story 1", "status", "stats", "export articles", "deliveries list", "watch list"],
)
def test_reading_the_archive_loads_no_crawler(desk: Path, command: str) -> None:
    """What only reads the archive needs neither Scrapy nor a parser, a renderer or the scheduler."""
    assert not imported(desk, command) & (CRAWLING | WRITING | DAEMON)


@pytest.mark.parametrize("command", ["hits", "search heat", "story 1", "status", "stats"])
def test_daily_commands_load_no_configuration(desk: Path, command: str) -> None:
    """What is asked for many times a day reads only the archive's place, not the shape of the whole file."""
    assert not imported(desk, command) & {"pydantic"}


def test_stages_load_no_crawler() -> None:
    """Matching, grouping and health can be used without anything that crawls, stores or sends."""
    program = "import sys, monitor.match, monitor.dedupe, monitor.health; print(*sys.modules)"
    output = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    packages = {name.partition(".")[0] for name in output.split()}

    assert not packages & (CRAWLING | WRITING | DAEMON | {"pydantic", "sqlite_utils"})


def test_the_daemon_loads_no_parser() -> None:
    """The daemon's own process reads no page and no feed: its children do, and it starts a fifth sooner without."""
    output = subprocess.run(
        [sys.executable, "-c", "import sys, scheduler; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    assert not {name.partition(".")[0] for name in output.split()} & CRAWLING
