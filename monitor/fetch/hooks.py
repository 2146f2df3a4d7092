"""What a crawl is connected to: where its events go, who supervises it, and the pace it shares with other crawls."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from monitor.events import Event
from monitor.fetch.pace import Pace


async def discard(event: Event) -> None:
    """An emitter for crawls whose events nobody wants."""


def unwatched(outlet: str, url: str | None) -> None:
    """A reading hook for crawls that nobody supervises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """`emit` takes events; `reading` gets the page that is being parsed (None: done); `pace` is the process's."""

    emit: Callable[[Event], Awaitable[None]] = discard
    reading: Callable[[str, str | None], None] = unwatched
    pace: Pace = field(default_factory=Pace)
