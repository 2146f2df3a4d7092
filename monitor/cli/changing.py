"""What commands that change the configuration share: they show the difference, ask, write, and say when it counts."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from monitor.cli import daemon_state, output
from monitor.cli.command_context import Given
from monitor.cli.entry import INTERRUPTED, stop
from monitor.config.toml_change import Rewrite
from monitor.views import readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is to stand among its kind; exactly one of the four."""

    before: str | None
    after: str | None
    first: bool
    last: bool

    @property
    def target(self) -> str | None:
        """What it is to stand next to."""
        return self.before or self.after

    def index(self, index: int, target: int | None, count: int) -> int:
        """The place among `count` of what stands at `index`, once it is moved."""
        if target is None:
            return 0 if self.first else count - 1
        return target + (self.after is not None) - (index < target)


def dry_run(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--dry-run`."""
    return click.option("--dry-run", is_flag=True, help="Only print the difference")(command)


def placed(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a place, as `place`."""

    @wraps(command)
    def wrapped(*args: Any, before: str | None, after: str | None, first: bool, last: bool, **options: Any) -> Any:
        if sum(map(bool, (before, after, first, last))) != 1:
            raise click.UsageError("say where to: one of --before, --after, --first and --last")
        return command(*args, place=Place(before=before, after=after, first=first, last=last), **options)

    for option in (
        click.option("--last", is_flag=True, help="After all others"),
        click.option("--first", is_flag=True, help="Before all others"),
        click.option("--after", metavar="OTHER", help="Right after that one"),
        click.option("--before", metavar="OTHER", help="Right before that one"),
    ):
        wrapped = option(wrapped)
    return wrapped


def finish(given: Given, draft: Rewrite, done: str, *, is_trial: bool, question: str | None = None) -> None:
    """Check a change, print it or write it, and say when it takes effect. A `question` is asked on a terminal first."""
    difference = draft.difference()
    if not difference:
        output.say(f"{draft.path}: nothing to change: {done} already")
        return
    if is_trial:
        draft.checked()
        click.echo(readable.visible(difference, keep_lines=True), nl=False)
        return
    if question and sys.stdin.isatty():
        draft.checked()
        if not click.confirm(question, default=False, err=True):
            output.say("nothing was written")
            stop(INTERRUPTED)
    draft.write()
    written(given, done)


def written(given: Given, done: str) -> None:
    """Say what was written, and when it takes effect."""
    output.say(f"{given.path()}: {done}; {daemon_state.takes_change(given)}")
