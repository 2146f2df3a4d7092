"""Watching over outlets and channels: facts of the archive, health's verdict, a notice for what opens or closes."""

import logging
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from monitor import durations, health
from monitor.causes import CrawlOutcome
from monitor.dated_events import calendar_name, shown_name
from monitor.desk import posting
from monitor.desk.context import Context
from monitor.digest.message import IncidentNotice, message_id
from monitor.digest.news_rules import FLOOD_SPAN
from monitor.health import CalendarFacts, Facts, OpenIncident, OutletFacts, SourceFacts, WatchFacts
from monitor.model import Incident, LinkState, Outlet, Watch
from monitor.observations import HeldAlerts, SourceState, TriedLink, all_new_lately
from monitor.store import gaps, hits, hosts, incidents, outlets, successors, suppressed, watch_calendars, watches
from monitor.store.archive import Archive
from monitor.store.gaps import GapRow
from monitor.store.incidents import IncidentRow
from monitor.store.outbox import MessageTopic
from monitor.store.queries import history
from monitor.store.watch_calendars import CalendarRow

_log = logging.getLogger(__name__)


def check(context: Context, now: datetime, only: Collection[str] = ()) -> int:
    """Open and close what the archive shows; how many notices that made. With `only`, of the outlets with these ids."""
    standing = incidents.listing(context.archive, open_only=True, limit=10_000)
    verdict = health.decide(
        _of_outlets(context, now, only) if only else facts(context, now),
        [
            OpenIncident(kind=row.kind, subject=row.subject, opened_at=row.opened_at, outlet=row.outlet)
            for row in standing
        ],
        now,
        followed=context.outlets.keys(),
    )
    for outlet, url in verdict.searches:
        successors.want(context.archive, outlet, url, now)
    messages = sum(opened(context, incident, now) for incident in verdict.opened)
    return messages + sum(closed(context, over.kind, over.subject, now) for over in verdict.closed)


def facts(context: Context, now: datetime) -> Facts:
    """All that is known of the followed outlets and the configured channels."""
    return replace(
        _of_outlets(context, now, context.outlets),
        channels=tuple(history.channels(context.archive, context.channels)),
        watches=tuple(_watches(context, now)),
    )


def _of_outlets(context: Context, now: datetime, ids: Container[str]) -> Facts:
    """The same of these outlets alone."""
    floods = _floods(context, now)
    chosen = [outlet for outlet in context.config.outlets if outlet.id in ids]
    return Facts(
        outlets=tuple(_outlet(context, outlet, floods.get(outlet.id), now) for outlet in chosen),
        network_back_at=incidents.last_closed_at(context.archive, *health.OUTAGE),
    )


def _watches(context: Context, now: datetime) -> Iterator[WatchFacts]:
    """The watches that something is expected of, and those that have a calendar."""
    known = {row.name: row for row in watch_calendars.listing(context.archive)}
    for watch in context.config.watches:
        expected = None if watch.paused else watch.expect
        if expected is None and watch.calendar is None:
            continue
        least, seconds = durations.expected(expected) if expected else (0, 0.0)
        span = timedelta(seconds=seconds)
        state = watches.in_use(context.archive, watch.id)
        yield WatchFacts(
            id=watch.id,
            name=watch.name,
            least=least,
            span=span,
            found=hits.counts(context.archive, [watch.id], now - span, now).get(watch.id, 0),
            since=state[1] if state else now,
            last_found_at=hits.last_at(context.archive, watch.id),
            calendar=_calendar(known, watch),
        )


def _calendar(known: Mapping[str, CalendarRow], watch: Watch) -> CalendarFacts | None:
    row = known.get(calendar_name(watch.calendar)) if watch.calendar else None
    if row is None:
        return None
    return CalendarFacts(name=shown_name(row.name), failures=row.failures, error=row.error, read_at=row.read_at)


