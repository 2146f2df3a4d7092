"""`monitor stats`: counts of what the archive holds."""

from itertools import islice

import click

from monitor.cli import metrics, output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing
from monitor.store import counters
from monitor.store.queries import export
from monitor.store.queries import stats as store


def _number(key: str, *, priority: int = 0, title: str = "") -> Column:
    return Column(key, priority=priority, title=title, numeric=True)


_COLUMNS = {
    "totals": (Column("table"), _number("rows")),
    "outlets": (
        Column("outlet", minimum=16),
        _number("articles"),
        _number("copies", priority=2, title="duplicates"),
        _number("hits"),
        _number("scoops", priority=1),
    ),
    "watches": (
        Column("watch", minimum=16),
        _number("hits"),
        _number("stories"),
        _number("outlets", priority=2),
        Column("last_hit_at", priority=1, title="last hit"),
    ),
    "days": (
        Column("day"),
        Column("watch", minimum=16),
        _number("articles"),
        _number("outlets", priority=1),
        _number("stories", priority=2),
    ),
}


@click.command()
@click.option("--by", type=click.Choice([*_COLUMNS]), default="totals", show_default=True)
@click.option("--metrics", "as_metrics", is_flag=True, help="Counters and gauges, in the text format of Prometheus")
@listing(limit=100)
@click.pass_obj
def stats(given: Given, *, by: str, as_metrics: bool, wanted: Listing) -> None:
    """Counts of what the archive holds.

    A scoop is a story of several outlets that this one reported first.
    """
    with given.archive() as archive:
        if as_metrics:
            for text in metrics.lines(counters.counted(archive), counters.measured(archive)):
                click.echo(text)
            return
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
