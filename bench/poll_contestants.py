"""The contestants of `bench/poll.py`: each polls all addresses in a process of its own and prints what a poll cost.

    python bench/poll_contestants.py NAME MODE PORT SOURCES ROUNDS

One round comes first that does not count: all feeds are new in it. Printed: CPU seconds of a poll, peak memory in MB,
and the entries reported as new in the rounds that count.
"""

import asyncio
import json
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from poll_server import HOSTS, ITEMS

AT_ONCE = 32  # looks whose events the daemon takes in one transaction
ROBOTS = "User-agent: *\nDisallow: /wp-admin/\nDisallow: /search\nAllow: /\n\nUser-agent: GPTBot\nDisallow: /\n"


def addresses(mode: str, port: int, sources: int) -> list[str]:
    """The feeds, spread over the hosts."""
    return [f"http://127.0.1.{1 + one % HOSTS}:{port}/{mode}/{one}" for one in range(sources)]


def measured(poll: Callable[[], int], polls: int, apart: Callable[[], float] = lambda: 0.0) -> None:
    """Print the figures of the polls of one call, after a call that does not count; `apart` are seconds that do not."""
    poll()
    began = time.process_time() - apart()
    new = poll()
    cpu = time.process_time() - apart() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": cpu / polls, "memory": memory, "new": new}))


def ours(urls: list[str], rounds: int) -> None:
    """The crawling child: orders are decoded, events encoded as on its pipes."""
    from monitor.worker import spare_collector  # noqa: PLC0415 - a contestant loads what it needs

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)  # as the child does
    spare_collector()  # as the child does
    child = Child(urls)
    with asyncio.Runner() as runner:
        measured(lambda: runner.run(child.look(rounds)), rounds * len(urls), lambda: child.noting)


class Child:
    """Crawls by orders that are encoded. What is known is kept here in the archive's place.

    That is no work of the child: it took `noting` CPU seconds, which do not count.
    """

    def __init__(self, urls: list[str]) -> None:
        from monitor.crawl import Crawls  # noqa: PLC0415 - a contestant loads what it needs
        from monitor.fetch.hooks import Hooks  # noqa: PLC0415 - as above

        self.orders = dict(first_order(number, url) for number, url in enumerate(urls))
        self.new, self.noting = 0, 0.0
        self.crawls = Crawls(Hooks(emit=self.emit))

    async def look(self, times: int) -> int:
        """Follow each order so many times; how many links were new."""
        from monitor import events  # noqa: PLC0415 - a contestant loads what it needs
        from monitor.worker import AT_ONCE as SLOTS  # noqa: PLC0415 - as above

        self.new = 0
        slots = asyncio.Semaphore(SLOTS)

        async def one(name: str) -> None:
            async with slots:
                await self.crawls.crawl(events.decode_order(self.orders[name]))

        for _ in range(times):
            await asyncio.gather(*(one(name) for name in self.orders))
        await self.crawls.close()
        return self.new

    async def emit(self, event: Any) -> None:
        """Encode an event; what it lists is known from now on."""
        from monitor import events  # noqa: PLC0415 - a contestant loads what it needs

        events.encode(event)
        if isinstance(event, events.LinksFound):
            self.new += len(event.links)
            if event.listed is not None:
                began = time.process_time()
                self.orders[event.outlet] = next_order(self.orders[event.outlet], event)
                self.noting += time.process_time() - began


def first_order(number: int, url: str) -> tuple[str, bytes]:
    """The name of an outlet with this feed, and the order to look at it, as nothing of it is known."""
    from monitor import events  # noqa: PLC0415 - a contestant loads what it needs
    from monitor.model import Origin, Outlet, Policy, Source, SourceKind  # noqa: PLC0415 - as above

    host = url.split("/")[2]
    outlet = Outlet(
        id=f"outlet-{number}",
        name=f"Outlet {number}",
        home=f"http://{host}/",
        sources=(Source(kind=SourceKind.FEED, url=url),),
        policy=Policy.FEED,  # no pages: feedparser and reader read none either
    )
    state = events.HostState(host=host, robots_status=200, robots_body=ROBOTS, robots_at=datetime.now(UTC))
    order = events.Order(
        outlet=outlet, origin=Origin.LIVE, hosts=(state,), delay=0.0, allow=("127.0.0.0/8",), user_agent="Bench/1"
    )
    return outlet.id, events.encode_order(order)


def next_order(before: bytes, found: Any) -> bytes:
    """The order that follows one by which this was found."""
    import msgspec  # noqa: PLC0415 - a contestant loads what it needs

    from monitor import events  # noqa: PLC0415 - as above
    from monitor.known_links import KnownLinks, known_as, mark  # noqa: PLC0415 - as above
    from monitor.reading import urls  # noqa: PLC0415 - as above

    order = events.decode_order(before)
    known = {known_as(urls.key_of(link)): mark(found.source.url, link.title) for link in found.links}
    known = KnownLinks(msgspec.json.encode({**order.known, **known}))  # as an archive gives them
    return events.encode_order(replace(order, known=known, validators={found.source.url: found.validators}))


