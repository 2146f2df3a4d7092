"""A month of faults in an hour: the real jobs, desk and crawling child, over outlets that fail in every way.

    python bench/soak.py [--days 30] [--outlets 300] [--poll 6h] [--json]

The outlets are a server on the loopback network. Idle time is skipped: the clock of all three processes jumps to the
next step as soon as nothing is under way, and what takes time takes it. Each outlet has a fault every few days
(`soak_world.FAULTS`), our own network is down for three hours every ten days, and in the first two days pages hang or
kill the child. At the end: is every article stored once and alerted once, are the incidents closed, and is memory flat?
"""

import argparse
import asyncio
import json
import logging
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from soak_clock import Clock
from soak_world import HARMFUL, KEYWORD, World

from monitor import config as configuration
from monitor import jobs
from monitor.desk import Desk
from monitor.discover import cadence
from monitor.dispatch import local
from monitor.jobs import Jobs
from monitor.logs import JsonLines

HERE = Path(__file__).resolve().parent
STEP = 120.0  # seconds between two looks at what is due
HEALTH_EVERY = 1800.0  # as above; a minute in the daemon, whose cost would be most of the run
DAY = 86_400.0
PATIENCE = 900.0  # real seconds for the crawls of one step
SETTLED = 6  # days after which all windows of time are full: the story window has four


@dataclass(frozen=True, slots=True)
class Day:
    """What was measured at the end of a day."""

    day: float
    daemon_mb: float
    child_mb: float
    daemon_fds: int
    child_fds: int
    tasks: int
    archive_mb: float
    wal_mb: float
    articles: int
    open_incidents: int
    child_pid: int
    real_seconds: int


class Soak:
    """One run in `folder`."""

    def __init__(self, folder: Path, world: World, poll: str, port: int) -> None:
        self.folder, self.world = folder, world
        self.clock = Clock(folder / "clock", create=True)
        self.days: list[Day] = []
        self._began = time.monotonic()
        self._file = folder / "monitor.toml"
        self._file.write_text(_settings(world, poll, port), encoding="utf-8")
        self._file.chmod(0o600)

    async def run(self) -> None:
        """Let all the days pass."""
        config = configuration.load(self._file, os.environ)
        self.jobs = Jobs(Desk.open(config), config)
        await self.jobs.start()
        health, daily = 0.0, DAY
        try:
            while (at := self.clock.seconds()) < self.world.seconds:
                await self._crawl()
                await self.jobs.drained()
                if at >= health:
                    health = at + HEALTH_EVERY
                    await self.jobs.check_health()
                    for plan in config.digests:
                        await self.jobs.digest(plan)
                if at >= daily:
                    daily += DAY
                    await self.jobs.tidy()
                    await self.jobs.reload(configuration.load(self._file, os.environ))
                    self._measure()
                self.clock.skip(STEP)
            await self.jobs.check_health()
            await self.jobs.drained()
            self._measure()
        finally:
            await self.jobs.stop(10)

    async def _crawl(self) -> None:
        """Crawl until nothing is due."""
        async with asyncio.timeout(PATIENCE):
            while await self.jobs.on_desk(self.jobs.desk.due, jobs.now()):
                await self.jobs.crawl_due()
                await self.jobs.idle()

    def _measure(self) -> None:
        children = [child for child in self.jobs._crawls._children if child]  # noqa: SLF001 - nobody else asks
        pid = children[0].process.pid if children else 0
        archive = self.folder / "archive.db"
        wal = archive.with_name("archive.db-wal")
        value = self.jobs.desk.context.archive.value
        self.days.append(
            Day(
                day=round((self.clock.seconds()) / DAY, 2),
                daemon_mb=_memory(os.getpid()),
                child_mb=_memory(pid),
                daemon_fds=_descriptors(os.getpid()),
                child_fds=_descriptors(pid),
                tasks=len(asyncio.all_tasks()),
                archive_mb=round(archive.stat().st_size / 1e6, 1),
                wal_mb=round(wal.stat().st_size / 1e6, 1) if wal.exists() else 0.0,
                articles=value("select count(*) from articles"),
                open_incidents=value("select count(*) from incidents where closed_at is null"),
                child_pid=pid,
                real_seconds=round(time.monotonic() - self._began),
            )
        )
        print(json.dumps(asdict(self.days[-1])), file=sys.stderr, flush=True)

    def findings(self) -> dict[str, Any]:
        """What the archive says, next to what was published."""
        with Desk.open(configuration.load(self._file, os.environ)).context.archive as archive:
            stored = Counter(
                int(row["url"].split("/")[4])
                for row in archive.rows("select url from articles where url not like '%/again/'")
            )
            alerts = Counter(
                dict(
                    archive.rows(
                        "select cast(substr(a.url, instr(a.url, '/news/') + 6) as integer), count(distinct m.id)"
                        " from messages m join articles a on a.story_id = m.story_id"
                        " where m.type = 'story.opened' and a.url not like '%/again/' group by a.id"
                    )
                )
            )
            due = [r for guest in self.world.guests for r in guest.reports if 0 < r.at < self.world.calm_from]
            harmed = {
                report.number
                for guest in self.world.guests
                for report in guest.reports
                if any(one.kind in HARMFUL and one.begins - DAY < report.at < one.ends for one in guest.spells)
            }
            due = [report for report in due if report.number not in harmed]
            watched = [report for report in due if report.is_watched and report.reprints is None]
            kinds = archive.rows(
                "select kind, count(*) n, sum(closed_at is null) still from incidents group by kind order by kind"
            )
            return {
                "faults": Counter(spell.kind for guest in self.world.guests for spell in guest.spells),
                "published": len(due),
                "stored_once": sum(stored[report.number] == 1 for report in due),
                "stored_twice": sum(number > 1 for number in stored.values()),
                "missing": [report.number for report in due if not stored[report.number]],
                "watched": len(watched),
                "alerted_once": sum(alerts[report.number] == 1 for report in watched),
                "alerted_twice": sum(alerts[report.number] > 1 for report in watched),
                "not_alerted": [report.number for report in watched if not alerts[report.number]],
                "unsent": archive.value("select count(*) from deliveries where state != 'sent'"),
                "files": len(list((self.folder / "messages").iterdir())),
                "messages": archive.value("select count(*) from messages"),
                "requests": archive.value("select sum(value) from counters where name = 'requests'"),
                "failed_requests": archive.value("select count(*) from fetches where error is not null"),
                "incidents": {row["kind"]: [row["n"], row["still"]] for row in kinds},
                "integrity": archive.value("pragma integrity_check"),
            }

    def growth(self) -> dict[str, float]:
        """The last day's memory against that of the day when all windows were full; of a child that lived so long."""
        settled = [day for day in self.days if day.day >= SETTLED] or self.days[:1]
        first, last = settled[0], self.days[-1]
        # It may have been replaced since: its first day then is its first day at all, at the latest the last one.
        child = next(day for day in (*settled, *self.days) if day.child_pid == last.child_pid)
        return {
            "daemon": round(last.daemon_mb / first.daemon_mb, 3),
            "child": round(last.child_mb / child.child_mb, 3) if child.child_pid else 1.0,
            "children": len({day.child_pid for day in self.days} - {0}),
        }


