"""A server that answers with bytes as they are given, and crawls of one outlet on it."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from fetch_raw import answer

from monitor.crawl import Crawls
from monitor.events import Event, HostState, Order, Validators
from monitor.fetch.hooks import Wires
from monitor.fetch.pace import Pace
from monitor.model import Link, Origin, Outlet, PageRule, Policy, Source, SourceKind


@dataclass
class Raw:
    """What the server saw, and what it says: a path's answer is bytes, or a function of the request's head."""

    base: str = ""
    port: int = 0
    answers: dict[str, bytes | Callable[[str], bytes] | list[bytes]] = field(default_factory=dict)
    seen: list[tuple[str, str]] = field(default_factory=list)  # path, head
    most_at_once: int = 0
    slow: float = 0.0

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [path for path, _ in self.seen]


@pytest.fixture
def raw() -> Iterator[Raw]:
    """A raw server on a loopback port; robots.txt is not there unless a test puts it there."""
    told = Raw()
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    at_once = 0
    server: asyncio.Server | None = None

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal at_once
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()
            return
        at_once += 1
        told.most_at_once = max(told.most_at_once, at_once)
        path = head.split(" ")[1]
        told.seen.append((path, head))
        await asyncio.sleep(told.slow)
        said = told.answers.get(path, answer(b"no", status="404 Not Found"))
        if isinstance(said, list):
            said = said.pop(0) if len(said) > 1 else said[0]
        body = said(head) if callable(said) else said
        at_once -= 1
        try:
            for start in range(0, len(body), 1 << 16):
                writer.write(body[start : start + (1 << 16)])
                await writer.drain()
            writer.close()
            await writer.wait_closed()
        except ConnectionError:
            pass

    async def start() -> None:
        nonlocal server
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        told.port = server.sockets[0].getsockname()[1]
        told.base = f"http://127.0.0.1:{told.port}"
        ready.set()

    def run() -> None:
        loop.run_until_complete(start())
        loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.05))
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(5)
    yield told
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)


@pytest.fixture
def crawl(raw: Raw) -> Callable[..., list[Event]]:
    """Crawl an outlet whose feed is at /feed; the events in order."""

    def run(
        *,
        known: dict[str, str] | None = None,
        pending: tuple[Link, ...] = (),
        validators: dict[str, Validators] | None = None,
        hosts: tuple[HostState, ...] = (),
        allow: tuple[str, ...] = ("127.0.0.0/8",),
        policy: Policy = Policy.PAGE,
        rules: tuple[PageRule, ...] = (),
        sources: tuple[Source, ...] | None = None,
        delay: float = 0.0,
        pace: Pace | None = None,
    ) -> list[Event]:
        events: list[Event] = []

        async def keep(event: Event) -> None:
            events.append(event)

        async def work() -> None:
            crawls = Crawls(Wires(emit=keep, pace=pace or Pace()))
            await crawls.crawl(
                Order(
                    outlet=Outlet(
                        id="reel",
                        name="Reel",
                        home=raw.base + "/",
                        policy=policy,
                        rules=rules,
                        sources=sources or (Source(kind=SourceKind.FEED, url=raw.base + "/feed"),),
                    ),
                    origin=Origin.LIVE,
                    known=known or {},
                    pending=pending,
                    validators=validators or {},
                    hosts=hosts,
                    allow=allow,
                    delay=delay,
                    user_agent="EntertainmentMonitor/0.1 (+https://example.org/bot)",
                )
            )

        asyncio.run(work())
        return events

    return run
