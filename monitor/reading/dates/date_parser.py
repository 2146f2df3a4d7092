"""Reading one written moment: ISO and its misspellings, mail dates, epochs, numbers with dots, words of many languages.

It says what a text means, with its zone if one is written, and whether a time of day was given. Which of a page's
many moments is its publication is decided in `dates`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from monitor.reading.dates import calendars
from monitor.reading.dates.months import MONTHS


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as it was written. `at` is naive where no zone was written."""

    at: datetime
    has_time: bool = True


_FIGURES = re.compile(r"\d{4}|\d\s?[./-]\s?\d{1,2}[./-]\s?\d\d|年")  # what every moment has
_HALF = r"(?:\s?(?P<half>[AaPp])\.?\s?[Mm](?![a-z])\.?|(?P<letter>[ap])\b)?"
_ISO = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?:[-/.]\s?(?P<month>\d{1,2})[-/.]\s?(?P<day>\d{1,2})|"
    r"(?P<month_2>\d{2})(?P<day_2>\d{2}))(?!\d)"
    r"(?:[T_ ,]{1,3}(?P<hour>\d{1,2})[:.h]?(?P<minute>\d{2})(?:[:.]?(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    rf"{_HALF}"
    r"\s{0,2}(?P<zone>Z|z|(?:UTC|GMT)?\s?[+-]\s?\d{1,2}[:.]?\d{0,2}|[A-Z]{2,5}\b)?)?"
)
_RUN = re.compile(
    r"^(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?$"
)
_CLOCK = re.compile(
    r"(?<![\d.,/-])(?P<hour>[01]?\d|2[0-4])\s?(?:[:h時时시点點점]|\.(?=\d\d(?!\d|\.\d))|"
    r"Uhr)\s?(?P<minute>[0-5]\d)?(?!\d)(?:[:分]?(?P<second>[0-5]\d)?)"
    rf"{_HALF}"
    r"\s{0,2}\(?(?P<zone>Z\b|(?:UTC|GMT)?\s?[+-]\d{1,2}:?\d{0,2}\b|"
    r"(?:Eastern|Central|Mountain|Pacific)(?:\s(?:Standard|Daylight))?\sTime\b|[A-Z]{2,5}\b)?"
)
_CLOCK_HALF = re.compile(r"(?<![\d:])(?P<hour>1[0-2]|0?[1-9])\s?(?P<half>[AaPp])\.?\s?[Mm]\b")
_CJK = re.compile(r"(?P<year>(?:19|20)\d{2})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]")
_NUMBERS = re.compile(
    r"(?<![\d./-])(?<!\d:)(?<!\bv)(?P<a>\d{1,2})(?P<mark>[./-])\s?(?P<b>\d{1,2})(?P=mark)\s?(?P<year>\d{4}|"
    r"\d{2})(?![\d/-]|\.\d)"
)
_MARK = r"(?!\w)[\u0300-\u036f\u0900-\u0dff\u0e30-\u0e4f]"  # a sign that Python counts to no word
_WORD = rf"(?P<month>[^\W\d_](?:[^\W\d_]|{_MARK}){{1,13}})"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|e|º|ª|°|\.|,)?\s{{0,2}}(?:of\s|de\s|d['’]|di\s|-|\s|"
    rf"/)?\s?{_WORD}\.?,?(?:\s?/\s?[^\W\d_]{{3,12}}|)(?:\s|-|/|\.|\sde\s|\sdel\s|\sof\s){{1,6}}{_YEAR}(?!\d)"
)
_MONTH_FIRST = re.compile(rf"{_WORD}\.?\s{{1,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\.?\s{{1,3}}(?:at\s)?{_YEAR}(?!\d)")
_YEAR_FIRST = (
    re.compile(rf"(?<!\d){_YEAR}(?:ko|[.,])?[\s-](?:m\.\s|йил\s)?{_WORD}\.?[\s-](?P<day>\d{{1,2}})(?![\d:])"),
    re.compile(rf"(?<!\d){_YEAR}\.?\s(?:gada\s|йил\s)?(?P<day>\d{{1,2}})\.?[\s-]{_WORD}"),
)
_ROMAN = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})[.\s/-]\s?(?P<month>XI{{0,2}}|IX|IV|VI{{0,3}}|I{{1,3}})[.\s/-]\s?{_YEAR}(?!\d)"
)
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_VIETNAMESE = re.compile(rf"(?P<day>\d{{1,2}})\s(?:tháng|thg)\s(?P<month>\d{{1,2}}),?\s(?:năm\s)?{_YEAR}")
_CLOCK_AMID = re.compile(
    rf"{_WORD}\.?\s{{1,2}}(?P<day>\d{{1,2}})\s(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::(?P<second>\d{{2}}))?\s(?:(?P<zone>[A-Z]{{2,5}}|[+-]\d{{4}})\s)?{_YEAR}"
)
_EPOCH = re.compile(r"^(?:/Date\()?(\d{10}(?:\d{3})?(?:\.\d+)?)(?:\)/)?$")
_OFFSET = re.compile(r"([+-])\s?(\d{1,2}?)[:.]?(\d{2})?$")
_MINUS = re.compile(r"[\u2010-\u2015\u2212]")
_SPACES = re.compile(r"[\s\u00a0\u202f\u200e\u200f]+")
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0,
    "BST": 60, "WEST": 60, "CET": 60, "MEZ": 60, "CEST": 120, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180,
    "SAST": 120, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660, "ACST": 570, "AWST": 480, "NZST": 720, "NZDT": 780,
    "SGT": 480, "HKT": 480, "PKT": 300, "WIB": 420, "BRT": -180,
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "AKST": -540, "AKDT": -480, "HST": -600, "AST": -240, "ADT": -180, "NST": -210, "NDT": -150,
    "ET": None, "CT": None, "MT": None, "PT": None,
}  # fmt: skip
_AMERICAN = {"ET": -300, "CT": -360, "MT": -420, "PT": -480}  # standard time; an hour more in summer
_FARTHEST = 14 * 60  # minutes from Greenwich
_LONGEST = 120  # characters in which a moment is written


