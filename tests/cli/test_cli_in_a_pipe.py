"""Every listing in a pipe: JSON that can be read, no colour, no sign that commands a terminal."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_made import Run

LISTINGS = (
    "check",
    "outlet list",
    "watch list",
    "watch test heat-2",
    "hits",
    "digest list",
    "digest preview morning",
    "channel list",
    "deliveries list",
    "status",
    "stats",
    "prune --older-than 1000d --dry-run",
    "search heat",
)


@pytest.mark.parametrize("words", LISTINGS)
def test_a_listing_in_a_pipe_is_json_and_plain(
    run: Run, archived: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """With `--json` and without, with NO_COLOR and without: no traceback, no escape sequence."""
    for no_color in ("", "1"):
        monkeypatch.setenv("NO_COLOR", no_color)
        said = [run(*words.split(), *more) for more in ((), ("--json",))]

        for done in said:
            assert done.code in (0, 1), done.err
            assert "Traceback" not in done.err
            assert "\x1b" not in done.out + done.err
        assert isinstance(json.loads(said[1].out), dict | list)


def test_json_is_that_of_any_reader_in_whatever_locale(archived: Path) -> None:
    """Where the locale is not UTF-8, signs beyond ASCII are escaped as JSON escapes them, those beyond a plane too."""
    archived.write_text(archived.read_text(encoding="utf-8").replace('name = "Heat 2"', 'name = "Hitzé 🔥"'), "utf-8")
    command = [sys.executable, "-m", "monitor.cli", "--config", str(archived), "watch", "list", "--json"]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    said = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60).stdout

    assert said.isascii()
    assert "Hitzé 🔥" in {row["name"] for row in json.loads(said)}


def test_more_rows_than_an_archive_counts_are_all(run: Run, archived: Path) -> None:
    """A limit that SQLite cannot be asked for is none."""
    commands = (
        "hits",
        "threads --stories 1",
        "deliveries list",
        "revisions",
        "follow",
        "web readers",
        "export articles",
    )
    done = {words: run(*words.split(), "--limit", "9" * 20) for words in commands}

    assert {words: each.code for words, each in done.items()} == dict.fromkeys(commands, 0)
    assert done["hits"].out == run("hits").out
