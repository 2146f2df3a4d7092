"""Connections to hosts: to public addresses only, with a cap on headers, and kept for a moment after their use.

The address is checked at the moment of connecting, after name resolution, on every path (pages, feeds, robots.txt,
redirects), so that neither a redirect nor a name that changes its answer leads inside.
"""

import asyncio
import functools
import socket
import ssl
import time
from typing import Any, NamedTuple

import aiohappyeyeballs
import aiohttp
from aiohttp.client_proto import ResponseHandler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, IgnoreRequest

from monitor import addresses, error_words
from monitor.errors import AddressRefusedError

HEADER_LIMIT = 256 * 1024  # bytes of one answer's header block
_SECOND_FAMILY = 0.25  # seconds until a name's other address is tried as well (RFC 8305)
_NAMES_KEPT = 300.0  # seconds for which the addresses of a name are believed
_MOST_NAMES = 5000
_IDLE = 15.0  # seconds for which a connection waits for another request
_MOST_IDLE = 100  # connections that wait
_Addresses = list[tuple[Any, ...]]  # as `getaddrinfo` has them


class ForbiddenAddressError(AddressRefusedError, IgnoreRequest):
    """A request would have reached a private or local address. Scrapy does not retry it."""


class Endpoint(NamedTuple):
    """Where a connection leads."""

    tls: bool
    host: str
    port: int


class BoundedConnection(ResponseHandler):
    """aiohttp's protocol with a cap on the header block, which it lacks: it limits single fields only."""

    _head = 0

    def set_response_params(self, **params: Any) -> None:
        """Get ready for the next answer."""
        self._head = 0
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        """Bytes came."""
        if self._payload is None:
            self._head += len(data)
            # A first chunk may hold the start of the body too; sockets deliver 64 to 256 KiB at a time.
            if self._head > 2 * HEADER_LIMIT:
                self.set_exception(aiohttp.ClientPayloadError(f"more than {HEADER_LIMIT} bytes of headers"))
                if self.transport is not None:
                    self.transport.abort()
                return
        super().data_received(data)


class Connections:
    """The connections of one process that may reach the networks of `allow`, besides the public ones."""

    def __init__(self, allow: tuple[str, ...], *, verified: bool) -> None:
        self._guard = addresses.Guard(allow, _forbidden)
        self._verified = verified
        self._names: dict[tuple[str, int], tuple[float, _Addresses]] = {}  # until when, and the addresses
        self._idle: dict[Endpoint, tuple[float, BoundedConnection]] = {}  # since when; the longest waiting first
        self._sweep: asyncio.TimerHandle | None = None

    def waiting(self, endpoint: Endpoint) -> BoundedConnection | None:
        """A connection that was kept, if it is still there."""
        _, kept = self._idle.pop(endpoint, (0.0, None))
        return kept if kept is not None and kept.is_connected() else None

    async def new(self, endpoint: Endpoint) -> BoundedConnection:
        """A new connection.

        Raises:
            ForbiddenAddressError: it would lead inside.
            CannotResolveHostError: the name has no address.
            DownloadConnectionRefusedError: it cannot be made, or its other end is not proven.
        """
        loop = asyncio.get_running_loop()
        try:
            found = await self._resolved(endpoint.host, endpoint.port)
        except OSError as error:
            raise CannotResolveHostError(error_words.message(error)) from error
        tls: dict[str, Any] = {}
        if endpoint.tls:
            tls = {"ssl": _ssl_context(verified=self._verified), "server_hostname": endpoint.host.rstrip(".")}
        try:
            connected = await aiohappyeyeballs.start_connection(
                found, happy_eyeballs_delay=_SECOND_FAMILY, interleave=1, loop=loop, socket_factory=self._guard
            )
            _, connection = await loop.create_connection(lambda: BoundedConnection(loop), sock=connected, **tls)
        except TimeoutError:
            raise
        except OSError as error:
            raise DownloadConnectionRefusedError(error_words.message(error)) from error
        return connection

    def keep(self, endpoint: Endpoint, connection: BoundedConnection) -> None:
        """Keep a connection whose answer was read to its end, for whatever is asked next."""
        if connection.should_close or not connection.is_connected():
            connection.abort()
            return
        self._drop(endpoint)
        while len(self._idle) >= _MOST_IDLE:
            self._drop(next(iter(self._idle)))
        self._idle[endpoint] = time.monotonic(), connection
        if self._sweep is None:
            self._sweep = asyncio.get_running_loop().call_later(_IDLE, self._swept)

    async def close(self) -> None:
        """Close all that wait; others may go on, and new ones be made."""
        for endpoint in list(self._idle):
            self._drop(endpoint)
        if self._sweep is not None:
            self._sweep.cancel()
            self._sweep = None
        await asyncio.sleep(0)  # in which the loop lets go of their sockets

    def _swept(self) -> None:
        now, self._sweep = time.monotonic(), None
        for endpoint, (since, _) in list(self._idle.items()):
            if now - since < _IDLE:
                self._sweep = asyncio.get_running_loop().call_later(_IDLE - (now - since), self._swept)
                return
            self._drop(endpoint)

    def _drop(self, endpoint: Endpoint) -> None:
        _, kept = self._idle.pop(endpoint, (0.0, None))
        if kept is not None:
            kept.abort()

    async def _resolved(self, host: str, port: int) -> _Addresses:
        now = time.monotonic()
        until, found = self._names.get((host, port), (0.0, []))
        if now < until:
            return found
        fresh = await asyncio.get_running_loop().getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
        )
        if len(self._names) >= _MOST_NAMES:
            self._names.clear()
        self._names[host, port] = now + _NAMES_KEPT, list(fresh)
        return list(fresh)


def _forbidden(why: str) -> ForbiddenAddressError:
    return ForbiddenAddressError(why, hint=addresses.HINT)


@functools.cache
def _ssl_context(*, verified: bool) -> ssl.SSLContext:
    """The one context of this process; made once, for reading the machine's certificates takes a tenth of a second."""
    context = ssl.create_default_context()
    if not verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
