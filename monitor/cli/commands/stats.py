"""`monitor stats`: counts of what the archive holds."""

from datetime import datetime
from itertools import islice

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing
from monitor.cli.time_options import SINCE
from monitor.store import gaps
from monitor.store.queries import attribution, delays, export
from monitor.store.queries import stats as store
from monitor.views import metrics, stat_rows


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
    "delays": (
        Column("outlet", minimum=16),
        _number("listed", priority=2),
        _number("held", title="held %"),
        _number("missing", priority=4),
        _number("listed_minutes", priority=1, title="listed after min"),
        _number("listed_minutes_p95", priority=6, title="95 %"),
        _number("read_minutes", title="read after min"),
        _number("read_minutes_p95", priority=3, title="95 %"),
        _number("sent_minutes", priority=2, title="sent after min"),
        _number("sent_minutes_p95", priority=5, title="95 %"),
    ),
    "firsts": (
        Column("outlet", minimum=16),
        _number("stories"),
        _number("lead_minutes", title="lead min"),
        _number("picked_up_by", priority=1, title="picked up by"),
        _number("credited_by", priority=2, title="credited by"),
    ),
    "credits": (
        Column("outlet", minimum=16),
        _number("credits"),
        _number("outlets", priority=1, title="by outlets"),
        _number("gives", priority=2),
        Column("sentence", priority=3, minimum=24, title="latest"),
    ),
    "gaps": (
        Column("outlet", minimum=12),
        Column("begins_at", title="from"),
        Column("ends_at", priority=1, title="to"),
        Column("state"),
        _number("missing", priority=2, title="about"),
        _number("found", priority=3),
        Column("filled_by", priority=4, minimum=20, title="filled by"),
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
@click.argument("what", type=click.Choice([*_COLUMNS]), required=False)
@click.option("--by", type=click.Choice([*_COLUMNS]), default="totals", show_default=True, help="The same as WHAT")
@click.option(
    "--since",
    type=SINCE,
    default="7d",
    show_default=True,
    help="For delays, gaps, firsts and credits: only what came since",
)
@click.option("--metrics", "as_metrics", is_flag=True, help="Counters and gauges, in the text format of Prometheus")
@listing(limit=100)
@click.pass_obj
def stats(given: Given, *, what: str | None, by: str, since: datetime, as_metrics: bool, wanted: Listing) -> None:
    """Counts of what the archive holds.

    A scoop is a story of several outlets that this one reported first. Delays are minutes, in the median and of 95 %,
    from the time that an article declares until its outlet's listing showed it, until it was read, and until its alert
    was sent; `held` is the share of what an outlet listed, or may have in gaps (`missing`), that became an article.
    Gaps are times between two looks at a source of which it listed nothing any more: `about` so many articles may have
    come and gone, so many were found elsewhere. Firsts are stories of several outlets by who had them first: how long
    before the second, and how many followed and said so; credits are the sentences in which articles name another
    outlet as their source.
    """
    by = what or by
    with given.archive() as archive:
        if as_metrics:
            click.echo(metrics.page(archive), nl=False)
            return
        match by:
            case "outlets":
                rows = store.by_outlet(archive)
            case "watches":
                rows = store.by_watch(archive)
            case "delays":
                rows = [stat_rows.delay(one) for one in delays.by_outlet(archive, since)]
            case "gaps":
                rows = [stat_rows.gap(one) for one in gaps.listing(archive, since=since, limit=wanted.limit)]
            case "firsts":
                rows = [stat_rows.first(one) for one in attribution.firsts(archive, since)]
            case "credits":
                rows = stat_rows.credited(archive, since)
            case "days":
                rows = list(islice(export.rows(archive, "coverage"), wanted.limit))
            case _:
                rows = [{"table": table, "rows": count} for table, count in store.totals(archive).items()]
    output.show(rows, _COLUMNS[by], wanted)
