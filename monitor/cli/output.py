"""How commands print: tables for people, JSON for programs, messages on standard error. It knows no command.

What is printed came from the web: it is shown as text, never as markup or as a terminal's commands.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, TextIO

import click

from monitor.cli import rendering
from monitor.cli.columns import Column, steady, wrapped
from monitor.cli.command_context import Given
from monitor.cli.entry import EMPTY, stop
from monitor.cli.rendering import Line, Screen
from monitor.cli.time_options import now
from monitor.phrasing import repeats
from monitor.report_time import ReportTime
from monitor.store.queries import export
from monitor.views.readable import plain, short_time, visible
from monitor.views.row_forms import MARKS, as_json, columns_of, sheet

Row = Mapping[str, Any]
_ALL = 1 << 31  # rows: more than any listing holds
_TEXT = 20  # terminal columns, at the least, for a text that goes on in further lines


@dataclass(frozen=True, slots=True)
class Listing:
    """How a listing is wanted. `in_full`: as records, with everything that is known of a row."""

    as_json: bool
    limit: int
    fail_empty: bool
    as_csv: bool = False
    in_full: bool = False


class RowsAtMost(click.IntRange):
    """How many rows are wanted: any number from one on, also one to which no archive counts, which means all."""

    def __init__(self) -> None:
        super().__init__(min=1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number, which SQLite can be asked for."""
        return min(int(super().convert(value, param, ctx)), _ALL)


def listing(limit: int = 20, *, rows: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command `--json`, `--limit` and `--fail-empty` as `wanted`; one that lists `rows` the other forms too."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def wrapped(
            *args: Any,
            as_json: bool,
            limit: int,
            fail_empty: bool,
            as_csv: bool = False,
            in_full: bool = False,
            **options: Any,
        ) -> Any:
            if as_json + as_csv + in_full > 1:
                raise click.UsageError("--details, --json and --csv are three forms: choose one")
            # On a terminal "more" means the columns that did not fit; programs get all of them anyway.
            is_verbose = getattr(click.get_current_context().obj, "verbose", False)
            more = rows and is_verbose and not (as_json or as_csv)
            return command(*args, wanted=Listing(as_json, limit, fail_empty, as_csv, in_full or more), **options)

        for option in reversed((*(_FORMS if rows else ()), *_options(limit))):
            wrapped = option(wrapped)
        return wrapped

    return decorate


_FORMS = (
    click.option("--details", "in_full", is_flag=True, help="Each row in full, over several lines; -v does it too"),
    click.option("--csv", "as_csv", is_flag=True, help="As CSV, for spreadsheets: every value in full"),
)


def _options(limit: int) -> tuple[Callable[..., Any], ...]:
    return (
        click.option("--json", "as_json", is_flag=True, help="As JSON, for programs"),
        click.option("--limit", type=RowsAtMost(), default=limit, show_default=True, help="Rows at most"),
        click.option("--fail-empty", is_flag=True, help="Exit with 3 when there is nothing"),
    )


def show(rows: Iterable[Row], columns: Sequence[Column | str], wanted: Listing, *, below: str | None = None) -> None:
    """Print rows: every key as JSON, CSV or records, or the columns as a table. At most `wanted.limit` of them.

    A column that is only named is always shown and whole; the last one of such goes on in further lines. `below` is the
    key of a text under each row, or of several; the marked places of the first are in the key `<below>_marks`.
    """
    shown = [row for _, row in zip(range(wanted.limit), rows, strict=False)]
    if wanted.as_json:
        _echo_json([plain(row) for row in shown], indent=1)
    elif shown and wanted.as_csv:
        export.write(sheet(shown), sys.stdout, "csv")
    elif shown:
        for text in _lines(shown, _declared(columns), below, wanted):
            click.echo(text)
    else:
        say("nothing found")
    if not shown and wanted.fail_empty:
        stop(EMPTY)


