"""What faults are tried on: an outlet on loopback, a folder with a configuration for it, the real daemon in it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from website import MISSING, Asked, Site, answer, article, rss

from monitor.store.archive import Archive

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("Oslo", "Lagos", "Lima", "Quito", "Turin", "Osaka", "Perth", "Dakar", "Malmo", "Hanoi", "Sofia", "Tunis")


@dataclass
class Reel(Site):
    """An outlet: a feed at /feed and the articles that it lists."""

    slugs: list[str] = field(default_factory=lambda: list(PLACES[:3]))

    def __post_init__(self) -> None:
        self.otherwise = self._answer

    def _answer(self, asked: Asked) -> bytes:
        if asked.path == "/feed":
            return rss((title(slug), f"{self.base}/{slug}") for slug in self.slugs)
        slug = asked.path.lstrip("/")
        return answer(page(slug)) if slug in self.slugs else MISSING


def title(slug: str) -> str:
    return f"Heat 2 goes to {slug}, says Michael Mann"


def page(slug: str) -> str:
    """An article whose words are its own, so that each is a story."""
    sentences = (
        f"In {slug} the director said number {n} of the {slug} scenes is planned with {slug}{n} of the local crew, "
        f"who met near the {slug}{n * 7} hall before the {slug} council gave its word on the {n + 3} streets."
        for n in range(6)
    )
    return article(title(slug), sentences)


@dataclass
class Folder:
    """Where the commands and the daemon run."""

    path: Path
    site: Reel
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def archive(self) -> Path:
        """Where the configuration says that it is."""
        return self.path / "archive.db"

    def write(self, *more: str, seed: str = "false") -> Path:
        """A configuration of the site with one watch and a file channel, and more."""
        file = self.path / "monitor.toml"
        text = f"""
[archive]
path = "archive.db"
[alerts]
max_age = "none"
[crawl]
delay = 0.0
poll = "1s"
seed = {seed}
[network]
allow = ["127.0.0.0/8"]
[[outlet]]
id = "reel"
name = "Reel"
home = "{self.site.base}/"
sources = [{{ kind = "feed", url = "{self.site.base}/feed" }}]
[[watch]]
name = "Heat 2"
query = '"Heat 2"'
[[channel]]
name = "files"
kind = "file"
path = "messages"
"""
        file.write_text(text + "\n".join(more), encoding="utf-8")
        file.chmod(0o600)
        return file

    def daemon(self, **options: Any) -> subprocess.Popen[bytes]:
        """Start the daemon; its log is daemon.log."""
        with (self.path / "daemon.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, str(ROOT / "scheduler.py")], cwd=self.path, stdout=log, stderr=log, **options
            )
        self.processes.append(process)
        return process

    def command(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "monitor.cli", *words],
            cwd=self.path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **env},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def log(self) -> str:
        """What the daemon said."""
        file = self.path / "daemon.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the archive says now."""
        if not self.archive.exists():
            return []
        with Archive.open(self.archive, read_only=True) as archive:
            return [tuple(row) for row in archive.rows(sql)]

    def count(self, table: str, where: str = "true") -> int:
        """How many rows there are; 0 while there is no archive."""
        found = self.rows(f"select count(*) from {table} where {where}")  # noqa: S608 - this test's own words
        return found[0][0] if found else 0

    def until(self, holds: Callable[[], bool], seconds: float = 40) -> None:
        """Wait until it holds."""
        deadline = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > deadline:
                pytest.fail(f"not within {seconds} s; the log ends:\n{self.log()[-3000:]}")
            time.sleep(0.1)
