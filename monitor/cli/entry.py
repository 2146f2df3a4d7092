"""The frame of the command line: which commands there are, where they live, and how errors end.

`monitor --help` loads none of them, so that it answers at once.
"""

import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click
from click.exceptions import NoSuchCommand
from click.shell_completion import shell_complete

from monitor import __version__, error_words
from monitor.cli.command_context import Given
from monitor.errors import ConfigError, MonitorError
from monitor.views.readable import visible

_UNASKED = "nothing was done: nobody said yes, and --yes does it without a question"
FAILED, USAGE, EMPTY, PARTLY, INTERRUPTED = 1, 2, 3, 4, 130

# name: (module, attribute, one line of help). The order is that of --help: first steps, daily use, care.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "init": ("monitor.cli.commands.init", "init", "Write a first monitor.toml."),
    "check": ("monitor.cli.commands.check", "check", "Check the configuration, its queries and their tests."),
    "demo": ("monitor.cli.demo", "demo", "Show the whole product on a small press of its own."),
    "run": ("monitor.cli.commands.run", "run", "Run the daemon."),
    "web": (
        "monitor.cli.commands.web",
        "web",
        "The pages in a browser, and for feed readers; password makes the hash of theirs.",
    ),
    "mcp": ("monitor.cli.commands.mcp", "mcp", "Answer an assistant's questions on the archive."),
    "crawl": ("monitor.cli.commands.crawl", "crawl", "Read the outlets once, now."),
    "outlet": (
        "monitor.cli.outlet.outlet",
        "outlet",
        "Outlets: list, show, add, probe, sample, check, reopen, remove, pause, resume, rename, move.",
    ),
    "watch": (
        "monitor.cli.watch.watch",
        "watch",
        "Watches: list, add, test, advise, remove, pause, resume, rename, move.",
    ),
    "import": (
        "monitor.cli.importing.import_file",
        "import_file",
        "Outlets and watches from OPML, CSV, XLSX, a list.",
    ),
    "hits": ("monitor.cli.commands.hits", "hits", "What the watches found, newest first."),
    "judge": ("monitor.cli.commands.judge", "judge", "Say whether hits are right."),
    "star": ("monitor.cli.commands.star", "star", "Choose an article as the best coverage."),
    "note": ("monitor.cli.commands.note", "note", "Write a note to an article."),
    "add": ("monitor.cli.commands.add", "add", "Add coverage by hand: an address, print, broadcast."),
    "search": ("monitor.cli.commands.search", "search", "Search the archive."),
    "story": ("monitor.cli.commands.story", "story", "One story, its articles in order of report."),
    "thread": ("monitor.cli.commands.thread", "thread", "One thread: the stories on one saga, in order of opening."),
    "threads": ("monitor.cli.commands.threads", "threads", "The threads, that with the newest story first."),
    "revisions": ("monitor.cli.commands.revisions", "revisions", "Which articles were revised, and what changed."),
    "replay": ("monitor.cli.replay.replay", "replay", "Which messages the past would have made, and why."),
    "follow": (
        "monitor.cli.commands.follow",
        "follow",
        "Follow an article: each revision, and its pages.",
    ),
    "unfollow": ("monitor.cli.commands.follow", "unfollow", "Follow an article no more."),
    "explain": ("monitor.cli.commands.explain", "explain", "What happened to an address at every stage, and why."),
    "digest": ("monitor.cli.commands.digest", "digest", "Digests: list, preview, send."),
    "channel": ("monitor.cli.commands.channel", "channel", "Channels: list, test, resume."),
    "template": ("monitor.cli.commands.template", "template", "Pages of mails, ours or your own: list, copy, test."),
    "person": ("monitor.cli.commands.person", "person", "Persons: list, show, test."),
    "snooze": ("monitor.cli.commands.snooze", "snooze", "Send nothing of a watch or a story until a time."),
    "deliveries": ("monitor.cli.commands.deliveries", "deliveries", "What is sent: list, show, retry, move, drop."),
    "status": ("monitor.cli.commands.status", "status", "How the outlets, sources and deliveries are."),
    "stats": ("monitor.cli.commands.stats", "stats", "Counts of what the archive holds."),
    "dates": ("monitor.cli.commands.dates", "dates", "What is to happen on which day, also as a calendar."),
    "report": ("monitor.cli.commands.report", "report", "Write a report on coverage: HTML, PDF, XLSX, Markdown."),
    "export": ("monitor.cli.commands.export", "export", "Write a table as csv, json or ndjson."),
    "datasette": (
        "monitor.cli.commands.datasette",
        "datasette",
        "Write descriptions and queries for pages by Datasette.",
    ),
    "backup": ("monitor.cli.commands.backup", "backup", "Copy the archive, checked, while it is in use."),
    "restore": ("monitor.cli.commands.restore", "restore", "Put a backup in the archive's place."),
    "prune": ("monitor.cli.commands.prune", "prune", "Delete stories that ended long ago."),
    "doctor": ("monitor.cli.doctor.doctor", "doctor", "Check the machine, the archive and the channels."),
    "try": ("monitor.cli.trial", "trial", "Run one stage on your own data, without an archive."),
    "cluster": ("monitor.cli.commands.cluster", "cluster", "Crawl on several machines: work, status, setup."),
    "schema": ("monitor.cli.commands.schema", "schema", "The JSON Schema of monitor.toml, for editors."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are run, or asked for their own help."""

    def __init__(self, *args: Any, table: dict[str, tuple[str, str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command and give it the options that every command takes."""
        if cmd_name not in self.table:
            return super().get_command(ctx, cmd_name)
        module, attribute, _ = self.table[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return everywhere(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, knowing all names for its suggestion."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:
            raise NoSuchCommand(error.command_name, possibilities=self.table, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """The list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in self.table.items()])


class Noun(click.Group):
    """A noun's verbs, in the order in which they are written."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Not by the alphabet."""
        return list(self.commands)


_SHORT = {"quiet": ("-q",), "verbose": ("-v",)}


def everywhere(command: click.Command) -> click.Command:
    """Let a command, and those under it, take the global options too: `monitor check --config x.toml`."""
    taken = {name for option in command.params for name in option.opts}
    command.params.extend(option for option in _globals(hidden=True) if not taken & set(option.opts))
    for below in getattr(command, "commands", {}).values():
        everywhere(below)
    command.context_settings.setdefault("help_option_names", ["-h", "--help"])
    return command


def _globals(*, hidden: bool = False) -> list[click.Option]:
    def kept(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
        def keep(ctx: click.Context, _: click.Parameter, value: Any) -> None:
            if value:
                setattr(ctx.ensure_object(Given), name, value)

        return keep

    texts = {
        "config": "The configuration  [default: $MONITOR_CONFIG, ./monitor.toml]",
        "quiet": "Errors only on standard error",
        "verbose": "More on standard error",
        "debug": "Show the whole traceback of an error",
    }
    return [
        click.Option(
            [f"--{name}", *_SHORT.get(name, ())],
            is_flag=name != "config",
            metavar="FILE" if name == "config" else None,
            help=text,
            expose_value=False,
            hidden=hidden,
            callback=kept(name),
        )
        for name, text in texts.items()
    ]


def _version(ctx: click.Context, _: click.Parameter, value: Any) -> None:
    if value:
        click.echo(f"monitor {__version__}")
        ctx.exit()


root = LazyGroup(
    "monitor",
    table=COMMANDS,
    help="A scheduled news monitor: follows outlets, matches watches, tells you once per story.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[
        *_globals(),
        click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show it"),
    ],
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code. Errors are printed on standard error, tracebacks only with --debug."""
    _robust_output()
    given = Given()
    words = _arguments() if arguments is None else list(arguments)
    if instruction := os.environ.get("_MONITOR_COMPLETE"):
        return shell_complete(root, {}, "monitor", "_MONITOR_COMPLETE", instruction)
    try:
        with root.make_context("monitor", words, obj=given) as context:
            result = root.invoke(context)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last place before the person
        return _ended(error, debug=given.debug)
    return result if isinstance(result, int) else 0


def _ended(error: BaseException, *, debug: bool) -> int:
    """Tell the error as fits its kind; the exit code."""
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case BrokenPipeError():  # `monitor hits | head`: the other program has enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        case click.ClickException():
            error.show()
            return error.exit_code
        case KeyboardInterrupt() | EOFError() | click.Abort():
            is_unasked = isinstance(error, click.Abort) and not sys.stdin.isatty()
            text, code = _UNASKED if is_unasked else "interrupted", INTERRUPTED
        case ConfigError():  # each problem is a line that begins with its place
            click.echo(str(error), err=True)
            text, code = "", error.exit_code
        case MonitorError():
            text, code = str(error), error.exit_code
        case OSError():
            said = error_words.in_words(error)
            text, code = f"{error.filename}: {said}" if error.filename else said, FAILED
        case _:  # open: any defect of ours
            text, code = f"{error_words.in_words(error)}\n  hint: --debug shows where", FAILED
    if debug:
        traceback.print_exception(error)
    if text:
        click.echo(f"monitor: {visible(text, keep_lines=True)}", err=True)  # a server's own words may be in it
    return code


def _arguments() -> list[str]:
    """The program's arguments as UTF-8, also where the locale claims that there is only ASCII."""
    return [os.fsencode(word).decode("utf-8", "replace") for word in sys.argv[1:]]


def _robust_output() -> None:
    """A terminal that lacks a character gets its escape, not an error; what is closed leads nowhere.

    Else the next file that is opened, such as the archive, would have the number of the output.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # the lowest number that is free, which is its own
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def stop(code: int) -> NoReturn:
    """End the command with this exit code; what was to be said has been said."""
    raise click.exceptions.Exit(code)
