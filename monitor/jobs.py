"""What the timetable runs. Jobs dispatch and return: the work is done by children, one writer thread, and channels.

crawl_due  due outlets -> orders -> children -> events -> queue -> desk.ingest   (batches, one writer)
drain      queued deliveries -> claim -> channel -> settle
digest     due windows -> digest -> deliveries       release_held  alerts that wait -> a message a person
send_settled  headlines that waited while editors polished, stories that persons moved -> deliveries
read_calendars  due calendars -> a process each -> dates of watches
tidy       retention, checkpoint        check_health   history -> incidents        count_days   for pages
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from monitor import calendar_process, deliver, error_words, journal, logs
from monitor.config import Config
from monitor.desk import Desk
from monitor.desk.posting import Claim
from monitor.dispatch import Ingested, make, unasked
from monitor.errors import ArchiveError, ArchiveRejectedError
from monitor.event_batches import EventBatches
from monitor.events import ArticleRead, Event, Finished, LinkFailed
from monitor.journal import Journal
from monitor.model import DigestPlan, Origin
from monitor.refusals import Reason
from monitor.unbegun_deliveries import UnbegunDeliveries
from monitor.window_start import WindowStart

CLAIMED = 20  # deliveries claimed at once
RETRY_WRITE = 5.0  # seconds between attempts while the archive cannot be written
SAY_EVERY = 5.0  # seconds between two lines of the log on how far first crawls are
T = TypeVar("T")
_log = logging.getLogger(__name__)


def now() -> datetime:
    """The wall clock, aware."""
    return datetime.now(UTC)


class Jobs:
    """The jobs over one desk. `stop` ends them in order; nothing that was accepted is lost.

    While the archive cannot be written they wait for it; those that are not `patient` end with its error.
    """

    def __init__(
        self,
        desk: Desk,
        config: Config,
        *,
        observe: Callable[[Event], None] = lambda _: None,
        patient: bool = True,
    ) -> None:
        self.desk, self.config = desk, config
        self._observe = observe  # called with every event once it is ingested
        self._patient = patient
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._events = EventBatches()
        self._busy: set[str] = set()  # outlets ordered whose last event is not yet ingested
        self._crawled: set[str] = set()  # of these, those whose last event is still to come
        self._first: set[str] = set()  # of these, those that are crawled for the first time
        self._said = logs.Sparing(SAY_EVERY)
        self._idle = asyncio.Event()
        self._idle.set()
        self._claiming = asyncio.Lock()
        self._sending: dict[str, asyncio.Task[None]] = {}  # by channel
        self._unbegun = UnbegunDeliveries()
        self._kept = deliver.KeptSessions()
        self._stopping = False
        self._journal = Journal()
        self._ordering = asyncio.Lock()
        self.outbox_filled = asyncio.Event()
        self.window = WindowStart(desk, self.on_desk)
        self._crawls = make(config, self._accept, self._accept)
        self._ingesting = asyncio.ensure_future(self._ingest_forever())

    @property
    def ingesting(self) -> asyncio.Task[None]:
        """The task that writes: it ends only when stopped, so its end before that is the end of the daemon."""
        return self._ingesting

    async def on_desk(self, call: Callable[..., T], *args: Any, **options: Any) -> T:
        """Run a call of the desk in the one thread that writes the archive."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, partial(call, *args, **options))

    async def start(self) -> None:
        """Bring the archive in line with the configuration, and take up what an earlier daemon left.

        Raises:
            ClusterError, AlreadyRunningError: see `Dispatcher.start`.
        """
        await self.on_desk(self.desk.sync, now())
        await self.on_desk(self.desk.release_leases, now())
        await self._crawls.start()

    async def reload(self, config: Config) -> None:
        """Work by another configuration from now on; crawls that are under way end by the old one.

        Raises:
            ArchiveError: it cannot be written now; the configuration in use stays.
        """
        await self.on_desk(self.desk.reload, config, now())
        self.config = config

    async def crawl_due(self) -> None:
        """Order a crawl of every due outlet that is not being crawled."""
        if self._ordering.locked():
            return
        async with self._ordering:
            due = await self.on_desk(self.desk.due, now())
            room = 2 * self.config.crawl.concurrency * self._crawls.width - len(self._busy)
            for outlet in [name for name in due if name not in self._busy][: max(0, room)]:
                await self.order(outlet)

    async def order(self, outlet: str, **asked: Any) -> None:
        """Order a crawl of this outlet; what is `asked` beyond the usual is that of `desk.orders.make`."""
        self._busy.add(outlet)
        self._crawled.add(outlet)
        self._idle.clear()
        ordered = False
        try:
            order = await self.on_desk(self.desk.order, outlet, now(), **asked)
            if order.origin is Origin.SEED:
                self._first.add(outlet)
            ordered = await self._crawls.submit(order)
        finally:
            if not ordered:  # and no `Finished` will come
                self._done(outlet)

    async def idle(self) -> None:
        """Return when no crawl is under way and all their events are ingested.

        Raises:
            ArchiveError: the archive cannot be written, and these jobs are not patient.
        """
        waiting = asyncio.ensure_future(self._idle.wait())
        await asyncio.wait({waiting, self._ingesting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._ingesting.done():
            self._ingesting.result()

    async def drain(self) -> None:
        """Begin to send what is due, on every channel that is not at it already.

        Channels do not wait for each other: one that hangs keeps an alert from no other.
        """
        async with self._claiming:
            self.outbox_filled.clear()
            free = [channel.name for channel in self.config.channels if channel.name not in self._sending]
            if not free or self._stopping:
                return
            await self.on_desk(self._unbegun.claim, self.desk, now(), CLAIMED, free)
            for channel, claims in self._unbegun.by_channel.items():
                if channel not in self._sending:
                    self._sending[channel] = asyncio.ensure_future(self._send(channel, claims))

    async def drained(self) -> None:
        """Send all that is due, and return when that is done."""
        await self.drain()
        while self._sending:
            await asyncio.wait(self._sending.values(), return_when=asyncio.FIRST_COMPLETED)
            await self.drain()

    async def digest(self, plan: DigestPlan) -> None:
        """Make the digests of this plan that are due."""
        made = await self.on_desk(self.desk.digest_due, plan, now())
        if made:
            _log.info("digest.made", extra={"digest": plan.name, "messages": made})
        self._announce(made)

    async def release_held(self) -> None:
        """Send what waited for the time of its person."""
        self._announce(await self.on_desk(self.desk.release_held, now()))

    async def clock_set_back(self, seconds: float) -> None:
        """Let nothing wait for the time that the clock showed before it was set back."""
        await self.on_desk(self.desk.clock_set_back, seconds, now())

    async def tidy(self) -> None:
        """Prune what is not to be kept, and keep the archive small and fast."""
        after: int | None = 0
        while after is not None and not self._stopping:  # one small transaction after the other: events come in between
            after = await self.on_desk(self.desk.prune, now(), after)
        await self.on_desk(self.desk.tidy, now())

    async def count_days(self) -> None:
        """Count the days that ended, for pages that look back."""
        for day in await self.on_desk(self.desk.days_to_count, now()):
            if self._stopping:
                return
            await self.on_desk(self.desk.count_day, day, now())  # a transaction a day: events come in between

    async def send_settled(self) -> None:
        """Send the new headlines that waited while editors polished, and what persons' moves made due."""
        self._announce(await self.on_desk(self.desk.send_settled, now()))

    async def read_calendars(self) -> None:
        """Read the calendars of watches whose time has come, one after the other."""
        for asked in await self.on_desk(self.desk.calendars_due, now()):
            if self._stopping:
                return
            await self.on_desk(self.desk.calendar_read, await calendar_process.read(asked), now())

    async def check_health(self, only: Sequence[str] = ()) -> None:
        """Open and close incidents: all, or those of the outlets with these ids."""
        self._announce(await self.on_desk(self.desk.check_health, now(), only))

    async def say_well(self) -> None:
        """Tell the watchdog that all is well; say nothing where it is not, so that the watchdog does."""
        url = self.config.watchdog.url
        if url is None:
            return
        wrong = await self.on_desk(self.desk.what_is_wrong, now())
        if wrong:
            _log.warning("watchdog.withheld", extra={"incidents": wrong})
            return
        said = await deliver.ping(url, now=now(), allow=self.config.network.allow)
        if said.kind is not deliver.Kind.SENT:
            _log.warning("watchdog.failed", extra={"cause": said.error})

    async def stop(self, seconds: float) -> None:
        """End the crawls, ingest what they found, let sends under way end, all within `seconds`; close the archive.

        What is cut by that is not lost: unread links stay found, the lease of what was being sent runs out, and what
        was not begun is given back, so that the next start sends it at once and in no doubt.
        """
        enough = asyncio.get_running_loop().time() + seconds / 2  # for what is being sent
        self._stopping = True
        # First, for who asks twice ends all at once.
        giving_back = asyncio.ensure_future(self.on_desk(self._unbegun.give_back, self.desk))
        await self._crawls.stop(seconds / 2)
        joined = asyncio.ensure_future(self._events.join())
        await asyncio.wait({joined, self._ingesting}, timeout=seconds / 4, return_when=asyncio.FIRST_COMPLETED)
        joined.cancel()
        self._ingesting.cancel()
        left = max(1.0, enough - asyncio.get_running_loop().time())
        await asyncio.wait({giving_back, *self._sending.values()}, timeout=left)
        for sending in self._sending.values():
            sending.cancel()
        await deliver.leave(self._kept)
        await self.on_desk(self.desk.close)
        self._writer.shutdown()

    async def _send(self, channel: str, claims: list[Claim]) -> None:
        """Send these deliveries of one channel, one after the other, until it takes no more."""
        try:
            while claims and not self._stopping:
                claim = claims.pop(0)
                allow = self.config.network.allow
                outcome = await deliver.send(claim.channel, claim.outgoing, now=now(), allow=allow, kept=self._kept)
                # It is out: that must be written, else it would go out again.
                settled = await self._when_writable(self.desk.settle, claim, outcome, now())
                journal.write(_log, journal.of_delivery(channel, claim.outgoing, outcome, settled))
                if settled.brake is not None:
                    await self._when_writable(self.desk.give_back, claims)
                    return
        except ArchiveError as error:
            _log.error("archive.write_failed", extra={"error": str(error), "channel": channel})
        except Exception:  # noqa: BLE001 - a defect on one channel must not cost the others; its lease runs out
            _log.exception("channel.failed", extra={"channel": channel})
        finally:
            del self._sending[channel]
            if not self._stopping:  # else what is left is given back
                del self._unbegun.by_channel[channel]
            self.outbox_filled.set()  # there may be more for it

    async def _accept(self, item: Event, ingested: Ingested = unasked) -> None:
        if isinstance(item, Finished):
            self._crawled.discard(item.outlet)
        await self._events.put(item, ingested, more=bool(self._crawled))

    async def _ingest_forever(self) -> None:
        while True:
            batch = await self._events.batch()
            await self._write([item for item, _ in batch])
            for item, ingested in batch:
                self._events.done()
                ingested()
                self._observe(item)
                journal.write(_log, self._journal.of(item))
                if isinstance(item, Finished):
                    self._done(item.outlet)
            # Now and then while outlets are read for the first time, which may take many minutes.
            if self._first and self._said.is_due("", asyncio.get_running_loop().time()):
                journal.write(_log, self._journal.under_way(self._first))

    def _done(self, outlet: str) -> None:
        self._busy.discard(outlet)
        self._crawled.discard(outlet)
        self._first.discard(outlet)
        if not self._busy:
            self._idle.set()

    async def _write(self, batch: list[Event]) -> None:
        """Ingest a batch, again and again while the archive cannot take it: the children wait meanwhile."""
        try:
            messages = await self._when_writable(self.desk.ingest_all, batch, now(), of=batch)
        except ArchiveError as error:
            if not isinstance(error, ArchiveRejectedError):
                raise
        except Exception:  # noqa: BLE001 - a defect in one event must not cost the others
            _log.exception("desk.failed", extra={"events": len(batch)})
        else:
            self._announce(messages)
            return
        for item in batch:
            await self._write_alone(item)

    async def _write_alone(self, item: Event) -> None:
        """Ingest one event of a batch that failed by a defect of ours: one bad event must not cost the others."""
        why = None
        try:
            self._announce(await self._when_writable(self.desk.ingest, item, now(), of=[item]))
        except Exception as error:
            if isinstance(error, ArchiveError) and not isinstance(error, ArchiveRejectedError):
                raise
            outlet = getattr(item, "outlet", None)
            _log.exception("event.failed", extra={"kind": type(item).__name__, "outlet": outlet})
            why = f"could not be ingested: {error_words.in_words(error)}"
        if why and isinstance(item, ArticleRead):
            failed = LinkFailed(outlet=item.outlet, link=item.link, error=why, at=item.at, cause=Reason.PARSER_FAULT)
            await self._write_alone(failed)

    async def _when_writable(self, call: Callable[..., T], *args: Any, of: Sequence[Event] = ()) -> T:
        """A call of the desk, `of` events maybe, that must not be lost: again and again until the archive takes it.

        Raises:
            ArchiveRejectedError: the archive is well, and does not take it.
            ArchiveError: it cannot be written, and these jobs are not patient.
        """
        while True:
            try:
                await self.window.make_for(of)
                return await self.on_desk(call, *args)
            except ArchiveError as error:
                if isinstance(error, ArchiveRejectedError) or not self._patient:
                    raise
                _log.error("archive.write_failed", extra={"error": str(error), "waiting": len(self._events)})
                await asyncio.sleep(RETRY_WRITE)

    def _announce(self, messages: int) -> None:
        if messages:
            self.outbox_filled.set()
