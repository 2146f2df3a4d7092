"""The habits of a publisher's country and language: its clock, the order of its dates.

By the country of its address, else its language. What neither says stays unknown.
"""

import re
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_BY_COUNTRY = {
    "Europe/Berlin": "de at ch li lu fr es it nl be pl cz sk hu dk se no hr rs si ba mk me al mt va",
    "Europe/London": "uk ie im je gg",
    "Europe/Lisbon": "pt",
    "Europe/Athens": "gr bg ro cy ee lv lt fi ua md",
    "Europe/Istanbul": "tr",
    "Europe/Moscow": "ru by su",
    "Atlantic/Reykjavik": "is",
    "Asia/Tokyo": "jp",
    "Asia/Seoul": "kr",
    "Asia/Shanghai": "cn tw hk mo sg my ph",
    "Asia/Kolkata": "in lk",
    "Asia/Karachi": "pk",
    "Asia/Dhaka": "bd",
    "Asia/Kathmandu": "np",
    "Asia/Jakarta": "id",
    "Asia/Bangkok": "th vn kh",
    "Asia/Dubai": "ae om",
    "Asia/Riyadh": "sa kw qa bh iq",
    "Asia/Jerusalem": "il ps",
    "Africa/Cairo": "eg",
    "Africa/Johannesburg": "za zw bw na mz",
    "Africa/Lagos": "ng",
    "Africa/Nairobi": "ke ug tz et",
    "America/Sao_Paulo": "br",
    "America/Argentina/Buenos_Aires": "ar uy",
    "America/Santiago": "cl",
    "America/Lima": "pe ec",
    "America/Bogota": "com.co",
    "America/Caracas": "ve bo",
    "America/Mexico_City": "mx",
    "America/Toronto": "ca",
    "Australia/Sydney": "au",
    "Pacific/Auckland": "nz",
}
_BY_LANGUAGE = {
    "Europe/Berlin": "de fr it nl pl cs sk hu da sv no nb nn hr sl",
    "Europe/Athens": "el bg ro fi lt lv et uk",
    "Europe/Istanbul": "tr",
    "Europe/Moscow": "ru",
    "Asia/Tokyo": "ja",
    "Asia/Seoul": "ko",
    "Asia/Shanghai": "zh",
    "Asia/Kolkata": "hi ta te ml kn mr gu",
    "Asia/Jakarta": "id",
    "Asia/Bangkok": "th vi",
    "Asia/Jerusalem": "he",
}
_COUNTRY = {country: zone for zone, countries in _BY_COUNTRY.items() for country in countries.split()}
_LANGUAGE = {language: zone for zone, languages in _BY_LANGUAGE.items() for language in languages.split()}
_GENERIC = frozenset({"com", "org", "net", "us", "tv", "news", "edu", "gov"})
_MONTH_FIRST = frozenset({"us", "ph", "fm", "gu", "pr", "pa"})  # countries that write 11/28/2026
_DAY_FIRST = frozenset("uk au nz in ie za eu sg hk my ng ke pk".split())  # noqa: SIM905 - they write 28/11/2026 in English
_YEAR_FIRST = frozenset({"zh", "ja", "ko", "hu", "lt", "mn", "eu"})  # languages that write 26/11/28
_AMERICAN = re.compile(r"en(?:$|[-_]us)", re.IGNORECASE)
_HOST = re.compile(r"^[a-z]+://(?:[^/@]*@)?([^/:?#]+)", re.IGNORECASE)
_SUBTAGS = re.compile(r"[-_]")


@dataclass(frozen=True, slots=True)
class Locale:
    """What is known of where a date was written.

    `language` is the first subtag. `zone` is the IANA name of its clock. `month_first`: whether 03/04/2026 is of March;
    None where nothing says. `is_guessed`: that it is so is said by English alone, in which half of the press that is
    not American writes, too, often with the American form of the language declared.
    """

    language: str | None = None
    zone: str | None = None
    month_first: bool | None = None
    is_guessed: bool = False

    @property
    def clock(self) -> tzinfo:
        """The zone of its clock; UTC where nothing says."""
        return zone_named(self.zone) or UTC if self.zone else UTC

    @property
    def is_year_first(self) -> bool:
        """Whether 26/11/28 is of 2026."""
        return self.language in _YEAR_FIRST


ANYWHERE = Locale()


@lru_cache(maxsize=1024)
def of(url: str, language: str | None) -> Locale:
    """The habits of a publisher, by the address of a page or listing and the language that it declares."""
    found = _HOST.match(url)
    labels = found[1].lower().rstrip(".").split(".") if found else [""]
    subtags = _SUBTAGS.split(language.lower()) if language else [""]
    month_first = _is_month_first(labels[-1], subtags)
    return Locale(
        language=subtags[0] or None,
        zone=_zone_of(labels, language),
        month_first=month_first,
        is_guessed=bool(month_first) and subtags[0] == "en" and labels[-1] not in _MONTH_FIRST,
    )


@lru_cache(maxsize=256)
def zone_named(name: str) -> tzinfo | None:
    """The zone of an IANA name; None where there is none of this name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zone_of(labels: list[str], language: str | None) -> str | None:
    name = _COUNTRY.get(".".join(labels[-2:])) or _COUNTRY.get(labels[-1])
    if name is None and language:
        name = _LANGUAGE.get(_SUBTAGS.split(language.lower())[0])
    if name is None and labels[-1] in _GENERIC and _AMERICAN.match(language or ""):
        return "America/New_York"  # where most of the American press sets its clocks
    return name


def _is_month_first(top: str, subtags: list[str]) -> bool | None:
    """The country of the address before that of the language: many sites declare en-US and are not American."""
    language, regions = subtags[0], subtags[1:]
    if top in _DAY_FIRST:
        return False
    if language and language not in {"en", "fil", "tl"}:
        return bool(_MONTH_FIRST.intersection(regions))
    if language:
        return not regions or bool(_MONTH_FIRST.intersection(regions))
    if top in _MONTH_FIRST:
        return True
    return False if top in _COUNTRY else None
