"""A little HTTP/1.1 server on asyncio streams, for the newsstand's sites and the webhook catcher.

Keep-alive, HEAD, bodies by length or in chunks, and, on purpose, cut connections. No TLS, no pipelining of answers,
no protection beyond limits of size: it serves loopback.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from urllib.parse import parse_qs, unquote, urlsplit

from monitor.newsstand.listener import Listener

LINE_LIMIT = 64 << 10  # bytes of a request line or header
HEADER_LIMIT = 200
BODY_LIMIT = 16 << 20  # bytes of a request's body
IDLE_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked. Header names are in lower case."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        """The decoded path, without the query."""
        return unquote(urlsplit(self.target).path) or "/"

    @property
    def query(self) -> dict[str, str]:
        """The first value of each parameter."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said in return. `cut`: nothing is said, the connection is dropped."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False


Handler = Callable[[Request], Awaitable[Answer]]


class HttpServer(Listener):
    """Answers requests on one address by calling `handler`."""

    def __init__(self, handler: Handler, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(self._answer_all, host, port, line_limit=LINE_LIMIT)
        self._handler = handler

    async def _answer_all(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await self._exchange(reader, writer):
            pass

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; whether another may follow."""
        async with asyncio.timeout(IDLE_SECONDS):
            request = await read_request(reader)
        if request is None:
            return False
        answer = await self._handler(request)
        if answer.cut:
            writer.transport.abort()
            return False
        last = request.headers.get("connection", "").lower() == "close"
        writer.write(_head(answer, last=last) + (b"" if request.method == "HEAD" else answer.body))
        await writer.drain()
        return not last


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request of a connection; None when it has ended.

    Raises:
        ValueError: what came is not HTTP, or too large.
    """
    line = await reader.readline()
    if not line:
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := await reader.readline()) not in {b"\r\n", b"\n", b""}:
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
        if len(headers) > HEADER_LIMIT:
            raise ValueError("too many headers")
    return Request(method=method, target=target, headers=headers, body=await _body(reader, headers))


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        length = int(headers.get("content-length", "0"))
        if length > BODY_LIMIT:
            raise ValueError("the body is too large")
        return await reader.readexactly(length)
    body = bytearray()
    while size := int((await reader.readline()).split(b";")[0], 16):
        if len(body) + size > BODY_LIMIT:
            raise ValueError("the body is too large")
        body += await reader.readexactly(size)
        await reader.readline()
    while (await reader.readline()) not in {b"\r\n", b"\n", b""}:
        pass  # trailers
    return bytes(body)


def _head(answer: Answer, *, last: bool) -> bytes:
    lines = [
        f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
        f"Date: {formatdate(time.time(), usegmt=True)}",
    ]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    if answer.status != HTTPStatus.NOT_MODIFIED:
        lines.append(f"Content-Length: {len(answer.body)}")
    if last:
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
