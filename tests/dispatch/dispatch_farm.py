"""A cluster's database and its workers, as processes."""

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

from monitor.events import Finished

ROOT = Path(__file__).resolve().parents[2]
LEASE = 3.0  # seconds: long for a busy machine, short for a test
_ENV = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass
class Farm:
    """A cluster's database and its workers."""

    url: str
    folder: str
    log: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def worker(self, at_once: int = 32) -> subprocess.Popen[bytes]:
        """Start a worker whose lease is LEASE."""
        program = str(Path(__file__).with_name("dispatch_worker.py"))
        return self._started([program, self.url, str(LEASE), str(at_once)])

    def real_worker(self) -> subprocess.Popen[bytes]:
        """Start `monitor cluster work`."""
        return self._started(["-m", "monitor.cli", "cluster", "work"])

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `monitor cluster ...`."""
        return subprocess.run(
            [sys.executable, "-m", "monitor.cli", "cluster", *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**_ENV, "MONITOR_CLUSTER": self.url},
        )

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database."""
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def until(self, holds: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until it holds; fail with the workers' log otherwise."""
        deadline = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > deadline:
                pytest.fail(f"not within {seconds} s; the workers' log ends:\n{self.tail()}")
            time.sleep(0.05)

    def tail(self) -> str:
        """The end of what the workers logged."""
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""

    def _started(self, arguments: list[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments], stdout=log, stderr=log, env={**_ENV, "MONITOR_CLUSTER": self.url}
            )
        self.workers.append(process)
        return process


class Kept:
    """What a node handed on; `acknowledge` says that all of it is in the archive."""

    def __init__(self) -> None:
        self.events = []
        self._ingested = []

    async def __call__(self, event, ingested) -> None:
        """Take it, as the jobs do."""
        self.events.append(event)
        self._ingested.append(ingested)

    def acknowledge(self) -> None:
        """All that came is in the archive."""
        while self._ingested:
            self._ingested.pop()()

    @property
    def ends(self):
        """Outlet and outcome of the crawls that ended."""
        return [(event.outlet, event.outcome) for event in self.events if isinstance(event, Finished)]


async def until(holds) -> None:
    async with asyncio.timeout(60):  # a busy machine starts a child in more than ten seconds
        while not holds():  # noqa: ASYNC110 - the database says nothing by itself
            await asyncio.sleep(0.02)
