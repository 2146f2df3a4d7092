"""Times as listings write them: ISO 8601 and RFC 822 with the usual slips. Words of other kinds are not guessed at.

A time without a zone is taken for UTC. What lies before the web, or in the future, is no publication time.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

EARLIEST_YEAR = 1990
AHEAD = timedelta(hours=15)  # a local time that was labelled UTC: fourteen hours at most, and a slow clock

_LONGEST = 80  # characters
_SECONDS = r"(?::?(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
_TIME = rf"(?P<hour>\d{{1,2}}):?(?P<minute>\d{{2}}){_SECONDS}\s*(?P<half>[ap]\.?m\.?)?"
_ZONE = r"\s*\(?(?P<zone>z|(?:gmt|utc)?\s*[+-]\s?\d{1,2}:?\d{0,2}|[a-z]{1,5})?\)?"
_FORMS = (
    re.compile(rf"(?P<year>\d{{4}})(?:[-/.]?(?P<month>\d{{2}})(?:[-/.]?(?P<day>\d{{2}})(?:(?:t|[\s,]+){_TIME}{_ZONE})?)?)?"),
    re.compile(rf"(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?[\s-]+(?:de\s+)?(?P<name>[^\W\d]{{3,}})\.?,?[\s-]+"
               rf"(?:de\s+)?(?P<year>\d{{4}}|\d{{2}})(?:,?(?:\s+at)?[\s,t-]+{_TIME}{_ZONE})?"),
    re.compile(rf"(?:[^\W\d]+\.?,\s+)?(?P<name>[^\W\d]{{3,}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
               rf"(?:,?(?:\s+at)?[\s,-]+{_TIME}{_ZONE})?"),
    # the C library's form: Wed Mar  4 20:15:10 UTC 2015
    re.compile(r"[a-z]+,?\s+(?P<name>[a-z]{3,})\s+(?P<day>\d{1,2})\s+(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})"
               r"(?:\s+(?P<zone>[a-z]{1,5}|[+-]\d{2}:?\d{2}))?\s+(?P<year>\d{4})"),
)  # fmt: skip
_MONTHS = {
    name: index
    for index, names in enumerate(
        (
            "jan ene gen januar", "feb fev fév", "mar mär mrz maart", "apr avr abr", "may mai mag maj maio mei",
            "jun jui juin giu", "jul juil lug", "aug aou aoû ago", "sep set sept", "oct okt ott out", "nov",
            "dec dez dic déc",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_OFFSETS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3,
    "msk": 3, "ist": 5.5, "sgt": 8, "hkt": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13,
}  # fmt: skip
_LOCAL = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}


def read_date(text: str | None, *, now: datetime) -> datetime | None:
    """The moment that the text names, with its zone; None where there is none, or none that can be true."""
    moment = _parse(text.strip()[:_LONGEST].lower()) if text else None
    return plausible(moment, now=now)


def plausible(moment: datetime | None, *, now: datetime) -> datetime | None:
    """The moment, unless no article can have been published then."""
    return moment if moment and moment.year >= EARLIEST_YEAR and moment <= now + AHEAD else None


@lru_cache(maxsize=2048)
def _parse(text: str) -> datetime | None:
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _moment(found.groupdict())
    return None


def _moment(parts: dict[str, str | None]) -> datetime | None:
    month = _month(parts.get("name") or "") if "name" in parts else int(parts["month"] or 1)
    zone = _zone(parts["zone"] or "")
    hour = int(parts["hour"] or 0)
    half = parts.get("half")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    year = parts["year"] or ""
    try:
        whole = datetime(
            int(year) if len(year) == 4 else _century(int(year)),
            month or 0,
            int(parts["day"] or 1),
            0 if hour == 24 else hour,
            int(parts["minute"] or 0),
            min(int(parts["second"] or 0), 59),  # leap seconds
            int((parts.get("fraction") or "0").ljust(6, "0")[:6]),
            tzinfo=zone,
        )
        return whole + timedelta(days=1) if hour == 24 else whole
    except (ValueError, OverflowError):
        return None


def _century(year: int) -> int:
    return year + (1900 if year >= 90 else 2000)


def _month(name: str) -> int | None:
    return _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])


def _zone(text: str) -> tzinfo:
    text = text.replace(" ", "").removeprefix("gmt").removeprefix("utc") or "z"
    if text[0] in "+-":
        digits = text[1:].replace(":", "")
        hours, minutes = int(digits[:2] or 0), int(digits[2:] or 0)
        sign = -1 if text[0] == "-" else 1
        return _fixed(sign * (hours * 60 + minutes)) if hours < 24 and minutes < 60 else UTC
    if text in _LOCAL:
        return ZoneInfo(_LOCAL[text])
    return _fixed(int(_OFFSETS.get(text, 0) * 60))


def _fixed(minutes: int) -> tzinfo:
    return timezone(timedelta(minutes=minutes)) if minutes else UTC