@lru_cache(maxsize=512)
def read(text: str, *, month_first: bool = False) -> Moment | None:
    """The moment that a text names, or None. `month_first`: 3/4/2020 is in March."""
    text = _MINUS.sub("-", _SPACES.sub(" ", text[: _LONGEST * 2])).strip(" \"'")[:_LONGEST]
    if len(text) >= 16 and text[4:5] == "-" and (exact := _exact(text)):
        return exact
    if not _FIGURES.search(text):
        return None
    text = calendars.western(text)
    if epoch := _EPOCH.match(text):
        return _epoch(epoch[1])
    if run := _RUN.match(text):
        day = _date(run["year"], run["month"], run["day"])
        return _at(day, run) if day else None
    for reader in (_iso, _marked, _words, _digits):
        moment = reader(text, month_first)
        if moment is not None:
            return moment
    return None


def _exact(text: str) -> Moment | None:
    try:
        return Moment(datetime.fromisoformat(text))
    except ValueError:
        return None


def _epoch(text: str) -> Moment | None:
    seconds = float(text)
    seconds = seconds / 1000 if seconds > 1e11 else seconds
    try:
        return Moment(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _iso(text: str, _month_first: bool) -> Moment | None:  # noqa: FBT001 - one signature for all readers
    found = _ISO.search(text)
    if not found:
        return None
    day = _date(found["year"], found["month"] or found["month_2"], found["day"] or found["day_2"])
    if day is None:
        return None
    if found["hour"] is None:
        return _with_clock(day, text[found.end() :])
    return _at(day, found)


def _marked(text: str, _month_first: bool) -> Moment | None:  # noqa: FBT001 - as above
    """Numbers of which signs or words say what they are: Chinese, Japanese, Korean, Vietnamese."""
    found = _CJK.search(text) or _VIETNAMESE.search(text)
    day = _date(found["year"], found["month"], found["day"]) if found else None
    return _with_clock(day, text[found.end() :] + " " + text[: found.start()]) if found and day else None


def _words(text: str, _month_first: bool) -> Moment | None:  # noqa: FBT001 - as above
    amid = _CLOCK_AMID.search(text)
    if amid and (month := month_of(amid["month"])) and (day := _date(amid["year"], str(month), amid["day"])):
        return _at(day, amid)
    for pattern in (_DAY_FIRST, _MONTH_FIRST, *_YEAR_FIRST, _ROMAN):
        for found in pattern.finditer(text):
            month = _ROMANS.index(found["month"]) + 1 if pattern is _ROMAN else month_of(found["month"])
            day = _date(found["year"], str(month), found["day"]) if month else None
            if day:
                rest = text[found.end() :] + " " + text[: found.start()]
                return _with_clock(day, rest)
    return None


def _digits(text: str, month_first: bool) -> Moment | None:  # noqa: FBT001 - as above
    found = _NUMBERS.search(text)
    if not found:
        return None
    first, second = found["a"], found["b"]
    if month_first and found["mark"] != "." and int(first) <= 12:
        first, second = second, first
    year = found["year"] if len(found["year"]) == 4 else f"20{found['year']}"
    day = _date(year, second, first) or _date(year, first, second)
    return _with_clock(day, text[found.end() :] + " " + text[: found.start()]) if day else None


def month_of(word: str) -> int | None:
    """The month that a word names, in any of the known languages, whole or cut to three letters or more."""
    word = word.casefold().rstrip(".").removeprefix("ב")  # Hebrew writes "in" and the month as one word
    return MONTHS.get(word) or MONTHS.get(word[:-1] if len(word) > 5 else word)


def _with_clock(day: datetime, rest: str) -> Moment:
    found = _CLOCK.search(rest[:60]) or _CLOCK_HALF.search(rest[:60])
    moment = _at(day, found) if found else None
    return moment or Moment(day, has_time=False)


def _at(day: datetime, found: re.Match[str]) -> Moment | None:
    parts = found.groupdict()
    hour, minute, second = int(parts["hour"]), int(parts.get("minute") or 0), int(parts.get("second") or 0)
    half = (parts.get("half") or parts.get("letter") or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        at = (
            day + timedelta(hours=hour, minutes=minute, seconds=second)
            if hour == 24
            else day.replace(hour=hour, minute=minute, second=second)
        )
    except (ValueError, OverflowError):
        return Moment(day, has_time=False)
    return Moment(at.replace(tzinfo=_zone(parts.get("zone"), at)))


def _zone(text: str | None, at: datetime) -> timezone | None:
    if not text:
        return None
    text = text.upper().strip()
    offset = _OFFSET.search(text)
    minutes = _offset(offset) if offset else _named(text, at)
    return timezone(timedelta(minutes=minutes)) if minutes is not None and abs(minutes) <= _FARTHEST else None


def _offset(found: re.Match[str]) -> int:
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return -minutes if found[1] == "-" else minutes


def _named(text: str, at: datetime) -> int | None:
    if text.endswith(" TIME"):
        text = f"{text[0]}T"
    if text in _AMERICAN:
        summer, winter = _sunday(at.replace(month=3, day=8)), _sunday(at.replace(month=11, day=1))
        return _AMERICAN[text] + (60 if summer <= at < winter else 0)
    return _ZONES.get(text)


def _sunday(at: datetime) -> datetime:
    """The first Sunday from then on, at midnight."""
    return at.replace(hour=0, minute=0, second=0) + timedelta(days=(6 - at.weekday()) % 7)


def _date(year: str, month: str, day: str) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day))  # noqa: DTZ001 - the zone, if one is written, comes later
    except ValueError:
        return None
