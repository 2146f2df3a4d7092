"""What every kind of channel offers: its settings, its value, and the value's three verbs: render, send, probe.

A kind is one module of this folder; `kinds` is the list of them.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import Field

from monitor.catalogue import Line, Table
from monitor.deliver.kept_sessions import KeptSessions
from monitor.deliver.outcome import Outcome, Outgoing
from monitor.forms import Forms

TIMEOUT = timedelta(seconds=30)

Addressed = tuple[str | None, str]  # a recipient, None where the channel is one by itself; the exact text for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The circumstances of a sending or a probe. `allow` are private networks that may be reached.

    `kept` are conversations of earlier deliveries; None: each has its own.
    """

    now: datetime
    allow: tuple[str, ...] = ()
    timeout: timedelta = TIMEOUT  # of one step
    kept: KeptSessions | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(ABC):
    """Where messages go, as configured."""

    name: str

    @abstractmethod
    def render(self, forms: Forms) -> list[Addressed]:
        """The deliveries that a message makes here: the exact texts to keep and to send."""

    @abstractmethod
    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Try once to hand a delivery over."""

    @abstractmethod
    def probe(self, attempt: Attempt) -> str:
        """Find out whether a message could be sent now, without sending one; what was found, for people.

        Raises:
            OSError, ValueError: it could not.
        """

    def smaller(self, rendered: str) -> str | None:  # noqa: ARG002 - most kinds know their limits and keep them
        """What says less of the same, for a receiver that refuses the text for its size; None: it cannot be said."""
        return None

    @property
    def mark(self) -> str:
        """Changes with any setting, secrets included, in all but one case of 4,096: too short to betray a secret."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:3]

    def flaws(self) -> Iterator[str]:
        """What speaks against the channel as it is configured, each as the rest of a sentence about it."""
        yield from ()


class ChannelSettings(Table, ABC):
    """A `[[channel]]` table of one kind. Its fields and docstring are the kind's reference.

    `SECRETS` are keys whose values are never visible, `EXAMPLE` what the example file sets. A key `NAME_file` next to
    a key `NAME` is the file that holds its value.
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset()
    EXAMPLE: ClassVar[Mapping[str, Any]] = {}

    name: Annotated[Line, Field(description="the name that `to` uses")]
    kind: str

    @abstractmethod
    def channel(self, folder: Path) -> Channel:
        """The channel that it means; relative paths are taken from `folder`."""

    def warnings(self) -> Iterator[tuple[str, str]]:
        """What works and a person should know: a key, and a sentence."""
        yield from ()
