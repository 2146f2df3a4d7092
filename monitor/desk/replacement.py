"""Sources in the place of dead ones: the search for them, when they are used, and when they are no longer needed.

    health says that a search is due -> the outlet's next order is a search -> what it found is kept
    -> a candidate that fits is read from then on; any other is proposed in the incident

The configuration file is not touched. What it says holds again as soon as its source works, or is changed.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from monitor import catalogue
from monitor.desk import incident_check
from monitor.desk.context import Context
from monitor.discover import overlap
from monitor.events import CandidatesFound, LinksFound
from monitor.model import Outlet, Source
from monitor.observations import SourceState
from monitor.store import outlets, sources, successors
from monitor.store.archive import Archive
from monitor.succession import Search

_AGAIN_EVERY = timedelta(hours=6)  # a source that another is read in the place of is asked whether it works again
_log = logging.getLogger(__name__)


def search(archive: Archive, outlet: Outlet, states: Iterable[SourceState], now: datetime) -> Search | None:
    """The search that is due for one of the outlet's sources, which begins with that; None: none is."""
    state = next((one for one in states if one.search_due), None)
    if state is None:
        return None
    successors.begin(archive, outlet.id, state.source, now)
    return Search(
        source=state.source,
        listed=successors.listed(archive, outlet.id, state.source, overlap.LEAST),
        since=state.last_success_at,
        spare=catalogue.spare(outlet.id),
    )


def as_read(outlet: Outlet, states: Iterable[SourceState], now: datetime) -> Outlet:
    """The outlet with the sources that are to be read now: its own, or what is read in their place."""
    by_url = {state.source.url: state for state in states}
    read: list[Source] = []
    for source in outlet.sources:
        state = by_url.get(source.url)
        if state is None or state.successor is None:
            read.append(source)
            continue
        read.append(state.successor.source)
        if state.last_checked_at is None or now - state.last_checked_at >= _AGAIN_EVERY:
            read.append(source)
    return replace(outlet, sources=tuple(read))


def found(context: Context, event: CandidatesFound, now: datetime) -> int:
    """What a search found: it is kept, and the first candidate that fits is used; how many notices that made."""
    archive = context.archive
    state = sources.state(archive, event.outlet, event.source)
    if state is None or event.source not in context.outlets[event.outlet].sources:  # not in the configuration any more
        return 0
    successors.keep(archive, event)
    successor = next((one.source for one in event.candidates if one.fits), None)
    facts = {"outlet": event.outlet, "source": event.source.url, "asked": len(event.candidates)}
    if successor is None or (state.successor is not None and state.successor.source == successor):
        _log.info("source.searched", extra=facts)
    else:
        successors.use(archive, event.outlet, event.source, successor, now)
        outlets.due_at(archive, event.outlet, now)
        _log.warning("source.replaced", extra=facts | {"by": successor.url})
    return incident_check.at_once(context, event.outlet, event.source.url, now)


def first_read_since(archive: Archive, event: LinksFound) -> datetime | None:
    """When the dead source was last read, if this is the first reading of what is read in its place.

    What was published before that is no news: it came while the other worked, or was never meant for its list.
    """
    row = successors.replaced(archive, event.outlet, event.source)
    if row is None:
        return None
    state = sources.state(archive, event.outlet, event.source)
    if state is not None and state.last_success_at is not None:
        return None
    before = sources.state(archive, event.outlet, sources.source_of(row))
    return (before.last_new_at or before.last_success_at) if before else None


def recovered(context: Context, event: LinksFound) -> None:
    """A source was read: if another was read in its place and it works again, it is the one from now on.

    What it lists again is known by then, for its successor is asked more often: a newer publication shows it too.
    """
    state = sources.state(context.archive, event.outlet, event.source)
    if state is None or state.successor is None:
        return
    answers = state.failures > 0 and event.listed != 0
    newest, before = event.newest_at, state.newest_at
    is_newer = newest is not None and before is not None and newest > max(before, state.successor.since)
    if event.links or is_newer or answers or (state.items_listed == 0 and event.listed):
        successors.drop(context.archive, event.outlet, event.source)
        facts = {"outlet": event.outlet, "source": event.source.url, "instead": state.successor.source.url}
        _log.info("source.works_again", extra=facts)
