"""Durations as people write them, in the configuration and on the command line."""

import math
import re

from monitor.phrasing import count

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+")
_EXPECTED = re.compile(r"(\d{1,6}) per (hour|day|week|month|(?:\d+(?:\.\d+)?[mhdw])+)")
_SPANS = {"hour": 3600.0, "day": 86_400.0, "week": 604_800.0, "month": 2_592_000.0}
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|[smhdw])")


def seconds(value: object) -> object:
    """A duration as seconds: "10m", "1h30m", or a number of seconds."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError('must be a duration such as "10m", "5s" or a number of seconds')  # noqa: TRY004 - pydantic reports ValueError only
    if not isinstance(value, str):
        if not math.isfinite(value):
            raise ValueError("must be a finite number of seconds")
        return float(value)
    text = value.replace(" ", "").lower()
    if not _DURATION.fullmatch(text):
        raise ValueError('must be a duration such as "10m", "5s", "1h30m"; units are ms s m h d w')
    return sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(text))


def written(span: float | None) -> str | None:
    """Seconds as the configuration takes them: "48h", "90m", "2.5s"; "none" for infinity, None for None."""
    if span is None or math.isinf(span):
        return None if span is None else "none"
    for unit in ("h", "m"):
        number, rest = divmod(span, _UNITS[unit])
        if not rest and number:
            return f"{number:.0f}{unit}"
    return f"{span:g}s"


def worded(span: float) -> str:
    """Seconds in words, in the largest unit that divides them: "48 hours", "90 minutes"; days from three on."""
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        number, rest = divmod(span, size)
        if not rest and number >= (3 if unit == "day" else 1):
            return count(int(number), unit)
    return count(round(span), "second")


def expected(text: str) -> tuple[int, float]:
    """How many, and in how many seconds: "1 per week", "20 per day", "3 per 12h".

    Raises:
        ValueError: it is not of this form, and which is.
    """
    found = _EXPECTED.fullmatch(" ".join(text.lower().split()))
    if not found or not (number := int(found[1])):
        raise ValueError('must be a number and a time, such as "1 per week", "20 per day" or "3 per 12h"')
    unit = found[2]
    span = _SPANS.get(unit) or seconds(unit)
    assert isinstance(span, float)
    return number, span
