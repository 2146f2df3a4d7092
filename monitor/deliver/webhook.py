"""The webhook channel: JSON by one signed POST. How it is posted is in `http_post`, how it is signed in `signature`."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from monitor.addresses import address_of
from monitor.catalogue import ONE_OR_MANY, Texts, WebAddress
from monitor.deliver import signature
from monitor.deliver.channel import Addressed, Attempt, Channel, ChannelSettings
from monitor.deliver.outcome import Outcome, Outgoing
from monitor.forms import Forms

# Where the services that have a kind of their own take their messages.
_OTHERS = {
    "slack": re.compile(r"hooks\.slack(?:-gov)?\.com/services/.*"),
    "discord": re.compile(r"(?:\w+\.)?discord(?:app)?\.com/api/(?:v\d+/)?webhooks/.*"),
    "teams": re.compile(r"[^/]+\.(?:logic\.azure\.com|api\.powerplatform\.com|webhook\.office\.com)/.*"),
    "ntfy": re.compile(r"ntfy\.sh/.*"),
    "telegram": re.compile(r"api\.telegram\.org/.*"),
}


def _secrets(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        signature.key(value)
    return values


Secrets = Annotated[Texts, AfterValidator(_secrets), ONE_OR_MANY]


class WebhookSettings(ChannelSettings):
    """JSON by HTTP POST, signed by the rules of Standard Webhooks."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"secret"})
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "name": "desk",
        "kind": "webhook",
        "url": "https://example.org/hooks/monitor",
        "secret": "${HOOK_SECRET}",
    }

    kind: Annotated[Literal["webhook"], Field(description="webhook")]
    url: Annotated[WebAddress, Field(description="where to; better as ${NAME} or url_file if it holds a token")]
    url_file: Annotated[str | None, Field(description="a file that holds the address")] = None
    secret: Annotated[Secrets, Field(description="signing secret (whsec_…), or two while you rotate them")] = ()
    secret_file: Annotated[str | None, Field(description="a file that holds the secret")] = None

    def warnings(self) -> Iterator[tuple[str, str]]:
        """An address of a service that takes no webhook of ours."""
        place = urlsplit(self.url)
        for kind, pattern in _OTHERS.items():
            if pattern.fullmatch(f"{place.hostname}{place.path}"):
                yield "kind", f'this is an address of {kind.title()}, which would refuse each message: kind = "{kind}"'

    def channel(self, folder: Path) -> Channel:  # noqa: ARG002  no path in it
        """The channel that it means."""
        return WebhookChannel(name=self.name, url=self.url, secrets=self.secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChannel(Channel):
    """One JSON object by HTTP POST, signed by Standard Webhooks where there are secrets (two during rotation)."""

    url: str = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def render(self, forms: Forms) -> list[Addressed]:
        """The body, which is signed when it is sent."""
        return [(None, forms.json)]

    def smaller(self, rendered: str) -> str | None:
        """Half of it: the longest lists lose their ends, and the body says `"shortened": true`."""
        body = json.loads(rendered)
        if not isinstance(body, dict):
            return None
        text = rendered
        while len(text) > len(rendered) // 2:
            longest = max(_lists(body), key=lambda found: len(json.dumps(found)), default=None)
            if longest is None:
                break
            del longest[(len(longest) + 1) // 2 :]
            text = json.dumps(body | {"shortened": True}, separators=(",", ":"))
        return text if len(text) < len(rendered) else None

    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Post the message once."""
        from monitor.deliver import http_post  # noqa: PLC0415  aiohttp: only who sends pays for it

        return await http_post.send(self.url, self.secrets, outgoing, attempt)

    def probe(self, attempt: Attempt) -> str:
        """Connect, with TLS where the address says so, and post nothing."""
        from monitor.deliver import http_post  # noqa: PLC0415  aiohttp: only who sends pays for it

        return http_post.probe(self.url, attempt)

    def flaws(self) -> Iterator[str]:
        """Weak secrets or none, and plain http to the world."""
        yield from filter(None, map(signature.weakness, self.secrets))
        if not self.secrets:
            yield "is not signed: without a `secret` its receiver cannot tell our messages from others"
        if self.url.startswith("http://") and not _is_near(self.url):
            yield "is sent over plain http: anyone on the way can read and change it"


def _is_near(url: str) -> bool:
    """Whether a host is on this machine or in a private network, as far as its name shows."""
    name = urlsplit(url).hostname or ""
    try:
        return not address_of(name).is_global
    except ValueError:
        return name == "localhost" or "." not in name


def _lists(value: Any) -> Iterator[list[Any]]:
    """All lists of more than one entry, however deep, the inner ones first."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inside:
        yield from _lists(one)
    if isinstance(value, list) and len(value) > 1:
        yield value
