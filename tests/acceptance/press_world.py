"""A press, catchers and a folder, and the real daemon as a process of its own."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from monitor.newsstand import MailCatcher, Newsstand, Visit, WebhookCatcher
from monitor.store.archive import Archive

ROOT = Path(__file__).resolve().parents[2]


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
