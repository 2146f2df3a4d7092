"""One request in its host's turn: what every request of a crawl goes through, whoever asks.

It waits for the turn, sends, heeds what the answer asks for (Retry-After, 429), and reports a `Fetched` event.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from monitor import retry_after
from monitor.causes import Requested
from monitor.events import Fetched, HostHeld
from monitor.fetch import failures
from monitor.fetch.client import Answer, Ask
from monitor.fetch.crawl_context import CrawlContext
from monitor.fetch.pace import StoppingError

TOO_MANY = 429
_ASKING = frozenset({TOO_MANY, 503})  # answers whose Retry-After asks to be left alone


async def exchange(context: CrawlContext, ask: Ask) -> Answer:
    """The answer to a request.

    Raises:
        HostHeldError: the host asked us to back off; nothing was sent.
        StoppingError: the crawl is being stopped.
        Exception: as `Client.get`.
    """
    host = ask.place.host if ask.place else urlsplit(ask.url).netloc.lower()
    async with context.hooks.pace.turn(host, context.delay_for(host)):
        if context.is_aborted:
            raise StoppingError("the crawl is being stopped")
        started, error, answer = time.monotonic(), None, None
        try:
            answer = await _cuttable(context, ask)
        except Exception as failure:
            error = failures.in_words(failure, ask.url)
            raise
        else:
            await _obey(context, host, ask, answer)
            return answer
        finally:
            await context.hooks.emit(
                Fetched(
                    outlet=context.outlet,
                    url=ask.url,
                    kind=ask.kind,
                    at=datetime.now(UTC),
                    status=answer.status if answer else None,
                    bytes=len(answer.body) if answer else 0,
                    seconds=round(time.monotonic() - started, 3),
                    error=error,
                )
            )


async def _cuttable(context: CrawlContext, ask: Ask) -> Answer:
    """Send, until `context.abort` cuts what is under way."""
    task = asyncio.current_task()
    assert task is not None
    context.under_way.add(task)
    try:
        return await context.client.get(ask, context.hooks.room)
    except asyncio.CancelledError:
        if not context.is_aborted:
            raise
        task.uncancel()
        raise StoppingError("the crawl was stopped") from None
    finally:
        context.under_way.discard(task)


async def _obey(context: CrawlContext, host: str, ask: Ask, answer: Answer) -> None:
    """Leave a host alone for as long as it asks; where it asks for less without a time, ever longer."""
    pace, wait = context.hooks.pace, None
    now = datetime.now(UTC)
    header = answer.header("Retry-After") if answer.status in _ASKING else None
    if header:
        wait = retry_after.wait(header.decode("latin-1"), now=now)
    if wait is not None:
        pace.hold(host, wait.total_seconds())
    elif ask.kind is Requested.ROBOTS:
        return  # rules that are known go on to hold (RFC 9309): it must not blind us to what the host does answer
    elif answer.status == TOO_MANY:
        wait = timedelta(seconds=pace.refused(host))
    else:
        pace.accepted(host)
    if wait is not None:
        await context.hooks.emit(HostHeld(host=host, until=now + wait, at=now))