def disabling(context: Context, now: datetime) -> list[str]:
    """The kinds of what stands now that makes the whole monitor useless: nothing is read, or nobody can be reached."""
    found = health.decide(facts(context, now), (), now).opened
    kinds = [health.KINDS[incident.kind] for incident in found]
    silent = {incident.subject for incident, kind in zip(found, kinds, strict=True) if health.Of.CHANNEL in kind.of}
    whole = {kind.name for kind in kinds if {health.Of.NETWORK, health.Of.CRAWLS} & set(kind.of)}
    if context.channels and silent >= context.channels.keys():
        whole |= {kind.name for kind in kinds if health.Of.CHANNEL in kind.of}
    return sorted(whole)


def opened(context: Context, incident: Incident, now: datetime, *, level: int = logging.WARNING) -> int:
    """Open an incident; the number of messages that made. One that is open already is brought up to date.

    `level` is that of its line in the log: lower where an error named the outlet already.
    """
    number = incidents.open(context.archive, incident, now)
    if number is None:
        return 0
    facts = {"kind": incident.kind, "outlet": incident.outlet, "subject": incident.subject, "detail": incident.detail}
    _log.log(level, "incident.opened", extra=facts)
    return _notify(context, incident, number, opened_at=now, closed_at=None, now=now)


def closed(context: Context, kind: str, subject: str, now: datetime) -> int:
    """Close what is open of this kind and subject; how many notices that made."""
    over = incidents.close(context.archive, kind, subject, now)
    for row in over:
        _log.info("incident.closed", extra={"kind": row.kind, "subject": row.subject})
    return sum(
        _notify(context, _incident(row), row.id, opened_at=row.opened_at, closed_at=now, now=now) for row in over
    )


def quarantined(
    context: Context, outlet: str, url: str, detail: str, now: datetime, *, level: int = logging.WARNING
) -> int:
    """A page was quarantined: one incident an outlet, which is brought up to date with each further page."""
    name = context.outlets[outlet].name if outlet in context.outlets else outlet
    row = incidents.open_of(context.archive, health.PAGE_QUARANTINED.name, outlet)
    pages = history.quarantined_since(context.archive, outlet, row.opened_at) if row else 1
    what = "a page is not read again, because it" if pages == 1 else f"{pages} pages are not read again, because they"
    incident = health.PAGE_QUARANTINED.incident(
        row.subject if row else url,
        f"{name}: {what} could hang the parser",
        outlet=outlet,
        evidence={"page": url, "why": detail},
    )
    return opened(context, incident, now, level=level)


def paused(context: Context, outlet: str, now: datetime) -> int:
    """The outlet of quarantined pages was paused for them: one incident takes the place of the other."""
    row = incidents.open_of(context.archive, health.PAGE_QUARANTINED.name, outlet)
    messages = closed(context, row.kind, row.subject, now) if row else 0
    return messages + at_once(context, outlet, outlet, now, level=logging.INFO)


def at_once(context: Context, outlet: str, subject: str, now: datetime, *, level: int = logging.WARNING) -> int:
    """Open what the next check would, of one source of an outlet or of the outlet; how many notices that made."""
    flood = _floods(context, now).get(outlet)
    verdict = health.decide(Facts(outlets=(_outlet(context, context.outlets[outlet], flood, now),)), (), now)
    return sum(opened(context, one, now, level=level) for one in verdict.opened if one.subject == subject)


def flooded(context: Context, outlet: str, now: datetime) -> int:
    """Open an outlet's flood at the end of the crawl that brought it, which knows how large it is; as above."""
    flood = _floods(context, now).get(outlet)
    if flood is None:
        return 0
    verdict = health.decide(Facts(outlets=(_outlet(context, context.outlets[outlet], flood, now),)), (), now)
    return sum(opened(context, one, now) for one in verdict.opened if one.kind == health.FLOODING.name)


def _outlet(context: Context, outlet: Outlet, flood: HeldAlerts | None, now: datetime) -> OutletFacts:
    rule = outlet.rule(now)
    state = outlets.state(context.archive, outlet.id)
    reads = tuple(history.tried(context.archive, outlet.id))
    of_source = partial(_source, context.archive, outlet.id, gaps.last_unfilled(context.archive, outlet.id))
    return OutletFacts(
        id=outlet.id,
        name=outlet.name,
        added_at=state.added_at,
        poll=timedelta(seconds=outlet.poll or context.config.crawl.poll),
        last_page_at=_last_page_at(context.archive, outlet.id, reads),
        sources=tuple(map(of_source, state.sources)),
        reads=reads,
        selectors=rule.expected_selectors() if rule else {},
        arrivals=tuple(history.arrivals(context.archive, outlet.id)),
        last_crawl_at=state.last_crawl_at,
        last_outcome=CrawlOutcome(state.last_outcome) if state.last_outcome else None,
        last_complete_at=state.last_complete_at,
        held_until=hosts.held_until(context.archive, outlet.hosts),
        next_check_at=state.next_check_at,
        paused_until=state.paused_until,
        strikes=state.strikes,
        flood=flood,
    )


