"""`monitor export`: a set of rows for other programs."""

import sys
from datetime import datetime
from pathlib import Path

import click

from monitor.cli import output
from monitor.cli.command_context import Given
from monitor.cli.entry import EMPTY, stop
from monitor.cli.path_options import NamedPath
from monitor.cli.stored_article import outlet_id, watch_id
from monitor.cli.time_options import SINCE
from monitor.phrasing import count
from monitor.store.queries import export as store


@click.command()
@click.argument("what", metavar="SET", type=click.Choice(store.SETS))
@click.option("--format", "form", type=click.Choice(store.FORMATS), default="csv", show_default=True)
@click.option("--since", type=SINCE, help="Since then: 24h, 7d, a date")
@click.option("--watch", help="Of this watch: its name or id")
@click.option("--outlet", help="Of this outlet: its name or id")
@click.option("--limit", type=output.RowsAtMost(), help="Rows at most")
@click.option("--output", "file", type=NamedPath(dir_okay=False), help="A file; default: standard output")
@click.option("--fail-empty", is_flag=True, help="Exit with 3 when there is nothing")
@click.pass_obj
def export(  # noqa: PLR0913 - one parameter for each option
    given: Given,
    *,
    what: str,
    form: str,
    since: datetime | None,
    watch: str | None,
    outlet: str | None,
    limit: int | None,
    file: Path | None,
    fail_empty: bool,
) -> None:
    """Write a SET of rows as csv, json or ndjson.

    In csv, a cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    with given.archive() as archive:
        of_watch = None if watch is None else watch_id(archive, watch)
        of_outlet = None if outlet is None else outlet_id(archive, outlet)
        rows = store.rows(archive, what, since=since, watch=of_watch, outlet=of_outlet, limit=limit)
        if file is None:
            number = store.write(rows, sys.stdout, form)
        else:
            with file.open("w", encoding="utf-8", newline="") as stream:
                number = store.write(rows, stream, form)
            output.say(f"{file}: {count(number, 'row')}")
    if fail_empty and not number:
        stop(EMPTY)
