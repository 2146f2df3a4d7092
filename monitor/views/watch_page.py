"""A watch as people look at it: its hits by day and outlet, how many were judged right, and what it last found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from statistics import mean
from typing import Any

from monitor.store import hits
from monitor.store.archive import Archive
from monitor.store.queries import watch_counts
from monitor.store.queries.watch_counts import JudgedHits
from monitor.views import hit_rows

DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPage:
    """`days` are rows of `day` and `hits`, the oldest first; `usual`: hits a day on average before the last."""

    days: list[dict[str, Any]]
    usual: float
    outlets: list[tuple[str, int]]
    judged: JudgedHits
    rows: list[dict[str, Any]]
    more: int | None


def of(archive: Archive, watch: str, now: datetime, zone: tzinfo, *, before: int | None, limit: int) -> WatchPage:
    """The watch of that id; its hits that arrived before the hit `before`, at most `limit`."""
    today = now.astimezone(zone).date()
    since = now - timedelta(days=DAYS)
    days = list(_days(watch_counts.by_day(archive, watch, since, zone), today))
    found = hits.recent(archive, watch=watch, before_id=before, limit=limit + 1)
    shown = found[:limit]
    return WatchPage(
        days=days,
        usual=round(mean(row["hits"] for row in days[:-1]), 1),
        outlets=watch_counts.by_outlet(archive, watch, since),
        judged=watch_counts.judged(archive, watch),
        rows=hit_rows.of_hits(archive, shown),
        more=shown[-1].id if len(found) > limit else None,
    )


def _days(counted: dict[date, int], today: date) -> Iterator[dict[str, Any]]:
    for back in range(DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        yield {"day": day, "hits": counted.get(day, 0)}
