"""The one writer: what becomes of a batch of which one event is bad, and of what was claimed when it ends."""

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import make
import pytest
from idle_dispatcher import IdleDispatcher

from monitor import deliver, event_batches, jobs
from monitor.causes import CrawlOutcome
from monitor.config import Config
from monitor.deliver.file import FileChannel
from monitor.deliver.outcome import SENT
from monitor.desk import Desk
from monitor.desk.posting import Claim
from monitor.errors import ArchiveFullError, ArchiveRejectedError
from monitor.events import Fetched, Finished, LinkFailed
from monitor.jobs import Jobs
from monitor.store import day_counts, links, outbox, watch_dates
from monitor.store.archive import Archive
from monitor.store.outbox import NewMessage

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
REEL = make.outlet("reel")
BAD = "https://reel.example/bad"


@pytest.fixture
def config(tmp_path, monkeypatch):
    """One outlet, and no waiting between attempts to write."""
    monkeypatch.setattr(jobs, "make", lambda *_: IdleDispatcher())
    monkeypatch.setattr(jobs, "RETRY_WRITE", 0.01)
    return Config(path=tmp_path / "monitor.toml", archive_path=tmp_path / "archive.db", outlets=(REEL,))


async def test_a_calendar_that_is_due_is_read_and_kept(config, tmp_path):
    """From its file to the dates of its watch; it is not read again before its time."""
    lifts = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", f"DTSTART:{lifts:%Y%m%dT%H%M%SZ}", "SUMMARY:Embargo", "END:VEVENT"]
    (tmp_path / "heat.ics").write_text("\n".join([*lines, "END:VCALENDAR"]), encoding="utf-8")
    watch = make.watch(calendar=str(tmp_path / "heat.ics"))
    desk = Desk.open(replace(config, watches=(watch,)))
    desk.sync(NOW)
    working = Jobs(desk, desk.context.config)

    await working.read_calendars()

    assert watch_dates.lifts(desk.context.archive, NOW) == {"heat-2": (lifts,)}
    assert desk.calendars_due(datetime.now(UTC)) == []
    await working.stop(1)


async def test_days_that_ended_are_counted_once_an_hour(config):
    """Each day of which pages want counts, in a transaction of its own; what is left is what may change."""
    desk = Desk.open(config)
    desk.sync(NOW)
    old = datetime.now(UTC) - timedelta(days=9)
    desk.ingest(make.read(make.article("reel", "old", body="A text of some words.", published_at=old), old), old)
    working = Jobs(desk, config)

    await working.count_days()

    assert len(desk.days_to_count(datetime.now(UTC))) == day_counts.SETTLES
    [day] = [one for one in day_counts.outlet_days(desk.context.archive, old.date(), datetime.now(UTC)) if one.articles]
    assert (day.outlet, day.day, day.articles) == ("reel", old.date(), 1)
    await working.stop(1)


def batch():
    """A listing of two, and their articles, the first of which is the bad one."""
    yield make.listed("reel", "bad", "good")
    for slug in ("bad", "good"):
        yield make.read(make.article("reel", slug, body="A text of some words."))


def ingested(config, monkeypatch, *errors: Exception):
    """What the archive knows of both links, where the bad article's event raises these errors, one each time."""
    waiting = list(errors)
    attempts = []
    real = Desk._handle

    def handle(self, event, at):
        attempts.append(event)
        if getattr(event, "article", None) and event.link.url == BAD and waiting:
            raise waiting.pop(0)
        return real(self, event, at)

    monkeypatch.setattr(Desk, "_handle", handle)

    async def run():
        desk = Desk.open(config)
        made = Jobs(desk, config)
        await made.start()
        try:
            async with asyncio.timeout(30):
                for event in batch():
                    await made._accept(event)
                await made._events.join()
                return [
                    await made.on_desk(links.find, desk.context.archive, url)
                    for url in (BAD, "https://reel.example/good")
                ]
        finally:
            await made.stop(2)

    return (*asyncio.run(run()), attempts)


