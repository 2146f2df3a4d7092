"""The archive's side of a cluster: it orders crawls, and hands on what comes back until that is in the archive.

    submit(order) -> queue -> a worker, somewhere -> inbox -> on_event -> ingested -> dropped from the inbox

A line of the inbox is dropped only after it was ingested, so each is handed on at least once; to ingest it twice is
as once. A crawl whose worker gave no sign of life, or whose order is gone, is reported as one that died: the outlet is
ordered again, with what is known by then.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from monitor import events
from monitor.causes import CrawlOutcome
from monitor.dispatch.cluster import LEASE, ClusterDb, InboxRow, LeaderLock
from monitor.dispatch.dispatcher import Receive
from monitor.errors import AlreadyRunningError, ClusterError
from monitor.events import Finished, Order
from monitor.reading import urls

_BATCH = 100  # lines of the inbox taken at once
_IDLE = 1.0  # seconds without news until the inbox is looked at all the same
_RETRY = 2.0  # seconds between attempts to reach the database
_DEATHS = 3  # workers that an outlet may cost in a row, before it waits like one that failed
_REMIND = 60.0  # seconds between warnings that nobody works
_log = logging.getLogger(__name__)


class Cluster:
    """Crawls on the workers of a cluster. One daemon works with a cluster."""

    def __init__(self, on_event: Receive, url: str, *, lease: float = LEASE) -> None:
        self._on_event, self._lease = on_event, lease
        self._db = ClusterDb(url)
        self._lock: LeaderLock | None = None
        self._linked, self._stopping = asyncio.Event(), False
        self._ordering = asyncio.Lock()
        self._running: set[str] = set()  # outlets ordered, whose Finished was not handed on yet
        self._handed: set[int] = set()  # lines of the inbox that were handed on and are still there
        self._ingested: list[int] = []  # those of them that may be dropped
        self._settled = asyncio.Event()  # one more may be
        self._deaths: Counter[str] = Counter()
        self._workers = 0
        self._reminded_at = 0.0
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def width(self) -> int:
        """How many workers there are; at least one, for orders may wait for the first."""
        return max(1, self._workers)

    async def start(self) -> None:
        """Take the lock and take over what an earlier daemon left: crawls go on, orders not begun are made again.

        Raises:
            ClusterError: the database cannot be used.
            AlreadyRunningError: another daemon works with the cluster.
        """
        await self._db.open()
        try:
            await self._db.check()
            self._lock = await self._db.lock()
            await self._db.withdraw()
            self._running |= await self._db.under_way()
        except (ClusterError, AlreadyRunningError):
            await self._leave()
            raise
        self._tasks = [
            asyncio.ensure_future(self._again(self._read, "inbox")),
            asyncio.ensure_future(self._again(self._look_after, "upkeep")),
        ]

    async def submit(self, order: Order) -> bool:
        """Queue this order, where the outlet has none; False where all is being stopped.

        While the database cannot be reached it waits.
        """
        outlet = order.outlet.id
        while True:
            await self._linked.wait()
            async with self._ordering:
                if self._stopping:
                    return False
                if outlet in self._running:
                    return True
                self._running.add(outlet)  # before it is queued: a fast worker may be done before we return
                try:
                    host = urls.host(order.outlet.home) or outlet
                    await self._db.post(outlet, host, events.encode_order(order))
                except ClusterError as error:
                    self._running.discard(outlet)
                    self._linked.clear()
                    _log.error("cluster.unreachable", extra={"error": error.message})
                else:
                    return True

    async def stop(self, grace: float) -> None:
        """Hand nothing more on, and drop what is ingested within `grace` seconds. Crawls under way go on without us."""
        self._stopping = True
        self._linked.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._lock is not None:
            with suppress(ClusterError, TimeoutError):
                async with asyncio.timeout(grace):
                    await self._db.withdraw()
                    while len(self._ingested) < len(self._handed):
                        self._settled.clear()
                        await self._settled.wait()
            with suppress(ClusterError, TimeoutError):
                async with asyncio.timeout(1):
                    await self._drop_ingested()
        await self._leave()

    async def _leave(self) -> None:
        if self._lock is not None:
            await self._lock.close()
        await self._db.close()

    async def _again(self, work: Callable[[], Awaitable[None]], name: str) -> None:
        """Do it forever, whatever happens to the database."""
        while True:
            try:
                await work()
            except (ClusterError, AlreadyRunningError) as error:
                _log.error("cluster.unreachable", extra={"work": name, "error": error.message})
                await asyncio.sleep(_RETRY)
            except Exception:  # noqa: BLE001 - a defect in one pass must not end the cluster
                _log.exception("cluster.failed", extra={"work": name})
                await asyncio.sleep(_RETRY)

    async def _read(self) -> None:
        """Take what is new in the inbox, and hand it on."""
        if self._lock is None:
            self._lock = await self._db.lock()
        try:
            self._linked.set()
            await self._drop_ingested()
            lines = await self._db.take(_BATCH, self._handed)
            for number, line in lines:
                await self._hand_on(number, line)
            if not lines:
                await self._lock.wait(_IDLE)
        except ClusterError:
            self._linked.clear()
            lock, self._lock = self._lock, None
            await lock.close()
            raise

    async def _hand_on(self, number: int, line: str) -> None:
        self._handed.add(number)
        try:
            event = events.decode_supervised(line.encode())
        except ValueError as error:  # of another version, or of another program: what is lost is read again
            _log.error("cluster.not_understood", extra={"error": str(error), "line": line[:200]})
            self._settle(number)
            return
        await self._on_event(event, partial(self._settle, number))
        if isinstance(event, Finished):
            self._running.discard(event.outlet)
            if event.outcome.is_in_order:
                del self._deaths[event.outlet]

    def _settle(self, number: int) -> None:
        self._ingested.append(number)
        self._settled.set()

    async def _drop_ingested(self) -> None:
        numbers = list(self._ingested)
        await self._db.drop(numbers)
        del self._ingested[: len(numbers)]
        self._handed.difference_update(numbers)

    async def _look_after(self) -> None:
        """The reaper: report crawls that died, so that nothing waits for them."""
        await asyncio.sleep(self._lease / 6)
        await self._linked.wait()
        for job, outlet in await self._db.stalled(self._lease):
            await self._report_death(outlet, "its worker gave no sign of life")
            await self._db.bury(job)
        await self._db.forget_workers(self._lease)
        async with self._ordering:  # an order that is about to be queued is not a lost one
            for outlet in await self._db.lost(self._running):
                if outlet in self._running:
                    await self._report_death(outlet, "its order is gone")
        self._workers = sum(worker.alive for worker in await self._db.workers(self._lease))
        if self._running and not self._workers and time.monotonic() - self._reminded_at > _REMIND:
            self._reminded_at = time.monotonic()
            _log.warning("cluster.no_workers", extra={"waiting": len(self._running)})

    async def _report_death(self, outlet: str, why: str) -> None:
        """By way of the inbox, after all that the crawl still reported."""
        self._deaths[outlet] += 1
        spent = self._deaths[outlet] >= _DEATHS
        detail = f"{why}, {self._deaths[outlet]} times in a row" if spent else why
        _log.error("cluster.crawl_died", extra={"outlet": outlet, "why": detail})
        finished = Finished(
            outlet=outlet,
            at=datetime.now(UTC),
            outcome=CrawlOutcome.FAILED if spent else CrawlOutcome.DIED,
            complete=False,
            detail=detail,
        )
        await self._db.append([InboxRow(events.encode(finished).decode(), outlet)])
