"""The Discord channel: an embed by a webhook.

Discord's limits: https://discord.com/developers/docs/resources/message (title 256, description 4,096 characters).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from monitor.brief import Urgency
from monitor.catalogue import WebAddress
from monitor.deliver import chat_text
from monitor.deliver.channel import Addressed, Attempt, Channel, ChannelSettings
from monitor.deliver.chat_text import Ink
from monitor.deliver.outcome import Blame, Kind, Outcome, Outgoing, Reply, failed
from monitor.forms import Forms

_DESCRIPTION = 4_000  # characters of 4,096
_COLOURS = {
    Urgency.NEWS: 0x1A7F5A,
    Urgency.UPDATE: 0x2F6FB2,
    Urgency.DIGEST: 0x6B7280,
    Urgency.WARNING: 0xB45309,
    Urgency.OVER: 0x1A7F5A,
}
_MARKUP = re.compile(r"([\\*_~`|>\[\]()<#@:-])")


def _escape(text: str) -> str:
    """Plain text: no markup, no mention, no link that hides its address."""
    return _MARKUP.sub(r"\\\1", text)


def _link(text: str, url: str) -> str:
    return f"[{text}](<{url.replace('>', '%3E').replace('<', '%3C').replace(')', '%29')}>)"


INK = Ink(
    escape=_escape,
    bold=lambda text: f"**{text}**" if text.strip() else text,
    link=_link,
    quote=lambda line: f"> {line}",
)


class DiscordSettings(ChannelSettings):
    """Discord, by the address of a webhook (channel settings, Integrations, Webhooks)."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"url"})
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"name": "fans", "kind": "discord", "url": "${DISCORD_URL}"}

    kind: Annotated[Literal["discord"], Field(description="discord")]
    url: Annotated[WebAddress, Field(description="the address of the webhook")]
    url_file: Annotated[str | None, Field(description="a file that holds the address")] = None

    def channel(self, folder: Path) -> Channel:  # noqa: ARG002  no path in it
        """The channel that it means."""
        return DiscordChannel(name=self.name, url=self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordChannel(Channel):
    """One channel of a server, reached by a webhook's address."""

    url: str = field(repr=False)

    def render(self, forms: Forms) -> list[Addressed]:
        """One embed, which nobody is mentioned by."""
        brief = forms.brief
        description = "\n\n".join(chat_text.fitted(brief, INK, _DESCRIPTION, size=chat_text.units))
        embed = {"description": description, "color": _COLOURS[brief.urgency], "timestamp": f"{forms.at.isoformat()}"}
        return [(None, json.dumps({"embeds": [embed], "allowed_mentions": {"parse": []}}))]

    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Post the message once."""
        from monitor.deliver import http_post  # noqa: PLC0415  aiohttp: only who sends pays for it

        return await http_post.post(self.url, outgoing.rendered.encode(), attempt, read=_read)

    def probe(self, attempt: Attempt) -> str:
        """Connect and post nothing."""
        from monitor.deliver import http_post  # noqa: PLC0415  aiohttp: only who sends pays for it

        return http_post.probe(self.url, attempt)


def _read(answer: Reply) -> Outcome:
    """By its status; how long to wait stands in the body, too, in fractions of a second."""
    from monitor.deliver import http_post  # noqa: PLC0415  as above

    outcome = http_post.by_status(answer)
    if answer.status != 429 or outcome.retry_after is not None:
        return outcome
    wait = http_post.json_of(answer).get("retry_after")
    pause = timedelta(seconds=min(float(wait), 86_400) if isinstance(wait, int | float) else 1.0)
    return failed(Kind.TEMPORARY, outcome.error, blame=Blame.CHANNEL, retry_after=pause)