@pytest.mark.parametrize("error", [ValueError("no such thing"), ArchiveRejectedError("takes no such row")], ids=repr)
def test_one_bad_event_costs_no_other(config, monkeypatch, error):
    """A batch with an event that cannot be ingested is ingested without it; its link has failed, with the reason."""
    bad, good, attempts = ingested(config, monkeypatch, error, error)

    assert good.state == "stored"
    assert bad.state == "found"
    assert bad.attempts == 1
    assert str(error) in bad.detail
    assert type(error).__name__ not in bad.detail
    assert [type(event) for event in attempts].count(LinkFailed) == 1


def test_a_fault_that_passes_costs_nothing(config, monkeypatch):
    """An event that fails in its batch and succeeds alone is ingested like the others."""
    bad, good, _ = ingested(config, monkeypatch, ValueError("no such thing"))

    assert (bad.state, good.state) == ("stored", "stored")


def test_a_full_disk_is_no_fault_of_an_event(config, monkeypatch):
    """While the archive cannot be written, the same event is tried again and none is given up."""
    bad, good, attempts = ingested(config, monkeypatch, ValueError("x"), ArchiveFullError("full"))

    assert (bad.state, good.state) == ("stored", "stored")
    assert LinkFailed not in {type(event) for event in attempts}


def test_an_event_without_a_link_is_logged_alone(config, monkeypatch, caplog):
    """What is no article has nothing to be tried again: its failure is logged, with its kind and outlet."""
    real = Desk._handle

    def handle(self, event, at):
        if isinstance(event, Fetched):
            raise ArithmeticError("no such thing")  # noqa: TRY004 - a defect of ours
        return real(self, event, at)

    monkeypatch.setattr(Desk, "_handle", handle)

    async def run():
        desk = Desk.open(config)
        made = Jobs(desk, config)
        await made.start()
        try:
            async with asyncio.timeout(30):
                await made._accept(Fetched(outlet="reel", url=BAD, kind="page", at=NOW))
                await made._events.join()
                return await made.on_desk(desk.context.archive.value, "select count(*) from fetches")
        finally:
            await made.stop(2)

    assert asyncio.run(run()) == 0
    failed = [record for record in caplog.records if record.message == "event.failed"]
    assert [(record.kind, record.outlet) for record in failed] == [("Fetched", "reel")]


async def test_what_comes_within_a_moment_is_one_transaction(config, monkeypatch):
    """Events wait for others while a crawl is under way: not for more than a batch holds, and not after its end."""
    monkeypatch.setattr(event_batches, "MOMENT", 1000)
    monkeypatch.setattr(event_batches, "BATCH", 3)
    written = []
    real = Desk.ingest_all

    def ingest_all(self, batch, now):
        written.append([type(event).__name__ for event in batch])
        return real(self, batch, now)

    monkeypatch.setattr(Desk, "ingest_all", ingest_all)
    made = Jobs(Desk.open(config), config)
    await made.start()
    await made.order("reel")
    async with asyncio.timeout(30):
        for number in range(4):
            await made._accept(Fetched(outlet="reel", url=f"{BAD}/{number}", kind="page", at=NOW))
            await asyncio.sleep(0)
        await made._accept(Finished(outlet="reel", at=NOW, outcome=CrawlOutcome.FINISHED))
        await made.idle()
        await made._accept(Fetched(outlet="reel", url=BAD, kind="page", at=NOW))
        await made._events._waiting.join()
    await made.stop(2)

    assert written == [["Fetched"] * 3, ["Fetched", "Finished"], ["Fetched"]]


