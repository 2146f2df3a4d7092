"""How values are written: for a person in local time and without control characters, for a program as JSON has them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from monitor.report_time import ReportTime

PLAIN = frozenset({bool, int, float, type(None)})  # types that JSON has as they are
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # whatever the locale
_JOINERS = "\u200c\u200d"  # they shape letters of several scripts, and emoji


def short_time(moment: date, at: datetime, zone: tzinfo | None = None) -> str:
    """A local time as short as it can be read at that time: `14:05` today, `21 Sep 14:05` this year, `2020-09-21`.

    `zone` None: that of this machine.
    """
    here = at.astimezone(zone)
    local = moment.astimezone(zone) if isinstance(moment, datetime) else None
    day = local.date() if local else moment
    if local and day == here.date():
        return f"{local:%H:%M}"
    if day.year != here.year:
        return day.isoformat()
    shown = f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{shown} {local:%H:%M}" if local else shown


def visible(value: Any, *, keep_lines: bool = False) -> str:
    """Text for a terminal: a person's time and lists, without control characters."""
    if value is None:
        return ""
    if isinstance(value, ReportTime):
        value = value.shown
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        value = [f"{key} {item}" for key, item in value.items()]
    text = ", ".join(map(_of_list, value)) if isinstance(value, list | tuple) else str(value)
    kept = "\n\t" if keep_lines else ""
    return "".join(
        char
        if char.isprintable() or char in kept or char in _JOINERS
        else " "
        if char in "\n\t"
        else "\N{REPLACEMENT CHARACTER}"
        for char in text
    )


def _of_list(value: Any) -> str:
    """An item of a list, for people: of a table its values alone."""
    if isinstance(value, Mapping):
        return " ".join(str(item) for item in value.values() if item is not None)
    return str(value)


def plain(value: Any) -> Any:
    """What JSON can say: times in UTC, as ISO 8601 with Z, and days alone as they are."""
    if isinstance(value, ReportTime):
        value = value.shown
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return {key: item if type(item) in PLAIN else plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [item if type(item) in PLAIN else plain(item) for item in value]
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate is not JSON
    return value