def _last_page_at(archive: Archive, outlet_id: str, reads: Iterable[TriedLink]) -> datetime | None:
    """When a page of it was last read; further back is looked only where none of the last ones was."""
    read = max((one.at for one in reads if one.state not in {LinkState.FOUND, LinkState.GIVEN_UP}), default=None)
    return read or history.last_page_at(archive, outlet_id)


def _source(archive: Archive, outlet_id: str, unfilled: Mapping[str, GapRow], state: SourceState) -> SourceFacts:
    gap = unfilled.get(state.source.url)
    all_new = all_new_lately(state.readings)
    return SourceFacts(
        url=state.source.url,
        kind=state.source.kind.value,
        select=state.source.select,
        failures=state.failures,
        last_checked_at=state.last_checked_at,
        last_success_at=state.last_success_at,
        last_new_at=state.last_new_at,
        status=state.last_status,
        cause=state.last_cause,
        error=state.last_error,
        unanswered_at=state.unanswered_at,
        untrusted_at=state.untrusted_at,
        move=state.move,
        undated_readings=state.undated_readings,
        newest_at=state.newest_at,
        readings=state.readings,
        known_again=history.known_again(archive, outlet_id, state.source.url, all_new.at) if all_new else 0,
        gap=gap.unfilled if gap else None,
        quarantined_until=state.quarantined_until,
        searched_at=state.searched_at,
        searches=state.searches,
        candidates=state.candidates,
        front_new=state.front_new,
        is_successor=state.replaces is not None,
        successor=state.successor,
    )


def _floods(context: Context, now: datetime) -> Mapping[str, HeldAlerts]:
    """By outlet, the alerts that were held; none while any number of them is let through."""
    most = context.config.flood
    return suppressed.flooding(context.archive, health.FLOODING.name, now - FLOOD_SPAN, most) if most else {}


def _notify(
    context: Context, incident: Incident, number: int, *, opened_at: datetime, closed_at: datetime | None, now: datetime
) -> int:
    opening = message_id("incident", number, "opened", opened_at)
    notice = IncidentNotice(
        id=message_id("incident", number, "closed", opened_at) if closed_at else opening,
        thread=opening if closed_at else None,
        at=now,
        incident=incident,
        opened_at=opened_at,
        closed_at=closed_at,
        timezone=context.config.timezone,
    )
    to = _recipients(context, incident, is_over=closed_at is not None)
    return posting.post(context, notice, to, now, MessageTopic(incident=number))


def _recipients(context: Context, incident: Incident, *, is_over: bool) -> Iterable[str]:
    """The channels of `[incidents] to`, but not the one that the incident is of; of a flood, those of alerts too."""
    kind = health.KINDS.get(incident.kind)
    failing = incident.subject if kind is not None and health.Of.CHANNEL in kind.of else None
    waiting = [name for watch in context.config.watches if watch.id == incident.subject for name in watch.to]
    waiting = waiting if kind is not None and health.Of.WATCH in kind.of else []
    if kind is health.FLOODING:
        waiting = [name for watch in context.config.watches if watch.alerts_on(incident.subject) for name in watch.to]
    to = dict.fromkeys((*context.config.incidents_to, *waiting))
    others = [name for name in to if name != failing]
    # Where there is no other channel, this one says by its next message that works what it could not say.
    return others or (to if incident.kind == health.GIVEN_UP.name or is_over else [])


def _incident(row: IncidentRow) -> Incident:
    return Incident(kind=row.kind, subject=row.subject, outlet=row.outlet, detail=row.detail, evidence=row.evidence)
