"""Any service that Apprise reaches; needs the optional library, and a URL of the owner's own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from monitor import error_words
from monitor.catalogue import Filled
from monitor.deliver.channel import Addressed, Attempt, Channel, ChannelSettings
from monitor.deliver.outcome import SENT, Kind, Outcome, Outgoing, failed
from monitor.forms import Forms

_INSTALL = "Apprise is not installed: pip install 'entertainment-monitor[apprise]'"


class AppriseSettings(ChannelSettings):
    """Any service that Apprise reaches; needs the extra `apprise`."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"url"})
    EXAMPLE: ClassVar[Mapping[str, Any]] = {}

    kind: Annotated[Literal["apprise"], Field(description="apprise")]
    url: Annotated[Filled, Field(description="Apprise's address of the service; better as ${NAME} or url_file")]
    url_file: Annotated[str | None, Field(description="a file that holds the address")] = None

    def channel(self, folder: Path) -> Channel:  # noqa: ARG002  no path in it
        """The channel that it means."""
        return AppriseChannel(name=self.name, url=self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseChannel(Channel):
    """Any service that the optional Apprise library reaches."""

    url: str = field(repr=False)

    def render(self, forms: Forms) -> list[Addressed]:
        """A title and a plain text, which every service can show."""
        return [(None, json.dumps({"title": forms.title, "body": forms.text}))]

    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Hand the message to Apprise, which says no more than whether it worked."""
        import asyncio  # noqa: PLC0415  only who sends pays for it

        try:
            import apprise  # noqa: PLC0415  optional
        except ImportError:
            return failed(Kind.REFUSED, _INSTALL)
        service = apprise.Apprise()
        if not service.add(self.url):
            said = f"Apprise does not understand the URL of channel {self.name!r}"
            return failed(Kind.REFUSED, said)
        message = json.loads(outgoing.rendered)
        limit = attempt.timeout.total_seconds()
        try:
            async with asyncio.timeout(limit):
                taken = await service.async_notify(title=message["title"], body=message["body"])
        except TimeoutError:
            return failed(Kind.TEMPORARY, f"no answer in {limit:.0f} s", maybe_sent=True)
        except (OSError, TypeError) as error:  # TypeError: what Apprise raises for content that it cannot send
            return failed(Kind.TEMPORARY, f"Apprise: {error_words.in_words(error)}", maybe_sent=True)
        said = "Apprise could not hand it over; its log says why"
        return SENT if taken else failed(Kind.TEMPORARY, said, maybe_sent=True)

    def probe(self, attempt: Attempt) -> str:  # noqa: ARG002  it asks nothing over the network
        """Whether the library is there; the service itself could only be asked by a message."""
        if find_spec("apprise") is None:
            raise OSError(_INSTALL)
        return "apprise is installed"
