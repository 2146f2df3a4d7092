"""The HTTP client: one request, one answer, within limits. It follows nothing and decides nothing.

aiohttp's protocol and parser without its session: what that sets up for each request costs twice as much as the
request itself, and nearly all requests of a monitor are answered "not modified". Redirects and retries are for Scrapy's
middlewares, content codings for `codings` and those.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import aiohttp
from aiohttp.http_exceptions import ContentLengthError, HttpProcessingError, TransferEncodingError
from aiohttp.streams import EMPTY_PAYLOAD, StreamReader
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from monitor import error_words
from monitor.causes import Requested
from monitor.fetch import places
from monitor.fetch.connections import BoundedConnection, Connections, Endpoint
from monitor.fetch.places import Whereabouts
from monitor.fetch.room import Room

_FIELD_LIMIT = 64 * 1024  # bytes of one header: large security policies reach 15 KB
_MOST_FIELDS = 1000
_LIMITS: dict[str, Any] = {
    "read_until_eof": True,
    "auto_decompress": False,
    "max_line_size": _FIELD_LIMIT,
    "max_field_size": _FIELD_LIMIT,
    "max_headers": _MOST_FIELDS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A GET request with its limits: `seconds` for the whole exchange, `most` bytes of body as it comes.

    `place` is where it goes, if that is known already.
    """

    url: str
    kind: Requested
    headers: tuple[tuple[str, str], ...]
    seconds: float
    most: int
    place: Whereabouts | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: `body` as it was sent, in its content coding. `asked_at` is when the request went out."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    asked_at: datetime

    def header(self, name: str) -> bytes | None:
        """The last header of this name."""
        wanted = name.lower().encode()
        for key, value in reversed(self.headers):
            if len(key) == len(wanted) and key.lower() == wanted:
                return value
        return None


class Client:
    """Sends requests over connections that all crawls of a process share."""

    def __init__(self, allow: tuple[str, ...], *, verified: bool) -> None:
        self._connections = Connections(allow, verified=verified)

    async def get(self, ask: Ask, room: Room) -> Answer:
        """The answer to a request.

        Raises:
            ForbiddenAddressError: it would lead to a private address.
            DownloadCancelledError: the body is larger than it may be.
            NoRoomError: too much is being downloaded.
            ResponseDataLossError: the body ended before its end.
            DownloadTimeoutError, DownloadFailedError, ...: there is no answer; Scrapy's classes, which it tries again.
        """
        try:
            endpoint, head = _request(ask)
            async with asyncio.timeout(ask.seconds):
                return await self._exchange(endpoint, head, ask, room)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"Getting {ask.url} took longer than {ask.seconds:g} seconds.") from error
        except aiohttp.ServerDisconnectedError as error:  # its message may be what the parser holds so far
            raise DownloadFailedError("the connection was closed before an answer came") from error
        except aiohttp.ClientPayloadError as error:
            is_cut = isinstance(error.__cause__, ContentLengthError | TransferEncodingError)
            what = "the connection was closed in the middle of the answer" if is_cut else error_words.message(error)
            raise ResponseDataLossError(what) from error
        except (aiohttp.ClientError, HttpProcessingError) as error:
            raise DownloadFailedError(getattr(error, "message", "") or error_words.message(error)) from error
        except (OSError, ValueError) as error:  # a connection that ended; names of which nothing can be made
            raise DownloadFailedError(error_words.message(error)) from error

    async def close(self) -> None:
        """Close the connections that wait for another request."""
        await self._connections.close()

    async def _exchange(self, endpoint: Endpoint, head: bytes, ask: Ask, room: Room) -> Answer:
        waiting = self._connections.waiting(endpoint)
        if waiting is not None:
            try:
                return await self._on(waiting, endpoint, head, ask, room)
            except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, ConnectionError):
                pass  # its host had closed it, as we asked: nothing came, so a new one is the first to be answered
        return await self._on(await self._connections.new(endpoint), endpoint, head, ask, room)

    async def _on(self, connection: BoundedConnection, endpoint: Endpoint, head: bytes, ask: Ask, room: Room) -> Answer:
        is_over = False
        try:
            connection.set_response_params(**_LIMITS)
            assert connection.transport is not None
            asked_at = datetime.now(UTC)
            connection.transport.write(head)
            message, payload = await connection.read()
            while message.code < HTTPStatus.OK:  # "continue" and "early hints": the answer is still to come
                if message.code == HTTPStatus.SWITCHING_PROTOCOLS:
                    raise DownloadFailedError("the host wants to speak another protocol")
                message, payload = await connection.read()
            body = b""
            if payload is not EMPTY_PAYLOAD:
                _check(int(message.headers.get("Content-Length", 0)), ask, "announces")
                body = await _body(connection, payload, ask, room)
            answer = Answer(message.code, message.raw_headers, body, asked_at)
            is_over = True
            return answer
        finally:
            if is_over:
                self._connections.keep(endpoint, connection)
            else:
                connection.abort()


async def _body(connection: BoundedConnection, payload: StreamReader, ask: Ask, room: Room) -> bytes:
    def cut() -> None:
        payload.set_exception(aiohttp.ClientConnectionError("Connection closed"))
        connection.abort()

    body = bytearray()
    async for chunk in room.through(payload.iter_any(), cut):
        body += chunk
        _check(len(body), ask, "sent")
    return bytes(body)


def _check(size: int, ask: Ask, what: str) -> None:
    if size > ask.most:
        raise DownloadCancelledError(f"it {what} {size:,} bytes, and no more than {ask.most:,} are read")


def _request(ask: Ask) -> tuple[Endpoint, bytes]:
    """Where a request goes, and what is sent there."""
    place = ask.place or places.of(ask.url)
    lines = [*place.lines, *(f"{name}: {value}" for name, value in ask.headers)]
    head = "\r\n".join([*lines, "", ""])
    if not head.count("\r") == head.count("\n") == len(lines) + 1:
        raise ValueError("an address or a header of more than one line")
    try:
        return place.endpoint, head.encode("latin-1")  # an ETag goes back as it came
    except UnicodeEncodeError:
        return place.endpoint, head.encode()


class Clients:
    """The clients of a process: one for each set of networks that may be reached, and with proof of the host or not."""

    def __init__(self) -> None:
        self._made: dict[tuple[tuple[str, ...], bool], Client] = {}

    def of(self, allow: tuple[str, ...], *, verified: bool) -> Client:
        """The client for crawls of this kind."""
        found = self._made.get((allow, verified))
        if found is None:
            found = self._made[allow, verified] = Client(allow, verified=verified)
        return found

    async def close(self) -> None:
        """Close the connections that wait for another request."""
        for client in self._made.values():
            await client.close()
