"""How commands print: tables for people, JSON for programs, messages on standard error. It knows no command.

What is printed came from the web: it is shown as text, never as markup or as a terminal's commands.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, TextIO

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.cli.command_context import Given
from monitor.cli.entry import EMPTY, stop
from monitor.report_time import ReportTime
from monitor.story import Report

Row = Mapping[str, Any]
_WIDE = 100_000  # columns where no terminal cuts: a file or a pipe gets everything


@dataclass(frozen=True, slots=True)
class Listing:
    """How a listing is wanted."""

    as_json: bool
    limit: int
    fail_empty: bool


def listing(limit: int = 20) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command `--json`, `--limit` and `--fail-empty`, handed over as `wanted`."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.option("--json", "as_json", is_flag=True, help="As JSON, for programs")
        @click.option("--limit", type=click.IntRange(1), default=limit, show_default=True, help="Rows at most")
        @click.option("--fail-empty", is_flag=True, help="Exit with 3 when there is nothing")
        @wraps(command)
        def wrapped(*args: Any, as_json: bool, limit: int, fail_empty: bool, **options: Any) -> Any:
            return command(*args, wanted=Listing(as_json, limit, fail_empty), **options)

        return wrapped

    return decorate


def show(rows: Iterable[Row], columns: Sequence[str], wanted: Listing) -> None:
    """Print rows: every key as JSON, or the named columns as a table. At most `wanted.limit` of them."""
    shown = [row for _, row in zip(range(wanted.limit), rows, strict=False)]
    if wanted.as_json:
        click.echo(json.dumps([plain(row) for row in shown], ensure_ascii=False, indent=1))
    elif shown:
        table(shown, columns)
    else:
        say("nothing found")
    if not shown and wanted.fail_empty:
        stop(EMPTY)


def table(rows: Iterable[Row], columns: Sequence[str]) -> None:
    """A table for people. Into a pipe or a file nothing is cut."""
    terminal = sys.stdout.isatty()
    bold = "bold" if is_styled(sys.stdout) else ""
    grid = Table(box=None, pad_edge=False, show_edge=False, header_style=bold)
    for column in columns:
        is_url = column == "url"  # folded, so that it can be taken whole
        grid.add_column(column.replace("_", " "), overflow="fold" if is_url else "ellipsis", no_wrap=not is_url)
    for row in rows:
        grid.add_row(*(Text(visible(row.get(column))) for column in columns))
    console = Console(file=sys.stdout, width=None if terminal else _WIDE, markup=False, highlight=False, emoji=False)
    with console.capture() as capture:
        console.print(grid)
    click.echo("\n".join(text.rstrip() for text in capture.get().rstrip("\n").split("\n")))


def is_styled(stream: TextIO) -> bool:
    """Whether bold and colours are wanted there: on a terminal, unless NO_COLOR says otherwise."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def marked(text: str, marks: Sequence[tuple[int, int]], *, styled: bool) -> str:
    """Text for a terminal with the marked pieces in bold, or between stars."""
    shown = visible(text)
    pieces = []
    at = 0
    for start, end in marks:
        piece = shown[start:end]
        pieces += [shown[at:start], click.style(piece, bold=True) if styled else f"*{piece}*"]
        at = end
    return "".join(pieces) + shown[at:]


def line(text: str) -> None:
    """One line of data on standard output."""
    click.echo(visible(text, keep_lines=True))


def json_line(value: Mapping[str, Any]) -> None:
    """One JSON object, on a line of its own."""
    click.echo(json.dumps(plain(value), ensure_ascii=False))


def say(text: str) -> None:
    """A message on standard error, unless --quiet."""
    given = click.get_current_context().find_object(Given)
    if not (given and given.quiet):
        click.echo(visible(text, keep_lines=True), err=True)


def report(report: Report) -> dict[str, Any]:
    """A report for a list: each of its fields, the outlet by name and by id."""
    shown = {field.name: getattr(report, field.name) for field in fields(Report)}
    shown["outlet"], shown["outlet_id"] = shown.pop("outlet_name"), shown["outlet"]
    shown["reported_at"] = shown.pop("reported")
    return shown


def visible(value: Any, *, keep_lines: bool = False) -> str:
    """Text for a terminal: a person's time and lists, without control characters."""
    if value is None:
        return ""
    if isinstance(value, ReportTime):
        value = value.shown
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    kept = "\n\t" if keep_lines else ""
    return "".join(
        char if char.isprintable() or char in kept else " " if char in "\n\t" else "\N{REPLACEMENT CHARACTER}"
        for char in text
    )


def plain(value: Any) -> Any:
    """What JSON can say: times in UTC, as ISO 8601 with Z, and days alone as they are."""
    if isinstance(value, ReportTime):
        value = value.shown
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate is not JSON
    return value
