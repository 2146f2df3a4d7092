"""A source was read: its links are kept, each with its origin, and so is the reading."""

from datetime import datetime

from monitor.desk import gap_events, outage, replacement
from monitor.desk.context import Context
from monitor.discover import origins
from monitor.discover.origins import Looks
from monitor.events import LinksFound
from monitor.observations import SourceState
from monitor.store import links, outlets, sources, witness


def keep(context: Context, event: LinksFound, now: datetime) -> None:
    """Keep what was listed and when."""
    archive = context.archive
    if event.outlet not in context.outlets:
        return
    outage.answered(context, event, now)
    source = sources.state(archive, event.outlet, event.source)  # before this reading is kept
    looks = _looks(context, event, source)
    is_late = origins.is_late(event, looks)
    added = sum(
        links.add(archive, event.outlet, event.source, listed, origin, event.at, late=is_late)
        for origin, listed in origins.of_links(event, looks)
    )
    if source and source.seen_until and event.links and event.since is None:
        witness.listed(archive, event.links, source.seen_until, event.at)  # that look did not list them
    for link in event.changed:
        links.retitled(archive, link, event.at)
    gap_events.listed(context, event)
    if event.since is None:
        replacement.recovered(context, event)
        sources.read(archive, event)
    elif event.fills == event.source.url and (added or not event.links):  # twice counts once
        sources.filled(archive, event)


def _looks(context: Context, event: LinksFound, source: SourceState | None) -> Looks:
    """What was known before this reading, with seeds only where the configuration wants them."""
    outlet = outlets.state(context.archive, event.outlet)
    seeds = context.config.crawl.seed
    return Looks(
        outlet_is_seeding=seeds and outlet.seeded_at is None,
        source_is_seeding=seeds and (source is None or source.seeded_at is None),
        last=outlet.last_complete_at,
        since=event.since or replacement.first_read_since(context.archive, event),
    )