class WaitingDesk:
    """Three deliveries that wait for one channel, and jobs over them; what is sent waits for its answer."""

    def __init__(self, config: Config, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.tried: list[str] = []
        self.begun, self.answer = asyncio.Event(), asyncio.Event()
        monkeypatch.setattr(deliver, "send", self._send)
        self.config = replace(config, channels=(FileChannel(name="files", path=str(folder)),))
        self.desk = Desk.open(self.config)
        self.desk.sync(NOW)
        for number in "abc":
            outbox.enqueue(self.desk.context.archive, NewMessage(id=number, type="x"), [("files", None, "{}")], NOW)

    @cached_property
    def jobs(self) -> Jobs:
        """They begin in the loop of the test."""
        return Jobs(self.desk, self.config)

    async def _send(self, _: object, outgoing: deliver.Outgoing, **__: object) -> deliver.Outcome:
        self.tried.append(outgoing.message_id)
        self.begun.set()
        await self.answer.wait()
        return SENT

    def states(self) -> list[str]:
        """Of each delivery its state, its attempts, and whether it is in doubt or under lease."""
        with Archive.open(self.config.archive_path) as kept:
            found = kept.rows("select state, attempts, maybe_sent, lease_until from deliveries order by id")
        doubts = [row["maybe_sent"] or row["lease_until"] is not None for row in found]
        return [
            f"{row['state']} {row['attempts']}" + "?" * bool(doubt) for row, doubt in zip(found, doubts, strict=True)
        ]


@pytest.fixture
def waiting(config, monkeypatch, tmp_path):
    """Three deliveries that wait."""
    return WaitingDesk(config, monkeypatch, tmp_path)


class TestStopInTheMidstOfAQueue:
    """The next start sends at once, and in no doubt, what was not begun."""

    @pytest.mark.parametrize("is_answered", [True, False])
    async def test_what_was_not_begun_is_given_back_at_a_stop(self, waiting, is_answered):
        """What was being sent is settled, or in doubt if it was cut."""
        await waiting.jobs.drain()
        await waiting.begun.wait()
        ending = asyncio.ensure_future(waiting.jobs.stop(2 if is_answered else 0))
        await asyncio.sleep(0)
        if is_answered:
            waiting.answer.set()
        await ending

        assert waiting.states() == ["sent 1" if is_answered else "sending 1?", "queued 0", "queued 0"]
        assert waiting.tried == ["a"]

    async def test_the_crawls_may_take_longer_to_end_than_what_is_sent(self, waiting, monkeypatch):
        """By then its channel has nothing under way any more; an end at once meanwhile puts nothing in doubt."""
        meanwhile: list[str] = []

        async def stop(_: float) -> None:
            waiting.answer.set()
            await asyncio.wait(waiting.jobs._sending.values())
            meanwhile.extend(waiting.states())

        monkeypatch.setattr(waiting.jobs._crawls, "stop", stop)
        await waiting.jobs.drain()
        await waiting.begun.wait()
        await waiting.jobs.stop(2)

        assert waiting.states() == meanwhile == ["sent 1", "queued 0", "queued 0"]

    @pytest.mark.parametrize("is_cut", [False, True])
    async def test_what_is_being_claimed_is_given_back(self, waiting, is_cut):
        """Also where whoever asked for it is cut off by the stop, as the jobs of the timetable are."""
        claiming, go_on, claim = asyncio.Event(), threading.Event(), waiting.desk.claim
        loop = asyncio.get_running_loop()

        def slowly(*asked: Any) -> list[Claim]:
            claimed = claim(*asked)
            loop.call_soon_threadsafe(claiming.set)
            assert go_on.wait(30)
            return claimed

        waiting.desk.claim = slowly
        draining = asyncio.ensure_future(waiting.jobs.drain())
        await claiming.wait()
        if is_cut:
            draining.cancel()
        ending = asyncio.ensure_future(waiting.jobs.stop(2))
        await asyncio.sleep(0)
        go_on.set()
        await ending

        assert waiting.states() == ["queued 0"] * 3
        assert waiting.tried == []

    async def test_an_archive_that_takes_nothing_keeps_no_stop_from_its_end(self, waiting):
        """What was not begun is in doubt then, as after a crash."""
        waiting.desk.give_back = Mock(side_effect=ArchiveFullError("full"))
        await waiting.jobs.drain()
        await waiting.begun.wait()
        await waiting.jobs.stop(0)

        assert waiting.states() == ["sending 1?"] * 3

    async def test_nothing_to_give_back_asks_nothing_of_the_archive(self, waiting):
        """Whoever holds it for long holds up no stop."""
        waiting.desk.give_back = Mock()
        await waiting.jobs.stop(0)

        assert not waiting.desk.give_back.called
