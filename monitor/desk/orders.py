"""Orders: what is known of an outlet, for the crawl that knows no archive; and what the end of one means."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zlib import crc32

from monitor.causes import CrawlOutcome
from monitor.config import Config
from monitor.desk import embargo_pace, gap_events, learned, order_size, outage, replacement, rests
from monitor.desk.context import Context
from monitor.discover import cadence
from monitor.discover.cadence import Cadence
from monitor.events import Finished, HostState, Order, Validators
from monitor.model import Origin, Outlet
from monitor.observations import SourceState
from monitor.store import hosts, links, outlet_repeats, outlets, rereadings, sources, watch_dates
from monitor.store.archive import Archive
from monitor.store.outlets import OutletState

_SOONEST = timedelta(seconds=1)
_FLOOR = timedelta(minutes=2)  # however busy the outlet, and unless `poll` is shorter
_AFTER_DEATH = timedelta(seconds=15)  # of the child that crawled it, nobody knows why
_AFTER_STRIKE = timedelta(minutes=1)  # of the outlet that hung or killed the child: those that it interrupted go first
_WHOLE_EVERY = timedelta(hours=6)  # a listing is asked for without a condition
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_LINKS = 20  # that wait, looked at for their hosts
_BURST = 20  # arrivals counted of one reading
_AGAIN = 20  # articles read again in one crawl: half a minute, at a request a second


def make(
    archive: Archive,
    config: Config,
    outlet: Outlet,
    now: datetime,
    *,
    force: bool = False,
    back_to: datetime | None = None,
) -> Order:
    """The order of the outlet's next crawl. `force` takes up unread links before their time.

    `back_to`: what was published since then is wanted, so listings are read whole, with their earlier pages.
    """
    state = outlets.state(archive, outlet.id)
    search = None if force or back_to else replacement.search(archive, outlet, state.sources, now)
    outlet = replacement.as_read(outlet, state.sources, now)
    resting = _resting(state, outlet.poll or config.crawl.poll, now, asked=force or back_to is not None)
    pending = order_size.pending(links.pending(archive, outlet.id, now, force=force, limit=config.crawl.page_limit))
    # Once in each of these windows the old address is asked: the move may be taken back.
    is_whole = _is_whole(state, outlet.id, now)
    linked = [link.url for link in pending]
    moved = {} if is_whole else _moved(state, now)
    return Order(
        outlet=replace(outlet, sources=tuple(one for one in outlet.sources if one.url not in resting)),
        origin=Origin.SEED if config.crawl.seed and state.seeded_at is None else Origin.LIVE,
        validators={} if back_to else {source.source.url: _validators(source) for source in state.sources},
        whole=is_whole,
        moved=moved,
        # What listed nothing at the last look had nothing that could be gone by now.
        looked={read.source.url: at for read in state.sources if (at := read.seen_until) and read.items_listed},
        known=links.known(archive, outlet.id, most=order_size.KNOWN),
        repeats=outlet_repeats.of_outlet(archive, outlet.id, now),
        pending=pending,
        hosts=order_size.hosts(_hosts(archive, outlet.hosts | _named([*moved.values(), *linked])), outlet.hosts),
        again=() if back_to else rereadings.due(archive, outlet.id, now, _AGAIN),
        delay=config.crawl.delay,
        allow=config.network.allow,
        user_agent=config.crawl.user_agent,
        back_to=back_to,
        gaps=gap_events.orders(archive, outlet, now),
        page_limit=config.crawl.page_limit,
        search=search,
    )


def _resting(state: OutletState, poll: float, now: datetime, *, asked: bool) -> set[str]:
    """The addresses of the sources that are left alone for now; a person who asks waits for fewer of them."""
    apart = timedelta(seconds=poll)
    until = {
        one.source.url: rests.held_until(one, now) if asked else rests.until(one, apart, now) for one in state.sources
    }
    return {url for url, at in until.items() if at is not None}


def _validators(source: SourceState) -> Validators:
    """What makes the next request of the source conditional; only its body's hash where its server is not believed."""
    return Validators(digest=source.validators.digest) if source.untrusted_at else source.validators


def _moved(state: OutletState, now: datetime) -> dict[str, str]:
    """Where sources are asked that moved for good; one that fails there is asked at its old address."""
    return {one.source.url: to.url for one in state.sources if not one.failures and (to := one.moved(now))}


