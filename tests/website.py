"""One web site for all tests: a port of loopback, an answer for each path to the byte, and a record of who asked.

    with Site({"/feed": rss([("Heat 2", "/a")]), "/a": answer(article("Heat 2"))}) as site:
        ...
    assert site.paths() == ["/feed", "/a"]

It answers with the bytes that it was given, broken ones too, and it runs in a thread of its own. (`site` would be the
better name; Python has a module of that name already.)
"""

import asyncio
import inspect
import ssl
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Self

LINE_LIMIT = 1 << 22  # bytes of a request's head: some tests send long ones
STARTING = 20.0  # seconds, an upper bound


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as it came."""

    line: str
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def path(self) -> str:
        """With the query."""
        return self.line.split(" ")[1]

    @property
    def host(self) -> str:
        """The name or address that was asked for, without the port."""
        return self.headers.get("host", "").rpartition(":")[0]


Said = bytes | AsyncIterator[bytes]
Answer = bytes | Callable[[Asked], Said | Awaitable[Said]] | list[bytes]


def answer(body: bytes | str, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """A whole HTTP/1.1 answer."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join([*lines, *headers]).encode("latin-1") + b"\r\n\r\n" + body


def rss(items: Iterable[tuple[str, str]], *headers: str) -> bytes:
    """An answer with an RSS feed of these titles and links."""
    listed = "".join(f"<item><title>{escape(title)}</title><link>{escape(link)}</link></item>" for title, link in items)
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{listed}</channel></rss>'
    return answer(text, *headers, kind="application/rss+xml")


def article(title: str, paragraphs: Iterable[str], *, published: str = "2026-01-05T10:00:00Z") -> str:
    """An article's page, as plain as one can be."""
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(title)}</title>'
        f'<meta property="og:type" content="article"><meta property="article:published_time" content="{published}">'
        f"</head><body><article><h1>{escape(title)}</h1>{text}</article></body></html>"
    )


MISSING = answer("no", status="404 Not Found")


async def hang(_: Asked) -> bytes:
    """Say nothing until the client leaves or the site ends."""
    await asyncio.sleep(3600)
    return b""


@dataclass
class Endless:
    """A page that begins and never ends: `piece` again and again, `pause` seconds apart."""

    head: bytes
    piece: bytes
    pause: float = 0.0
    sent: int = 0  # bytes of all pieces

    async def __call__(self, _: Asked) -> AsyncIterator[bytes]:
        """Go on until the client leaves."""
        yield self.head
        while True:
            self.sent += len(self.piece)
            yield self.piece
            await asyncio.sleep(self.pause)


@dataclass
class Site:
    """A running site between `with` and its end.

    A path's answer is bytes; a function of the request, which may wait, and may hand out piece by piece; or a list:
    one after the other, and the last for good.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    otherwise: Answer = MISSING  # what every other path says
    host: str = "127.0.0.1"  # "0.0.0.0": on every loopback address
    slow: float = 0.0  # seconds before each page; feeds and robots.txt are answered at once
    tls: ssl.SSLContext | None = None
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    most_at_once: Counter[str] = field(default_factory=Counter)  # pages, by host

    @property
    def base(self) -> str:
        """The address of the site, without a slash."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [asked.path for asked in self.asked]

    def __enter__(self) -> Self:
        self._tasks: set[asyncio.Task[None]] = set()
        self._at_once: Counter[str] = Counter()
        ready = threading.Event()
        self._thread = threading.Thread(target=asyncio.run, args=(self._run(ready),), daemon=True)
        self._thread.start()
        assert ready.wait(STARTING), "the site did not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(STARTING)

    async def _run(self, ready: threading.Event) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_exception_handler(lambda *_: None)  # a handshake that the client refuses is no fault of ours
        server = await asyncio.start_server(self._connected, self.host, self.port, limit=LINE_LIMIT, ssl=self.tls)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._ended.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            asked = await _request(reader)
            self.asked.append(asked)
            await self._reply(asked, writer)
            writer.close()
            await writer.wait_closed()
        except (OSError, EOFError, asyncio.CancelledError):
            pass  # who asked is gone, or the site ends
        finally:
            writer.transport.abort()
            self._tasks.discard(task)

    async def _reply(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        if not asked.path.endswith(("/feed", "/robots.txt")):
            self._at_once[asked.host] += 1
            self.most_at_once[asked.host] = max(self.most_at_once[asked.host], self._at_once[asked.host])
            try:
                await asyncio.sleep(self.slow)
            finally:
                self._at_once[asked.host] -= 1
        said = self.answers.get(asked.path, self.otherwise)
        if isinstance(said, list):
            said = said.pop(0) if len(said) > 1 else said[0]
        if callable(said):
            said = said(asked)
        if inspect.isawaitable(said):
            said = await said
        async for piece in _pieces(said):
            writer.write(piece)
            await writer.drain()


async def _request(reader: asyncio.StreamReader) -> Asked:
    """The next request.

    Raises:
        EOFError: the connection ended before.
    """
    line, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines) if name}
    return Asked(line, headers, await reader.readexactly(int(headers.get("content-length", 0))))


async def _pieces(said: Said) -> AsyncIterator[bytes]:
    """The answer, by what a socket takes at once."""
    if isinstance(said, bytes):
        for start in range(0, len(said), 1 << 16):
            yield said[start : start + (1 << 16)]
    else:
        async for piece in said:
            yield piece
