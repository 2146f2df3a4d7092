"""The time of day near a date: 14:30, 2.30 p.m., 10h30, 14 Uhr, 下午2点30分, 오후 2:30, T081500.123."""

import re
from dataclasses import dataclass
from datetime import timedelta

_NOON = 12
_FORENOON = (
    "오전",
    "午前",
    "上午",
    "凌晨",
    "早上",
    "清晨",
    "π.μ",
    "πμ",
    "ق.ظ",
    "صباحا",
    "ص",
    "पूर्वाह्न",
    "ÖÖ",
    "SA",
    "PG",
    "p.d",
)
_AFTERNOON = (
    "오후",
    "午後",
    "下午",
    "傍晚",
    "晚上",
    "μ.μ",
    "μμ",
    "ب.ظ",
    "مساء",
    "م",
    "अपराह्न",
    "ÖS",
    "CH",
    "PTG",
    "m.d",
)
_OTHERS = "|".join(map(re.escape, (*_FORENOON, *_AFTERNOON)))
_WORDS = rf"(?:[AaPp]\.?\s?[Mm](?![a-z])|(?:{_OTHERS})(?!\w))\.?"  # "5:40 PMShare": pages run words together
_HALF = rf"(?:\s?(?P<half>{_WORDS})|(?P<letter>[ap])\b)?"
_FRACTION = r"(?:[.,](?P<fraction>\d{1,9}))?"
_CLOCK = re.compile(
    rf"(?:(?P<before>{_OTHERS}|(?<![A-Za-z])[AaPp]\.?[Mm]\.?)\s?)?(?<![\d.,/-])(?<!\d:)(?P<hour>[01]?\d|2[0-4])"
    r"(?:\s?:\s?(?P<minute>[0-5]\d)(?!\d)(?:\s?:\s?(?P<second>[0-5]\d|60|\d(?!\d))" + _FRACTION + r")?"
    r"|\.(?P<minute_2>[0-5]\d)(?!\d|\.\d)"
    r"|\s?(?:Uhr|[hH時时시点點점](?![^\W\d_]))\s?(?:(?P<minute_3>[0-5]\d|\d(?=\s?[分분]))(?!\d)"
    r"(?:\s?[:分분m]\s?(?:(?P<second_3>[0-5]\d|60)(?!\d))?)?)?)" + _HALF
)
_HALF_ALONE = re.compile(r"(?<![\d:.,])(?P<hour>1[0-2]|0?[1-9])\s?(?P<half>[AaPp]\.?\s?[Mm](?![a-z])\.?)")
_JOINED = re.compile(  # to a date in figures
    r"[T_ ,]{1,3}(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)(?:(?P<second>[0-5]\d|60)" + _FRACTION + r")?"
    r"(?=\s?(?:$|[Zz+-]|[A-Z]{3}\b))"
)
_REACH = 60  # characters from a date to its time of day


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: how long after midnight, and where in the text it ends."""

    since_midnight: timedelta
    end: int


def find(text: str) -> Clock | None:
    """The first time of day of a text, which is what stands around a date."""
    near = text[:_REACH]
    found = _JOINED.match(near) or _CLOCK.search(near) or _HALF_ALONE.search(near)
    return _clock(found) if found else None


def _clock(found: re.Match[str]) -> Clock | None:
    parts = found.groupdict()
    hour, minute = int(parts["hour"]), int(_first(parts, "minute", "minute_2", "minute_3") or 0)
    second = min(int(_first(parts, "second", "second_3") or 0), 59)  # a leap second is that before it
    half = _first(parts, "half", "letter", "before")
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if _is_afternoon(half) else 0)
    if hour == 24 and (minute or second):
        return None
    fraction = int((parts.get("fraction") or "0").ljust(6, "0")[:6])
    return Clock(timedelta(hours=hour, minutes=minute, seconds=second, microseconds=fraction), found.end())


def _first(parts: dict[str, str | None], *names: str) -> str | None:
    return next((parts[name] for name in names if parts.get(name)), None)


def _is_afternoon(half: str) -> bool:
    word = half.rstrip(".")
    return word in _AFTERNOON or (word not in _FORENOON and word[0] in "pP")
