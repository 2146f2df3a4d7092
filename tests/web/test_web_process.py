"""The pages as the daemon's child, and as `monitor web`: they come up, come back, and go when they should."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from web_made import CONFIG, filled

from monitor import config
from monitor.errors import UserError
from monitor.store import stories, web_sessions
from monitor.store.archive import Archive
from monitor.web import server
from monitor.web_process import WebProcess

ROOT = Path(__file__).parents[2]


@pytest.fixture
def port() -> int:
    """A port that is free."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@pytest.fixture
def path(tmp_path: Path, port: int) -> Path:
    """A configuration whose pages are on, with an archive."""
    return filled(tmp_path, text=f"{CONFIG}\n[web]\nenabled = true\nport = {port}\n")


async def answer(port: int) -> str:
    """What /healthz says, once somebody listens."""

    def ask() -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return response.read().decode()

    async with asyncio.timeout(40):
        while True:
            with suppress(OSError):
                return await asyncio.to_thread(ask)
            await asyncio.sleep(0.05)


async def gone(port: int) -> bool:
    """True, once nobody listens any more."""
    async with asyncio.timeout(20):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                return True
            writer.close()
            await asyncio.sleep(0.05)


async def test_the_daemon_keeps_its_pages_up(path: Path, port: int) -> None:
    """They are started, started again when they die, ended when the settings say so, and end with the daemon."""
    loaded = config.load(path, {})
    pages = WebProcess(path)
    task = asyncio.ensure_future(pages.run())
    try:
        pages.follow(loaded)
        assert await answer(port) == "ok\n"
        subprocess.run(["pkill", "-KILL", "-f", f"monitor.web {path}"], check=True)
        assert await gone(port)
        assert await answer(port) == "ok\n"
        pages.follow(replace(loaded, web=replace(loaded.web, enabled=False)))
        assert await gone(port)
    finally:
        task.cancel()
        await asyncio.wait([task])


def test_the_pages_end_with_a_daemon_that_dies(path: Path, port: int) -> None:
    """When the other end of their standard input is gone, so are they."""
    command = [sys.executable, "-m", "monitor.web", str(path)]
    child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert asyncio.run(answer(port)) == "ok\n"
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, child.pid) == min(mine + 10, 19)  # after the daemon's own work
    child.stdin.close()

    assert child.wait(20) == 0


def test_a_port_that_is_taken_is_said(path: Path, port: int) -> None:
    """The error names the port, and what to do."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", port))
        holder.listen()
        with pytest.raises(UserError, match=str(port)) as error:
            server.serve(path)

    assert "--port" in (error.value.hint or "")


def test_a_change_of_the_file_is_seen_at_the_next_page(path: Path) -> None:
    """It is read again when it changed, and only then."""
    latest = server.Latest(path)
    first = latest.config()
    assert latest.config() is first
    path.write_text(path.read_text().replace("Heat 2", "Heat Two"))

    assert [watch.name for watch in latest.config().watches] == ["Heat Two"]


WRITER = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from monitor.desk import moving
from monitor.store import articles, reader_logins
from monitor.web.archives import Archives

archives = Archives(Path(sys.argv[1]))
with archives.writing() as archive:
    login = reader_logins.begin(archive, "ana", datetime.now(UTC))
    reader_logins.mark(archive, login, [1], datetime.now(UTC), is_read=True)
with archives.writing() as archive:
    reader_logins.mark(archive, login, [1, 3], datetime.now(UTC), is_read=False)
    move = moving.split(archive, 1, articles.get(archive, 3), datetime.now(UTC))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_change_is_not_there_when_the_process_is_killed_in_it(tmp_path: Path) -> None:
    """SIGKILL amidst a split leaves the story as it was, with all that belongs to it; what was before is kept."""
    archive_at = filled(tmp_path).parent / "archive.db"
    ended = subprocess.run([sys.executable, "-c", WRITER, str(archive_at)], cwd=ROOT, check=False)
    with Archive.open(archive_at) as archive:
        sizes = [len(story.reports) for number in (1, 2) if (story := stories.get(archive, number))]
        counted = [row["article_count"] for row in archive.rows("select article_count from stories order by id")]

        assert ended.returncode == -signal.SIGKILL
        assert sizes == counted == [3]
        assert len(web_sessions.key(archive)) == 32
        assert [(row["hit_id"], row["is_read"]) for row in archive.rows("select * from reader_marks")] == [(1, 1)]
