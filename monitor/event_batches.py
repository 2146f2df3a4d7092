"""The events that wait to be written, in the batches in which they are: a transaction each.

A transaction is a flush of the disk and a way to the writing thread and back, so while crawls are under way what comes
within a moment of the first event is written with it.
"""

import asyncio
from contextlib import suppress

from monitor.dispatch import Ingested
from monitor.events import Event

BATCH = 50  # events ingested in one transaction
QUEUE = 500  # events that wait; beyond that the children wait
MOMENT = 0.5  # seconds for which an event waits for others

Arrived = tuple[Event, Ingested]


class EventBatches:
    """A queue of events, in their order: `put` them, take a `batch`, and say of each when it is `done`."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[Arrived] = asyncio.Queue(QUEUE)
        self._at_once = asyncio.Event()

    def __len__(self) -> int:
        return self._waiting.qsize()

    async def put(self, event: Event, ingested: Ingested, *, more: bool) -> None:
        """Add an event, when there is room for it. `more`: others are about to come, and it may wait for them."""
        await self._waiting.put((event, ingested))
        if not more or self._waiting.qsize() >= BATCH:
            self._at_once.set()

    async def batch(self) -> list[Arrived]:
        """The next events, one at least; it waits for them."""
        batch = [await self._waiting.get()]
        with suppress(TimeoutError):
            async with asyncio.timeout(MOMENT):
                await self._at_once.wait()
        while len(batch) < BATCH and not self._waiting.empty():
            batch.append(self._waiting.get_nowait())
        if self._waiting.empty():
            self._at_once.clear()
        return batch

    def done(self) -> None:
        """One of those that were taken is dealt with."""
        self._waiting.task_done()

    async def join(self) -> None:
        """Return when all that were put are done; none waits for others any more."""
        self._at_once.set()
        await self._waiting.join()
