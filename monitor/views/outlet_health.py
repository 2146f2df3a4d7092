"""The health of each followed outlet: when it is looked at, how soon its articles are here, what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Any

from monitor.store import day_counts, gaps, incidents, outlets, sources
from monitor.store.archive import Archive
from monitor.store.day_counts import OutletDay
from monitor.store.gaps import GapRow
from monitor.store.outlets import OutletStanding
from monitor.store.queries import delays
from monitor.views import outlet_rows, stat_rows

DAYS = 28  # of coverage
WEEK = 7  # days of delays, and today
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """All followed outlets. `days` are those of each row's `coverage`, the last is today."""

    rows: Sequence[dict[str, Any]]
    days: Sequence[date]
    gaps: Sequence[GapRow]
    incidents: Sequence[incidents.IncidentRow]


def of_all(archive: Archive, now: datetime) -> Health:
    """Every followed outlet, by id."""
    today = now.astimezone(UTC).date()
    days = [today - number * _DAY for number in reversed(range(DAYS))]
    texts = [day.isoformat() for day in days]
    coverage = day_counts.coverage(archive, days[0], now)
    week: dict[str, list[OutletDay]] = defaultdict(list)
    for day in day_counts.outlet_days(archive, today - WEEK * _DAY, now):
        week[day.outlet].append(day)
    lately = gaps.listing(archive, since=midnight(today - WEEK * _DAY))
    in_trouble = sources.in_trouble(archive)
    open_now = incidents.listing(archive, open_only=True)
    rows = [
        {
            **standing(one),
            **of_days(week[one.id], [gap for gap in lately if gap.outlet == one.id]),
            "articles": sum(coverage.get(one.id, {}).values()),
            "coverage": [coverage.get(one.id, {}).get(day, 0) for day in texts],
            "incidents": sum(incident.outlet == one.id for incident in open_now),
            "problems": outlet_rows.problems(one, in_trouble.get(one.id, ()), now),
        }
        for one in outlets.standing(archive)
    ]
    return Health(rows=rows, days=days, gaps=lately, incidents=open_now)


def standing(one: OutletStanding) -> dict[str, Any]:
    """What an outlet is, and when it is looked at; `every_minutes`: the wait that its habits ask for now."""
    waits = one.next_check_at and one.last_crawl_at and one.next_check_at - one.last_crawl_at
    return {
        "outlet": one.name,
        "outlet_id": one.id,
        "kind": one.kind,
        "last_look": one.last_crawl_at,
        "outcome": one.last_outcome,
        "next_look": one.next_check_at,
        "every_minutes": stat_rows.minutes(waits) if waits else None,
        "last_new": one.last_new_at,
        "sources": one.sources,
        "sources_failing": one.sources_failing,
        "waiting": one.links_waiting,
    }


def of_days(days: Sequence[OutletDay], gaps_seen: Iterable[GapRow]) -> dict[str, Any]:
    """What an outlet listed on these days, the share of it that is in the archive, and the delays, in minutes."""
    listed, held = sum(day.listed for day in days), sum(day.held for day in days)
    missing = sum(gap.unfilled.missing or 0 for gap in gaps_seen if gap.is_given_up)
    found: dict[str, Any] = {"listed": listed, "missing": missing, "unread": sum(day.unread for day in days)}
    found["held"] = round(100 * held / (listed + missing)) if listed else None
    for step in stat_rows.STEPS:
        found |= stat_rows.spread(step, _spread(getattr(day, f"{step}_after") for day in days))
    return found


def midnight(day: date) -> datetime:
    """The first moment of a day, UTC."""
    return datetime.combine(day, time(), UTC)


def _spread(seconds: Iterable[Sequence[int]]) -> delays.Spread | None:
    ordered = sorted(chain.from_iterable(seconds))
    if not ordered:
        return None
    median, most = (timedelta(seconds=delays.quantile(ordered, share)) for share in (0.5, 0.95))
    return delays.Spread(median=median, p95=most)
