"""`monitor stats`: counts of what the archive holds."""

from itertools import islice

import click

from monitor.cli import output
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing
from monitor.store.queries import export
from monitor.store.queries import stats as store

_COLUMNS = {
    "totals": ("table", "rows"),
    "outlets": ("outlet", "articles", "copies", "hits", "scoops"),
    "watches": ("watch", "hits", "stories", "outlets", "last_hit_at"),
    "days": ("day", "watch", "articles", "outlets", "stories"),
}


@click.command()
@click.option("--by", type=click.Choice([*_COLUMNS]), default="totals", show_default=True)
@listing(limit=100)
@click.pass_obj
def stats(given: Given, *, by: str, wanted: Listing) -> None:
    """Counts of what the archive holds.

    A scoop is a story of several outlets that this one reported first.
    """
    with given.archive() as archive:
        match by:
            case "outlets":
                rows = store.by_outlet(archive)
            case "watches":
                rows = store.by_watch(archive)
            case "days":
                rows = list(islice(export.rows(archive, "coverage"), wanted.limit))
            case _:
                rows = [{"table": table, "rows": count} for table, count in store.totals(archive).items()]
    output.show(rows, _COLUMNS[by], wanted)
