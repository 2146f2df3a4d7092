"""`monitor dates`: what is to happen on which day, as articles and calendars say it; as a calendar, too."""

from datetime import datetime, time
from pathlib import Path

import click

from monitor import atomic_file
from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing, say
from monitor.cli.path_options import NamedPath
from monitor.cli.stored_article import watch_id
from monitor.cli.time_options import SINCE, now
from monitor.phrasing import count
from monitor.store import watches
from monitor.store.archive import Archive

_COLUMNS = (
    Column("on"),
    Column("watch", minimum=10),
    Column("what"),
    Column("was", priority=2, title="before"),
    Column("state", priority=3),
    Column("calendar", priority=4),
    Column("outlets", priority=3, minimum=12),
    Column("sentence", priority=1, minimum=28, wish=60, link="url"),
)


@click.command()
@click.option("--watch", metavar="NAME", help="Of this watch  [default: of all]")
@click.option("--since", type=SINCE, default="90d", show_default=True, help="Found since then: 24h, 7d, a date")
@click.option("--all", "with_past", is_flag=True, help="Also days that are over")
@click.option("--ics", type=NamedPath(dir_okay=False), help="Write them to a calendar file instead")
@listing(limit=200)
@click.pass_obj
def dates(
    given: Given, *, watch: str | None, since: datetime, with_past: bool, ics: Path | None, wanted: Listing
) -> None:
    """What is to happen on which day: openings, premieres, tickets, starts of shooting, as articles say it.

    And what the `calendar` and the `embargo` of a watch say: that can move or be called off, and stays with its state.

    A day that is moved keeps its place in a calendar (`--ics`, RFC 5545): the event has the same uid and a higher
    sequence. The page /dates of `monitor web` has the same, and /dates.ics is for subscribing.
    """
    from monitor.views import calendar_dates, calendar_form, dated_steps  # noqa: PLC0415 - the tables of phrases

    zone = given.zone()
    today = now().astimezone(zone).date()

    with given.archive() as archive:
        known = [watch_id(archive, watch)] if watch else _active(archive)
        found = [step for each in known for step in dated_steps.of_watch(archive, each, since)]
        begins = since if with_past else datetime.combine(today, time()).astimezone(zone)
        listed = calendar_dates.rows(archive, known, begins)
    shown = sorted((one for one in found if with_past or one.on >= today), key=lambda one: (one.on, one.uid))
    if ics is None:
        output.show(calendar_dates.in_order([*map(dated_steps.row, shown), *listed]), _COLUMNS, wanted)
        return
    atomic_file.write(ics, calendar_form.ics(shown, watch or "Monitor", now()), mode=0o644)
    say(f"{ics}: {count(len(shown), 'date')}")


def _active(archive: Archive) -> list[str]:
    return [row.id for row in watches.listing(archive, active_only=True)]
