"""One outlet: its sources, how soon and how much of it is here, its hours, its last reads and why each was refused."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from monitor.discover import habits
from monitor.errors import NotFoundError
from monitor.observations import SourceState, TriedLink
from monitor.refusals import Reason
from monitor.store import day_counts, fetches, gaps, incidents, outlets
from monitor.store.archive import Archive
from monitor.store.gaps import GapRow
from monitor.store.queries import history
from monitor.views import outlet_health, outlet_rows, what_fails

READS = 20
_LISTED = 12  # incidents and gaps
_DAY = timedelta(days=1)


def of(archive: Archive, outlet_id: str, now: datetime, zone: tzinfo) -> dict[str, Any]:
    """All that the page of an outlet shows.

    Raises:
        NotFoundError: it was never followed.
    """
    found = outlets.standing(archive, outlet_id)
    if not found:
        raise NotFoundError(f"no outlet {outlet_id[:80]!r} was ever followed", hint="/outlets has those that are")
    [one] = found
    state = outlets.state(archive, outlet_id)
    today = now.astimezone(UTC).date()
    days = [today - number * _DAY for number in reversed(range(outlet_health.DAYS))]
    counted = day_counts.outlet_days(archive, days[0], now, outlet_id)
    week = [day for day in counted if day.day >= today - outlet_health.WEEK * _DAY]
    since = outlet_health.midnight(today - outlet_health.WEEK * _DAY)
    articles = {day.day: day.articles for day in counted}
    return {
        **outlet_health.standing(one),
        **outlet_health.of_days(week, gaps.of_outlet(archive, outlet_id, since=since)),
        "problems": outlet_rows.problems(one, [each for each in state.sources if each.failures or each.successor], now),
        "home": one.home,
        "language": one.language,
        "followed": one.followed,
        "looks_today": fetches.looks(archive, outlet_id, now - _DAY),
        "source_list": [_source(each, now) for each in state.sources],
        "days": [{"day": day, "articles": articles.get(day, 0)} for day in days],
        **_hours(archive, outlet_id, now, zone),
        "incident_list": incidents.of_outlet(archive, outlet_id, _LISTED),
        "gap_list": [_gap(gap) for gap in gaps.of_outlet(archive, outlet_id, limit=_LISTED)],
    }


def reads(archive: Archive, outlet_id: str) -> list[dict[str, Any]]:
    """Its last reads, the latest first: what came of each, and why not."""
    return [_read(one) for one in reversed(history.tried(archive, outlet_id, READS))]


def _source(state: SourceState, now: datetime) -> dict[str, Any]:
    return {
        "kind": state.source.kind.value,
        "url": state.source.url,
        "last_read": state.last_success_at,
        "last_new": state.last_new_at,
        "listed": state.items_listed,
        "state": what_fails.state_of(state, now) if state.replaces is None else "read in the place of another",
    }


def _gap(gap: GapRow) -> dict[str, Any]:
    return {
        "from": gap.begins_at,
        "to": gap.ends_at,
        "state": gap.state,
        "about": gap.missing,
        "found": gap.found,
        "filled_by": gap.filled_by,
    }


def _read(one: TriedLink) -> dict[str, Any]:
    reason = Reason.named(one.reason) if one.reason else None
    return {
        "at": one.at,
        "state": one.state.value,
        "reason": reason.value if reason else None,
        "why": reason.seen if reason else None,
        "detail": one.detail,
        "attempts": one.attempts,
        "title": one.title,
        "url": one.url,
    }


def _hours(archive: Archive, outlet_id: str, now: datetime, zone: tzinfo) -> dict[str, Any]:
    """Articles by weekday and hour in the desk's zone, of four weeks; and what its habits say of this hour."""
    counts, first = history.by_hour(archive, outlet_id, now - habits.MEMORY)
    week = [[0] * 24 for _ in range(7)]
    for at, articles in counts.items():
        local = at.astimezone(zone)
        week[local.weekday()][local.hour] += articles
    numbered = {habits.hour_number(at): articles for at, articles in counts.items()}
    learned = habits.learn(numbered, first, now) if first else None
    expected = learned.week[habits.hour_number(now) % habits.HOURS] if learned else None
    return {"hours": week, "expected_now": None if expected is None else round(expected, 1)}


def busiest(week: Sequence[Sequence[int]]) -> tuple[int, int, int] | None:
    """The weekday, hour and count of the busiest hour of a week; None: nothing came."""
    most, day, hour = max((count, -day, -hour) for day, row in enumerate(week) for hour, count in enumerate(row))
    return (-day, -hour, most) if most else None
