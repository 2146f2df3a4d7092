"""Gaps in what outlets list: seen, ordered to be filled, filled or given up."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain
from urllib.parse import urlsplit

from monitor import catalogue
from monitor.desk import learned
from monitor.desk.context import Context
from monitor.discover import gap_finding
from monitor.events import GapAsked, LinksFound
from monitor.listing_gap import Gap, OpenGap
from monitor.model import Outlet, Source, SourceKind
from monitor.store import gaps, hosts
from monitor.store.archive import Archive
from monitor.store.gaps import GapRow

MOST_TRIES = 3  # crawls that try to fill a gap, the one that saw it included
MOST_SILENT = 2  # times that a listing which may fill it gives no answer
_IN_VAIN = timedelta(days=1)  # for which a listing that filled nothing is not asked for the outlet's next gaps


def listed(context: Context, event: LinksFound) -> None:
    """A listing was read: it may show a gap, or bring what fills one."""
    if event.gap is not None:
        gaps.seen(context.archive, event, event.gap)
    if event.fills is not None and event.links:
        gaps.found(context.archive, event)


def asked(context: Context, event: GapAsked) -> None:
    """A listing was asked for a gap, which it may have filled."""
    gaps.asked(context.archive, event)


def orders(archive: Archive, outlet: Outlet, now: datetime) -> tuple[OpenGap, ...]:
    """What is ordered to fill the oldest of the outlet's open gaps; nothing where all was asked."""
    for row in gaps.to_fill(archive, outlet.id):
        wanted = _order(archive, outlet, row, now)
        if wanted.ask:
            return (wanted,)
    return ()


def crawled(context: Context, outlet: Outlet, now: datetime) -> bool:
    """A crawl ended: gaps for which nothing is left to be asked are given up. Whether others are left to be filled.

    One gap is filled at a time: the oldest counts the crawls that tried, the others wait.
    """
    is_open = False
    for row in gaps.to_fill(context.archive, outlet.id):
        is_oldest = not is_open
        if is_oldest:
            gaps.tried(context.archive, row.id)
        if (is_oldest and row.tries + 1 >= MOST_TRIES) or not _order(context.archive, outlet, row, now).ask:
            gaps.given_up(context.archive, row.id, now, _at_least(context, row, now))
        else:
            is_open = True
    return is_open


def _at_least(context: Context, row: GapRow, now: datetime) -> int | None:
    """How many articles a gap may have had whose listing did not say, by when its outlet publishes how much.

    What was listed at its end is no part of it where the listing itself is the end. None: too little is known.
    """
    known = learned.habits_of(context, row.outlet, now) if row.missing is None else None
    if known is None:
        return None
    listed = gaps.listed_at_end(context.archive, row) if row.ends_at == row.seen_at else 0
    return max(round(known.expected(row.begins_at, row.ends_at)) - listed, 1)


def is_news(archive: Archive, link_id: int, published_at: datetime | None) -> bool:
    """Whether an article of a link that filled a gap is younger than the look before it: then it is late, not old."""
    since = gaps.began(archive, link_id)
    return since is not None and published_at is not None and published_at > since


def _order(archive: Archive, outlet: Outlet, row: GapRow, now: datetime) -> OpenGap:
    before, seen = gaps.edges(archive, row)
    return OpenGap(
        source=row.source_url,
        gap=Gap(since=row.begins_at, until=row.ends_at, missing=row.missing),
        before=before,
        seen=seen,
        ask=gap_finding.to_ask(
            outlet,
            row.source_url,
            _robots(archive, outlet),
            [*gaps.fillers(archive, outlet.id), *_spare(outlet)],
            set(chain(gaps.unanswered(row, MOST_SILENT), _in_vain(archive, row, now))),
        ),
    )


def _robots(archive: Archive, outlet: Outlet) -> str | None:
    """The robots.txt of the outlet's site, as far as it was read."""
    host = urlsplit(outlet.home).netloc.lower()
    return next((state.robots_body for state in hosts.states(archive, {host})), None)


def _spare(outlet: Outlet) -> Iterable[Source]:
    """Addresses of a shipped outlet that are not followed, and list much."""
    return (one for one in catalogue.spare(outlet.id) if one.kind in {SourceKind.SITEMAP, SourceKind.WORDPRESS})


def _in_vain(archive: Archive, of: GapRow, now: datetime) -> Iterable[str]:
    """What filled none of the outlet's other gaps lately."""
    for row in gaps.listing(archive, since=now - _IN_VAIN):
        if row.outlet == of.outlet and row.id != of.id and row.is_given_up:
            yield from gaps.unanswered(row, 1)
