"""`monitor stats`: counts of what the archive holds."""

from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import click

from monitor.cli import metrics, output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing
from monitor.cli.time_options import SINCE
from monitor.store import counters, gaps
from monitor.store.archive import Archive
from monitor.store.gaps import GapRow
from monitor.store.queries import attribution, delays, export
from monitor.store.queries import stats as store
from monitor.store.queries.attribution import Firsts
from monitor.store.queries.delays import Delay, Spread
from monitor.views import outlet_names


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
            for text in metrics.lines(counters.counted(archive), counters.measured(archive)):
                click.echo(text)
            return
        match by:
            case "outlets":
                rows = store.by_outlet(archive)
            case "watches":
                rows = store.by_watch(archive)
            case "delays":
                rows = [_delay(one) for one in delays.by_outlet(archive, since)]
            case "gaps":
                rows = [_gap(one) for one in gaps.listing(archive, since=since, limit=wanted.limit)]
            case "firsts":
                rows = [_first(one) for one in attribution.firsts(archive, since)]
            case "credits":
                rows = _credited(archive, since)
            case "days":
                rows = list(islice(export.rows(archive, "coverage"), wanted.limit))
            case _:
                rows = [{"table": table, "rows": count} for table, count in store.totals(archive).items()]
    output.show(rows, _COLUMNS[by], wanted)


def _credited(archive: Archive, since: datetime) -> list[dict[str, Any]]:
    """Credits by outlet; one that ships and is not followed has the name that it ships with."""
    found = attribution.credited(archive, since)
    named = outlet_names.names(archive, (one.outlet_id for one in found))
    return [asdict(one) | {"outlet": named[one.outlet_id]} for one in found]


def _first(first: Firsts) -> dict[str, Any]:
    plain = asdict(first)
    return plain | {"lead_minutes": _minutes(plain.pop("lead"))}


def _delay(delay: Delay) -> dict[str, Any]:
    return {
        "outlet": delay.outlet,
        "outlet_id": delay.outlet_id,
        "listed": delay.listed,
        "missing": delay.missing,
        "held": round(100 * delay.held),
        **_spread("listed", delay.listed_after),
        **_spread("read", delay.read_after),
        **_spread("sent", delay.sent_after),
    }


def _spread(name: str, spread: Spread | None) -> dict[str, float | None]:
    """The two figures of a delay, in minutes."""
    return {
        f"{name}_minutes": _minutes(spread.median if spread else None),
        f"{name}_minutes_p95": _minutes(spread.p95 if spread else None),
    }


def _gap(row: GapRow) -> dict[str, Any]:
    return {**asdict(row), "outlet": row.outlet_name, "outlet_id": row.outlet, "state": row.state}


def _minutes(delay: timedelta | None) -> float | None:
    return None if delay is None else round(delay / timedelta(minutes=1), 1)
