"""The zone that is written after a time of day: an offset, a name of IANA, a name in words, letters; often two of them.

    +0100    GMT+1    Z    CET    (PST)    +0100 (CET)    [Europe/Paris]    Central European Summer Time    EST -0500

An offset is believed before a name, whatever their order. Letters that several peoples use mean the zone of the
publisher's own country if it is one of theirs, else that of the most readers.
"""

import re
from datetime import datetime, timedelta, timezone

from monitor.reading.dates.locales import Locale, zone_named

_OFFSET = r"(?:(?:UTC|GMT|UT|Z)\s?[+-]\s?|[+-])\d{1,2}(?:[:.]?\d\d){0,2}(?![\d:])"
_PLACE = r"[A-Z][A-Za-z_]{1,20}(?:/[A-Z][A-Za-z0-9_+-]{1,30}){1,2}"
_WORDS = r"(?:[A-Z][A-Za-z.]{1,14}\s){1,4}?(?:(?:Standard|Daylight|Summer|Mean)\s)?Time\b"
_LETTERS = r"(?:[A-Z]{1,5}|z|gmt|utc|МСК|мск)(?![A-Za-z0-9])"
_UNIT = re.compile(r"\s?(?:[Uu]hr|uur|[Hh]rs?|h|час(?:ов|а)?|ч)(?!\w)\.?")  # of the time: 18.45 Uhr MEZ
_WRITTEN = re.compile(
    rf"[\s,]{{0,3}}[(\[]?(?:(?P<offset>{_OFFSET})|(?P<place>{_PLACE})|(?P<words>{_WORDS})|(?P<letters>{_LETTERS}))[)\]]?"
)
_MOST = 3  # zones written one after the other
_DIGITS = re.compile(r"\d+")
_FARTHEST = {1: 14, -1: 12}  # hours from Greenwich, to the east and to the west
_MINUTES = frozenset({0, 30, 45})  # of offsets that are in use
_FIXED = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 60,
    "CET": 60, "MEZ": 60, "MET": 60, "CEST": 120, "MESZ": 120, "MEST": 120, "EET": 120, "EEST": 180,
    "MSK": 180, "МСК": 180, "TRT": 180,
    "WAT": 60, "CAT": 120, "SAST": 120, "EAT": 180, "IDT": 180, "PKT": 300, "WIB": 420,
    "ICT": 420, "WITA": 480, "WIT": 540,
    "SGT": 480, "MYT": 480, "HKT": 480, "PHT": 480, "JST": 540, "KST": 540,
    "AWST": 480, "ACST": 570, "ACDT": 630, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
    "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PDT": -420, "AKST": -540, "AKDT": -480,
    "HST": -600, "HDT": -540, "ADT": -180, "NST": -210, "NDT": -150, "BRT": -180, "ART": -180, "CLT": -240, "COT": -300,
}  # fmt: skip
_BY_SEASON = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
_SHARED = {  # letters -> minutes of the most readers, then those of other peoples by their own zone
    "CST": (-360, {"Asia/Shanghai": 480}),
    "PST": (-480, {"Asia/Manila": 480}),
    "AST": (-240, {"Asia/Riyadh": 180}),
    "BST": (60, {"Asia/Dhaka": 360}),
    "IST": (330, {"Asia/Jerusalem": 120, "Europe/London": 60}),
    "GST": (240, {}),
    "SST": (-660, {"Asia/Shanghai": 480}),
}
_IN_WORDS = {
    "America/New_York": "eastern|us eastern|north american eastern",
    "America/Chicago": "central|us central",
    "America/Denver": "mountain|us mountain",
    "America/Los_Angeles": "pacific|us pacific",
    "America/Halifax": "atlantic",
    "America/Anchorage": "alaska|alaskan",
    "Pacific/Honolulu": "hawaii|hawaii-aleutian|hawaiian",
    "Europe/London": "british|gmt",
    "UTC": "greenwich|coordinated universal|universal",
    "Europe/Berlin": "central european|central europe|w. europe|romance",
    "Europe/Athens": "eastern european|e. europe|fle",
    "Europe/Lisbon": "western european",
    "Europe/Moscow": "moscow|russian",
    "Europe/Istanbul": "turkey|türkiye",
    "Asia/Jerusalem": "israel",
    "Asia/Kolkata": "india|indian",
    "Asia/Karachi": "pakistan",
    "Asia/Tokyo": "japan|tokyo",
    "Asia/Seoul": "korea|korean",
    "Asia/Shanghai": "china",
    "Asia/Singapore": "singapore",
    "Asia/Hong_Kong": "hong kong",
    "Asia/Manila": "philippine",
    "Asia/Jakarta": "western indonesia",
    "Asia/Dubai": "gulf|arabian",
    "Africa/Johannesburg": "south africa|south african",
    "Africa/Nairobi": "east africa",
    "Africa/Lagos": "west africa",
    "Australia/Sydney": "australian eastern|aus eastern",
    "Australia/Adelaide": "australian central",
    "Australia/Perth": "australian western",
    "Pacific/Auckland": "new zealand",
    "America/Sao_Paulo": "brasilia|brasília",
    "America/Argentina/Buenos_Aires": "argentina",
}
_ZONE_OF_WORDS = {words: zone for zone, each in _IN_WORDS.items() for words in each.split("|")}
_SEASON = re.compile(r"\s(?:(?:standard|daylight|summer|mean)\s)?time$")


def read(text: str, start: int, at: datetime, locale: Locale) -> timezone | None:
    """The zone that is written from `start` on, as its offset at the naive local time `at`; None where none is."""
    named: timezone | None = None
    if unit := _UNIT.match(text, start):
        start = unit.end()
    for _ in range(_MOST):
        found = _WRITTEN.match(text, start)
        if found is None:
            break
        if found["offset"] and (offset := _offset(found["offset"])):
            return offset
        named = named or _named(found, at, locale)
        start = found.end()
    return named


def _offset(written: str) -> timezone | None:
    """An offset in hours, or hours and minutes; None where no zone keeps it, as in "10:00-11:30"."""
    figures = "".join(_DIGITS.findall(written))
    if len(figures) in {1, 3, 5}:
        figures = f"0{figures}"
    hours, minutes = int(figures[:2]), int(figures[2:4] or 0)
    sign = -1 if "-" in written else 1
    if hours + minutes / 60 > _FARTHEST[sign] or minutes not in _MINUTES:
        return None
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def _named(found: re.Match[str], at: datetime, locale: Locale) -> timezone | None:
    if place := found["place"]:
        return _of_place(place, at)
    if words := found["words"]:
        place = _ZONE_OF_WORDS.get(_SEASON.sub("", words.lower()))
        return _of_place(place, at) if place else None
    letters = (found["letters"] or "").upper()
    if letters in _BY_SEASON:
        return _of_place(_BY_SEASON[letters], at)
    if letters in _SHARED:
        usual, others = _SHARED[letters]
        return _fixed(others.get(locale.zone or "", usual))
    return _fixed(_FIXED[letters]) if letters in _FIXED else None


def _of_place(name: str, at: datetime) -> timezone | None:
    zone = zone_named(name)
    offset = zone.utcoffset(at) if zone else None
    return timezone(offset) if offset is not None else None


def _fixed(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))
