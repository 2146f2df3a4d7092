"""`monitor hits`: what the watches found."""

from typing import Any

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing
from monitor.cli.stored_article import NUMBER
from monitor.cli.time_options import SINCE
from monitor.views import hit_rows

_COLUMNS = (
    Column("id", numeric=True),
    Column("found_at", title="found"),
    Column("outlet", minimum=12),
    Column("story", priority=1, numeric=True),
    Column("watch", priority=2, minimum=10),
    Column("verdict", priority=3),
    Column("remarks", priority=3, title="star, note"),
    Column("title", minimum=28, wish=44, link="url"),
    Column("snippet", priority=4, minimum=60, luxury=True),
    Column("url", priority=5, luxury=True),
    Column("early", priority=3),
)


@click.command()
@click.option("--watch", help="Of this watch: its name or id")
@click.option("--outlet", help="In this outlet: its name or id")
@click.option("--story", type=NUMBER, metavar="ID", help="Of this story")
@click.option("--since", type=SINCE, help="Found since then: 24h, 7d, a date")
@click.option("--verdict", type=click.Choice(["yes", "no", "none"]), help="Judged so; none: not judged yet")
@listing(limit=20)
@click.pass_obj
def hits(given: Given, /, *, wanted: Listing, **narrowed: Any) -> None:
    """What the watches found, newest first.

    `monitor judge` takes the numbers of the first column, `monitor story` those of the column story.

    A terminal shows as many columns as it has room for: id, time, outlet and title always, then story, watch, verdict
    and more. --details shows everything that is known of each hit, with the whole address, and why no alert was sent
    of it, if that was decided.
    """
    with given.archive() as archive:
        rows = hit_rows.newest(archive, limit=wanted.limit, **narrowed)
        output.show((_shown(row, wanted) for row in rows), _COLUMNS, wanted)


def _shown(row: dict[str, Any], wanted: Listing) -> dict[str, Any]:
    """A row for people, of whom only an early review needs to say so; programs get it as it is."""
    row = output.briefly(row, wanted)
    return row if wanted.as_json or wanted.as_csv else row | {"early": "early" if row["early"] else ""}
