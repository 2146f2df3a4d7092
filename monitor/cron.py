"""Cron schedules in a reader's time zone, exact about daylight saving time.

    minute  hour  day-of-month  month  weekday         0 8 * * mon-fri

Weekdays are cron's: 0 and 7 are Sunday. Where day and weekday are both given, either suffices, as in every cron.
A fixed time happens once a day: at the first of two 01:30s when clocks go back, and an hour later by the clock when
they skip it. A schedule of every hour (`*` or `*/n`) follows real time instead. It knows nothing of digests.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from monitor.reading.dates.months import ENGLISH

_MONTHS = {name.lower(): number for number, name in enumerate(ENGLISH, 1)}
_WEEKDAYS = {name: number for number, name in enumerate(("sun", "mon", "tue", "wed", "thu", "fri", "sat"))}
_MACROS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_HORIZON = 8 * 366 + 1  # days; 29 February can be eight years away
_LONGEST = 200  # characters of a schedule


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    low: int
    high: int
    names: dict[str, int]


_FIELDS = (
    _Field("minute", 0, 59, {}),
    _Field("hour", 0, 23, {}),
    _Field("day of month", 1, 31, {}),
    _Field("month", 1, 12, _MONTHS),
    _Field("weekday", 0, 7, _WEEKDAYS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A parsed schedule: the minutes, hours and days that it names."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]  # Sunday is 0
    either_day: bool  # a day of the month and a weekday are both named: one of them suffices
    real_time: bool  # the hour is not fixed

    def ends_before(self, moment: datetime, zone: ZoneInfo, *, inclusive: bool = True) -> Iterator[datetime]:
        """The scheduled moments up to `moment`, in UTC, latest first."""
        return self._moments(moment, zone, step=-1, inclusive=inclusive)

    def ends_after(self, moment: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        """The scheduled moments after `moment`, in UTC, soonest first."""
        return self._moments(moment, zone, step=1, inclusive=False)

    def _moments(
        self, moment: datetime, zone: ZoneInfo, *, step: Literal[-1, 1], inclusive: bool
    ) -> Iterator[datetime]:
        edge = moment.astimezone(UTC)
        # A day beyond the edge: a clock change may move a moment over midnight.
        day = edge.astimezone(zone).date() - timedelta(days=step)
        for _ in range(_HORIZON):
            for found in sorted(self._of_day(day, zone), reverse=step < 0):
                if (found - edge) * step > timedelta() or (inclusive and found == edge):
                    edge, inclusive = found, False
                    yield found
            try:
                day += timedelta(days=step)
            except OverflowError:
                return

    def _of_day(self, day: date, zone: ZoneInfo) -> set[datetime]:
        if not self._is_day(day):
            return set()
        walls = (datetime.combine(day, time(hour, minute), zone) for hour in self.hours for minute in self.minutes)
        if self.real_time:
            return {found for wall in walls for fold in (0, 1) if (found := _existing(wall.replace(fold=fold), zone))}
        return {wall.astimezone(UTC) for wall in walls}

    def _is_day(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        in_month, in_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return in_month or in_week if self.either_day else in_month and in_week


def parse(text: str) -> Schedule:
    """Read a schedule of five fields, or a name like `@daily`.

    Raises:
        ValueError: it cannot be understood, or never happens; the text says why.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"a schedule has at most {_LONGEST} characters")
    plain = text.strip().lower()
    plain = _MACROS.get(plain, plain)
    if plain.startswith("@"):
        raise ValueError(f"unknown schedule {text!r}; known are {', '.join(_MACROS)}")
    parts = plain.split()
    if len(parts) != len(_FIELDS):
        raise ValueError(f"a schedule has five fields (minute hour day month weekday), {text!r} has {len(parts)}")
    minutes, hours, days, months, weekdays = (_values(part, field) for part, field in zip(parts, _FIELDS, strict=True))
    either = not parts[2].startswith("*") and not parts[4].startswith("*")
    if not either and not any(day <= _days_of(month) for day in days for month in months):
        raise ValueError(f"{text!r} never happens: no such day in the calendar")
    return Schedule(
        minutes=tuple(sorted(minutes)),
        hours=tuple(sorted(hours)),
        days=frozenset(days),
        months=frozenset(months),
        weekdays=frozenset(day % 7 for day in weekdays),
        either_day=either,
        real_time=parts[1].startswith("*"),
    )


def _values(part: str, field: _Field) -> set[int]:
    values: set[int] = set()
    for piece in part.split(","):
        matched = re.fullmatch(r"(\*|\w+)(?:-(\w+))?(?:/(\d{1,4}))?", piece, re.ASCII)
        if not matched or (matched[1] == "*" and matched[2]):
            raise ValueError(f"cannot read {piece!r} as {field.name}: write *, 5, 1-5, 1,3 or */15")
        if matched[1] == "*":
            low, high = field.low, min(field.high, 6) if field.names is _WEEKDAYS else field.high
        else:
            low = _number(matched[1], field)
            high = _number(matched[2], field) if matched[2] else low
        step = int(matched[3] or 1)
        if step < 1 or (matched[3] and matched[1] != "*" and not matched[2]):
            raise ValueError(f"cannot read {piece!r} as {field.name}: a step needs a range, as in */15 or 8-18/2")
        if step > field.high:  # it would be the first value alone: "*/90" in minutes is each hour, not 90 minutes
            raise ValueError(f"cannot read {piece!r} as {field.name}: a step of {step} is more than {field.high}")
        values.update(_range(low, high, step, field))
    return values


def _range(low: int, high: int, step: int, field: _Field) -> list[int]:
    if low <= high:
        return list(range(low, high + 1, step))
    if field.names is not _WEEKDAYS:
        raise ValueError(f"the {field.name} range {low}-{high} runs backwards")
    return [day % 7 for day in range(low, high + 8, step)]  # fri-mon


def _number(text: str, field: _Field) -> int:
    number = field.names.get(text, -1)
    if text.isdecimal() and len(text) <= 4:
        number = int(text)
    if not field.low <= number <= field.high:
        names = f" or {', '.join(field.names)}" if field.names else ""
        raise ValueError(f"{text!r} is not a valid {field.name}: it must be {field.low} to {field.high}{names}")
    return number


def _days_of(month: int) -> int:
    return 29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31


def _existing(wall: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment of a wall clock's time in UTC; None where the clock skips it."""
    found = wall.astimezone(UTC)
    return found if found.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None) else None
