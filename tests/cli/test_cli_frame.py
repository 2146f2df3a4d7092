"""The frame: help, errors and their exit codes, options anywhere, pipes and terminals."""

import contextlib
import importlib
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from cli_made import Run

from monitor.cli import command_reference, entry
from monitor.cli.command_context import Given
from monitor.cli.entry import COMMANDS, root

ROOT = Path(__file__).parent.parent.parent
PROGRAM = [sys.executable, "-c", "import sys; from monitor.cli import main; sys.exit(main())"]
HEAVY = ("scrapy", "pydantic", "lxml", "bs4", "rich", "sqlite_utils", "apscheduler")


def program(*words: str, cwd: Path, **options: object) -> subprocess.CompletedProcess[str]:
    """The real program, in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.run([*PROGRAM, *words], cwd=cwd, env=env, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


def every_command(group: click.Group = root, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    """Each command with the words that call it."""
    context = click.Context(group)
    found: list[tuple[tuple[str, ...], click.Command]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append(((*path, name), command))
        if isinstance(command, click.Group):
            found += every_command(command, (*path, name))
    return found


EVERY = every_command()


@pytest.mark.parametrize(("short", "name"), [("-q", "quiet"), ("-v", "verbose")])
@pytest.mark.parametrize(
    ("words", "command"), EVERY, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_short_forms_work_after_every_command(
    words: tuple[str, ...], command: click.Command, short: str, name: str
) -> None:
    """`monitor hits -q` is `monitor -q hits`: no command keeps the letter for something else."""
    given = Given()
    context = click.Context(command, obj=given)
    option = next(each for each in command.params if isinstance(each, click.Option) and short in each.opts)
    option.process_value(context, value=True)

    assert option.name == name, words
    assert getattr(given, name) is True


@pytest.mark.parametrize("loaded", ["click", "monitor.cli.commands.check"])
def test_ctrl_c_while_the_program_is_loaded_is_one_line(tmp_path: Path, loaded: str) -> None:
    """Wherever it comes between the start and the work: no traceback, and the code of who was interrupted."""
    code = f"""
