"""The Telegram channel: a bot's message, by https://core.telegram.org/bots/api#sendmessage."""

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from monitor.brief import Urgency
from monitor.catalogue import ONE_OR_MANY, Texts, WebAddress
from monitor.deliver import chat_text
from monitor.deliver.channel import Addressed, Attempt, Channel, ChannelSettings
from monitor.deliver.chat_text import Ink
from monitor.deliver.outcome import Blame, Kind, Outcome, Outgoing, Reply, failed
from monitor.forms import Forms

API = "https://api.telegram.org"
_CHARACTERS = 4_000  # of 4,096, as Telegram counts them: in UTF-16, without the markup, so this is on the safe side
_NO_NAME = "@\u2060"  # a word joiner, which is not seen: "@name" in a headline would call a member of the chat
INK = Ink(
    escape=lambda text: html.escape(text, quote=False).replace("@", _NO_NAME),
    bold=lambda text: f"<b>{text}</b>",
    link=lambda text, url: f'<a href="{html.escape(url)}">{text}</a>',
    quote=lambda line: f"<i>{line}</i>",
)


class TelegramSettings(ChannelSettings):
    """Telegram, by a bot of yours (@BotFather makes one); updates reply to the message that opened their story."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"token"})
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "name": "bot",
        "kind": "telegram",
        "token": "${TELEGRAM_TOKEN}",
        "to": ["-1001234567890"],
    }

    kind: Annotated[Literal["telegram"], Field(description="telegram")]
    token: Annotated[str, Field(min_length=1, description="the bot's token")]
    token_file: Annotated[str | None, Field(description="a file that holds the token")] = None
    to: Annotated[Texts, ONE_OR_MANY, Field(min_length=1, description="ids of chats, or names of channels (@name)")]
    api: Annotated[WebAddress, Field(description="where the API is")] = API

    def channel(self, folder: Path) -> Channel:  # noqa: ARG002  no path in it
        """The channel that it means."""
        return TelegramChannel(name=self.name, token=self.token, to=self.to, api=self.api)


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramChannel(Channel):
    """The chats that a bot writes to."""

    token: str = field(repr=False)
    to: tuple[str, ...]
    api: str = API

    def render(self, forms: Forms) -> list[Addressed]:
        """The same text for each chat; digests and what is right again arrive without a sound."""
        brief = forms.brief
        body = {
            "text": "\n\n".join(chat_text.fitted(brief, INK, _CHARACTERS, size=chat_text.units)),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "disable_notification": brief.urgency in {Urgency.DIGEST, Urgency.OVER},
        }
        return [(chat, json.dumps(body | {"chat_id": chat})) for chat in self.to]

    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Send the message once, as a reply to the one that it follows."""
        from monitor.deliver import http_post  # noqa: PLC0415  aiohttp: only who sends pays for it

        body = json.loads(outgoing.rendered)
        if outgoing.reply_to and outgoing.reply_to.isdecimal():
            body["reply_parameters"] = {"message_id": int(outgoing.reply_to), "allow_sending_without_reply": True}
        url = f"{self.api.rstrip('/')}/bot{self.token}/sendMessage"
        return await http_post.post(url, json.dumps(body).encode(), attempt, read=_read)

    def probe(self, attempt: Attempt) -> str:
        """Connect and send nothing."""
        from monitor.deliver import http_post  # noqa: PLC0415  aiohttp: only who sends pays for it

        return http_post.probe(self.api, attempt)


def _read(answer: Reply) -> Outcome:
    """What the API says; 429 has its wait in the body, and 403 is one chat that does not want the bot."""
    from monitor.deliver import http_post  # noqa: PLC0415  as above

    said = http_post.json_of(answer)
    if answer.status == 200 and said.get("ok") is True:
        number = (said.get("result") or {}).get("message_id")
        return Outcome(kind=Kind.SENT, receipt=str(number) if isinstance(number, int) else None)
    words = f"answered {answer.status}: {said.get('description') or 'no reason'}"
    if answer.status == 429:
        wait = (said.get("parameters") or {}).get("retry_after")
        seconds = wait if isinstance(wait, int) else 30
        return failed(Kind.TEMPORARY, words, blame=Blame.CHANNEL, retry_after=timedelta(seconds=min(seconds, 86_400)))
    if answer.status == 403:
        return failed(Kind.PERMANENT, words)
    return http_post.by_status(answer)