def _is_whole(state: OutletState, outlet_id: str, now: datetime) -> bool:
    """Whether the outlet's listings are asked for without a condition: once in each of its windows of time."""
    if state.last_crawl_at is None:
        return False
    begins = timedelta(seconds=crc32(outlet_id.encode()) % _WHOLE_EVERY.total_seconds())
    windows = {(at - _EPOCH + begins) // _WHOLE_EVERY for at in (state.last_crawl_at, now)}
    return len(windows) > 1


def _named(addresses: Iterable[str]) -> set[str]:
    return {urlsplit(address).netloc.lower() for address in addresses}


def _hosts(archive: Archive, names: set[str]) -> list[HostState]:
    """What is remembered of the hosts; while our own network is down, not that they did not answer."""
    known = hosts.states(archive, names)
    if not outage.is_down(archive):
        return known
    return [state for state in known if state.robots_status is not None or state.held_until is not None]


def finish(context: Context, event: Finished, now: datetime) -> None:
    """A crawl ended: when the outlet is looked at next, and whether its seed is complete."""
    archive, by_id = context.archive, context.outlets
    outlet = by_id.get(event.outlet)
    if outlet is None or event.searched:  # no longer followed; or nothing was read, and the outlet is as due as before
        return
    state = outlets.state(archive, event.outlet)
    read = any(source.last_success_at for source in state.sources)
    if event.complete and read:
        outlets.seeded(archive, event.outlet, now)
        sources.seeded(archive, event.outlet, now)
    if event.complete:
        outlets.clear_strikes(archive, event.outlet)
    ceiling = timedelta(seconds=outlet.poll or context.config.crawl.poll)
    to_fill = event.outcome.is_in_order and gap_events.crawled(context, outlet, now)
    probe = outage.next_probe(context, state, outlet.id, ceiling, now) if outage.is_mute(state) else None
    next_check = probe or (now if to_fill else _next_check(context, event, state, ceiling, now))
    outlets.finish_crawl(
        archive,
        event.outlet,
        now=event.at,
        outcome=event.outcome,
        complete=event.complete,
        next_check_at=max(now + _SOONEST, next_check),
    )


def _next_check(context: Context, event: Finished, state: OutletState, ceiling: timedelta, now: datetime) -> datetime:
    if event.outcome is CrawlOutcome.SHUTDOWN:
        return now
    if event.outcome is CrawlOutcome.INTERRUPTED:
        return now
    if event.outcome is CrawlOutcome.DIED:
        guilty = state.last_strike_at is not None and state.last_strike_at >= event.at.replace(microsecond=0)
        return now + min(_AFTER_STRIKE if guilty else _AFTER_DEATH, ceiling)
    if event.outcome is CrawlOutcome.FAILED:
        return now + ceiling
    known = _cadence(context, event.outlet, state, now)
    regular = cadence.next_check(known, now=now, floor=min(ceiling, _FLOOR), ceiling=ceiling)
    lifts = {} if known.is_failing else watch_dates.lifts(context.archive, now - embargo_pace.AFTER)
    embargo = embargo_pace.next_look(context.config.watches, lifts, event.outlet, now)
    regular = min(regular, embargo or regular)
    waiting = None if known.is_failing else _next_link(context.archive, event.outlet, now)
    if state.sources:
        regular = max(regular, min(rests.until(source, ceiling, now) or now for source in state.sources))
    return min(regular, waiting or regular)


def _next_link(archive: Archive, outlet_id: str, now: datetime) -> datetime | None:
    """When the next link of the outlet can be read: it is due, and its host does not ask to be left alone."""
    due = links.next_due(archive, outlet_id)
    if due is None:
        return None
    first = links.pending(archive, outlet_id, max(due, now), limit=_FIRST_LINKS)
    names = _named(link.url for link in first)
    holds = [state.held_until for state in hosts.states(archive, names) if state.held_until]
    return max(due, min(holds)) if holds and len(holds) == len(names) else due


def _cadence(context: Context, outlet_id: str, state: OutletState, now: datetime) -> Cadence:
    """How the outlet publishes, by the readings of its sources; the first reading of each finds everything new."""
    read = [reading for source in state.sources for reading in source.readings[1:]]
    listed = [source.items_listed for source in state.sources if source.items_listed]
    last = [source.readings[-1] for source in state.sources if len(source.readings) > 1]
    return Cadence(
        arrivals=tuple(reading.at for reading in read for _ in range(min(reading.new, _BURST))),
        habits=learned.habits_of(context, outlet_id, now),
        listed=min(listed, default=None),
        failures=min((source.failures for source in state.sources), default=0),
        gap=any(reading.is_all_new for reading in last),
    )
