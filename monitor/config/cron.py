"""Whether a text is a cron schedule of five fields that ever comes. When it comes is `digest.window`'s business."""

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS = (  # name, lowest, highest, the number that the first name stands for, names
    ("minute", 0, 59, 0, ()),
    ("hour", 0, 23, 0, ()),
    ("day of the month", 1, 31, 0, ()),
    ("month", 1, 12, 1, _MONTHS),
    ("day of the week", 0, 7, 0, _DAYS),
)
_LONGEST = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
_ITEM = re.compile(r"(?:(\*)|(\w+)(?:-(\w+))?)(?:/(\d+))?")


def problem(schedule: str) -> str | None:
    """What is wrong with the schedule, or None."""
    fields = schedule.lower().split()
    if len(fields) != len(_FIELDS):
        return (
            f"is no cron schedule: five fields are needed (minute hour day month weekday), this has {len(fields)};"
            ' "0 8 * * mon-fri" is 8:00 on working days'
        )
    values: list[set[int]] = []
    for (name, low, high, first, names), text in zip(_FIELDS, fields, strict=True):
        try:
            values.append(_values(text, low, high, {word: first + index for index, word in enumerate(names)}))
        except ValueError as reason:
            return f"is no cron schedule: {name}: {reason}"
    _, _, days, months, _ = values
    if fields[4] == "*" and min(days) > max(_LONGEST[month] for month in months):
        return "never comes: no such day in these months"
    return None


def _values(text: str, low: int, high: int, names: dict[str, int]) -> set[int]:
    found: set[int] = set()
    for item in text.split(","):
        match = _ITEM.fullmatch(item)
        if not match:
            raise ValueError(f"{item!r} is not understood")
        star, start, end, step = match.groups()
        first = low if star else _number(start, names)
        last = high if star or (step and not end) else _number(end or start, names)
        if not (low <= first <= high and low <= last <= high):
            raise ValueError(f"{item!r} is not between {low} and {high}")
        if last == 0 and high == 7 and first > 0:  # sat-sun, 5-0: the week's end
            last = 7
        if first > last or step == "0":
            raise ValueError(f"{item!r} is an empty range")
        found.update(range(first, last + 1, int(step or 1)))
    return found


def _number(text: str, names: dict[str, int]) -> int:
    if text.isdecimal():
        return int(text)
    if text[:3] in names and len(text) == 3:
        return names[text]
    raise ValueError(f"{text!r} is neither a number nor a name such as {', '.join(list(names)[:2]) or '5'}")
