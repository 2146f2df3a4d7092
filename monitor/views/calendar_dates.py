"""The dates that calendars and the configuration give to watches, as pages and lists show them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from monitor.dated_events import calendar_name, shown_name
from monitor.embargo import HOURS, ReviewCount
from monitor.store import watch_calendars, watch_dates
from monitor.store.archive import Archive
from monitor.store.queries import review_counts
from monitor.store.watch_dates import WatchDate

_EACH = 5  # embargoes of a kind on that page
_SHOWN = timedelta(days=14)  # after its lift, in which an embargo stands on the page of its watch


def rows(archive: Archive, watches: Iterable[str], since: datetime, limit: int = 200) -> list[dict[str, Any]]:
    """The dates of these watches (ids) from then on, the next first, those called off too."""
    return [row(one) for one in watch_dates.of_watches(archive, watches, since, limit)]


def row(one: WatchDate) -> dict[str, Any]:
    """A date as a row of a list, with the keys of a dated step where both have them.

    `on` is the day or the moment; `was` what it was before; `state` says whether it moved or was called off.
    """
    return {
        "on": one.on or one.begins_at,
        "watch": one.watch_name,
        "watch_id": one.watch,
        "what": "embargo lifts" if one.lifts_at else "date",
        "was": one.was,
        "outlets": (),
        "sentence": one.title,
        "title": one.title,
        "url": "",
        "article_id": None,
        "changed_at": one.changed_at,
        "sequence": one.sequence,
        "uid": one.uid,
        "state": one.state,
        "calendar": shown_name(one.calendar) if one.calendar else "monitor.toml",
    }


def embargoes(archive: Archive, watch: str, now: datetime) -> list[ReviewCount]:
    """The embargoes of a watch next to now, ahead or lifted of late, with their reviews so far; those called off too.

    Of each kind some: a calendar may have one for each day of the years to come.
    """
    found = watch_dates.embargoes(archive, [watch], now - _SHOWN)
    called_off = [one for one in found if one.is_withdrawn]
    lifted = [one for one in found if not one.is_withdrawn and one.begins_at <= now]
    ahead = [one for one in found if not one.is_withdrawn and one.begins_at > now]
    chosen = sorted([*lifted[-_EACH:], *called_off[:_EACH], *ahead[:_EACH]], key=lambda one: one.begins_at)
    return review_counts.of_dates(archive, chosen, now)


def by_hour(counted: ReviewCount, now: datetime) -> list[dict[str, Any]]:
    """The hours from the lift to now, or to the last that is counted, as rows of a plot: each begins at its `day`."""
    passed = min(max((now - counted.lifts_at) // timedelta(hours=1) + 1, 0), HOURS)
    known = dict(counted.hours)
    hours = [(counted.lifts_at + timedelta(hours=hour), known.get(hour, 0)) for hour in range(passed)]
    return [{"day": at, "reviews": number} for at, number in hours]


def read_state(archive: Archive, calendar: str | None) -> dict[str, Any] | None:
    """How the calendar of a watch (its address) was last read, under a name that tells no secret; None: it has none."""
    if calendar is None:
        return None
    name = calendar_name(calendar)
    found = next((row for row in watch_calendars.listing(archive) if row.name == name), None)
    return {
        "name": shown_name(name),
        "read_at": found and found.read_at,
        "error": found and found.error,
        "notes": found.notes if found else (),
    }


def in_order(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows by their day, those of a whole day first."""
    return sorted(rows, key=_place)


def _place(row: dict[str, Any]) -> tuple[date, bool, str, str]:
    on = row["on"]
    is_timed = isinstance(on, datetime)
    return on.date() if is_timed else on, is_timed, on.isoformat(), row["uid"]