import sys
from importlib.abc import MetaPathFinder
class Person(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == {loaded!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Person())
from monitor.cli import main
sys.exit(main(["check"]))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (130, "monitor: interrupted\n")


class TestHelp:
    def test_help_loads_no_command(self, tmp_path: Path) -> None:
        """`monitor --help` answers without the libraries of the commands."""
        code = (
            "import sys; from monitor.cli import main; assert main(['--help']) == 0;"
            f"print([name for name in {HEAVY!r} if name in sys.modules])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip

        assert done.stdout.splitlines()[-1] == "[]"

    @pytest.mark.parametrize("words", [words for words, _ in EVERY], ids=" ".join)
    def test_every_command_has_help(self, run: Run, words: tuple[str, ...]) -> None:
        """`-h` and `--help` tell the usage of each command; `search -heat` searches."""
        done = run(*words, "--help")

        assert done.code == 0
        assert done.out.startswith(f"Usage: monitor {' '.join(words)}")
        if words != ("search",):
            assert done.out == run(*words, "-h").out

    def test_the_table_says_what_the_commands_say(self) -> None:
        """Every command of the table exists, and every one of them has a sentence."""
        assert {words[0] for words, _ in EVERY} == set(COMMANDS)
        assert all((command.help or "").strip() for _, command in EVERY)

    @pytest.mark.parametrize(
        ("words", "command"), EVERY, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
    )
    def test_every_option_is_explained(self, words: tuple[str, ...], command: click.Command) -> None:
        """No option without a sentence, or choices that speak for themselves."""
        silent = [
            option.opts
            for option in command.params
            if isinstance(option, click.Option) and not option.help and not isinstance(option.type, click.Choice)
        ]

        assert silent == [], words

    def test_listings_take_json_and_limit(self) -> None:
        """Every command that lists can list for programs, and can be limited."""
        lists = [
            command
            for words, command in EVERY
            if words[-1] in {"list", "hits", "search", "story", "thread", "stats", "status"}
        ]

        assert len(lists) >= 9
        for command in lists:
            assert {"--json", "--csv", "--details", "--limit", "--fail-empty"} <= {
                name for option in command.params for name in option.opts
            }

    def test_the_reference_page_is_current(self) -> None:
        """`python -m monitor.cli.command_reference > docs/reference/command-line.md` was run after the last change."""
        assert (ROOT / "docs/reference/command-line.md").read_text(encoding="utf-8") == command_reference.page()

    def test_the_version(self, run: Run) -> None:
        """One line."""
        assert run("--version").out.startswith("monitor ")


class TestErrors:
    def test_an_unknown_command_is_guessed(self, run: Run) -> None:
        """A misspelt command ends with 2 and a suggestion."""
        done = run("serch", "heat")

        assert done.code == 2
        assert "'search'" in done.err

    def test_no_configuration(self, run: Run) -> None:
        """Without a monitor.toml it says how to get one."""
        done = run("check")

        assert done.code == 2
        assert "monitor init" in done.err
        assert done.out == ""

    def test_problems_are_lines_that_begin_with_their_place(self, run: Run, folder: Path) -> None:
        """An editor can jump to each problem."""
        (folder / "monitor.toml").write_text("folow = []\n[crawl]\ndelay = 'x'\n")

        assert [line.split(": ")[0] for line in run("check").err.splitlines()] == ["monitor.toml:1", "monitor.toml:3"]

    def test_a_missing_archive(self, run: Run, configured: Path) -> None:
        """Reading before the first crawl says what makes an archive."""
        done = run("hits")

        assert done.code == 2
        assert "there is no archive" in done.err
        assert "hint" in done.err

    def test_a_file_that_is_no_archive(self, run: Run, configured: Path) -> None:
        """A foreign file is refused and left as it was."""
        archive = configured.parent / "archive.db"
        archive.write_text("not a database, but long enough to look like one " * 50)
        before = archive.read_bytes()
        done = run("hits")

        assert done.code == 1
        assert "Traceback" not in done.err
        assert archive.read_bytes() == before

    def test_a_defect_is_reported_without_a_traceback(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """An error that nobody foresaw is one line; --debug shows where it was."""

        def fail(*_: object) -> None:
            raise ZeroDivisionError("by zero")

        monkeypatch.setattr(entry.root, "invoke", fail)
        quiet, loud = run("check"), run("--debug", "check")

        assert quiet.code == loud.code == 1
        assert "Traceback" not in quiet.err
        assert "a defect of this program: by zero" in quiet.err

    def test_debug_shows_the_traceback(self, run: Run) -> None:
        """--debug is for those who look for defects, before or after the command."""
        assert "Traceback" in run("check", "--debug").err
        assert "Traceback" in run("--debug", "check").err
        assert "Traceback" not in run("check").err


class TestOptionsAnywhere:
    def test_the_configuration_can_be_named_three_ways(
        self, run: Run, configured: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Before the command, after it, and by the environment."""
        elsewhere = configured.rename(configured.parent / "other.toml")

        assert run("--config", str(elsewhere), "watch", "list").code == 0
        assert run("watch", "list", "--config", str(elsewhere)).code == 0
        assert run("watch", "list").code == 2
        monkeypatch.setenv("MONITOR_CONFIG", str(elsewhere))
        assert run("watch", "list").code == 0

    def test_quiet_says_nothing_but_errors(self, run: Run, configured: Path) -> None:
        """Data still goes to standard output."""
        loud, quiet = (
            run("outlet", "list", "--tag", "no-such-tag"),
            run("outlet", "list", "--tag", "no-such-tag", "--quiet"),
        )

        assert "nothing found" in loud.err
        assert quiet.err == ""

    def test_fail_empty(self, run: Run) -> None:
        """Nothing found ends with 3 where that is asked for, else with 0."""
        assert run("outlet", "list", "--tag", "no-such-tag").code == 0
        assert run("outlet", "list", "--tag", "no-such-tag", "--fail-empty").code == 3


class TestProcess:
    def test_a_closed_pipe_is_no_error(self, tmp_path: Path) -> None:
        """`monitor outlet list | head -1` ends quietly: whoever reads is gone before all is written."""
        command = " ".join(f"'{word}'" for word in [*PROGRAM, "outlet", "list", "--json"])
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command} | true"],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        )  # fmt: skip

        assert done.stderr == ""
        assert done.returncode == 0

    def test_interrupted(self, tmp_path: Path) -> None:
        """Ctrl-C ends with 130 and without a traceback."""
        child = subprocess.Popen(
            [*PROGRAM, "try", "url", "-"], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - ignored in the background
        )  # fmt: skip
        assert child.stdin
        assert child.stdout
        child.stdin.write("https://example.org/a\n" * 5000)
        child.stdin.flush()
        child.stdout.readline()  # it is at work
        time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=20)

        assert child.returncode == 130
        assert "Traceback" not in err

    def test_a_terminal_that_lacks_characters(self, tmp_path: Path) -> None:
        """A plain C locale is no reason to fail."""
        done = program(
            "watch", "test", "--query", "Zoë", "--text", "Zoë", cwd=tmp_path,
            env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        )  # fmt: skip

        assert done.returncode == 0
        assert done.stdout.startswith("Zo")
        assert "matches" in done.stdout

    @pytest.mark.parametrize(("env", "bold"), [({}, True), ({"NO_COLOR": "1"}, False)])
    def test_tables_on_a_terminal(self, tmp_path: Path, env: dict[str, str], bold: bool) -> None:  # noqa: FBT001
        """Cut to the width of the terminal; plain where NO_COLOR asks for it."""
        leader, follower = pty.openpty()
        child = subprocess.Popen(
            [*PROGRAM, "outlet", "list", "--limit", "3"], cwd=tmp_path, stdout=follower,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "60", "TERM": "xterm", **env},
        )  # fmt: skip
        os.close(follower)
        shown = b""
        with contextlib.suppress(OSError):  # the end of a terminal is an error
            while some := os.read(leader, 4096):
                shown += some
        os.close(leader)

        assert child.wait() == 0
        assert (b"\x1b[1m" in shown) == bold
        plain = re.sub(rb"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b.", b"", shown).decode()
        assert max(len(line) for line in plain.splitlines()) <= 60

    def test_tables_in_a_pipe_are_not_cut_nor_coloured(self, tmp_path: Path) -> None:
        """What goes to a file or a pipe is whole and plain."""
        done = program("outlet", "list", cwd=tmp_path, env={"COLUMNS": "40"})

        assert "\x1b" not in done.stdout
        assert "…" not in done.stdout
        assert any("latimes-entertainment" in line and "Los Angeles Times" in line for line in done.stdout.splitlines())


def test_a_group_names_all_its_commands() -> None:
    """The one line in `monitor --help` and the group's own first line name each command that the group has."""
    seen = 0
    for module, attribute, summary in COMMANDS.values():
        command = getattr(importlib.import_module(module), attribute)
        if isinstance(command, click.Group) and ": " in summary:
            seen += 1
            assert set(summary.rstrip(".").partition(": ")[2].split(", ")) == set(command.commands)
            assert (command.help or "").startswith(summary)

    assert seen == 8


@pytest.mark.parametrize("words", ["hits", "hits --json", "status", "export articles", "check"])
def test_closed_streams_lead_nowhere(archived: Path, words: str) -> None:
    """Who starts it without input, output and errors gets its exit code; no file of ours becomes the output."""
    closed = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *PROGRAM, "--config", str(archived), *words.split()]
    done = subprocess.run(closed, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, timeout=60)

    assert done.returncode == 0
