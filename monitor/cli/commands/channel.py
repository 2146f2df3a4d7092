"""`monitor channel`: how the channels are, and a trial message through one of them."""

import asyncio

import click

from monitor.cli import output, trial_message
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import FAILED, Noun, stop
from monitor.cli.output import Listing, listing
from monitor.cli.time_options import now
from monitor.config import Config
from monitor.config.suggest import did_you_mean
from monitor.deliver.channel import Channel
from monitor.errors import ArchiveError, NotFoundError
from monitor.observations import ChannelState
from monitor.phrasing import count
from monitor.store import channels
from monitor.store.queries import history
from monitor.views import channel_rows

_COLUMNS = (
    Column("name", minimum=8),
    Column("kind", priority=2),
    Column("state"),
    Column("last_sent_at", priority=1, title="last sent"),
    Column("failing_since", priority=1, title="failing since"),
    Column("next_trial_at", priority=3, title="next trial"),
    Column("waiting", numeric=True),
)


@click.group(cls=Noun)
def channel() -> None:
    """Channels: list, test, resume."""


@channel.command("list")
@listing(limit=1000)
@click.pass_obj
def list_channels(given: Given, *, wanted: Listing) -> None:
    """The channels of the configuration: whether they take messages, and what waits for them."""
    config = given.loaded()
    known: dict[str, ChannelState] = {}
    try:
        with given.archive() as archive:
            known = {one.name: one for one in history.channels(archive)}
    except ArchiveError:
        output.say("there is no archive yet: nothing was ever sent")
    rows = (channel_rows.row(one, known.get(one.name, ChannelState(name=one.name))) for one in config.channels)
    output.show(rows, _COLUMNS, wanted, below="last_error")


@channel.command()
@click.argument("name")
@click.pass_obj
def test(given: Given, *, name: str) -> None:
    """Send a trial message through a channel now.

    It is marked as one, does not go through the outbox, and is not kept: no story counts as reported. Ends with 1 if
    a recipient could not be reached.
    """
    config = given.loaded(need_secrets=True)
    chosen = _chosen(config, name)
    if not asyncio.run(trial_message.sent(chosen, config, now())):
        stop(FAILED)


@channel.command()
@click.argument("name")
@click.pass_obj
def resume(given: Given, *, name: str) -> None:
    """Use a channel again that its receiver refused, closed or did not answer.

    What waits for it goes out in order, as soon as the first message is taken. A channel whose settings are changed in
    the configuration needs no word.
    """
    _chosen(given.loaded(), name)
    with given.archive(read_only=False) as archive:
        was_braked = channels.release(archive, [name])
        waiting = next((one.queued for one in history.channels(archive) if one.name == name), 0)
    what = "is used again" if was_braked else "was not held back"
    output.say(f"{name} {what}; {count(waiting, 'message')} {'waits' if waiting == 1 else 'wait'} for it")


def _chosen(config: Config, name: str) -> Channel:
    for one in config.channels:
        if one.name == name:
            return one
    names = {one.name for one in config.channels}
    hint = did_you_mean(name, names).strip() or f"there are: {', '.join(sorted(names)) or 'none'}"
    raise NotFoundError(f"no channel is named {name!r}", hint=hint)
