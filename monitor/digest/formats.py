"""Days and times in a zone, as messages write them."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from monitor.reading.dates.months import ENGLISH
from monitor.report_time import ReportTime

_UTC = re.compile(r"\b(\d{4}-\d\d-\d\d \d\d:\d\d) UTC\b", re.ASCII)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")  # own names: strftime speaks the process's language


def day(moment: datetime | date, zone: ZoneInfo) -> str:
    """`Mon 23 Nov`; a day alone is that day in every zone."""
    local = moment.astimezone(zone) if isinstance(moment, datetime) else moment
    return f"{_DAYS[local.weekday()]} {local.day} {ENGLISH[local.month - 1]}"


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """`08:05`."""
    return f"{moment.astimezone(zone):%H:%M}"


def when(moment: datetime | ReportTime, zone: ZoneInfo, now: datetime) -> str:
    """The time alone on the day of `now`, with its day within half a year, else with the year.

    Where a day is all that is known, the day: no zone moves it, and no midnight is added.
    """
    at = moment.shown if isinstance(moment, ReportTime) else moment
    local = at.astimezone(zone) if isinstance(at, datetime) else None
    on, today = local.date() if local else at, now.astimezone(zone).date()
    if local and on == today:
        return clock(local, zone)
    if abs((on - today).days) < 180:
        return f"{day(local, zone)}, {clock(local, zone)}" if local else day(on, zone)
    return f"{on.day} {ENGLISH[on.month - 1]} {on.year}"


def local(text: str, zone: ZoneInfo, now: datetime) -> str:
    """A text in which each `2026-11-22 18:03 UTC`, as incidents have it, stands in the zone, as `when` writes it."""

    def written(found: re.Match[str]) -> str:
        try:
            return when(datetime.fromisoformat(found[1]).replace(tzinfo=UTC), zone, now)
        except (ValueError, OverflowError):  # a receiver's words, and no time
            return found[0]

    return _UTC.sub(written, text)


def zone_name(zone: ZoneInfo, moment: datetime) -> str:
    """`PST`, or `Asia/Kathmandu` where the zone has only numbers for names."""
    name = moment.astimezone(zone).tzname() or zone.key
    return name if name.isalpha() else zone.key
