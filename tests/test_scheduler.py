"""The daemon's clockwork by itself: what it does when the clock, the archive or the configuration change under it."""

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import apscheduler.schedulers.base as apscheduler_base
import pytest

import scheduler
from monitor.cli import daemon_state
from monitor.config import Config, Watchdog
from monitor.desk import lock
from monitor.errors import ArchiveFullError, ArchiveLockedError, ConfigError
from monitor.model import DigestPlan
from scheduler import Daemon

PLAN = DigestPlan(name="morning", schedule="0 8 * * *")


class Jobs:
    """Jobs that count what they are asked for."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.crawls = 0
        self.digests: list[DigestPlan] = []
        self.set_back: list[float] = []
        self.refuse = 0  # digests that the archive refuses

    async def crawl_due(self) -> None:
        """Count."""
        self.crawls += 1

    async def tidy(self) -> None:
        """Nothing."""

    drain = check_health = say_well = send_settled = count_days = read_calendars = tidy

    async def digest(self, plan: DigestPlan) -> None:
        """Keep the plan, and fail as often as was asked for."""
        self.digests.append(plan)
        if self.refuse:
            self.refuse -= 1
            raise ArchiveLockedError("the archive is locked")

    async def clock_set_back(self, seconds: float) -> None:
        """Keep the seconds."""
        self.set_back.append(seconds)

    async def reload(self, config: Config) -> None:
        """Take a moment, as an archive does."""
        await asyncio.sleep(0.05)
        self.config = config


@pytest.fixture
def daemon(tmp_path):
    """A daemon that has not begun to run."""
    made = Daemon(tmp_path / "monitor.toml")
    made._jobs = Jobs(Config(path=tmp_path / "monitor.toml", archive_path=tmp_path / "archive.db"))
    made._ready.set()
    return made


async def until(holds):
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - what is waited for is anything
            await asyncio.sleep(0.01)


class Ahead:
    """How far the wall clock is ahead of the machine's."""

    by = timedelta()


@pytest.fixture
def ahead(monkeypatch) -> Ahead:
    """The wall clock of the daemon and of APScheduler, which a test may set."""
    ahead = Ahead()

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None) -> datetime:
            return datetime.now(tz) + ahead.by

    wall = scheduler.time.time
    monkeypatch.setattr(apscheduler_base, "datetime", Clock)
    monkeypatch.setattr(scheduler, "now", lambda: Clock.now(UTC))
    fake = SimpleNamespace(time=lambda: wall() + ahead.by.total_seconds(), monotonic=scheduler.time.monotonic)
    monkeypatch.setattr(scheduler, "time", fake)
    monkeypatch.setattr(scheduler, "CLOCK_EVERY", 0.05)
    return ahead


def test_a_start_on_a_full_disk_waits_for_room(daemon, monkeypatch):
    """It opens the archive when it can, brings it in line when it can, and a stop ends the waiting."""
    config, tried = daemon._jobs.config, []

    def full(step: str) -> None:
        tried.append(step)
        if tried.count(step) < 3:
            raise ArchiveFullError("the archive cannot grow")

    async def start() -> None:
        full("start")

    monkeypatch.setattr(scheduler, "START_AGAIN", 0.01)
    monkeypatch.setattr(scheduler, "Jobs", lambda *_: SimpleNamespace(start=start))
    monkeypatch.setattr(scheduler.Desk, "open", lambda _: full("open"))

    assert asyncio.run(daemon._begun(config))
    assert tried == ["open"] * 3 + ["start"] * 3
    daemon._stopping = asyncio.Event()
    daemon._stopping.set()
    assert not asyncio.run(daemon._begun(config))
    assert len(tried) == 6


def test_a_start_that_does_not_come_about_closes_the_archive(daemon, monkeypatch):
    """Whether it is stopped while the disk has no room, or another error ends the start: what was opened is closed."""
    config, stopped = daemon._jobs.config, []

    async def full() -> None:
        daemon._stopping.set()
        raise ArchiveFullError("the archive cannot grow")

    async def locked() -> None:
        raise ArchiveLockedError("another process writes")

    async def stop(_: float) -> None:
        stopped.append("stop")

    monkeypatch.setattr(scheduler.Desk, "open", lambda _: None)
    monkeypatch.setattr(scheduler, "Jobs", lambda *_: SimpleNamespace(start=locked, stop=stop))
    with pytest.raises(ArchiveLockedError):
        asyncio.run(daemon._begun(config))
    monkeypatch.setattr(scheduler, "Jobs", lambda *_: SimpleNamespace(start=full, stop=stop))

    assert not asyncio.run(daemon._begun(config))
    assert stopped == ["stop"] * 2


