"""A trial message: one that is marked as such, past the outbox, through a channel."""

from datetime import datetime
from typing import assert_never

import click

from monitor.cli import output
from monitor.config import Config
from monitor.deliver.channel import Attempt, Channel
from monitor.deliver.outcome import Kind, Outcome, Outgoing
from monitor.views import readable
from monitor.views.trial_form import TrialMessage


async def sent(channel: Channel, config: Config, at: datetime) -> bool:
    """Send a trial message to each recipient of a channel and report what became of it; whether all took it."""
    failed = False
    for recipient, outcome in await _attempts(channel, config, at):
        to = f"{channel.name} ({recipient})" if recipient else channel.name
        if outcome.kind is Kind.SENT:
            output.say(f"{to}: the trial message was accepted")
            continue
        failed = True
        unsure = "; it may have arrived all the same" if outcome.maybe_sent else ""
        click.echo(readable.visible(f"{to}: {_ending(outcome.kind)}: {outcome.error}{unsure}"), err=True)
    return not failed


async def _attempts(channel: Channel, config: Config, at: datetime) -> list[tuple[str | None, Outcome]]:
    """What became of the trial message for each recipient."""
    forms = TrialMessage(at=at)
    attempt = Attempt(now=at, allow=config.network.allow)
    return [
        (
            recipient,
            await channel.send(
                Outgoing(message_id=forms.id, type=forms.type, recipient=recipient, rendered=rendered, created_at=at),
                attempt,
            ),
        )
        for recipient, rendered in channel.render(forms)
    ]


def _ending(kind: Kind) -> str:
    match kind:
        case Kind.SENT:
            return "sent"
        case Kind.TEMPORARY:
            return "not sent"
        case Kind.REFUSED:
            return "refused"
        case Kind.PERMANENT | Kind.GONE:
            return "refused for good"
        case _:
            assert_never(kind)
