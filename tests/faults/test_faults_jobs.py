"""Faults inside the daemon's jobs, with crawls and receivers that are made up."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from idle_dispatcher import IdleDispatcher
from website import Site

from monitor import jobs
from monitor.causes import CrawlOutcome
from monitor.config import Config, Crawl, Watchdog
from monitor.deliver import Blame, Kind
from monitor.deliver.file import FileChannel
from monitor.deliver.outcome import SENT, failed
from monitor.deliver.webhook import WebhookChannel
from monitor.desk import Desk
from monitor.errors import ArchiveFullError, ArchiveLockedError, ArchiveRejectedError
from monitor.events import Fetched, Finished
from monitor.jobs import Jobs
from monitor.model import DigestPlan, Incident, Outlet, Source, SourceKind
from monitor.store import digests

REEL = Outlet(
    id="reel",
    name="Reel",
    home="https://reel.example/",
    sources=(Source(kind=SourceKind.FEED, url="https://reel.example/feed"),),
)
MORNING = DigestPlan(name="morning", schedule="0 8 * * *", to=("good",), send_empty=True)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def config(tmp_path, monkeypatch):
    """One outlet, two channels, and no waiting between attempts to write."""
    monkeypatch.setattr(jobs, "make", lambda *_: IdleDispatcher())
    monkeypatch.setattr(jobs, "RETRY_WRITE", 0.01)
    return Config(
        path=tmp_path / "monitor.toml",
        archive_path=tmp_path / "archive.db",
        outlets=(REEL,),
        channels=tuple(FileChannel(name=name, path=str(tmp_path / name)) for name in ("deaf", "good")),
        digests=(MORNING,),
        incidents_to=("deaf", "good"),
    )


def at_work(config, work, **options: object):
    """Run `work(jobs, desk)` with jobs that are started and stopped in order."""

    async def run():
        desk = Desk.open(config)
        made = Jobs(desk, config, **options)
        await made.start()
        try:
            async with asyncio.timeout(30):
                return await work(made, desk)
        finally:
            await made.stop(2)

    return asyncio.run(run())


def tell(desk, subject):
    """Queue a message for both channels."""
    from monitor.desk import incident_check

    return incident_check.opened(desk.context, Incident(kind="source_gone", subject=subject, detail="gone"), NOW)


def failing(desk, monkeypatch, name, *errors: Exception):
    """Let a call of the desk fail with these errors first."""
    real, waiting = getattr(desk, name), list(errors)

    def call(*args: object, **options: object):
        if waiting:
            raise waiting.pop(0)
        return real(*args, **options)

    monkeypatch.setattr(desk, name, call)


def test_a_channel_that_hangs_holds_up_no_other(config, monkeypatch):
    """A message that is queued while one receiver hangs reaches the others at once."""
    sent = []

    async def send(channel, outgoing, **_: object):
        if channel.name == "deaf":
            await asyncio.Event().wait()
        sent.append(channel.name)
        return SENT

    monkeypatch.setattr(jobs.deliver, "send", send)

    async def work(made, desk):
        for subject in ("first", "second"):
            await made.on_desk(tell, desk, subject)
            await made.drain()
            while sent.count("good") < ("first", "second").index(subject) + 1:  # noqa: ASYNC110 - of tasks of its own
                await asyncio.sleep(0.01)

    at_work(config, work)

    assert sent == ["good", "good"]


def test_what_was_sent_is_written_down_although_the_disk_was_full(config, monkeypatch):
    """The outcome is kept until it can be stored: the message does not go out again."""
    sent = []

    async def send(channel, outgoing, **_: object):
        sent.append(outgoing.message_id)
        return SENT

    monkeypatch.setattr(jobs.deliver, "send", send)

    async def work(made, desk):
        failing(desk, monkeypatch, "settle", ArchiveFullError("full"), ArchiveLockedError("locked"))
        await made.on_desk(tell, desk, "first")
        await made.drained()
        rows = desk.context.archive.rows
        return await made.on_desk(rows, "select state, count(*) as number from deliveries group by state")

    (row,) = at_work(config, work)

    assert tuple(row) == ("sent", 2)
    assert len(sent) == 2


def test_a_row_that_the_archive_rejects_stops_nothing(config, monkeypatch):
    """It is set aside, and the events beside it are stored; a lock is waited for."""

    async def work(made, desk):
        failing(desk, monkeypatch, "ingest_all", ArchiveLockedError("locked"), ArchiveRejectedError("no such outlet"))
        failing(desk, monkeypatch, "ingest", ArchiveLockedError("locked"), ArchiveRejectedError("no such outlet"))
        for number in range(2):
            await made._accept(Fetched(outlet="reel", url=f"https://reel.example/{number}", kind="page", at=NOW))
        await made._events.join()
        return await made.on_desk(desk.context.archive.value, "select count(*) from fetches")

    assert at_work(config, work) == 1


def test_an_order_that_could_not_be_made_leaves_its_outlet_free(config, monkeypatch):
    """The next tick orders it again: it is not taken for one that is being crawled."""

    async def work(made, desk):
        failing(desk, monkeypatch, "order", ArchiveLockedError("locked"))
        with pytest.raises(ArchiveLockedError):
            await made.order("reel")
        await made.idle()
        await made.crawl_due()
        busy = set(made._busy)
        await made._accept(Finished(outlet="reel", at=NOW, outcome=CrawlOutcome.FINISHED))
        await made.idle()
        return busy

    assert at_work(config, work) == {"reel"}


def test_no_more_is_ordered_than_can_be_crawled(config, monkeypatch):
    """Of forty due outlets, twice as many as may be crawled at once are ordered; the rest wait for their turn."""
    outlets = tuple(
        replace(REEL, id=f"reel{number}", sources=(Source(kind=SourceKind.FEED, url=f"https://reel.example/{number}"),))
        for number in range(40)
    )
    many = replace(config, outlets=outlets, crawl=Crawl(concurrency=3))

    async def work(made, desk):
        await made.crawl_due()
        first = len(made._busy)
        await made.crawl_due()
        second = len(made._busy)
        for outlet in sorted(made._busy)[:4]:
            await made._accept(Finished(outlet=outlet, at=NOW, outcome=CrawlOutcome.FINISHED))
        await made._events.join()
        await asyncio.sleep(0)
        await made.crawl_due()
        return first, second, len(made._busy)

    assert at_work(many, work) == (6, 6, 6)


def test_a_command_ends_where_the_daemon_would_wait(config, monkeypatch):
    """`monitor crawl` on a full disk says so and ends."""

    async def work(made, desk):
        failing(desk, monkeypatch, "ingest_all", *[ArchiveFullError("full")] * 5)
        await made.order("reel")
        await made._accept(Finished(outlet="reel", at=NOW, outcome=CrawlOutcome.FINISHED))
        await made.idle()

    with pytest.raises(ArchiveFullError):
        at_work(config, work, patient=False)


def test_a_downtime_costs_no_digest_and_makes_no_second(config):
    """Down for three mornings: one digest over all of them, once, however often it is asked for."""
    desk = Desk.open(config)
    desk.sync(NOW)
    desk.digest_due(MORNING, NOW)

    later = NOW + timedelta(days=3)
    made = [desk.digest_due(MORNING, later + timedelta(minutes=minute)) for minute in range(3)]
    last = digests.last(desk.context.archive, "morning")
    desk.close()

    assert made == [1, 0, 0]
    assert last is not None
    assert last.window_end > NOW + timedelta(days=2)


def test_a_clock_that_is_set_back_leaves_no_wait_behind(config):
    """Ten years back: the outlet is due within its poll, and not in ten years."""
    back = timedelta(days=3650)

    async def work(made, desk):
        now, future = jobs.now(), jobs.now() + back
        await made.on_desk(desk.sync, future)
        await made.on_desk(desk.ingest, Finished(outlet="reel", at=future, outcome=CrawlOutcome.FINISHED), future)
        before = await made.on_desk(desk.due, now)
        await made.clock_set_back(back.total_seconds())
        return before, await made.on_desk(desk.due, now + timedelta(minutes=11))

    assert at_work(config, work) == ([], ["reel"])


@pytest.mark.parametrize("status", [429, 503, 410, 401])
def test_a_hundred_messages_on_a_receiver_that_takes_none(config, status):
    """One request to it, or three, although each second asks for what is due; the channel next to it takes all."""
    with Site(otherwise=f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode()) as site:
        hook = WebhookChannel(name="deaf", url=site.base)
        good = next(channel for channel in config.channels if channel.name == "good")
        network = replace(config.network, allow=("127.0.0.0/8",))
        changed = replace(config, channels=(hook, good), network=network)

        async def work(made, desk):
            await made.on_desk(desk.sync, NOW)
            for number in range(100):
                await made.on_desk(tell, desk, f"number {number}")
            for _ in range(5):
                await made.drained()
            rows = desk.context.archive.rows
            return await made.on_desk(
                rows, "select channel, state, count(*), sum(maybe_sent) from deliveries group by channel, state"
            )

        found = {tuple(row)[:2]: tuple(row)[2:] for row in at_work(changed, work)}

    assert found[("good", "sent")] == (100, 0)
    tries = 3 if status == 503 else 1
    assert found[("deaf", "failed")] == (tries, 0)
    assert found[("deaf", "queued")] == (100 - tries, 0)
    assert len(site.asked) == tries


@pytest.mark.parametrize("wrong", [None, "crawls", "channels"])
def test_the_watchdog_hears_of_a_monitor_that_works(config, monkeypatch, wrong):
    """Once each time while all is well; nothing while nothing is read, or nobody can be reached."""
    with Site(otherwise=b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK") as site:
        network = replace(config.network, allow=("127.0.0.0/8",))
        changed = replace(config, watchdog=Watchdog(url=f"{site.base}/ping/1"), network=network)

        async def work(made, desk):
            await made.on_desk(desk.sync, NOW)
            at = jobs.now()
            if wrong == "crawls":
                died = Finished(outlet="reel", at=at, outcome=CrawlOutcome.DIED, complete=False)
                await made.on_desk(desk.ingest, died, at)
                desk.context.archive.execute("update outlets set added_at = '2026-01-01T00:00:00Z'")
            if wrong == "channels":
                refused = failed(Kind.REFUSED, "wrong password", blame=Blame.CHANNEL)
                await made.on_desk(tell, desk, "first")
                for claim in await made.on_desk(desk.claim, at, 10):
                    await made.on_desk(desk.settle, claim, refused, at)
            for _ in range(2):
                await made.say_well()

        at_work(changed, work)

    assert [asked.line for asked in site.asked] == ([] if wrong else ["POST /ping/1 HTTP/1.1"] * 2)


def test_a_watchdog_that_cannot_be_reached_stops_nothing(config, caplog):
    """A line of the log has the cause."""
    changed = replace(config, watchdog=Watchdog(url="http://127.0.0.1:9/ping"))

    async def work(made, desk):
        await made.say_well()

    at_work(changed, work)

    assert "watchdog.failed" in caplog.text
