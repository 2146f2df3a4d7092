"""The times of `monitor.toml` that are no plain durations: spans, ages, time zones, quiet hours, weekdays."""

import math
import re
from datetime import datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from monitor import cron
from monitor.config.suggest import did_you_mean
from monitor.durations import seconds
from monitor.person import Quiet

_QUIET = re.compile(r"(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})")
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_ADDRESS = 2_000  # characters
_KEPT = timedelta(days=30)  # at least: stories are joined for 96 hours, the rhythms of outlets look back weeks


def aware(value: datetime) -> datetime:
    """A time with its offset from UTC.

    Raises:
        ValueError: it has none, and would be another time wherever it is read; or the calendar has no room around it.
    """
    if value.tzinfo is None:
        raise ValueError("must say its offset from UTC, as 2026-12-01T12:00:00-08:00 does")
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueError(f"must be in a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    return value


def span(value: object) -> timedelta:
    """How long something is kept: "2y", "400d"; a year has 365 days.

    Raises:
        ValueError: it is no such span, or shorter than what the monitor itself looks back.
    """
    years = re.fullmatch(r"\s*(\d{1,3})\s*y\s*", value) if isinstance(value, str) else None
    try:
        kept = timedelta(days=365 * int(years[1])) if years else timedelta(seconds=float(str(seconds(value))))
    except (ValueError, OverflowError):
        raise ValueError('must be a span such as "2y", "26w" or "400d"') from None
    if kept < _KEPT:
        raise ValueError(f"must be {_KEPT.days} days at least")
    return kept


Aware = Annotated[datetime, AfterValidator(aware)]


def calendar(value: str) -> str:
    """Where a calendar is: a file, or an address of the web.

    Raises:
        ValueError: it is neither.
    """
    if not value or not value.isprintable() or len(value) > _ADDRESS:
        raise ValueError("must be the path of an .ics file, or its address")
    if "://" in value:
        parts = urlsplit(value)
        if parts.scheme.lower() not in {"https", "http", "webcal"} or not parts.hostname:
            raise ValueError(
                "must be an address that begins with https://, http:// or webcal://, or the path of a file"
            )
    return value


Calendar = Annotated[str, AfterValidator(calendar)]

Span = Annotated[
    timedelta, BeforeValidator(span), WithJsonSchema({"type": "string", "examples": ["2y", "26w", "400d"]})
]


def age(value: object) -> float:
    """How old news may be, in seconds: a duration, or "none" for any age, which is infinity.

    Raises:
        ValueError: it is neither, or no time at all.
    """
    if value in {"none", math.inf}:
        return math.inf
    try:
        limit = float(str(seconds(value)))
    except ValueError:
        raise ValueError('must be a duration such as "48h", or "none"') from None
    if limit < 1:
        raise ValueError('must be a second at least: everything would be too old; "none" switches it off')
    return limit


Age = Annotated[
    float,
    BeforeValidator(age),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": "none"},
                {"type": "number", "minimum": 1},
                {"type": "string", "examples": ["10m", "5s", "1h30m"]},
            ]
        }
    ),
]


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        near = did_you_mean(value, available_timezones()) or ' They look like "Europe/Berlin"'
        raise ValueError(f'"{value}" is not a time zone of the IANA list.{near}') from None
    return value


def quiet(value: str) -> Quiet:
    """The quiet hours of each day: "22:00-07:00".

    Raises:
        ValueError: they are not of this form, or begin when they end.
    """
    found = _QUIET.fullmatch(value.strip())
    try:
        hours = Quiet(start=_time(found[1]), end=_time(found[2])) if found else None
    except ValueError:
        hours = None
    if hours is None:
        raise ValueError(f'"{value}" must be two times of day, such as "22:00-07:00"')
    if hours.start == hours.end:
        raise ValueError(f'"{value}" begins when it ends: `alert = "digest"` is for who wants no alerts at all')
    return hours


def _time(text: str) -> time:
    hour, _, minute = text.partition(":")
    return time(int(hour), int(minute))


def weekdays(value: str) -> frozenset[int]:
    """The days of "mon-fri" or "mon,wed,sat", Monday 0.

    Raises:
        ValueError: they are not of this form.
    """
    try:
        days = cron.parse(f"0 0 * * {value}").weekdays if not re.search(r"[\s*/0-9]", value) else frozenset[int]()
    except ValueError:
        days = frozenset()
    if not days:
        raise ValueError(f'"{value}" must be days such as "mon-fri" or "mon,wed,sat"')
    return frozenset((day - 1) % 7 for day in days)


def _quiet(value: str) -> str:
    quiet(value)
    return value


def _weekdays(value: str) -> str:
    weekdays(value)
    return value


Zone = Annotated[str, AfterValidator(_zone)]
QuietHours = Annotated[str, AfterValidator(_quiet)]
Weekdays = Annotated[str, AfterValidator(_weekdays)]
