"""A worker's side of a cluster: orders from the queue into supervised children, what they tell into the inbox.

    queue -> carry_out -> Local -> child -> events -> inbox

It needs no archive and no configuration: the order says all. The worker may vanish at any moment; its crawls are then
ordered anew. A worker that cannot reach the database ends its crawls before others may begin them elsewhere.
"""

import asyncio
import logging
import time
from contextlib import suppress
from datetime import UTC, datetime

from monitor import events
from monitor.causes import CrawlOutcome
from monitor.dispatch.cluster import LEASE, Duty, Exchange, Telling
from monitor.dispatch.local import Local
from monitor.errors import ClusterError
from monitor.events import Death, Event, Finished

AT_ONCE = 32  # orders carried out at once, by each process
_GRACE = 8.0  # seconds for crawls under way when asked to stop
_RETRY = 2.0  # seconds between attempts to reach the database
_BATCH = 50
_QUEUE = 500  # events that wait; beyond that the children wait
_log = logging.getLogger(__name__)


async def work(url: str, stop: asyncio.Event, *, processes: int = 1, lease: float = LEASE) -> None:
    """Work for the cluster until `stop` is set, whatever happens to the database meanwhile.

    Raises:
        ClusterError: the database could not be used from the first; later it is tried again.
    """
    began = False
    while not stop.is_set():
        try:
            async with Exchange(url) as exchange:
                await exchange.check()
                began = True
                _log.info("work.started", extra={"processes": processes})
                await Shift(exchange, processes=processes, lease=lease).run(stop)
        except ClusterError as error:
            if not began:
                raise
            _log.error("cluster.unreachable", extra={"error": error.message})
        if not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _RETRY)


class Shift:
    """What a worker does between two connections to the database."""

    def __init__(self, exchange: Exchange, *, processes: int, lease: float) -> None:
        self._exchange, self._lease = exchange, lease
        self._processes = processes
        self._local = Local(self._hear, self._hear, workers=processes)
        self._duties: dict[str, tuple[Duty, asyncio.Event]] = {}  # by outlet; set: its Finished is in the inbox
        self._tellings: asyncio.Queue[tuple[Event, Telling]] = asyncio.Queue(_QUEUE)
        self._over = False

    async def run(self, stop: asyncio.Event) -> None:
        """Carry orders out until told to stop, or until the database takes us for dead."""
        serving = asyncio.ensure_future(
            self._exchange.serve(self.carry_out, at_once=AT_ONCE * self._processes, lease=self._lease)
        )
        others = [asyncio.ensure_future(task) for task in (self._relay(), self._watch())]
        asked = asyncio.ensure_future(stop.wait())
        await asyncio.wait({serving, *others, asked}, return_when=asyncio.FIRST_COMPLETED)
        in_order = asked.done() and not any(task.done() for task in others)
        serving.cancel()  # takes no new orders, and returns when those under way have ended
        await (self._end_in_order() if in_order else self._cut())
        for task in (*others, asked):
            task.cancel()
        ended, *_ = await asyncio.gather(serving, *others, asked, return_exceptions=True)
        if isinstance(ended, ClusterError):
            raise ended

    async def carry_out(self, duty: Duty) -> None:
        """Have an order crawled; returns when all that it told is in the inbox, or when it is another's."""
        mine = (duty, ended := asyncio.Event())
        self._duties[duty.outlet] = mine
        try:
            order = events.decode_order(duty.order)
        except ValueError as error:
            await self._hear(_finished(duty.outlet, CrawlOutcome.FAILED, f"the order was not understood: {error}"))
        else:
            if self._over or not await self._local.submit(order):
                await self._hear(_finished(duty.outlet, CrawlOutcome.SHUTDOWN, "the worker was stopped"))
        if not self._over:
            await ended.wait()
        if self._duties.get(duty.outlet) is mine:
            del self._duties[duty.outlet]

    async def _hear(self, event: Event) -> None:
        if self._over:
            return
        # A death is of a whole child, and a host's news is anybody's: they are taken without a duty.
        outlet = None if isinstance(event, Death) else getattr(event, "outlet", None)
        duty, _ = self._duties.get(outlet or "", (None, None))
        await self._tellings.put((event, Telling(events.encode(event).decode(), outlet, duty)))

    async def _relay(self) -> None:
        """Into the inbox, in order; returns when our orders are no longer ours."""
        while True:
            batch = [await self._tellings.get()]
            while len(batch) < _BATCH and not self._tellings.empty():
                batch.append(self._tellings.get_nowait())
            while True:
                try:
                    if not await self._exchange.tell([telling for _, telling in batch]):
                        _log.error("work.superseded")
                        return
                    break
                except ClusterError as error:  # `_watch` knows how long that may last
                    _log.error("cluster.unreachable", extra={"error": error.message})
                    await asyncio.sleep(1)
            for event, _ in batch:
                if isinstance(event, Finished) and event.outlet in self._duties:
                    self._duties[event.outlet][1].set()

    async def _watch(self) -> None:
        """Returns when the database has not known us as living for so long that others may soon have our orders."""
        seen_at = time.monotonic()
        while time.monotonic() - seen_at < self._lease * 2 / 3:
            await asyncio.sleep(self._lease / 10)
            workers = {duty.worker for duty, _ in self._duties.values()}
            with suppress(ClusterError, TimeoutError):
                async with asyncio.timeout(self._lease / 3):
                    if not workers or await self._exchange.is_alive(max(workers), self._lease):
                        seen_at = time.monotonic()
        _log.error("work.cut_off", extra={"crawls": len(self._duties)})

    async def _end_in_order(self) -> None:
        await self._local.stop(_GRACE)
        for outlet, (_, ended) in list(self._duties.items()):
            if not ended.is_set():  # it waited for its turn, or was cut without a word
                await self._hear(_finished(outlet, CrawlOutcome.SHUTDOWN, "the worker was stopped"))
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE / 2):
                for _, ended in list(self._duties.values()):
                    await ended.wait()
        await self._cut()

    async def _cut(self) -> None:
        """End the children at once and let go of all orders; who reaps them tells the archive."""
        self._over = True
        while not self._tellings.empty():  # what waits to be heard need not wait any longer
            self._tellings.get_nowait()
        await self._local.stop(0)
        for _, ended in list(self._duties.values()):
            ended.set()


def _finished(outlet: str, outcome: CrawlOutcome, detail: str) -> Finished:
    return Finished(outlet=outlet, at=datetime.now(UTC), outcome=outcome, complete=False, detail=detail)
