"""`monitor threads`: the sagas, that with the newest story first."""

from dataclasses import asdict
from datetime import datetime

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing
from monitor.cli.time_options import SINCE
from monitor.store import sagas

_COLUMNS = (
    Column("id", title="thread", numeric=True),
    Column("updated_at", title="newest"),
    Column("story_count", title="stories", numeric=True),
    Column("opened_at", priority=1, title="opened"),
    Column("title", minimum=28, wish=44),
    Column("newest_title", priority=2, minimum=28, title="newest story"),
)


@click.command()
@click.option("--since", type=SINCE, help="With a story opened since then: 24h, 7d, a date")
@click.option("--stories", "least", type=click.IntRange(1, 10_000), default=2, show_default=True,
              help="Of so many stories at the least; 1: also those of one story")  # fmt: skip
@listing(limit=20)
@click.pass_obj
def threads(given: Given, *, since: datetime | None, least: int, wanted: Listing) -> None:
    """The threads, that with the newest story first.

    A thread is all stories on one saga: the rights, the casting, the shoot and the trailer of one film. It is named
    after its first story. `monitor thread` takes the numbers of the first column.
    """
    with given.archive() as archive:
        found = sagas.newest(archive, since=since, least=least, limit=wanted.limit)
        output.show(map(asdict, found), _COLUMNS, wanted)
