"""`monitor deliveries`: the outgoing messages and what became of them."""

from collections.abc import Sequence
from dataclasses import asdict

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import Noun
from monitor.cli.output import Listing, listing
from monitor.cli.stored_article import NUMBER, channel_name
from monitor.cli.time_options import now
from monitor.deliver.kinds import kind_of
from monitor.errors import NotFoundError, UserError
from monitor.phrasing import count
from monitor.store import channels, outbox
from monitor.store.archive import Archive
from monitor.views import out_of_order, readable

_STATES = ("queued", "sending", "sent", "failed", "dead")
_ALL = 1_000_000
_COLUMNS = (
    Column("id", numeric=True),
    Column("created_at", title="made"),
    Column("state"),
    Column("channel", minimum=10),
    Column("type"),
    Column("next_at", priority=1, title="next try"),
    Column("story_id", priority=2, title="story", numeric=True),
    Column("attempts", priority=3, numeric=True),
    Column("recipient", priority=4, minimum=16),
)


@click.group(cls=Noun)
def deliveries() -> None:
    """What is sent: list, show, retry, move, drop."""


@deliveries.command("list")
@click.option("--state", type=click.Choice(_STATES), help="In this state")
@click.option("--channel", metavar="NAME", help="Of this channel")
@listing(limit=50)
@click.pass_obj
def list_deliveries(given: Given, *, state: str | None, channel: str | None, wanted: Listing) -> None:
    """The newest deliveries, with their attempts."""
    with given.archive() as archive:
        rows = [asdict(row) for row in outbox.listing(archive, state=state, channel=channel, limit=wanted.limit)]
        if channel is not None and not rows:  # deliveries may be older than what is known of channels
            channel_name(archive, channel)
    output.show(rows, _COLUMNS, wanted, below="last_error")


@deliveries.command()
@click.argument("number", metavar="ID", type=NUMBER)
@click.option("--json", "as_json", is_flag=True, help="As JSON")
@click.pass_obj
def show(given: Given, *, number: int, as_json: bool) -> None:
    """One delivery: what became of it, and what goes out, byte for byte."""
    with given.archive() as archive:
        found = outbox.one(archive, number)
    if found is None:
        raise NotFoundError(f"there is no delivery {number}", hint="`monitor deliveries list` has their numbers")
    row, rendered = found
    if as_json:
        output.json_object(asdict(row) | {"rendered": rendered})
        return
    for name, value in asdict(row).items():
        if value is not None:
            output.line(f"{name.replace('_', ' '):<12} {readable.visible(value)}", hang=13)
    output.line("")
    click.echo(readable.visible(rendered, keep_lines=True))


@deliveries.command()
@click.argument("name")
@click.option("--to", required=True, metavar="OTHER", help="A channel of the same kind that is in the configuration")
@click.option("--yes", is_flag=True, help="Don't ask")
@click.pass_obj
def move(given: Given, *, name: str, to: str, yes: bool) -> None:
    """Send by another channel what waits for one, or was given up there: it was renamed, removed or is broken."""
    kinds = {one.name: kind_of(one) for one in given.loaded().channels}
    with given.archive(read_only=False) as archive:
        kind = channels.kinds(archive).get(name)
        if to not in kinds:
            hint = f"there are: {', '.join(sorted(kinds)) or 'none'}"
            raise NotFoundError(f"no channel of the configuration is named {to!r}", hint=hint)
        if kind is not None and kind != kinds[to]:
            hint = f"messages are kept in the form of their kind: choose a channel of kind {kind}, or drop them"
            raise UserError(f"{name} is of kind {kind}, {to} of kind {kinds[to]}", hint=hint)
        waiting = outbox.waiting(archive, name)
        if not waiting:
            raise NotFoundError(f"nothing waits for {name}, and nothing was given up there")
        if not yes:
            click.confirm(
                f"Send {count(len(waiting), 'delivery', 'deliveries')} of {name} by {to}?", abort=True, err=True
            )
        moved = outbox.move(archive, name, to, now())
        late = out_of_order.warning(archive, waiting)
    output.say(f"{moved} of {len(waiting)} will be sent by {to}")
    _say(late)


@deliveries.command()
@click.argument("ids", type=NUMBER, nargs=-1)
@click.option("--dead", is_flag=True, help="All that failed permanently")
@click.option("--channel", metavar="NAME", help="All failed or dead deliveries of this channel")
@click.pass_obj
def retry(given: Given, *, ids: tuple[int, ...], dead: bool, channel: str | None) -> None:
    """Send failed or dead deliveries again.

    Their timetable of attempts starts again, and their channels are used again if they were not. What comes after a
    later message on its story, which was sent while it was given up, is named.
    """
    with given.archive(read_only=False) as archive:
        chosen = _known(archive, ids)
        for state in ("dead",) if dead else ("dead", "failed") if channel else ():
            chosen += [row.id for row in outbox.listing(archive, state=state, channel=channel, limit=_ALL)]
        _some(chosen, "failed or dead", channel)
        number = outbox.requeue(archive, chosen, now())
        channels.release(archive, outbox.channels_of(archive, chosen))
        late = out_of_order.warning(archive, chosen)
    output.say(f"{number} of {len(chosen)} are queued again")
    _say(late)


@deliveries.command()
@click.argument("ids", type=NUMBER, nargs=-1)
@click.option("--channel", metavar="NAME", help="All queued deliveries of this channel")
@click.option("--yes", is_flag=True, help="Don't ask")
@click.pass_obj
def drop(given: Given, *, ids: tuple[int, ...], channel: str | None, yes: bool) -> None:
    """Drop deliveries that wait to be sent. They stay in the list, as dead."""
    with given.archive(read_only=False) as archive:
        chosen = _known(archive, ids)
        for state in ("queued", "failed") if channel else ():
            chosen += [row.id for row in outbox.listing(archive, state=state, channel=channel, limit=_ALL)]
        _some(chosen, "queued or failed", channel)
        if not yes:
            click.confirm(f"Drop {count(len(chosen), 'delivery', 'deliveries')}?", abort=True, err=True)
        number = outbox.drop(archive, chosen, now())
    output.say(f"{number} of {len(chosen)} are dropped")


def _known(archive: Archive, ids: Sequence[int]) -> list[int]:
    """The deliveries that are named, if there are such."""
    missing = ", ".join(str(one) for one in ids if outbox.one(archive, one) is None)
    if missing:
        hint = "`monitor deliveries list` has their numbers"
        raise NotFoundError(f"there is no delivery {missing}: nothing was done", hint=hint)
    return list(ids)


def _say(late: str | None) -> None:
    if late is not None:
        output.say(late)


def _some(chosen: list[int], states: str, channel: str | None) -> None:
    if not chosen:
        which = f"there is no {states} delivery of {channel}" if channel else f"there is no {states} delivery to choose"
        raise NotFoundError(which, hint="`monitor deliveries list` shows them with their states; give ids or --channel")