def daemon(urls: list[str], rounds: int) -> None:
    """The daemon's part of a look that is unchanged: the order is made and encoded, its events are decoded and kept."""
    from monitor import events  # noqa: PLC0415 - a contestant loads what it needs
    from monitor.causes import CrawlOutcome, Requested  # noqa: PLC0415
    from monitor.config import Config  # noqa: PLC0415
    from monitor.desk import Desk  # noqa: PLC0415
    from monitor.events import Event, Fetched, Finished, LinkRefused, LinksFound, RobotsRead, Validators  # noqa: PLC0415
    from monitor.model import Link, Outlet, Source, SourceKind  # noqa: PLC0415
    from monitor.refusals import Reason  # noqa: PLC0415

    sources = [Source(kind=SourceKind.FEED, url=url) for url in urls]
    outlets = tuple(
        Outlet(id=f"outlet-{n}", name=f"Outlet {n}", home=f"http://{source.url.split('/')[2]}/", sources=(source,))
        for n, source in enumerate(sources)
    )
    validators = Validators(etag='"a"', digest="0" * 32)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk.open(Config(path=Path(folder, "m.toml"), archive_path=Path(folder, "a.db"), outlets=outlets))
        desk.sync(datetime.now(UTC))
        for host in {outlet.home.split("/")[2] for outlet in outlets}:
            desk.ingest(RobotsRead(host=host, at=datetime.now(UTC), status=200, body=ROBOTS), datetime.now(UTC))

        def look(n: int, links: tuple[Link, ...]) -> list[Event]:
            name, now = f"outlet-{n}", datetime.now(UTC)
            events.encode_order(desk.order(name, now))
            found = LinksFound(outlet=name, source=sources[n], at=now, links=links, validators=validators)
            fetched = Fetched(outlet=name, url=urls[n], kind=Requested.SOURCE, at=now, status=304)
            finished = Finished(outlet=name, at=now, outcome=CrawlOutcome.FINISHED)
            read = [
                LinkRefused(outlet=name, link=link, reason=Reason.TOO_LARGE, at=now) for link in links
            ]  # none waits
            return [events.decode(events.encode(event)) for event in (fetched, found, *read, finished)]

        first = [tuple(Link(url=f"{url}/story-{one}", title=f"Story {one}") for one in range(ITEMS)) for url in urls]

        def poll() -> int:
            for _ in range(rounds):
                for start in range(0, len(urls), AT_ONCE):  # as the daemon does: one transaction for what came by then
                    numbers = range(start, min(start + AT_ONCE, len(urls)))
                    batch = [event for n in numbers for event in look(n, first[n])]
                    desk.ingest_all(batch, datetime.now(UTC))
                first[:] = [()] * len(urls)
            return 0

        measured(poll, rounds * len(urls))
        desk.close()


def loop(urls: list[str], rounds: int) -> None:
    """One loop: requests in one session, one after another, with validators; feedparser on what is answered 200."""
    import feedparser  # noqa: PLC0415
    import requests  # noqa: PLC0415

    session = requests.Session()
    validators: dict[str, dict[str, str]] = {url: {} for url in urls}
    known: dict[str, set[str]] = {url: set() for url in urls}

    def poll() -> int:
        new = 0
        for _ in range(rounds):
            for url in urls:
                response = session.get(url, headers=validators[url], timeout=40)
                if response.status_code == 200:
                    if etag := response.headers.get("ETag"):
                        validators[url] = {"If-None-Match": etag}
                    found = {entry.id for entry in feedparser.parse(response.content).entries} - known[url]
                    known[url] |= found
                    new += len(found)
        return new

    measured(poll, rounds * len(urls))


def reader(urls: list[str], rounds: int) -> None:
    """The library of that name: it stores what it finds in SQLite, in this process."""
    from reader import make_reader  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        library = make_reader(str(Path(folder) / "reader.sqlite"))
        for url in urls:
            library.add_feed(url)

        def poll() -> int:
            new = 0
            for _ in range(rounds):
                for result in library.update_feeds_iter(scheduled=False):
                    if isinstance(result.value, Exception):
                        raise result.value
                    new += result.value.new if result.value else 0
            return new

        measured(poll, rounds * len(urls))
        library.close()


CONTESTANTS = {"ours": ours, "daemon": daemon, "loop": loop, "reader": reader}

if __name__ == "__main__":
    name, mode, port, sources, rounds = sys.argv[1:]
    CONTESTANTS[name](addresses(mode, int(port), int(sources)), int(rounds))
