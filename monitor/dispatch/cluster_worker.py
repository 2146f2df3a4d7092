"""A worker's side of a cluster: orders from the queue into supervised children, their events into the inbox.

    queue -> carry_out -> Local -> child -> events -> inbox

It needs no archive and no configuration: the order says all. The worker may vanish at any moment; its crawls are then
ordered again. A worker that cannot reach the database ends its crawls before others may begin them elsewhere.
"""

import asyncio
import logging
import time
from contextlib import suppress
from datetime import UTC, datetime

from monitor import background, events
from monitor.causes import CrawlOutcome
from monitor.dispatch.cluster import LEASE, ClusterDb, InboxRow, Job
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
            async with ClusterDb(url) as db:
                await db.check()
                began = True
                _log.info("work.started", extra={"processes": processes})
                await Session(db, processes=processes, lease=lease).run(stop)
        except ClusterError as error:
            if not began:
                raise
            _log.error("cluster.unreachable", extra={"error": error.message})
        if not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _RETRY)


class Session:
    """What a worker does between two connections to the database."""

    def __init__(self, db: ClusterDb, *, processes: int, lease: float) -> None:
        self._db, self._lease = db, lease
        self._processes = processes
        self._local = Local(self._report, self._report, workers=processes)
        self._jobs: dict[str, tuple[Job, asyncio.Event]] = {}  # by outlet; set: its Finished is in the inbox
        self._outgoing: asyncio.Queue[tuple[Event, InboxRow]] = asyncio.Queue(_QUEUE)
        self._over = False

    async def run(self, stop: asyncio.Event) -> None:
        """Carry orders out until asked to stop, or until the database counts us as dead."""
        serving = asyncio.ensure_future(
            self._db.serve(self.carry_out, at_once=AT_ONCE * self._processes, lease=self._lease)
        )
        others = [background.start(task, name) for name, task in (("relay", self._relay()), ("watch", self._watch()))]
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
        if isinstance(ended, Exception):
            _log.error("task.failed", extra={"task": "orders of the cluster"}, exc_info=ended)

    async def carry_out(self, job: Job) -> None:
        """Have an order crawled; returns when all its events are in the inbox, or when it is another's."""
        mine = (job, ended := asyncio.Event())
        self._jobs[job.outlet] = mine
        try:
            order = events.decode_order(job.order)
        except ValueError as error:
            await self._report(_finished(job.outlet, CrawlOutcome.FAILED, f"the order was not understood: {error}"))
        else:
            if self._over or not await self._local.submit(order):
                await self._report(_finished(job.outlet, CrawlOutcome.SHUTDOWN, "the worker was stopped"))
        if not self._over:
            await ended.wait()
        if self._jobs.get(job.outlet) is mine:
            del self._jobs[job.outlet]

    async def _report(self, event: Event) -> None:
        if self._over:
            return
        # A death is of a whole child, and what a host asks for concerns everybody: they are taken without a job.
        outlet = None if isinstance(event, Death) else getattr(event, "outlet", None)
        job, _ = self._jobs.get(outlet or "", (None, None))
        await self._outgoing.put((event, InboxRow(events.encode(event).decode(), outlet, job)))

    async def _relay(self) -> None:
        """Into the inbox, in order; returns when our orders are no longer ours."""
        while True:
            batch = [await self._outgoing.get()]
            while len(batch) < _BATCH and not self._outgoing.empty():
                batch.append(self._outgoing.get_nowait())
            while True:
                try:
                    if not await self._db.append([row for _, row in batch]):
                        _log.error("work.superseded")
                        return
                    break
                except ClusterError as error:  # `_watch` knows how long that may last
                    _log.error("cluster.unreachable", extra={"error": error.message})
                    await asyncio.sleep(1)
            for event, _ in batch:
                if isinstance(event, Finished) and event.outlet in self._jobs:
                    self._jobs[event.outlet][1].set()

    async def _watch(self) -> None:
        """Returns when the database has not known us as living for so long that others may soon have our orders."""
        seen_at = time.monotonic()
        while time.monotonic() - seen_at < self._lease * 2 / 3:
            await asyncio.sleep(self._lease / 10)
            workers = {job.worker for job, _ in self._jobs.values()}
            with suppress(ClusterError, TimeoutError):
                async with asyncio.timeout(self._lease / 3):
                    if not workers or await self._db.is_alive(max(workers), self._lease):
                        seen_at = time.monotonic()
        _log.error("work.cut_off", extra={"crawls": len(self._jobs)})

    async def _end_in_order(self) -> None:
        await self._local.stop(_GRACE)
        for outlet, (_, ended) in list(self._jobs.items()):
            if not ended.is_set():  # it waited for its turn, or was cut without an event
                await self._report(_finished(outlet, CrawlOutcome.SHUTDOWN, "the worker was stopped"))
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE / 2):
                for _, ended in list(self._jobs.values()):
                    await ended.wait()
        await self._cut()

    async def _cut(self) -> None:
        """End the children at once and let go of all orders; whoever reaps them reports it to the archive."""
        self._over = True
        while not self._outgoing.empty():  # what waits to be sent need not wait any longer
            self._outgoing.get_nowait()
        await self._local.stop(0)
        for _, ended in list(self._jobs.values()):
            ended.set()


def _finished(outlet: str, outcome: CrawlOutcome, detail: str) -> Finished:
    return Finished(outlet=outlet, at=datetime.now(UTC), outcome=outcome, complete=False, detail=detail)