def _settings(world: World, poll: str, port: int) -> str:
    outlets = "".join(
        f'[[outlet]]\nid = "o{guest.number}"\nname = "Outlet {guest.number}"\nhome = "http://{guest.host}:{port}/"\n'
        f'sources = [{{ kind = "{guest.kind}", url = "http://{guest.host}:{port}/listing.xml" }}]\n'
        for guest in world.guests
    )
    return f"""[archive]
path = "archive.db"
[crawl]
delay = 0.0
poll = "{poll}"
watchdog = "15s"
[network]
allow = ["127.0.0.0/8"]
[incidents]
to = ["files"]
[[watch]]
name = "{KEYWORD}"
query = "{KEYWORD}"
[[channel]]
name = "files"
kind = "file"
path = "messages"
[[digest]]
name = "morning"
schedule = "0 8 * * *"
to = ["files"]
{outlets}"""


def _memory(pid: int) -> float:
    if not pid:
        return 0.0
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024, 1)


def _descriptors(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir())) if pid else 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def main() -> None:
    """Run it, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=float, default=30)
    parser.add_argument("--outlets", type=int, default=300)
    parser.add_argument("--a-day", type=float, default=2, help="articles that an outlet publishes, about")
    parser.add_argument("--poll", default="6h")
    parser.add_argument("--looks", type=float, default=0.25, help="share of the usual looks, for a shorter run")
    parser.add_argument("--broken", type=float, default=0.0, help="share of connections that are cut, dropped or late")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="kept for a look at it; otherwise a temporary one")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="soak"))
    folder.mkdir(exist_ok=True)
    handler = logging.FileHandler(folder / "log")
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.INFO)
    world = World(outlets=options.outlets, days=options.days, a_day=options.a_day, seed=options.seed)
    port = _free_port()
    soak = Soak(folder, world, options.poll, port)
    cadence.next_check.__kwdefaults__["density"] = cadence.DENSITY / options.looks
    jobs.now = soak.clock.now
    local.datetime = soak.clock.datetime()
    os.environ |= {"SOAK_CLOCK": str(folder / "clock"), "PYTHONPATH": f"{HERE / 'soak_child'}:{HERE}:{HERE.parent}"}
    words = [str(folder / "clock"), port, options.outlets, options.days, options.a_day, options.seed, options.broken]
    command = [sys.executable, str(HERE / "soak_server.py"), *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == "ready\n"
            asyncio.run(soak.run())
            found = {"growth": soak.growth(), **soak.findings(), "days": [asdict(day) for day in soak.days]}
        finally:
            server.terminate()
    if options.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        if name != "days":
            print(f"{name:14} {value}")


if __name__ == "__main__":
    main()