def test_a_clock_that_is_set_back_stops_nothing(daemon, ahead):
    """An hour back: APScheduler's jobs would sleep for that hour; ours go on, and the archive's waits move along."""

    async def work() -> None:
        daemon._timetable(daemon._jobs.config)
        daemon._scheduler.start()
        keeping = asyncio.ensure_future(daemon._keep_time())
        await until(lambda: daemon._jobs.crawls)
        ahead.by = -timedelta(hours=1)
        before = daemon._jobs.crawls
        await until(lambda: daemon._jobs.crawls > before + 2)
        keeping.cancel()
        daemon._scheduler.shutdown(wait=False)

    asyncio.run(work())

    assert [round(seconds, -1) for seconds in daemon._jobs.set_back] == [3600]


def test_a_leap_forward_runs_each_job_once(daemon, ahead):
    """Three hours forward, as after a sleep: what was missed is one run, and no run for each second of it."""

    async def work() -> None:
        daemon._timetable(daemon._jobs.config)
        daemon._scheduler.start()
        keeping = asyncio.ensure_future(daemon._keep_time())
        await until(lambda: daemon._jobs.crawls)
        ahead.by = timedelta(hours=3)
        before = daemon._jobs.crawls
        await until(lambda: daemon._jobs.crawls > before + 1)
        keeping.cancel()
        daemon._scheduler.shutdown(wait=False)

    asyncio.run(work())

    assert daemon._jobs.crawls < 100
    assert daemon._jobs.set_back == []


async def test_a_job_that_fails_every_time_stops_no_other(daemon, caplog):
    """Whatever it raises: it is run again at its time, the log says so, and the others run."""
    ran = {"failing": 0, "other": 0}

    async def fail() -> None:
        ran["failing"] += 1
        raise ZeroDivisionError("a defect")

    async def work() -> None:
        ran["other"] += 1

    daemon._jobs.crawl_due, daemon._jobs.drain = fail, work
    daemon._timetable(daemon._jobs.config)
    daemon._scheduler.start()
    await until(lambda: min(ran.values()) > 1)
    daemon._scheduler.shutdown(wait=False)

    assert "a defect" in caplog.text


async def test_an_archive_that_refuses_each_second_is_said_once_a_minute(daemon, caplog, monkeypatch):
    """Each job says it once, says another cause at once, and the same again after its time."""
    causes = ["full", "full", "full", "locked", "locked"]
    left = iter(causes)

    async def fail() -> None:
        raise ArchiveFullError(next(left, "locked"))

    daemon._jobs.drain = fail
    daemon._every("drain", daemon._jobs.drain, seconds=3600)
    run = daemon._scheduler.get_job("drain").func
    for _ in causes:
        await run()

    assert [record.error for record in caplog.records if record.message == "archive.write_failed"] == ["full", "locked"]

    a_minute_later = scheduler.time.monotonic() + 61
    monkeypatch.setattr(scheduler.time, "monotonic", lambda: a_minute_later)
    await run()

    assert caplog.records[-1].error == "locked"
    assert len(caplog.records) == 3


async def test_a_job_that_the_stop_cuts_off_is_no_error(daemon, caplog):
    """A health check under way when the daemon is asked to stop is not logged as a failure."""
    begun = asyncio.Event()

    async def take_long() -> None:
        begun.set()
        await asyncio.Event().wait()

    daemon._jobs.check_health = take_long
    daemon._timetable(daemon._jobs.config)
    daemon._scheduler.start()
    await begun.wait()
    daemon._scheduler.shutdown(wait=False)
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_loop_that_stands_still_gives_no_sign_of_life(daemon, monkeypatch):
    """Systemd hears from the loop that does the work: while it is held there is silence, and a failing look is none."""
    said = []
    monkeypatch.setattr(scheduler, "notify", said.append)
    monkeypatch.setattr(scheduler, "CLOCK_EVERY", 0.01)  # each look fails too: these jobs have no archive
    keeping = asyncio.ensure_future(daemon._keep_time())
    await until(lambda: len(said) > 2)
    before = len(said)
    scheduler.time.sleep(0.1)

    assert len(said) == before
    await until(lambda: len(said) > before)
    assert set(said) == {"WATCHDOG=1"}
    keeping.cancel()


async def test_a_digest_that_the_archive_refused_is_made_soon(daemon, monkeypatch):
    """A locked archive at eight o'clock costs seconds, not the day's digest."""
    monkeypatch.setattr(scheduler, "DIGEST_AGAIN", 0.05)
    daemon._jobs.config = replace(daemon._jobs.config, digests=(PLAN,))
    daemon._jobs.refuse = 2

    daemon._timetable(daemon._jobs.config)
    daemon._scheduler.start()
    await until(lambda: len(daemon._jobs.digests) == 3)
    daemon._scheduler.shutdown(wait=False)

    assert daemon._jobs.digests == [PLAN] * 3


async def test_a_digest_that_was_taken_out_of_the_configuration_does_not_come_back(daemon):
    """Its last run ends after the reload, and schedules nothing."""
    daemon._scheduler.start()
    daemon._schedule_again(PLAN, True)

    assert daemon._scheduler.get_job("digest:morning") is None