def _lines(rows: Sequence[Row], columns: Sequence[Column], below: str | None, wanted: Listing) -> Iterator[str]:
    """For people: a table that fits the terminal, or records. For a file or a pipe: tabs between full values."""
    screen = Screen.of(sys.stdout, styled=is_styled(sys.stdout))
    if wanted.in_full:
        keys = columns_of(rows, [column.key for column in columns])
        yield from rendering.records(
            columns, [{key: steady(visible(row.get(key))) for key in keys} for row in rows], screen
        )
    elif screen:
        at = now()
        yield from rendering.table(columns, [_line(row, columns, below, at) for row in rows], screen)
    else:
        written = [*(column.key for column in columns), *([below] if below else ())]
        for row in rows:
            yield "\t".join(visible(_exact(row.get(key))) for key in dict.fromkeys(written))


def _line(row: Row, columns: Sequence[Column], below: str | None, at: datetime) -> Line:
    """A row for a table."""
    under = row.get(below) if below else None
    return Line(
        {column.key: _cell(row.get(column.key), at) for column in columns},
        {column.link: str(row.get(column.link) or "") for column in columns if column.link},
        [visible(text) for text in (under if isinstance(under, list | tuple) else [under]) if text],
        row.get(f"{below}{MARKS}", ()),
    )


def _declared(columns: Sequence[Column | str]) -> list[Column]:
    last = len(columns) - 1
    return [
        Column(column, minimum=_TEXT if place == last else 0, wraps=place == last)
        if isinstance(column, str)
        else column
        for place, column in enumerate(columns)
    ]


def _cell(value: Any, at: datetime) -> str:
    value = value.shown if isinstance(value, ReportTime) else value
    return steady(short_time(value, at) if isinstance(value, date) else visible(value))


def _exact(value: Any) -> Any:
    """A time as JSON has it; everything else as it is."""
    return plain(value) if isinstance(value, ReportTime | date) else value


def is_styled(stream: TextIO) -> bool:
    """Whether bold, colours and links are wanted there: on a terminal, unless NO_COLOR or TERM=dumb says otherwise."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def marked(text: str, marks: Sequence[tuple[int, int]], *, styled: bool) -> str:
    """Text for a terminal with the marked pieces in bold, or between stars."""
    return rendering.marked(visible(text), marks, styled=styled)


def line(text: str, *, hang: int | None = None) -> None:
    """A line of data on standard output; on a terminal a long one goes on in further ones, `hang` columns in."""
    screen = Screen.of(sys.stdout, styled=False)
    if screen and hang is not None:
        shown = visible(text)
        first, *more = wrapped(shown[hang:], screen.width - hang)
        click.echo("\n".join([shown[:hang] + first, *(" " * hang + rest for rest in more)]))
    else:
        paragraphs([visible(text, keep_lines=True)])


def paragraphs(lines: Iterable[str], *, err: bool = False) -> None:
    """Lines whose texts are visible ones already, and may be styled: on a terminal, long ones are broken."""
    stream = sys.stderr if err else sys.stdout
    screen = Screen.of(stream, styled=False)
    for text in lines:
        click.echo(rendering.paragraphs(text, screen), err=err)


def json_line(value: Mapping[str, Any]) -> None:
    """One JSON object, on a line of its own."""
    _echo_json(plain(value))


def json_object(value: Mapping[str, Any]) -> None:
    """One JSON object, over several lines."""
    _echo_json(plain(value), indent=1)


def _echo_json(value: Any, *, indent: int | None = None) -> None:
    """JSON is UTF-8, whatever the encoding of the locale: where that is another one, it is written in ASCII alone."""
    encoding = (sys.stdout.encoding or "").casefold().replace("-", "")
    click.echo(as_json(value, indent=indent, in_ascii=encoding != "utf8"))


def say(text: str) -> None:
    """A message on standard error, unless --quiet."""
    given = click.get_current_context().find_object(Given)
    if not (given and given.quiet):
        paragraphs([visible(text, keep_lines=True)], err=True)


def briefly(row: dict[str, Any], wanted: Listing) -> dict[str, Any]:
    """A row for people: a snippet that only repeats its headline is not said twice. Programs get it as it is."""
    if wanted.as_json or wanted.as_csv or not repeats(row["snippet"], row["title"]):
        return row
    return row | {"snippet": "", "snippet_marks": ()}
