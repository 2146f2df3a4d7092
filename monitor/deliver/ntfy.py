"""The ntfy channel: a notification on a phone, by https://docs.ntfy.sh/publish/#publish-as-json."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from monitor.brief import Urgency
from monitor.catalogue import WebAddress
from monitor.deliver import chat_text
from monitor.deliver.channel import Addressed, Attempt, Channel, ChannelSettings
from monitor.deliver.chat_text import Ink
from monitor.deliver.outcome import Outcome, Outgoing
from monitor.forms import Forms
from monitor.phrasing import cut, quoted

_BYTES = 4_000  # of 4,096; more becomes an attachment
_TITLE = 200
INK = Ink(escape=str, bold=str, link=lambda text, url: f"{text}\n{url}", quote=quoted)
# 1 is silent, 5 rings until somebody looks.
_PRIORITIES = {Urgency.NEWS: 4, Urgency.UPDATE: 3, Urgency.DIGEST: 2, Urgency.WARNING: 4, Urgency.OVER: 2}
_TAGS = {Urgency.WARNING: "warning", Urgency.OVER: "white_check_mark"}


def _with_topic(url: str) -> str:
    if not urlsplit(url).path.strip("/"):
        raise ValueError("the topic is missing: https://ntfy.sh/TOPIC")
    return url


class NtfySettings(ChannelSettings):
    """ntfy: a notification on phones that subscribe to a topic; updates ring less than news, digests hardly."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"url", "token"})
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "name": "pocket",
        "kind": "ntfy",
        "url": "https://ntfy.sh/some-secret-topic",
    }

    kind: Annotated[Literal["ntfy"], Field(description="ntfy")]
    url: Annotated[WebAddress, AfterValidator(_with_topic), Field(description="the server and the topic")]
    url_file: Annotated[str | None, Field(description="a file that holds the address")] = None
    token: Annotated[str | None, Field(description="an access token, where the topic needs one (tk_...)")] = None
    token_file: Annotated[str | None, Field(description="a file that holds the token")] = None

    def channel(self, folder: Path) -> Channel:  # noqa: ARG002  no path in it
        """The channel that it means."""
        return NtfyChannel(name=self.name, url=self.url, token=self.token or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class NtfyChannel(Channel):
    """One topic of a server."""

    url: str = field(repr=False)
    token: str = field(default="", repr=False)

    def render(self, forms: Forms) -> list[Addressed]:
        """Title and text, with the priority of its kind, and the first article as what a touch opens."""
        brief = forms.brief
        texts = chat_text.fitted(brief, INK, _BYTES, size=lambda text: len(text.encode()))
        body = {
            "topic": urlsplit(self.url).path.strip("/").rpartition("/")[2],
            "title": cut(forms.title, _TITLE),
            "message": "\n\n".join(texts),
            "priority": _PRIORITIES[brief.urgency],
            "tags": [_TAGS.get(brief.urgency, "newspaper")],
        }
        first = next((item.url for section in brief.sections for item in section.items if item.url), "")
        return [(None, json.dumps(body | ({"click": first} if first else {})))]

    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Publish the message once."""
        from monitor.deliver import http_post  # noqa: PLC0415  aiohttp: only who sends pays for it

        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        base = self.url.rstrip("/").rpartition("/")[0]
        return await http_post.post(f"{base}/", outgoing.rendered.encode(), attempt, headers=headers)

    def probe(self, attempt: Attempt) -> str:
        """Connect and publish nothing."""
        from monitor.deliver import http_post  # noqa: PLC0415  aiohttp: only who sends pays for it

        return http_post.probe(self.url, attempt)
