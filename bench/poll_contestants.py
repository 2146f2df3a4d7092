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
    """The crawling child: orders are decoded, events encoded as on its pipes.

    What is known is kept here in the archive's place, which is no work of the child and does not count.
    """
    import msgspec  # noqa: PLC0415 - a contestant loads what it needs

    from monitor import events  # noqa: PLC0415
    from monitor.crawl import Crawls  # noqa: PLC0415
    from monitor.events import Event, HostState, LinksFound, Order  # noqa: PLC0415
    from monitor.fetch.hooks import Hooks  # noqa: PLC0415
    from monitor.known_links import KnownLinks, known_as, mark  # noqa: PLC0415
    from monitor.model import Origin, Outlet, Policy, Source, SourceKind  # noqa: PLC0415
    from monitor.reading import urls as addresses_  # noqa: PLC0415
    from monitor.worker import AT_ONCE as SLOTS  # noqa: PLC0415
    from monitor.worker import spare_collector  # noqa: PLC0415

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)  # as the child does
    orders: dict[str, bytes] = {}
    for number, url in enumerate(urls):
        host = url.split("/")[2]
        outlet = Outlet(
            id=f"outlet-{number}",
            name=f"Outlet {number}",
            home=f"http://{host}/",
            sources=(Source(kind=SourceKind.FEED, url=url),),
            policy=Policy.FEED,  # no pages: feedparser and reader read none either
        )
        state = HostState(host=host, robots_status=200, robots_body=ROBOTS, robots_at=datetime.now(UTC))
        order = Order(
            outlet=outlet, origin=Origin.LIVE, hosts=(state,), delay=0.0, allow=("127.0.0.0/8",), user_agent="Bench/1"
        )
        orders[outlet.id] = events.encode_order(order)
    new, noting = 0, 0.0

    async def emit(event: Event) -> None:
        nonlocal new, noting
        events.encode(event)
        if isinstance(event, LinksFound):
            new += len(event.links)
            if event.listed is not None:
                began = time.process_time()
                order = events.decode_order(orders[event.outlet])
                known = {known_as(addresses_.key_of(link)): mark(event.source.url, link.title) for link in event.links}
                known = KnownLinks(msgspec.json.encode({**order.known, **known}))  # as an archive gives them
                validators = {event.source.url: event.validators}
                orders[event.outlet] = events.encode_order(replace(order, known=known, validators=validators))
                noting += time.process_time() - began

    crawls = Crawls(Hooks(emit=emit))

    async def all_of_them(times: int) -> int:
        nonlocal new
        new = 0
        slots = asyncio.Semaphore(SLOTS)

        async def one(name: str) -> None:
            async with slots:
                await crawls.crawl(events.decode_order(orders[name]))

        for _ in range(times):
            await asyncio.gather(*(one(name) for name in orders))
        await crawls.close()
        return new

    spare_collector()  # as the child does
    with asyncio.Runner() as runner:
        measured(lambda: runner.run(all_of_them(rounds)), rounds * len(urls), lambda: noting)


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
