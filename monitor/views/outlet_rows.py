"""How each followed outlet fares, as a row of a list; whether they are looked at when they are due; how soon."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from monitor.causes import CrawlOutcome
from monitor.observations import SourceState
from monitor.store.archive import Archive
from monitor.store.outlets import OutletRow, OutletStanding
from monitor.store.queries import delays
from monitor.views import readable, what_fails

_CUT = (
    "the last crawl was cut short, at its page limit or because the host asked us to back off; "
    "the rest is read in the next one"
)
_LATE = timedelta(minutes=15)  # an outlet that is due for so long is not being looked at


def late(rows: Sequence[OutletStanding], at: datetime) -> list[str]:
    """The outlets that are due for long and not being looked at."""
    return [row.id for row in rows if row.next_check_at and row.next_check_at < at - _LATE and not _is_paused(row, at)]


def is_working(rows: Sequence[OutletStanding], at: datetime) -> bool:
    """Whether at least one outlet is looked at when it is due."""
    return not rows or len(late(rows, at)) < len(rows)


def row(row: OutletRow, states: Sequence[SourceState], at: datetime) -> dict[str, Any]:
    """One outlet; `states`: its sources that fail, or that another one is read for."""
    return {
        "outlet": row.name,
        "outlet_id": row.id,
        "last_read": row.last_success_at,
        "last_crawl_at": row.last_crawl_at,
        "outcome": row.last_outcome,
        "next_check_at": row.next_check_at,
        "new": row.last_new_at,
        "articles": row.articles,
        "waiting": row.links_waiting,
        "week_listed": row.week_listed,
        "week_held_percent": None if row.week_held_percent is None else round(row.week_held_percent),
        "week_read_after": row.week_read_after,
        "week_read_after_p95": row.week_read_after_p95,
        "sources": row.sources,
        "sources_failing": row.sources_failing,
        "incidents": row.incidents,
        "problems": problems(row, states, at),
        "replaced": [
            {"source": state.source.url, "by": state.successor.source.url, "since": state.successor.since}
            for state in states
            if state.successor
        ],
    }


def problems(row: OutletStanding, states: Sequence[SourceState], at: datetime) -> list[str]:
    """What is wrong with an outlet, in sentences; `states`: its sources that fail, or that another one is read for."""
    found = [_CUT] if row.last_outcome == CrawlOutcome.CUT else []
    if row.paused_until and row.paused_until > at:
        found.append(f"paused until {readable.short_time(row.paused_until, at)}")
    return found + [what_fails.state_of(state, at) for state in states]


def _is_paused(row: OutletStanding, at: datetime) -> bool:
    return row.paused_until is not None and row.paused_until > at


def delay(archive: Archive, at: datetime) -> dict[str, Any] | None:
    """How soon the newest articles were read after the time that they declare, in minutes."""
    measured = delays.overall(archive)
    if measured is None:
        return None
    median, most, articles = measured
    minute = timedelta(minutes=1)
    busy = delays.promise(archive, at)
    return {
        "median": round(median / minute, 1),
        "p95": round(most / minute, 1),
        "articles": articles,
        "busy_outlets": busy.outlets if busy else 0,
        "busy_median": round(busy.spread.median / minute, 1) if busy else None,
        "busy_promised": delays.PROMISED / minute,
        "busy_holds": busy.holds if busy else None,
    }
