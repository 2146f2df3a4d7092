#!/usr/bin/env python3
"""The daemon: APScheduler is its clock, the archive its memory. `python scheduler.py` is `monitor run`.

    crawl_due     every second    which outlets are due is a question to the archive
    drain         every second, and at once when something was queued
    digest:NAME   at the end of each window, in the plan's time zone
    release_held  every 5 seconds, if there are persons: alerts that waited for their hours
    send_settled  every 15 seconds
    read_calendars  every minute: those whose time has come
    check_health  every minute     tidy   every day          count_days  every hour
    huge_pages    every hour

Jobs only dispatch. All state is in the archive: the timetable is made at every start.
"""

import sys

if __name__ == "__main__":  # before anything is loaded, so that Ctrl-C meanwhile ends as it does in every command
    from monitor.cli import main

    sys.exit(main(["run", *sys.argv[1:]]))

import asyncio
import contextlib
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor import background, error_words, huge_pages, logs
from monitor import config as configuration
from monitor.config import Config
from monitor.config.file_changes import FileChanges
from monitor.desk import Desk, lock
from monitor.digest import digest_window
from monitor.errors import ArchiveError, ArchiveFullError, MonitorError
from monitor.jobs import Jobs, now
from monitor.model import DigestPlan
from monitor.web_process import WebProcess

STOP_WITHIN = 16.0  # seconds for an orderly end; a service manager waits for twenty
CUT_AFTER = 18.5  # seconds: whatever still hangs then is cut; what was not written is done again
DRIFT = 30.0  # seconds between wall and monotonic time that mean that the clock was set
CLOCK_EVERY = 5.0  # seconds
FILE_EVERY = 2.0  # seconds between looks at the configuration; a change is taken at the second look
START_AGAIN = 10.0  # seconds until a start for which the disk had no room is tried again
SAY_AGAIN = 60.0  # seconds until a job that the archive refuses each second says the same in the log again
RELOAD_AGAIN = 10.0  # seconds after a changed configuration that the archive could not take
DIGEST_AGAIN = 30.0  # seconds after a digest that could not be made
_log = logging.getLogger("monitor.daemon")


