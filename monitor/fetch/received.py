"""A listing as it came: its body without content coding, and what its headers say of it. Looks and crawls read it.

What a look read of it is kept for the crawl that the look leads to, which gets the same answer.
"""

from dataclasses import dataclass

from scrapy.http import Response

from monitor.discover import Listing
from monitor.fetch.client import Answer
from monitor.model import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The body of an answer, from `url`; `content_type` and `language` are as its headers declare them."""

    url: str
    body: bytes
    content_type: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class KeptReading:
    """What a look read: the answer as it came, as a listing of which source, and the listing."""

    received: Received
    source: Source
    listing: Listing

    def listing_of(self, received: Received, source: Source) -> Listing | None:
        """The listing, where this is the same answer, read as the same source; else None."""
        return self.listing if self.received == received and self.source == source else None


def of_response(response: Response) -> Received:
    """What a crawl got; Scrapy has undone its content coding."""
    return Received(
        url=response.url,
        body=response.body,
        content_type=_text(response.headers.get("Content-Type")),
        language=_text(response.headers.get("Content-Language")),
    )


def of_answer(url: str, answer: Answer, body: bytes) -> Received:
    """What a look got; `body` is that of the answer without its content coding."""
    return Received(
        url=url,
        body=body,
        content_type=_text(answer.header("Content-Type")),
        language=_text(answer.header("Content-Language")),
    )


def _text(raw: bytes | None) -> str | None:
    return raw.decode("latin-1") if raw else None
