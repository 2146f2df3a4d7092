"""What a person may get wrong, given to the real commands, in this process: it is told before anything is begun."""

import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing

import pytest
from faults_made import Folder

from monitor.cli import main

COMMANDS = ("check", "run", "crawl")
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def command(folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in the folder."""
    monkeypatch.chdir(folder.path)
    monkeypatch.delenv("MONITOR_CONFIG", raising=False)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        capsys.readouterr()
        code = main(words)
        said = capsys.readouterr()
        return subprocess.CompletedProcess(words, code, said.out, said.err)

    return run


@pytest.mark.parametrize("word", COMMANDS)
def test_a_wrong_key_is_named_with_its_line(folder, command, word):
    """File, line, key and the near one; exit code 2; nothing was begun."""
    folder.write("[[watch]]", 'name = "Mann"', "keyword = 'Mann'")
    told = command(word)

    assert told.returncode == 2
    assert "monitor.toml:26: watch.keyword" in told.stdout + told.stderr
    assert "query" in told.stdout + told.stderr
    assert not folder.archive.exists()


def test_a_bad_query_is_shown_with_a_caret(folder, command):
    """The caret stands under the place."""
    folder.write("[[watch]]", 'name = "Mann"', "query = 'Heat AND (Mann'")
    told = command("run")

    assert told.returncode == 2
    lines = told.stderr.splitlines()
    caret = next(number for number, line in enumerate(lines) if line.strip() == "^")
    assert lines[caret - 1][lines[caret].index("^")] == "("


def test_all_mistakes_are_reported_at_once(folder, command):
    """A bad zone, a bad schedule and a channel that is not there: three lines, each with what to do."""
    folder.write(
        "[[digest]]", 'name = "morning"', 'schedule = "0 25 * * *"', 'timezone = "America/Los_Angles"', 'to = ["mial"]'
    )
    told = command("crawl")

    assert told.returncode == 2
    assert "America/Los_Angeles" in told.stderr
    assert "schedule" in told.stderr
    assert "mial" in told.stderr


def test_a_missing_secret_is_named_and_hinders_no_reading(folder, command):
    """What would send needs it, and says which variable; what only reads does not."""
    folder.command("crawl")  # which starts a child
    hook = ("[[channel]]", 'name = "desk"', 'kind = "webhook"', 'url = "${NO_SUCH_HOOK}"')
    folder.write(*hook)
    told = command("run")

    assert told.returncode == 2
    assert "NO_SUCH_HOOK" in told.stderr
    assert command("hits", "--json").returncode == 0


@pytest.mark.parametrize("word", ["run", "crawl", "hits"])
@pytest.mark.parametrize("kind", ["text", "sqlite", "empty"])
def test_a_file_that_is_no_archive_is_left_as_it_was(folder, command, word, kind):
    """A note, another program's database, an empty file: a clear refusal with 1, and not a byte is changed."""
    if kind == "sqlite":
        with closing(sqlite3.connect(folder.archive)) as other:
            other.execute("create table shopping (item text)")
            other.commit()
    else:
        folder.archive.write_text("a shopping list\n" * 10 if kind == "text" else "")
    before = folder.archive.read_bytes()
    told = command(word)

    assert told.returncode == 1, told.stderr
    assert "archive.db" in told.stderr
    assert "hint" in told.stderr
    assert "Traceback" not in told.stderr
    assert folder.archive.read_bytes() == before
