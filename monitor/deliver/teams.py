"""The Microsoft Teams channel: an Adaptive Card by the webhook of a workflow.

The workflow is "Post to a channel when a webhook request is received"; a message may have 28 kB:
https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from monitor.catalogue import WebAddress
from monitor.deliver import chat_text
from monitor.deliver.channel import Addressed, Attempt, Channel, ChannelSettings
from monitor.deliver.chat_text import Ink
from monitor.deliver.outcome import Outcome, Outgoing
from monitor.forms import Forms

_BYTES = 20_000  # of text in 28 kB
_BLOCK = 60  # bytes of JSON around each text
_MARKUP = re.compile(r"([\\*_\[\]()<>`#~-])")


def _escape(text: str) -> str:
    """Plain text: no markup, and no `<at>`, which would mention a person."""
    return _MARKUP.sub(r"\\\1", text)


def _link(text: str, url: str) -> str:
    return f"[{text}]({url.replace('(', '%28').replace(')', '%29')})"


INK = Ink(
    escape=_escape,
    bold=lambda text: f"**{text.strip()}**" if text.strip() else text,
    link=_link,
    quote=lambda line: line,
)


class TeamsSettings(ChannelSettings):
    """Microsoft Teams, by a workflow that starts when a webhook request is received."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"url"})
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"name": "office", "kind": "teams", "url": "${TEAMS_URL}"}

    kind: Annotated[Literal["teams"], Field(description="teams")]
    url: Annotated[WebAddress, Field(description="the address that the workflow shows")]
    url_file: Annotated[str | None, Field(description="a file that holds the address")] = None

    def channel(self, folder: Path) -> Channel:  # noqa: ARG002  no path in it
        """The channel that it means."""
        return TeamsChannel(name=self.name, url=self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsChannel(Channel):
    """One channel of a team, reached by a workflow's address."""

    url: str = field(repr=False)

    def render(self, forms: Forms) -> list[Addressed]:
        """One card."""
        texts = chat_text.fitted(forms.brief, INK, _BYTES, size=lambda text: len(json.dumps(text)), between=_BLOCK)
        body = [
            {"type": "TextBlock", "text": text.replace("\n", "\n\n"), "wrap": True, "separator": place > 0}
            for place, text in enumerate(texts)
        ]
        card = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": body,
        }
        attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
        return [(None, json.dumps({"type": "message", "attachments": [attachment]}))]

    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Post the card once."""
        from monitor.deliver import http_post  # noqa: PLC0415  aiohttp: only who sends pays for it

        return await http_post.post(self.url, outgoing.rendered.encode(), attempt)

    def probe(self, attempt: Attempt) -> str:
        """Connect and post nothing."""
        from monitor.deliver import http_post  # noqa: PLC0415  aiohttp: only who sends pays for it

        return http_post.probe(self.url, attempt)
