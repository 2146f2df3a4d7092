"""The Slack channel: Block Kit by an incoming webhook, or by a bot's token, which also replies in threads.

Slack's limits: https://docs.slack.dev/reference/block-kit/blocks (50 blocks, 3,000 characters of text in each).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from monitor.catalogue import WebAddress
from monitor.deliver import chat_text
from monitor.deliver.channel import Addressed, Attempt, Channel, ChannelSettings
from monitor.deliver.chat_text import Ink
from monitor.deliver.outcome import Blame, Kind, Outcome, Outgoing, Reply, failed
from monitor.forms import Forms
from monitor.phrasing import cut

API = "https://slack.com/api"
_BLOCKS = 44  # of 50: what is longer than a block is some more, of which the whole has room for four
_BLOCK = 2_900  # characters of 3,000
_WHOLE = 12_000  # characters of all blocks: some 13,000 are refused as msg_blocks_too_long
_AROUND = 90  # of JSON around each block
_TITLE = 150
_PAUSE = timedelta(minutes=1)
# What `chat.postMessage` calls the causes that a person has to correct: https://docs.slack.dev/reference/methods
_FOR_A_PERSON = frozenset(
    {
        *("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "no_permission"),
        *(
            "channel_not_found",
            "not_in_channel",
            "is_archived",
            "missing_scope",
            "restricted_action",
            "org_login_required",
        ),
    }
)


def _escape(text: str) -> str:
    """Plain text: with these three nothing can name a person, a channel or a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _bold(text: str) -> str:
    return f"*{text.replace('*', '∗')}*" if text.strip() else text


def _link(text: str, url: str) -> str:
    return f"<{_escape(url.replace('|', '%7C'))}|{text.replace('|', '¦')}>"


INK = Ink(escape=_escape, bold=_bold, link=_link, quote=lambda line: f"> {line}")


class SlackSettings(ChannelSettings):
    """Slack: an incoming webhook (`url`), or a bot (`token` and `to`), whose updates are replies in the thread."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"url", "token"})
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"name": "newsroom", "kind": "slack", "url": "${SLACK_URL}"}

    kind: Annotated[Literal["slack"], Field(description="slack")]
    url: Annotated[WebAddress | None, Field(description="the address of an incoming webhook")] = None
    url_file: Annotated[str | None, Field(description="a file that holds the address")] = None
    token: Annotated[str | None, Field(description="a bot's token, with the scope chat:write (xoxb-...)")] = None
    token_file: Annotated[str | None, Field(description="a file that holds the token")] = None
    to: Annotated[str | None, Field(description="with a token: the id of a channel, such as C0123456789")] = None
    api: Annotated[WebAddress, Field(description="with a token: where the API is")] = API

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.url is None) == (self.token is None):
            raise ValueError("set either `url` (an incoming webhook) or `token` and `to` (a bot)")
        if self.token is not None and not self.to:
            raise ValueError("a token needs `to`: the id of the channel")
        return self

    def channel(self, folder: Path) -> Channel:  # noqa: ARG002  no path in it
        """The channel that it means."""
        return SlackChannel(name=self.name, url=self.url or "", token=self.token or "", to=self.to or "", api=self.api)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackChannel(Channel):
    """One channel of a workspace, reached by a webhook's `url` or by a bot's `token`."""

    url: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    to: str = ""
    api: str = API

    def render(self, forms: Forms) -> list[Addressed]:
        """Blocks, and the line that a notification shows."""
        texts = chat_text.fitted(forms.brief, INK, _WHOLE, size=chat_text.units, between=_AROUND, most=_BLOCKS)
        blocks = [
            {"type": "section", "text": {"type": "mrkdwn", "text": part, "verbatim": True}}
            for text in texts
            for part in _parts(text)
        ]
        body = {
            "text": _escape(cut(forms.title, _TITLE)),
            "blocks": blocks,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        return [(self.to or None, json.dumps(body))]

    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Post the message once; by a bot's token as a reply to the message that it follows."""
        from monitor.deliver import http_post  # noqa: PLC0415  aiohttp: only who sends pays for it

        if not self.token:
            return await http_post.post(self.url, outgoing.rendered.encode(), attempt)
        body = json.loads(outgoing.rendered) | {"channel": self.to}
        if outgoing.reply_to:
            body["thread_ts"] = outgoing.reply_to
        headers = {"Authorization": f"Bearer {self.token}"}
        url = f"{self.api.rstrip('/')}/chat.postMessage"
        return await http_post.post(url, json.dumps(body).encode(), attempt, headers=headers, read=_read)

    def probe(self, attempt: Attempt) -> str:
        """Connect and post nothing."""
        from monitor.deliver import http_post  # noqa: PLC0415  aiohttp: only who sends pays for it

        return http_post.probe(self.url or self.api, attempt)


def _parts(text: str) -> list[str]:
    """A text in pieces that fit into a block, split between lines; of a longer line what is no half link or sign."""
    parts = [""]
    for line in text.split("\n"):
        whole = line.encode("utf-16-le", "replace")[: 2 * _BLOCK].decode("utf-16-le", "ignore")
        if len(whole) < len(line):
            for start, end in (("<", ">"), ("&", ";")):
                whole = whole[: whole.rfind(start)] if whole.rfind(start) > whole.rfind(end) else whole
        if chat_text.units(parts[-1]) + chat_text.units(whole) + 1 > _BLOCK and parts[-1]:
            parts.append("")
        parts[-1] += f"\n{whole}" if parts[-1] else whole
    return [part for part in parts if part.strip()]


def _read(answer: Reply) -> Outcome:
    """The API answers with 200 to whatever it understood, and says in the body what came of it."""
    from monitor.deliver import http_post  # noqa: PLC0415  as above

    if answer.status != 200:
        return http_post.by_status(answer)
    said = http_post.json_of(answer)
    if not said:  # half an answer: it may have been taken
        return failed(Kind.TEMPORARY, "Slack gave an answer that is no JSON", maybe_sent=True)
    if said.get("ok") is True:
        return Outcome(kind=Kind.SENT, receipt=str(said.get("ts") or "") or None)
    return _refused(str(said.get("error") or "no reason"))


def _refused(cause: str) -> Outcome:
    """What the API's word for a failure means."""
    if cause in _FOR_A_PERSON:
        return failed(Kind.REFUSED, f"Slack answered {cause}")
    if cause in {"ratelimited", "rate_limited"}:
        return failed(Kind.TEMPORARY, f"Slack answered {cause}", blame=Blame.CHANNEL, retry_after=_PAUSE)
    if cause in {"invalid_blocks", "msg_too_long", "msg_blocks_too_long", "no_text", "too_many_attachments"}:
        return failed(Kind.PERMANENT, f"Slack answered {cause}")
    return failed(Kind.TEMPORARY, f"Slack answered {cause}", blame=Blame.EITHER)