async def test_memory_is_put_into_huge_pages_an_hour_after_the_start(daemon, monkeypatch):
    """And each hour from then on; a reload in between puts it off no further."""
    start = scheduler.now().replace(minute=20, second=5, microsecond=0)
    daemon._minute = start.minute
    taken = asyncio.Event()
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(scheduler.huge_pages, "take", lambda: loop.call_soon_threadsafe(taken.set))

    def planned(at: datetime) -> datetime:
        daemon._timetable(daemon._jobs.config)
        return daemon._scheduler.get_job("huge_pages").trigger.get_next_fire_time(None, at)

    due = start.replace(second=0) + timedelta(hours=1)
    assert [planned(start + timedelta(minutes=after)) for after in (0, 20, 59)] == [due] * 3
    assert planned(due + timedelta(seconds=1)) == due + timedelta(hours=1)
    daemon._scheduler.start()
    daemon._scheduler.get_job("huge_pages").modify(next_run_time=scheduler.now())
    async with asyncio.timeout(30):
        await taken.wait()
    daemon._scheduler.shutdown(wait=False)


class TestReload:
    """SIGHUP."""

    async def test_files_are_taken_over_one_after_the_other(self, daemon, monkeypatch):
        """Two signals in a row end with the later file, and the file is read beside the loop, not in it."""
        files = iter(["first", "second"])
        threads = []

        def load(path, env):
            threads.append(threading.current_thread())
            return replace(daemon._jobs.config, timezone=next(files))

        monkeypatch.setattr(scheduler.configuration, "load", load)

        daemon._scheduler.start()
        daemon._reload_soon()
        daemon._reload_soon()
        await until(lambda: daemon._jobs.config.timezone == "second" and not daemon._reloads)

        assert threading.main_thread() not in threads

    async def test_a_changed_file_is_taken_without_a_signal(self, daemon, monkeypatch):
        """Whoever edits the file needs to know of no signal."""
        other = replace(daemon._jobs.config, timezone="Europe/London")
        monkeypatch.setattr(scheduler.configuration, "load", lambda *_: other)
        monkeypatch.setattr(scheduler, "FILE_EVERY", 0.01)

        daemon._scheduler.start()
        daemon._path.write_text("changed")
        watching = asyncio.ensure_future(daemon._watch_file())
        await until(lambda: daemon._jobs.config is other)
        watching.cancel()

    @pytest.mark.parametrize("error", [ConfigError(["half a file"]), ArchiveLockedError("locked")])
    def test_what_cannot_be_taken_over_changes_nothing(self, daemon, monkeypatch, error, caplog):
        """A half written file, or an archive that is locked at that moment: the configuration in use stays."""

        def load(path, env):
            raise error

        monkeypatch.setattr(scheduler.configuration, "load", load)
        before = daemon._jobs.config

        asyncio.run(daemon._reload())

        assert daemon._jobs.config is before
        assert "config.refused" in caplog.text

    async def test_a_locked_archive_is_tried_again(self, daemon, monkeypatch):
        """The file is right: nobody has to touch it once more."""
        other = replace(daemon._jobs.config, timezone="Europe/London")
        answers = iter([ArchiveLockedError("locked"), other])

        def load(path, env):
            answer = next(answers)
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(scheduler.configuration, "load", load)
        monkeypatch.setattr(scheduler, "RELOAD_AGAIN", 0.01)
        daemon._scheduler.start()
        daemon._reload_soon()
        await until(lambda: daemon._jobs.config is other)

    async def test_what_was_refused_can_be_read_until_the_file_is_right(self, daemon, monkeypatch, tmp_path):
        """`monitor status` reads it from the lock: the log is elsewhere."""
        archive = tmp_path / "archive.db"
        answers = iter([ConfigError(["half a file"]), daemon._jobs.config])

        def load(path, env):
            answer = next(answers)
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(scheduler.configuration, "load", load)
        daemon._scheduler.start()
        with lock.held(archive) as daemon._holder:
            await daemon._reload()
            assert "half a file" in daemon_state.of(archive).refused
            await daemon._reload()
            assert daemon_state.of(archive).refused is None
            assert daemon_state.of(archive).config == daemon._path.resolve()

    async def test_a_signal_before_the_start_is_over_waits_for_it(self, daemon, monkeypatch):
        """It is neither lost nor an error."""
        daemon._ready.clear()
        other = replace(daemon._jobs.config, timezone="Europe/London")
        monkeypatch.setattr(scheduler.configuration, "load", lambda *_: other)

        daemon._scheduler.start()
        daemon._reload_soon()
        await asyncio.sleep(0.05)
        assert daemon._jobs.config is not other
        daemon._ready.set()
        await until(lambda: daemon._jobs.config is other)


async def test_the_watchdog_is_asked_for(daemon):
    """As often as the configuration says; without an address not at all."""
    daemon._timetable(daemon._jobs.config)
    assert daemon._scheduler.get_job("say_well") is None

    daemon._timetable(replace(daemon._jobs.config, watchdog=Watchdog(url="https://hc.example/1", every=90)))

    assert daemon._scheduler.get_job("say_well").trigger.interval == timedelta(seconds=90)