class Daemon:
    """One daemon over one archive. `run` returns after SIGTERM or SIGINT."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changes = FileChanges(path)
        self._stopping = asyncio.Event()
        self._ready = asyncio.Event()
        self._reloading = asyncio.Lock()
        self._reloads: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(
            executors={"default": AsyncIOExecutor()},
            # A job that is late runs late, once: the default would silently drop it after one second.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
            timezone="UTC",
        )
        logging.getLogger("apscheduler.executors.default").addFilter(_is_no_stop)
        self._drift = time.time() - time.monotonic()
        self._minute = now().minute  # of the start
        self._holder: lock.Holder | None = None
        self._lost: ArchiveError | None = None
        self._web = WebProcess(path)

    async def run(self, config: Config) -> None:
        """Work until asked to stop.

        Raises:
            AlreadyRunningError: another process works on this archive.
            ArchiveError: the archive cannot be opened.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        loop.add_signal_handler(signal.SIGHUP, self._reload_soon)
        with lock.held(config.archive_path) as self._holder:
            self._note()
            self._note_start()
            self._changes.follow(self._path, *config.secret_files)
            if not await self._begun(config):
                return
            self._note()  # again: there may have been no room for it
            self._timetable(config)
            self._web.follow(config)
            self._scheduler.start()
            _log.info(
                "daemon.started",
                extra={"pid": os.getpid(), "outlets": len(config.outlets), "watches": len(config.watches)},
            )
            self._ready.set()
            notify("READY=1")
            window = background.start(self._jobs.window.begin(self._note_start), "window")
            others = [background.start(background.forever(work, name), name) for name, work in self._works()]
            stopping = asyncio.ensure_future(self._stopping.wait())
            await asyncio.wait({stopping, self._jobs.ingesting}, return_when=asyncio.FIRST_COMPLETED)
            notify("STOPPING=1")
            _log.info("daemon.stopping")
            self._scheduler.shutdown(wait=False)
            for task in (*others, *self._reloads, window):
                task.cancel()
            broken = self._jobs.ingesting.exception() if self._jobs.ingesting.done() else None
            await self._jobs.stop(STOP_WITHIN)
            _log.info("daemon.stopped")
            if broken is not None:
                raise broken
            if self._lost is not None:
                raise self._lost

    async def _begun(self, config: Config) -> bool:
        """Take up the work; on a full disk as soon as there is room, as it does later. False: it is to stop before."""
        is_open = begun = False
        try:
            while not begun and not self._stopping.is_set():
                try:
                    if not is_open:
                        self._jobs = Jobs(Desk.open(config), config)
                        is_open = True
                    await self._jobs.start()
                    begun = True
                except ArchiveFullError as error:
                    _log.error("archive.write_failed", extra={"error": error_words.in_words(error), "job": "start"})
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._stopping.wait(), START_AGAIN)
        finally:
            if is_open and not begun:  # nothing else will close the archive
                await self._jobs.stop(STOP_WITHIN)
        return begun

    def _works(self) -> Iterator[tuple[str, Callable[[], Awaitable[None]]]]:
        """What goes on by itself from start to stop, next to the timetable."""
        yield "post", self._post_at_once
        yield "clock", self._keep_time
        yield "file", self._watch_file
        yield "web", self._web.run

    def _timetable(self, config: Config) -> None:
        self._scheduler.remove_all_jobs()
        self._every("crawl_due", self._jobs.crawl_due, seconds=1)
        self._every("drain", self._jobs.drain, seconds=1)
        self._every("send_settled", self._jobs.send_settled, seconds=15)
        self._every("check_health", self._jobs.check_health, seconds=60)
        self._every("read_calendars", self._jobs.read_calendars, seconds=60)
        self._every("tidy", self._jobs.tidy, seconds=86_400)
        self._every("count_days", self._jobs.count_days, seconds=3_600)
        # An hour after the start, when what is held for days is there, and at that minute: no reload puts it off.
        take = asyncio.to_thread, "cron", [huge_pages.take]
        self._scheduler.add_job(*take, id="huge_pages", minute=self._minute, replace_existing=True)
        if config.persons:
            self._every("release_held", self._jobs.release_held, seconds=5)
        if config.watchdog.url is not None:
            self._every("say_well", self._jobs.say_well, seconds=int(config.watchdog.every))
        for plan in config.digests:
            self._schedule(plan, first=True)

    def _every(self, name: str, job: Callable[[], Awaitable[None]], *, seconds: int) -> None:
        said = logs.Sparing(SAY_AGAIN)

        async def run() -> None:
            try:
                await job()
            except ArchiveError as error:  # locked or full: the next run may have more luck
                if said.is_due(str(error), time.monotonic()):
                    _log.error("archive.write_failed", extra={"error": str(error), "job": name})

        self._scheduler.add_job(run, "interval", seconds=seconds, id=name, replace_existing=True, next_run_time=now())

    def _schedule(self, plan: DigestPlan, *, first: bool = False) -> None:
        """The next run of a digest: at the end of its window; the first at once, for what was missed."""
        at = now() if first else digest_window.next_end(plan, now())
        if at is not None:
            self._scheduler.add_job(
                self._digest, "date", run_date=at, args=[plan], id=f"digest:{plan.name}", replace_existing=True
            )

    async def _digest(self, plan: DigestPlan) -> None:
        made = False
        try:
            await self._jobs.digest(plan)
            made = True
        except ArchiveError as error:
            _log.error("archive.write_failed", extra={"error": str(error), "digest": plan.name})
        finally:
            # A job that is removed while it runs cannot put itself back: the loop does.
            wait = 1.0 if made else DIGEST_AGAIN
            asyncio.get_running_loop().call_later(wait, self._schedule_again, plan, made)

    def _schedule_again(self, plan: DigestPlan, made: bool) -> None:  # noqa: FBT001 - call_later knows no keywords
        """The digest's next run, unless the configuration was changed meanwhile: then it has been scheduled again."""
        if plan in self._jobs.config.digests and not self._stopping.is_set():
            self._schedule(plan, first=not made)

    async def _post_at_once(self) -> None:
        """Send what was queued without waiting for the next tick: an alert is worth a second."""
        while True:
            await self._jobs.outbox_filled.wait()
            try:
                await self._jobs.drain()
            except ArchiveError as error:  # the tick says so too, and tries again
                _log.debug("archive.write_failed", extra={"error": str(error)})
            except Exception:  # noqa: BLE001 - the next tick tries again; the log has it
                _log.exception("drain.failed")
            await asyncio.sleep(0.2)

    async def _keep_time(self) -> None:
        """Watch the clock, apart from APScheduler: a jump back would put its own jobs to sleep."""
        while True:
            notify("WATCHDOG=1")
            try:
                await self._watch_clock()
                self._watch_archive()
            except Exception:  # noqa: BLE001 - the next look tries again; the log has it
                _log.exception("clock.failed")
            await asyncio.sleep(CLOCK_EVERY)

    async def _watch_clock(self) -> None:
        """Notice a clock that was set: after a jump back all that was planned would wait for the old time."""
        drift = time.time() - time.monotonic()
        jumped = drift - self._drift
        if abs(jumped) <= DRIFT:
            self._drift = drift
            return
        _log.warning("clock.jumped", extra={"seconds": round(jumped, 1)})
        self._timetable(self._jobs.config)
        if jumped < 0:
            await self._jobs.clock_set_back(-jumped)
        self._drift = drift

    def _watch_archive(self) -> None:
        """End where the archive's file was deleted, moved or replaced: what is written would be lost with it."""
        archive = self._jobs.desk.context.archive
        if self._lost is None and not archive.is_in_place:
            self._lost = ArchiveError(
                f"{archive.path} was deleted, moved or replaced while the daemon worked on it",
                hint="start it again: it works on the file that is there then, or makes a new one",
            )
            _log.error("archive.lost", extra={"archive": str(archive.path)})
            self._stop()

    async def _watch_file(self) -> None:
        """Reload when the file was changed, without being asked to."""
        while True:
            await asyncio.sleep(FILE_EVERY)
            if self._changes.settled():
                self._reload_soon()

    def _reload_soon(self) -> None:
        task = background.start(self._reload(), "reload")
        self._reloads.add(task)
        task.add_done_callback(self._reloads.discard)

    async def _reload(self) -> None:
        """Take the file as it is now: one reload after the other, none before the start is over."""
        await self._ready.wait()
        async with self._reloading:
            try:
                # In a thread: a file with many watches takes seconds, and alerts do not wait for it.
                config = await asyncio.to_thread(configuration.load, self._path, os.environ)
                self._changes.follow(self._path, *config.secret_files)
                await self._take_over(config)
            except ArchiveError as error:  # locked or full: the file is right, and later there may be more luck
                self._refuse(f"{error}; it is tried again", kept="the configuration in use")
                asyncio.get_running_loop().call_later(RELOAD_AGAIN, self._reload_soon)
            except MonitorError as error:
                self._refuse(str(error), kept="the configuration in use")

    async def _take_over(self, config: Config) -> None:
        if config.archive_path != self._jobs.config.archive_path:
            self._refuse("another archive needs a restart", kept="all in use")
            return
        if config.cluster != self._jobs.config.cluster:
            self._refuse("another cluster needs a restart", kept="all in use")
            return
        await self._jobs.reload(config)
        self._timetable(config)
        self._web.follow(config)
        self._note()
        _log.info("config.reloaded", extra={"outlets": len(config.outlets), "watches": len(config.watches)})

    def _refuse(self, error: str, *, kept: str) -> None:
        """Say that the file as it is now is not taken over, in the log and for `monitor status`."""
        _log.error("config.refused", extra={"error": error, "kept": kept})
        self._note(refused=error, refused_at=now().isoformat())

    def _note(self, **facts: str) -> None:
        """Write next to the lock which file this daemon goes by, and what it refused of it."""
        if self._holder is not None:
            self._holder.note({"config": str(self._path.resolve()), **facts})

    def _note_start(self, far: tuple[int, int] | None = (0, 0)) -> None:
        """Write there, too, how far the start is: so many articles of so many are in the window. None: it is over."""
        if self._holder is not None:
            facts = {"articles": f"{far[0]}", "of": f"{far[1]}", "at": now().isoformat()} if far else {}
            self._holder.note(facts, about="start")

    def _stop(self) -> None:
        if self._stopping.is_set():
            os._exit(130)  # asked twice: at once; nothing is lost by that either
        self._stopping.set()
        # A thread, for what hangs may be the loop or the way out of it.
        cutter = threading.Timer(CUT_AFTER, _cut)
        cutter.daemon = True
        cutter.start()


def _is_no_stop(record: logging.LogRecord) -> bool:
    """Whether a line is not of a job that the stop of the daemon cut off, which APScheduler calls an error."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def _cut() -> None:
    _log.warning("daemon.cut", extra={"after": CUT_AFTER, "why": "something did not end in time; nothing is lost"})
    os._exit(0)


def notify(state: str) -> None:
    """Tell systemd (sd_notify(3)); nothing happens elsewhere."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
            sock.sendto(state.encode(), "\0" + address[1:] if address.startswith("@") else address)


def serve(path: Path) -> None:
    """Run the daemon with the configuration at `path` until SIGTERM.

    Raises:
        MonitorError: it cannot start; see `Daemon.run` and `config.load`.
    """
    daemon = Daemon(path)  # looks at the file before it is read: a change right after that is not missed
    asyncio.run(daemon.run(configuration.load(path, os.environ)))
