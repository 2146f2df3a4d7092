"""The newsstand in a thread, its catchers, and the real daemon as a process of its own."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import service_machine

from monitor.cli.demo import setting
from monitor.newsstand import Expectations, Faults, MailCatcher, Newsstand, Press, Visit, WebhookCatcher
from monitor.store.archive import Archive

ROOT = Path(__file__).resolve().parents[2]
# Not a skip: which machine lets root make namespaces is nothing that `.ci/run` could install.
collect_ignore = [] if service_machine.possible() else ["test_acceptance_service.py"]


@dataclass
class World:
    """A press that publishes, catchers, and a folder with a configuration for both."""

    folder: Path
    stand: Newsstand
    mails: MailCatcher
    hooks: WebhookCatcher
    loop: asyncio.AbstractEventLoop
    visits: list[Visit] = field(default_factory=list)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def daemon(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the daemon; its log is daemon.log."""
        with (self.folder / "daemon.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, str(ROOT / "scheduler.py"), *arguments], cwd=self.folder, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a `monitor` command in the folder."""
        return subprocess.run(
            [sys.executable, "-m", "monitor.cli", *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the archive says now; nothing while there is none."""
        if not (self.folder / "archive.db").exists():
            return []
        with Archive.open(self.folder / "archive.db", read_only=True) as archive:
            return [tuple(row) for row in archive.rows(sql)]

    def until(self, holds: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until it holds; fail with the daemon's log otherwise."""
        deadline = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > deadline:
                log = (self.folder / "daemon.log").read_text(errors="replace")
                pytest.fail(f"not within {seconds} s; the daemon's log ends:\n{log[-3000:]}")
            time.sleep(0.1)

    def play(self) -> None:
        """Begin the timeline."""
        self.loop.call_soon_threadsafe(self.stand.play)


@pytest.fixture
def world(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    """A running press and catchers; `indirect` parameters are the catchers' faults and the press's speed."""
    options = getattr(request, "param", {})
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def call(work: Any) -> Any:
        done: Future[Any] = asyncio.run_coroutine_threadsafe(work, loop)
        return done.result(30)

    made: dict[str, Any] = {}

    async def start() -> None:
        visits: list[Visit] = []
        press = Press.load()
        stand = Newsstand(press, started_at=datetime.now(UTC), speed=options.get("speed", 240.0), log=visits.append)
        faults = options.get("faults", Faults())
        mails = MailCatcher(tmp_path / "mails", faults=faults)
        hooks = WebhookCatcher(tmp_path / "webhooks", faults=faults)
        for part in (stand, mails, hooks):
            await part.start()
        made.update(stand=stand, mails=mails, hooks=hooks, visits=visits)

    async def stop() -> None:
        for part in (made["stand"], made["mails"], made["hooks"]):
            await part.stop()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0.1)

    call(start())
    setting.write_config(tmp_path, made["stand"].outlets, Expectations.load(), made["mails"], made["hooks"])
    world = World(folder=tmp_path, loop=loop, **made)
    yield world
    for process in world.processes:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait(10)
    call(stop())
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
    with warnings.catch_warnings():
        # A daemon that was killed left its connections half open; they end here, not in another test.
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
