"""The download handler: Scrapy's requests through our client, and its answers back as Scrapy's responses."""

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import NotSupported
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from monitor.causes import Requested
from monitor.fetch import codings
from monitor.fetch.client import Answer, Ask
from monitor.fetch.crawl_context import context_of
from monitor.fetch.exchange import exchange


class OutletDownloadHandler(BaseDownloadHandler):
    """http and https requests of outlets; one instance a crawl and scheme."""

    lazy = True  # made for the scheme that is asked for

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._seconds = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._most = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download_request(self, request: Request) -> Response:
        """The response to a request, or to the same that a look made before this crawl began."""
        if request.method != "GET":
            raise NotSupported(f"an outlet is only read, and {request.method} is no reading")
        context = context_of(self.crawler)
        # Once: what is asked for again, after a failure or by a redirect, is a request of its own.
        found = context.answered.pop(request.url, None)
        if found is None:
            found = await exchange(context, self._ask(request))
        elif isinstance(found, Exception):
            raise found
        return _response(request, found, self._limit(request))

    def _ask(self, request: Request) -> Ask:
        headers = request.headers.to_tuple_list()
        return Ask(
            url=request.url,
            kind=Requested(request.meta.get("kind", Requested.PAGE)),
            headers=tuple((str(name), str(value)) for name, value in headers),
            seconds=request.meta.get("download_timeout", self._seconds),
            most=self._limit(request),
        )

    def _limit(self, request: Request) -> int:
        """How many bytes its answer may have, packed and unpacked."""
        most: int = request.meta.get("download_maxsize", self._most)
        return most


def _response(request: Request, answer: Answer, most: int) -> Response:
    """Scrapy's form of an answer: unpacked where that is quickly done, else as it came, for Scrapy to unpack."""
    request.meta["asked_at"] = answer.asked_at
    body = codings.plain(answer, most)
    if body is None:
        # The plainest class: a text response would be asked for its encoding, and would guess it from the packed bytes.
        headers, kind, body = Headers(answer.headers), Response, answer.body
    else:
        headers = Headers(field for field in answer.headers if not codings.is_coding(field[0]))
        kind = responsetypes.from_args(headers, request.url, body=body)
    response = kind(url=request.url, status=answer.status, body=body, request=request, protocol="HTTP/1.1")
    response.headers = headers  # as they are: given above, they would be copied, each in its turn
    return response
