"""A look: the sources of an outlet are asked whether there is anything new, and nearly always there is not.

    each source in turn: robots.txt allows it -> conditional request -> unchanged -> LinksFound without a list
                                                                     -> a listing that asks for no more -> its events
                                                                     -> anything else -> left for a crawl

Only for what is left a crawl is set up, which costs twenty times as much as hearing "not modified". It is handed the
answer that already came, so that no host is asked twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor import settings
from monitor.causes import Requested
from monitor.discover import listing_reader
from monitor.events import Event, LinksFound, Order, Validators
from monitor.fetch import codings, conditional, permission, places, received, source_requests
from monitor.fetch.client import Answer, Ask
from monitor.fetch.crawl_context import CrawlContext
from monitor.fetch.exchange import exchange
from monitor.fetch.pace import StoppingError
from monitor.fetch.received import Received
from monitor.model import Source

# All events of a listing, beginning with what is known without it; None: more must be asked for, by a crawl.
Reader = Callable[[Received, LinksFound], Sequence[Event] | None]


@dataclass(frozen=True, slots=True)
class _Heard:
    """An answer, to what, and the validators that the request carried."""

    outlet: str
    source: Source
    before: Validators
    ask: Ask
    answer: Answer
    moved_to: str | None  # where it was asked, if that is not the source's address

    def looked(self, validators: Validators) -> LinksFound:
        """What is reported where nothing changed; the next request carries these validators."""
        now = datetime.now(UTC)
        fresh_until = conditional.fresh_until(self.answer.header, now)
        return LinksFound(
            outlet=self.outlet,
            source=self.source,
            at=now,
            validators=validators,
            fresh_until=fresh_until,
            as_of=conditional.as_of(self.answer.header, self.answer.asked_at, now),
            moved_to=self.moved_to,
        )


def is_enough(order: Order) -> bool:
    """Whether the order may be followed by a look: each source was read before, and nothing but its news is wanted."""
    sources = order.outlet.sources
    if not sources or order.whole or order.back_to or order.pending or order.again or order.gaps or order.search:
        return False
    return all(_was_read(order.validators.get(source.url)) for source in sources)


async def sources_left(context: CrawlContext, order: Order, read: Reader) -> tuple[Source, ...]:
    """Ask the sources in turn, until one needs a crawl: that one, and those after it. The answer is in the context.

    Raises:
        StoppingError: the process is being stopped.
    """
    context.keep_holds()
    for number, source in enumerate(order.outlet.sources):
        before = order.validators.get(source.url) or Validators()
        moved_to = order.moved.get(source.url)
        ask = _ask(context, source, moved_to or source.url, before)
        if not _is_allowed(context, ask):
            return order.outlet.sources[number:]
        try:
            answer = await exchange(context, ask)
        except StoppingError:
            raise
        except Exception as error:  # noqa: BLE001 - what it means is for the crawl, which is handed it
            context.answered[ask.url] = error
            return order.outlet.sources[number:]
        events = _events(_Heard(context.outlet, source, before, ask, answer, moved_to), read)
        if events is None:
            context.answered[ask.url] = answer
            return order.outlet.sources[number:]
        for event in events:
            await context.hooks.emit(event)
    return ()


def _ask(context: CrawlContext, source: Source, url: str, before: Validators) -> Ask:
    address = source_requests.address(source.kind, url)
    headers = source_requests.headers(context.user_agent, source_requests.ACCEPT[source.kind], before)
    return Ask(
        url=address,
        kind=Requested.SOURCE,
        headers=tuple(headers.items()),
        seconds=settings.DOWNLOAD_TIMEOUT,
        most=listing_reader.LIMITS[source.kind],
        place=places.of_source(address),
    )


def _was_read(validators: Validators | None) -> bool:
    return validators is not None and bool(validators.etag or validators.last_modified or validators.digest)


def _is_allowed(context: CrawlContext, ask: Ask) -> bool:
    """Whether a fresh copy of robots.txt allows it; where there is none, the crawl asks for it."""
    state = permission.kept(context, ask.place.host, datetime.now(UTC)) if ask.place else None
    if ask.place is None or state is None:
        return False
    rules = permission.rules_of(context, ask.place.base, state)
    return permission.allows_again(context, rules, ask.url)


def _events(heard: _Heard, read: Reader) -> Sequence[Event] | None:
    """What is to be reported of an answer; None: a crawl has to."""
    answer = heard.answer
    if answer.status != conditional.NOT_MODIFIED and answer.status not in conditional.READ:
        return None
    body = codings.plain(answer, heard.ask.most)
    if body is None:
        return None
    after = conditional.validators(answer.header, body)
    same = conditional.unchanged(answer.status, after, heard.before)
    if same is not None:
        return [heard.looked(same)]
    return read(received.of_answer(heard.ask.url, answer, body), heard.looked(after))
