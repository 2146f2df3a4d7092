"""Articles that are read again: a conditional request for each page, and one event for what came of it.

    DueReread -> request -> unchanged | missing | refused | failed -> PageReread
                         -> the article as it is now -> ArticleRead, then PageReread

The article comes first: a crash between the two reads it again, and loses no revision.
"""

import gzip
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor.causes import Requested
from monitor.events import ArticleRead, Event, LinkRefused, Validators
from monitor.fetch import conditional, failure_causes, failures
from monitor.fetch.conditional import NOT_MODIFIED, READ
from monitor.reading import urls
from monitor.rereading import DueReread, LookOutcome, PageAnswer, PageReread
from spiders.base import PAGE_HEADERS, OutletSpider

_NO_PAGE = frozenset({404, 410})
_MOST_KEPT = 4 << 20  # bytes of a page as gzip: what an event holds, twice over
# They speak of the bytes as they were sent, in a content coding and in pieces; these are kept without.
_OF_SENDING = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})


class AgainSpider(OutletSpider):
    """Also reads the articles again that the order names, after all that is news."""

    async def start(self) -> AsyncIterator[Request | Event]:
        """Also the pages of articles that are due; one that is read anyway is not asked for twice."""
        async for each in super().start():
            yield each
        waiting = {urls.key_of(link) for link in self.order.pending}
        for due in self.order.again:
            if urls.key_of(due.link) not in waiting:
                yield self._look(due)

    def _look(self, due: DueReread) -> Request:
        before = Validators(etag=due.etag, last_modified=due.last_modified)
        return Request(
            due.link.url,
            callback=self.read_again,
            errback=self.again_lost,
            cb_kwargs={"due": due},
            headers={"User-Agent": self.context.user_agent, **PAGE_HEADERS, **conditional.headers(before)},
            meta={"kind": Requested.PAGE},
            dont_filter=True,
            priority=-10,
        )

    async def read_again(self, response: Response, due: DueReread) -> AsyncIterator[Event]:
        """What the page says now."""
        looked = self._looked(due, LookOutcome.UNCHANGED, response.status)
        validators = conditional.validators_of(response)
        if response.status == NOT_MODIFIED:  # it has the validators that it was asked by
            yield replace(looked, etag=due.etag, last_modified=due.last_modified, digest=due.digest)
            return
        if response.status not in READ:
            outcome = LookOutcome.MISSING if response.status in _NO_PAGE else LookOutcome.FAILED
            page = _answer(response) if due.keep else None
            yield replace(looked, outcome=outcome, detail=f"HTTP {response.status}", page=page)
            return
        looked = replace(looked, etag=validators.etag, last_modified=validators.last_modified, digest=validators.digest)
        if due.digest and due.digest == validators.digest:
            yield looked
            return
        looked = replace(looked, page=_answer(response) if due.keep else None)
        event = self.listings.event_of(due.link, self._reading(response, due.link, looked.at), looked.at)
        if isinstance(event, ArticleRead):
            yield event
            yield replace(looked, outcome=LookOutcome.READ)
        elif isinstance(event, LinkRefused):
            detail = f"{event.reason.value}: {event.detail}" if event.detail else event.reason.value
            yield replace(looked, outcome=LookOutcome.REFUSED, detail=detail)

    async def again_lost(self, failure: Failure) -> AsyncIterator[Event]:
        """A page gave no answer, or must not be asked for."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined] # Scrapy puts it there
        if self._is_cut(error):
            return
        is_final = failure_causes.final_reason(error) is not None
        outcome = LookOutcome.REFUSED if is_final else LookOutcome.FAILED
        detail = failures.in_words(error, request.url)[:500]
        yield replace(self._looked(request.cb_kwargs["due"], outcome), detail=detail)

    def _looked(self, due: DueReread, outcome: LookOutcome, status: int | None = None) -> PageReread:
        return PageReread(
            outlet=self.outlet.id,
            article=due.article,
            link=due.link,
            at=datetime.now(UTC),
            outcome=outcome,
            status=status,
        )


def _answer(response: Response) -> PageAnswer | None:
    """The page as it came; None: it is too large to be kept."""
    packed = gzip.compress(response.body, mtime=0)
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
    kept = tuple((name, value) for name, value in headers if name.lower() not in _OF_SENDING)
    return PageAnswer(headers=kept, packed=packed) if len(packed) <= _MOST_KEPT else None
