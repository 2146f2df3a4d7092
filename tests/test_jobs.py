"""The one writer: what becomes of a batch of which one event is bad, and of what was claimed when it ends."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import make
import pytest
from idle_dispatcher import IdleDispatcher

from monitor import deliver, event_batches, jobs
from monitor.causes import CrawlOutcome
from monitor.config import Config
from monitor.deliver.file import FileChannel
from monitor.deliver.outcome import SENT
from monitor.desk import Desk
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


@pytest.mark.parametrize("is_answered", [True, False])
async def test_what_was_not_begun_is_given_back_at_a_stop(config, monkeypatch, tmp_path, is_answered):
    """The next start sends it at once and in no doubt; what was being sent is settled, or in doubt if it was cut."""
    tried, begun, answer = [], asyncio.Event(), asyncio.Event()

    async def send(_, outgoing, **__: object):
        tried.append(outgoing.message_id)
        begun.set()
        await answer.wait()
        return SENT

    monkeypatch.setattr(deliver, "send", send)
    config = replace(config, channels=(FileChannel(name="files", path=str(tmp_path)),))
    desk = Desk.open(config)
    desk.sync(NOW)
    for number in "abc":
        outbox.enqueue(desk.context.archive, NewMessage(id=number, type="x"), [("files", None, "{}")], NOW)
    working = Jobs(desk, config)
    await working.drain()
    await begun.wait()
    ending = asyncio.ensure_future(working.stop(2 if is_answered else 0))
    await asyncio.sleep(0)
    if is_answered:
        answer.set()
    await ending

    with Archive.open(config.archive_path) as kept:
        found = kept.rows("select message_id, state, attempts, maybe_sent, lease_until from deliveries order by id")
    assert [(row["message_id"], row["state"], row["attempts"], row["maybe_sent"]) for row in found] == [
        ("a", "sent" if is_answered else "sending", 1, 0),
        ("b", "queued", 0, 0),
        ("c", "queued", 0, 0),
    ]
    assert [row["lease_until"] for row in found[1:]] == [None, None]
    assert tried == ["a"]
