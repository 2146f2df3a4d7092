"""A trial message: one that is marked as such, past the outbox, through a channel."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

import click

from monitor.brief import Brief, Urgency
from monitor.cli import output
from monitor.config import Config
from monitor.deliver.channel import Attempt, Channel
from monitor.deliver.outcome import Kind, Outcome, Outgoing
from monitor.views import readable

_TYPE = "channel.test"
_TEXT = (
    "This is a trial message of the news monitor, sent by `monitor channel test` or `monitor person test`. Nothing was "
    "found and nothing is wrong: whoever reads this can be reached."
)
_PAGE = '<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body><p>{}</p></body></html>'


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialMessage:
    """A trial message in every form that a channel may want; see `monitor.forms.Forms`."""

    at: datetime
    type: str = _TYPE
    thread: str | None = None
    contact: str | None = None
    title: str = "[Test] The news monitor can reach you"
    text: str = _TEXT

    @property
    def id(self) -> str:
        """A new one for each trial, so that no receiver drops it as known."""
        return f"test_{self.at:%Y%m%dT%H%M%S%f}Z"

    @property
    def subject(self) -> str:
        """The title."""
        return self.title

    @property
    def html(self) -> str:
        """The text as a page."""
        return _PAGE.format(self.text)

    @property
    def markdown(self) -> str:
        """The text."""
        return self.text

    @property
    def text_of_html(self) -> str:
        """The text."""
        return self.text

    @property
    def brief(self) -> Brief:
        """The same words."""
        return Brief(urgency=Urgency.OVER, topic="trials", headline=self.title, lines=(self.text,))

    @property
    def json(self) -> str:
        """The body of a webhook: its type says that it is a trial."""
        return json.dumps({"type": self.type, "timestamp": readable.plain(self.at), "data": {"text": self.text}})


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
