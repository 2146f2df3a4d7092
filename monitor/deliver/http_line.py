"""A line to the host of webhooks: one client with at most one connection, kept for the next POST to that host.

A POST costs a handshake, with TLS three journeys; of several that wait, only the first has to pay for them. A line
belongs to the loop that opened it, checks the address as it connects (`addresses.Guard`), and has one user at a time.
"""

import asyncio
import contextlib
import socket
import ssl
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Self
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from monitor import addresses
from monitor.deliver import threads
from monitor.deliver.channel import Attempt

IDLE = 4.0  # seconds that a connection rests: many servers end theirs after five, and would do so as we send


@dataclass(slots=True)
class Connection:
    """What became of the connection of one POST: it is there; it had carried another before; one broke under it."""

    is_made: bool = False
    is_used: bool = False
    broke: bool = False

    @property
    def maybe_sent(self) -> bool:
        """Whether the POST may have been taken, where no answer came."""
        return self.is_made or self.broke


class HttpLine:
    """The client for one host."""

    def __init__(self, allow: tuple[str, ...]) -> None:
        self.guard = addresses.Guard(allow)
        self.loop = asyncio.get_running_loop()
        trace = aiohttp.TraceConfig()
        trace.on_connection_create_end.append(_made)
        trace.on_connection_reuseconn.append(_used)
        connector = aiohttp.TCPConnector(
            resolver=_Resolver(), socket_factory=self.guard, ssl=tls(), use_dns_cache=False, keepalive_timeout=IDLE
        )
        self.session = aiohttp.ClientSession(
            connector=connector,
            trace_configs=[trace],
            trust_env=False,  # a proxy would connect where the guard does not look
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),  # that of the POST is around all of it
        )

    @classmethod
    async def of(cls, url: str, attempt: Attempt) -> tuple[Self, int]:
        """The line that is kept to the host of this address, or a new one; and how many POSTs it carried."""
        kept = attempt.kept.take(_host(url, attempt)) if attempt.kept else None
        if kept is None:
            return cls(attempt.allow), 0
        line, used = kept
        if line.loop is asyncio.get_running_loop():
            line.guard.refusal = None
            return line, used
        line.hang_up()
        return cls(attempt.allow), 0

    async def rest(self, url: str, attempt: Attempt, used: int) -> None:
        """Keep the line for the next POST to that host, or end it where nobody keeps lines."""
        if attempt.kept is None:
            await self.session.close()
        else:
            attempt.kept.put(_host(url, attempt), self, self.hang_up, used=used)

    def hang_up(self) -> None:
        """End it, from any thread; if its loop has ended, the sockets went with it."""
        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(lambda: self.loop.create_task(self.session.close()))


class _Resolver(AbstractResolver):
    """Asks the system's resolver, in a thread that need not be waited for."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host."""
        ask = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)
        found = await threads.run(ask, name="resolve")
        numeric = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return [
            ResolveResult(hostname=host, host=str(address[0]), port=port, family=kind, proto=protocol, flags=numeric)
            for kind, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        """Nothing is kept."""


@cache
def tls() -> ssl.SSLContext:
    """How certificates are verified."""
    return ssl.create_default_context()


def _host(url: str, attempt: Attempt) -> tuple[str, ...]:
    parts = urlsplit(url)
    return (parts.scheme, parts.netloc, *attempt.allow)


async def _made(_: aiohttp.ClientSession, context: Any, __: object) -> None:
    context.trace_request_ctx.is_made = True


async def _used(_: aiohttp.ClientSession, context: Any, __: object) -> None:
    context.trace_request_ctx.is_made = context.trace_request_ctx.is_used = True
