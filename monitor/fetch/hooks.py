"""What a crawl is connected to: where its events go, who supervises it, and the pace it shares with other crawls."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from monitor.events import Event, Parsing
from monitor.fetch.client import Clients
from monitor.fetch.pace import Pace
from monitor.fetch.robots import KeptRules
from monitor.fetch.room import Room


async def discard(event: Event) -> None:
    """An emitter for crawls whose events nobody wants."""


def unwatched(parsing: Parsing | None, body: bytes) -> None:
    """A reading hook for crawls that nobody supervises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """What a crawl is given.

    `emit` takes events; `reading` gets what is being parsed and its bytes (None: done); `pace`, `room`,
    `clients` and `rules` are the process's.
    """

    emit: Callable[[Event], Awaitable[None]] = discard
    reading: Callable[[Parsing | None, bytes], None] = unwatched
    pace: Pace = field(default_factory=Pace)
    room: Room = field(default_factory=Room)
    clients: Clients = field(default_factory=Clients)
    rules: KeptRules = field(default_factory=KeptRules)

    @contextmanager
    def parsing(self, what: Parsing, body: bytes) -> Iterator[None]:
        """Say whose bytes are under a parser while the block runs, for it may never end. Nothing is awaited in it."""
        self.reading(what, body)
        try:
            yield
        finally:
            self.reading(None, b"")
