"""`monitor outlet show`: the sources of one outlet, how each fares, and what is read in the place of dead ones."""

from typing import Any

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.outlet import known
from monitor.cli.outlet.changed_sources import changed
from monitor.cli.output import Listing, listing
from monitor.cli.time_options import now
from monitor.errors import NotFoundError
from monitor.model import Source
from monitor.store import outlets
from monitor.views import what_fails

_COLUMNS = (
    Column("kind"),
    Column("last_read"),
    Column("last_new", priority=2),
    Column("listed", priority=3, numeric=True),
    Column("state", minimum=24, wraps=True),
)


@click.command()
@click.argument("name", metavar="ID")
@listing(limit=100)
@click.pass_obj
def show(given: Given, *, name: str, wanted: Listing) -> None:
    """The sources of an outlet that is followed, and how each fares; before the first crawl, as they are configured.

    Where a source is dead or stands still, and the daemon found another in its place, --details and --json have the
    line for the [[outlet]] in monitor.toml.
    """
    config = known.configuration(given)
    outlet = known.outlet(name, config)
    at = now()
    if config is None or not config.archive_path.is_file():
        output.show(list(map(_as_written, outlet.sources)), _COLUMNS, wanted, below="url")
        return
    with given.archive() as archive:
        try:
            state = outlets.state(archive, outlet.id)
        except NotFoundError as error:
            raise NotFoundError(f"{outlet.id} was never followed", hint=f"`monitor outlet add {outlet.id}`") from error
        lines = {each.url: each for each in changed(archive, outlet, at)}
    by_id = {one.successor.source.url: one.source.url for one in state.sources if one.successor}
    rows: list[dict[str, Any]] = []
    for one in state.sources:
        other = lines.get(one.source.url)
        rows.append(
            {
                "kind": one.source.kind.value,
                "url": one.source.url,
                "last_read": one.last_success_at,
                "last_new": one.last_new_at,
                "listed": one.items_listed,
                "state": what_fails.state_of(one, at) if one.replaces is None else "read in the place of another",
                "failures": one.failures,
                "replaces": by_id.get(one.source.url),
                "instead": other.instead.url if other else None,
                "line": other.line if other else None,
            }
        )
    output.show(rows, _COLUMNS, wanted, below="url")


def _as_written(source: Source) -> dict[str, Any]:
    """What is known of a source before there is an archive."""
    nothing = dict.fromkeys(("last_read", "last_new", "listed", "replaces", "instead", "line"))
    return {"kind": source.kind.value, "url": source.url, "state": "not read yet", "failures": 0} | nothing
