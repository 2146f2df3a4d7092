"""Whether a text is a cron schedule that ever comes. When it comes, `digest.cron` knows; both read one language."""

import re
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MACROS = {"@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"}
_LONGEST_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
_ITEM = re.compile(r"(?:(\*)|(\w+)(?:-(\w+))?)(?:/(\d{1,4}))?", re.ASCII)
_LONGEST = 200  # characters


class _Field(NamedTuple):
    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("weekday", 0, 7, _DAYS),
)


def problem(schedule: str) -> str | None:
    """What is wrong with the schedule, or None."""
    plain = schedule.strip().lower()
    if plain in _MACROS:
        return None
    parts = plain.split()
    if len(parts) != len(_FIELDS) or len(schedule) > _LONGEST:
        return (
            f"is no cron schedule: it needs five fields (minute hour day month weekday) and has {len(parts)};"
            ' "0 8 * * mon-fri" is 8:00 on working days'
        )
    values: list[set[int]] = []
    for part, field in zip(parts, _FIELDS, strict=True):
        try:
            values.append(set().union(*(_item(item, field) for item in part.split(","))))
        except ValueError as reason:
            return f"is no cron schedule: {reason}"
    days, months = values[2], values[3]
    either = not parts[2].startswith("*") and not parts[4].startswith("*")  # a day or a weekday: one comes
    if not either and min(days) > max(_LONGEST_MONTHS.get(month, 31) for month in months):
        return "never comes: these months have no such day"
    return None


def _item(text: str, field: _Field) -> set[int]:
    match = _ITEM.fullmatch(text)
    if not match:
        raise ValueError(f'"{text}" is no {field.name}: write *, 5, 1-5, 1,3 or */15')
    star, start, end, step = match.groups()
    every = int(step or 1)
    if every == 0 or (step and not star and not end):
        raise ValueError(f'"{text}" is no {field.name}: a step needs a range, as in */15 or 8-18/2')
    first = field.low if star else _number(start, field)
    last = field.high if star else _number(end or start, field)
    if first > last and field.names is not _DAYS:
        raise ValueError(f'the {field.name} range "{text}" runs backwards')
    return set(range(first, last + (8 if first > last else 1), every))


def _number(text: str, field: _Field) -> int:
    if text in field.names:
        return field.names.index(text) + field.low
    if text.isdecimal() and field.low <= int(text) <= field.high:
        return int(text)
    names = f" or {field.names[0]} to {field.names[-1]}" if field.names else ""
    raise ValueError(f'"{text}" is no {field.name}: {field.low} to {field.high}{names}')
