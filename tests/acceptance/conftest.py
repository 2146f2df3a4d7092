"""The newsstand in a thread, its catchers, and the real daemon as a process of its own."""

import asyncio
import gc
import signal
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import service_machine
from press_world import World

from monitor.cli.demo import setting
from monitor.newsstand import Expectations, Faults, MailCatcher, Newsstand, Press, Visit, WebhookCatcher

# Not a skip: which machine lets root make namespaces is nothing that `.ci/run` could install.
collect_ignore = [] if service_machine.possible() else ["test_acceptance_service.py"]


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
