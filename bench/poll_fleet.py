"""The whole of ours for `bench/poll.py --memory`: the desk on an archive on disk, and the real child that it orders.

    python bench/poll_fleet.py PORT SOURCES ROUNDS

Each source is known, with its ITEMS links, before the first look, as it is after a day. Looks are answered 304, but for
one in a few hundred that asks for the whole listing, as looks do four times a day.
Printed: CPU seconds of a look in both processes, and the most memory that each took, in MB.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from poll_contestants import AT_ONCE, ROBOTS, addresses
from poll_server import ITEMS

from monitor.causes import CrawlOutcome
from monitor.config import Config, Crawl, Network
from monitor.desk import Desk
from monitor.dispatch.local import Local
from monitor.events import Event, Fetched, Finished, LinksFound, RobotsRead, Validators
from monitor.model import Link, Outlet, Policy, Source, SourceKind

IN_FLIGHT = 4 * AT_ONCE  # looks ordered and not ended
_TICKS = os.sysconf("SC_CLK_TCK")


def outlet(number: int, url: str) -> Outlet:
    """An outlet with this feed."""
    source = Source(kind=SourceKind.FEED, url=url)
    home = f"http://{url.split('/')[2]}/"
    name = f"outlet-{number}"
    return Outlet(id=name, name=name, home=home, sources=(source,), policy=Policy.FEED, delay=0.0)


def fill(desk: Desk, outlets: tuple[Outlet, ...]) -> None:
    """Let each source have been read once, and its links settled."""
    now = datetime.now(UTC)
    desk.sync(now)
    for host in {one.home.split("/")[2] for one in outlets}:
        desk.ingest(RobotsRead(host=host, at=now, status=200, body=ROBOTS), now)
    for start in range(0, len(outlets), AT_ONCE):
        batch: list[Event] = []
        for one in outlets[start : start + AT_ONCE]:
            (source,) = one.sources
            links = tuple(Link(url=f"{source.url}/story-{n}", title=f"Story {n}") for n in range(ITEMS))
            validators = Validators(etag='"a"', digest="0" * 32)
            batch += [
                LinksFound(outlet=one.id, source=source, at=now, links=links, listed=ITEMS, validators=validators),
                Finished(outlet=one.id, at=now, outcome=CrawlOutcome.FINISHED),
            ]
        desk.ingest_all(batch, now)
    archive = desk.context.archive
    archive.execute("update links set state = 'refused', next_at = null")


class Fleet:
    """Looks at all outlets, as many at once as may be; their events are ingested in batches, as the daemon does."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._events: list[Event] = []
        self._ended = asyncio.Semaphore(IN_FLIGHT)
        self._came = asyncio.Event()
        self.answers = 0
        self.local = Local(self._take, self._take)

    async def look(self, outlets: tuple[Outlet, ...]) -> None:
        """Look at each once, before it is due."""
        ingesting = asyncio.ensure_future(self._ingest(len(outlets)))
        for one in outlets:
            await self._ended.acquire()
            await self.local.submit(self._desk.order(one.id, datetime.now(UTC), force=True))
        await ingesting

    async def _take(self, event: Event) -> None:
        self._events.append(event)
        self._came.set()

    async def _ingest(self, left: int) -> None:
        while left:
            await self._came.wait()
            self._came.clear()
            await asyncio.sleep(0.02)  # what comes by then is one transaction
            batch, self._events = self._events, []
            self._desk.ingest_all(batch, datetime.now(UTC))
            self.answers += sum(isinstance(event, Fetched) and event.status == 304 for event in batch)
            ended = sum(isinstance(event, Finished) for event in batch)
            left -= ended
            for _ in range(ended):
                self._ended.release()

    def child(self) -> int:
        """The number of the child's process."""
        return next(child.process.pid for child in self.local._children if child)  # noqa: SLF001 - whose memory it is


def most_memory(process: int) -> float:
    """The most memory that a process has had, in MB."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def cpu(process: int) -> float:
    """The CPU seconds of a process."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


async def run(desk: Desk, outlets: tuple[Outlet, ...], rounds: int) -> dict[str, float]:
    """The figures of so many rounds, after one that does not count."""
    fleet = Fleet(desk)
    await fleet.look(outlets)
    child, fleet.answers = fleet.child(), 0
    began, childs = time.process_time(), cpu(child)
    for _ in range(rounds):
        await fleet.look(outlets)
    looks = rounds * len(outlets)
    if fleet.answers < 0.9 * looks:  # each asks for the whole every six hours, and a busy machine takes minutes
        sys.exit(f"{fleet.answers} looks of {looks} were answered 304")
    figures = {
        "daemon": most_memory(os.getpid()),
        "child": most_memory(child),
        "cpu_daemon": (time.process_time() - began) / looks,
        "cpu_child": (cpu(child) - childs) / looks,
    }
    await fleet.local.stop(5)
    return figures


def main() -> None:
    """Print the figures as JSON."""
    port, sources, rounds = map(int, sys.argv[1:])
    outlets = tuple(outlet(*each) for each in enumerate(addresses("304", port, sources)))
    with tempfile.TemporaryDirectory() as folder:
        config = Config(
            path=Path(folder, "m.toml"),
            archive_path=Path(folder, "a.db"),
            outlets=outlets,
            crawl=Crawl(delay=0.0),
            network=Network(allow=("127.0.0.0/8",)),
        )
        desk = Desk.open(config)
        fill(desk, outlets)
        print(json.dumps(asyncio.run(run(desk, outlets, rounds))))
        desk.close()


if __name__ == "__main__":
    main()
