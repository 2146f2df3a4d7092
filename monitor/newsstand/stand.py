"""The running newsstand: every outlet on a loopback address of its own, and a log of who asked for what.

Where a system has no loopback address but 127.0.0.1, as macOS, the outlets get ports of their own instead.
"""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Self

from monitor.newsstand.clock import Clock
from monitor.newsstand.press import Press
from monitor.newsstand.serving import Answer, HttpServer, Request
from monitor.newsstand.site import Site

LOG_LIMIT = 100_000  # visits kept in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request and what it got. `in_flight` counts the outlet's open requests, itself included."""

    at: datetime
    outlet: str
    method: str
    target: str
    status: int
    user_agent: str
    conditional: bool
    gzip: bool
    bytes: int
    in_flight: int


class Newsstand:
    """Serves a press over a timeline that begins with `play()`.

    `started_at` is the time of minute 0; `speed` how many times as fast as the world the timeline runs; `log` is
    called with every `Visit`; `port` 0 takes any free one, the
    same for all if possible; `latency` is how many seconds an answer takes.
    """

    def __init__(
        self,
        press: Press,
        *,
        started_at: datetime,
        speed: float = 1.0,
        log: Callable[[Visit], None] | None = None,
        port: int = 0,
        latency: float = 0.0,
    ) -> None:
        self.press, self.latency = press, latency
        self.clock = Clock(started_at, speed)
        self.visits: list[Visit] = []
        self.sites: dict[str, Site] = {}
        self._log, self._port = log, port
        self._servers: list[HttpServer] = []
        self._in_flight: Counter[str] = Counter()
        self._troubles: dict[str, Answer] = {}

    async def start(self) -> None:
        """Open all addresses. The timeline stands at minute 0 until `play()`."""
        own = has_own_addresses()
        for number, outlet in enumerate(self.press.outlets, start=1):
            if own:
                host, port = f"127.77.0.{number}", self._port or (self._servers[0].port if self._servers else 0)
            else:
                host, port = "127.0.0.1", self._port and self._port + number - 1
            server = await self._opened(outlet.id, host, port)
            self._servers.append(server)
            self.sites[outlet.id] = Site(outlet, self.press, self.clock, f"http://{host}:{server.port}/")

    async def _opened(self, outlet_id: str, host: str, port: int) -> HttpServer:
        """A server on that port; on a free one if it is taken and nobody asked for it."""
        server = HttpServer(self._handler(outlet_id), host, port)
        try:
            await server.start()
        except OSError:
            if self._port:
                raise
            server = HttpServer(self._handler(outlet_id), host, 0)
            await server.start()
        return server

    async def stop(self) -> None:
        """Close all addresses."""
        for server in self._servers:
            await server.stop()
        self._servers.clear()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def play(self) -> None:
        """Begin publishing."""
        self.clock.play()

    @property
    def is_over(self) -> bool:
        """Whether everything is published."""
        return self.clock.minute >= self.press.last_minute

    @property
    def outlets(self) -> list[dict[str, Any]]:
        """The outlets as plain data: id, name, home, language, sources with kind, url and, for a section, select."""
        return [
            {
                "id": outlet.id,
                "name": outlet.name,
                "home": self.sites[outlet.id].home,
                "language": outlet.language,
                "sources": [
                    {"kind": source.kind, "url": self.sites[outlet.id].home.rstrip("/") + source.path}
                    | ({"select": source.select} if source.select else {})
                    for source in outlet.sources
                ],
            }
            for outlet in self.press.outlets
        ]

    def url_of(self, article_id: str) -> str:
        """The address of an article."""
        article = self.press.article(article_id)
        return self.sites[article.outlet].url_of(article)

    def trouble(self, outlet_id: str, status: int | None = 503, *, retry_after: int | None = None) -> None:
        """Let every request of an outlet fail with that status, or, with None, work again. Status 0 cuts."""
        if status is None:
            self._troubles.pop(outlet_id, None)
            return
        headers = {"Content-Type": "text/plain"} | ({} if retry_after is None else {"Retry-After": str(retry_after)})
        self._troubles[outlet_id] = Answer(status=status, headers=headers, body=b"in trouble", cut=status == 0)

    def _handler(self, outlet_id: str) -> Callable[[Request], Any]:
        async def handle(request: Request) -> Answer:
            self._in_flight[outlet_id] += 1
            in_flight = self._in_flight[outlet_id]
            try:
                if self.latency:
                    await asyncio.sleep(self.latency)
                answer = self._troubles.get(outlet_id) or self.sites[outlet_id].answer(request, self.clock.minute)
            finally:
                self._in_flight[outlet_id] -= 1
            self._note(outlet_id, request, answer, in_flight)
            return answer

        return handle

    def _note(self, outlet_id: str, request: Request, answer: Answer, in_flight: int) -> None:
        visit = Visit(
            at=datetime.now(UTC),
            outlet=outlet_id,
            method=request.method,
            target=request.target,
            status=answer.status,
            user_agent=request.headers.get("user-agent", ""),
            conditional="if-none-match" in request.headers or "if-modified-since" in request.headers,
            gzip=answer.headers.get("Content-Encoding") == "gzip",
            bytes=0 if request.method == "HEAD" or answer.status == HTTPStatus.NOT_MODIFIED else len(answer.body),
            in_flight=in_flight,
        )
        if len(self.visits) < LOG_LIMIT:
            self.visits.append(visit)
        if self._log:
            self._log(visit)


def has_own_addresses() -> bool:
    """Whether this system answers on all of 127.0.0.0/8."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.77.0.1", 0))
        except OSError:
            return False
    return True
