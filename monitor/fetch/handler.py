"""The download handler: Scrapy's aiohttp client with public addresses only, limits on headers, a pace and an abort.

The address is checked at the moment of connecting, after name resolution, on every path (pages, feeds, robots.txt,
redirects), so that neither a redirect nor a name that changes its answer leads inside.
"""

import asyncio
import functools
import ssl
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.client_proto import ResponseHandler
from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, IgnoreRequest
from scrapy.http import Headers, Response

from monitor import addresses, error_words, retry_after
from monitor.causes import Requested
from monitor.errors import AddressRefusedError
from monitor.events import Fetched, HostHeld
from monitor.fetch import failures
from monitor.fetch.crawl_context import CrawlContext, context_of
from monitor.fetch.pace import StoppingError

HEADER_LIMIT = 256 * 1024  # bytes of one answer's header block
TOO_MANY = 429
_ASKING = frozenset({TOO_MANY, 503})  # answers whose Retry-After asks to be left alone
_FIELD_LIMIT = 64 * 1024  # bytes of one header: large security policies reach 15 KB


class ForbiddenAddressError(AddressRefusedError, IgnoreRequest):
    """A request would have reached a private or local address. Scrapy does not retry it."""


@functools.cache
def _ssl_context(*, verified: bool) -> ssl.SSLContext:
    """The one context of this process; made once, for reading the machine's certificates takes a tenth of a second."""
    context = ssl.create_default_context()
    if not verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class _BoundedResponse(ResponseHandler):
    """aiohttp's protocol with a cap on the header block, which it lacks: it limits single fields only."""

    _head = 0

    def set_response_params(self, **params: Any) -> None:
        self._head = 0
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        if self._payload is None:
            self._head += len(data)
            # A first chunk may hold the start of the body too; sockets deliver 64 to 256 KiB at a time.
            if self._head > 2 * HEADER_LIMIT:
                self.set_exception(aiohttp.ClientPayloadError(f"more than {HEADER_LIMIT} bytes of headers"))
                if self.transport is not None:
                    self.transport.abort()
                return
        super().data_received(data)


def _forbidden(why: str) -> ForbiddenAddressError:
    return ForbiddenAddressError(why, hint=addresses.HINT)


class OutletDownloadHandler(AiohttpDownloadHandler):
    """http and https requests of outlets; one instance a crawl and scheme."""

    lazy = True  # made for the scheme that is asked for: a session and a connector less in each crawl
    experimental = False  # asyncio-only crawling is decided on: no warning per crawl

    def __init__(self, crawler: Crawler) -> None:
        # Past the parent: it would make a session of its own, and read all certificates again for each crawl.
        super(AiohttpDownloadHandler, self).__init__(crawler)
        self._ssl_context = _ssl_context(verified=crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"))
        connector = aiohttp.TCPConnector(
            limit=self._pool_size_total,
            limit_per_host=1,
            socket_factory=addresses.Guard(tuple(crawler.settings.getlist("NETWORK_ALLOW")), _forbidden),
            ttl_dns_cache=300,
        )
        bounded: Any = functools.partial(_BoundedResponse, loop=asyncio.get_running_loop())
        connector._factory = bounded  # noqa: SLF001 - the only way to aiohttp's protocol
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            response_class=_ClientResponse,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            max_line_size=_FIELD_LIMIT,
            max_field_size=_FIELD_LIMIT,
            max_headers=1000,
        )
        self._live: set[asyncio.Task[Response]] = set()
        self._aborted = False
        self._context: CrawlContext | None = None

    async def download_request(self, request: Request) -> Response:
        """One request in its host's turn, reported as a `Fetched` event."""
        context = self._introduced()
        host = urlsplit(request.url).netloc.lower()
        async with context.hooks.pace.turn(host, context.delay_for(host)):
            if self._aborted:
                raise StoppingError("the crawl is being stopped")
            started, error, response = time.monotonic(), None, None
            try:
                response = await self._run(request)
            except Exception as failure:
                error = failures.in_words(failure, request.url)
                raise
            else:
                await self._obey(context, host, request, response)
                return response
            finally:
                await context.hooks.emit(
                    Fetched(
                        outlet=context.outlet,
                        url=request.url,
                        kind=Requested(request.meta.get("kind", Requested.PAGE)),
                        at=datetime.now(UTC),
                        status=response.status if response else None,
                        bytes=len(response.body) if response else 0,
                        seconds=round(time.monotonic() - started, 3),
                        error=error,
                    )
                )

    def _introduced(self) -> CrawlContext:
        # The spider is made after its handlers; the first request finds it.
        if self._context is None:
            self._context = context_of(self.crawler)
            self._context.aborts.append(self.abort)
        return self._context

    def abort(self) -> None:
        """Cut every download that is under way."""
        self._aborted = True
        for task in self._live:
            task.cancel()

    async def close(self) -> None:
        """Close the session."""
        await self._session.close()

    async def _run(self, request: Request) -> Response:
        task = asyncio.ensure_future(super().download_request(request))
        self._live.add(task)
        try:
            return await task
        except asyncio.CancelledError:
            if self._aborted:
                raise StoppingError("the crawl was stopped") from None
            raise
        except ValueError as error:  # aiohttp and yarl on malformed addresses and headers
            raise DownloadFailedError(error_words.message(error)) from error
        finally:
            self._live.discard(task)

    @staticmethod
    async def _obey(context: CrawlContext, host: str, request: Request, response: Response) -> None:
        """Leave a host alone for as long as it asks; where it asks for less without a time, ever longer."""
        pace, now, wait = context.hooks.pace, datetime.now(UTC), None
        header = response.headers.get("Retry-After")
        if response.status in _ASKING and header:
            wait = retry_after.wait(header.decode("latin-1"), now=now)
        if wait is not None:
            pace.hold(host, wait.total_seconds())
        elif request.meta.get("kind") is Requested.ROBOTS:
            return  # rules that are known go on to hold (RFC 9309): it must not blind us to what the host does answer
        elif response.status == TOO_MANY:
            wait = timedelta(seconds=pace.refused(host))
        else:
            pace.accepted(host)
        if wait is not None:
            await context.hooks.emit(HostHeld(host=host, until=now + wait, at=now))

    def _iter_body_chunks(  # type: ignore[override] # of the instance, which knows the room
        self, response: _ClientResponse
    ) -> AsyncIterator[bytes]:
        return self._introduced().hooks.room.through(response.content.iter_any(), response.close)

    @staticmethod
    def _extract_headers(response: _ClientResponse) -> Headers:
        # The decoded headers cannot hold a latin-1 byte; the raw ones can.
        return Headers(response.raw_headers)
