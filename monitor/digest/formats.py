"""Small pieces of English that every message shares: counts, lists, times in a zone, text cut at a word."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.report_time import ReportTime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")  # own names: strftime speaks the process's language
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control, format (bidi), surrogate, line and paragraph separator
_JOINERS = "\u200c\u200d"  # they shape emoji and letters of several scripts


def line(text: str) -> str:
    """One line of visible text, whatever came: no control, bidi or surrogate characters, single spaces."""
    if text.isprintable():  # nearly all text; no invisible character is printable
        return " ".join(text.split())
    shown = (" " if unicodedata.category(char) in _INVISIBLE and char not in _JOINERS else char for char in text)
    return " ".join("".join(shown).split())


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of one line, cut at a word where that costs little, with an ellipsis."""
    text = line(text)
    if len(text) <= limit:
        return text
    head = text[: max(limit - 1, 0)]
    at = head.rfind(" ")
    if at >= limit * 2 // 3:
        head = head[:at]
    return head.rstrip(" ,;:-–—") + "…"


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 story`, `12 stories`, `1,204 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listing(names: Sequence[str], limit: int = 5) -> str:
    """`Variety, Deadline and 7 more`."""
    names = list(names)
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit:,} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def day(moment: datetime | date, zone: ZoneInfo) -> str:
    """`Mon 23 Nov`; a day alone is that day in every zone."""
    local = moment.astimezone(zone) if isinstance(moment, datetime) else moment
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}"


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """`08:05`."""
    return f"{moment.astimezone(zone):%H:%M}"


def when(moment: datetime | ReportTime, zone: ZoneInfo, beside: datetime) -> str:
    """The time alone on the day of `beside`, with its day within half a year, else with the year.

    Where a day is all that is known, the day: no zone moves it, and no midnight is shown.
    """
    shown = moment.shown if isinstance(moment, ReportTime) else moment
    local = shown.astimezone(zone) if isinstance(shown, datetime) else None
    on, today = local.date() if local else shown, beside.astimezone(zone).date()
    if local and on == today:
        return clock(local, zone)
    if abs((on - today).days) < 180:
        return f"{day(local, zone)}, {clock(local, zone)}" if local else day(on, zone)
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def zone_name(zone: ZoneInfo, moment: datetime) -> str:
    """`PST`, or `Asia/Kathmandu` where the zone has only numbers for names."""
    name = moment.astimezone(zone).tzname() or zone.key
    return name if name.isalpha() else zone.key
