"""The dates of watches: embargoes of the configuration, and what calendars say; who is looked at sooner for them."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from monitor.config import secrets
from monitor.dated_events import CalendarAsked, CalendarRead, DatedEvent, calendar_name, shown_name
from monitor.desk import calendar_clock, embargo_pace
from monitor.desk.context import Context
from monitor.events import HostHeld
from monitor.match import compile_watches
from monitor.model import Article, Watch
from monitor.store import hosts, outlets, watch_calendars, watch_dates
from monitor.store.watch_dates import CONFIGURED

_EMBARGO: Final = "embargo"  # the uid of that of the configuration
_log = logging.getLogger(__name__)


def sync(context: Context, now: datetime) -> None:
    """Take over the embargoes and calendars of the configuration; what it has no more is marked as dropped.

    Where a watch has another calendar, or its own has another address, the dates stay until that one was read.
    Where the addresses of calendars could not be had, for a command that sends nothing, those that are known stay.
    """
    archive, watches = context.archive, context.config.watches
    named = {watch.id: watch.calendar for watch in watches if watch.calendar}
    kept = [(watch.id, CONFIGURED) for watch in watches if watch.embargo]
    with archive.transaction():
        for watch in watches:
            if watch.embargo:
                watch_dates.take(archive, watch.id, CONFIGURED, [_configured(watch)], now)
        if not any(secrets.is_unread(address) for address in named.values()):
            watch_calendars.sync(archive, {calendar_name(address) for address in named.values()}, now)
            for id_, address in named.items():
                watch_dates.hand_over(archive, id_, calendar_name(address))
            watch_dates.leave(archive, [*kept, *((id_, calendar_name(to)) for id_, to in named.items())], now)
        hasten(context, now)


def _configured(watch: Watch) -> DatedEvent:
    assert watch.embargo is not None
    return DatedEvent(uid=_EMBARGO, title="Embargo", begins_at=watch.embargo, lifts_at=watch.embargo)


def due(context: Context, now: datetime) -> list[CalendarAsked]:
    """The calendars that are to be read now, but for those whose hosts ask to be left alone."""
    config = context.config
    waiting = watch_calendars.due(context.archive, now)
    states = hosts.states(context.archive, map(_host, (row.name for row in waiting)))
    held = {state.host for state in states if state.held_until and state.held_until > now}
    addresses = {calendar_name(watch.calendar): watch.calendar for watch in config.watches if watch.calendar}
    return [
        CalendarAsked(
            name=row.name,
            address=addresses[row.name],
            validators=row.validators,
            zone=config.timezone,
            allow=config.network.allow,
            user_agent=config.crawl.user_agent,
        )
        for row in waiting
        if row.name in addresses and not secrets.is_unread(addresses[row.name]) and _host(row.name) not in held
    ]


def _host(name: str) -> str:
    """The host of a calendar by its name; of a file none that there is."""
    return name.partition("#")[0]


def take(context: Context, read: CalendarRead, now: datetime) -> int:
    """Keep what a calendar says; how many dates that changed. One that is suddenly empty changes nothing."""
    archive = context.archive
    known = {row.name: row for row in watch_calendars.listing(archive)}.get(read.name)
    if known is None:  # the configuration has it no more
        return 0
    watches = [
        watch for watch in context.config.watches if watch.calendar and calendar_name(watch.calendar) == read.name
    ]
    changed = 0
    with archive.transaction():
        if read.events == () and (ahead := watch_dates.ahead(archive, read.name, now)):
            dates = (
                "the date to come that it had stays" if ahead == 1 else f"the {ahead} dates to come that it had stay"
            )
            read = replace(read, events=None, error=f"it has no event any more: {dates}")
        for watch, events in _shared(watches, read.events) if read.events is not None else ():
            changed += watch_dates.take(archive, watch.id, read.name, events, now)
        lifts = watch_dates.lifts(archive, now - calendar_clock.AFTER)
        next_at = calendar_clock.next_read(
            now,
            [at for watch in watches for at in lifts.get(watch.id, ())],
            is_web="#" in read.name,
            failures=known.failures + 1 if read.error else 0,
        )
        if read.held_until:
            hosts.hold(archive, HostHeld(host=_host(read.name), until=read.held_until, at=now))
        watch_calendars.tried(archive, read, next_at)
        if changed:
            hasten(context, now)
    _say(read, changed)
    return changed


def _shared(watches: list[Watch], events: Iterable[DatedEvent]) -> Iterator[tuple[Watch, list[DatedEvent]]]:
    """Each watch with its events: all, where the calendar is its own; of one that several name those that it finds.

    The embargo that a person wrote into the configuration is the one that counts.
    """
    given = list(events)
    found = {watch.id: given for watch in watches}
    if len(watches) > 1:
        words = [
            Watch(id=one.id, name=one.name, query=one.query, aliases=one.aliases, case=one.case) for one in watches
        ]
        matcher = compile_watches(words)
        found = {watch.id: [] for watch in watches}
        for event in given:
            for hit in matcher.match(Article(url="", outlet="", title=event.title, body="")):
                found[hit.watch].append(event)
    for watch in watches:
        mine = found[watch.id]
        yield watch, [replace(one, lifts_at=None) for one in mine] if watch.embargo else mine


def hasten(context: Context, now: datetime) -> None:
    """Look at outlets as soon as an embargo wants it: one that was just moved may be nearer than their next look."""
    archive = context.archive
    lifts = watch_dates.lifts(archive, now - embargo_pace.AFTER)
    if not lifts:
        return
    for outlet in context.config.outlets:
        at = embargo_pace.next_look(context.config.watches, lifts, outlet.id, now)
        if at is not None and all(not source.failures for source in outlets.state(archive, outlet.id).sources):
            outlets.due_at(archive, outlet.id, at)


def _say(read: CalendarRead, changed: int) -> None:
    facts = {"calendar": shown_name(read.name)}
    if read.error:
        _log.warning("calendar.failed", extra=facts | {"error": read.error})
    elif changed:
        _log.info("calendar.changed", extra=facts | {"dates": changed})
