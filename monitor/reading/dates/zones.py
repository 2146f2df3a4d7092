"""In which zone an outlet writes its clock, where it does not say: by the country of its address, else its language."""

import re
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
_AMERICAN = re.compile(r"en(?:$|[-_]us)", re.IGNORECASE)
_HOST = re.compile(r"^[a-z]+://(?:[^/@]*@)?([^/:?#]+)", re.IGNORECASE)


def of(url: str, language: str | None) -> tzinfo:
    """The zone of a page's clock; UTC where nothing tells."""
    found = _HOST.match(url)
    labels = found[1].lower().rstrip(".").split(".") if found else [""]
    name = _COUNTRY.get(".".join(labels[-2:])) or _COUNTRY.get(labels[-1])
    if name is None and language:
        name = _LANGUAGE.get(re.split(r"[-_]", language.lower())[0])
    if name is None and labels[-1] in _GENERIC and _AMERICAN.match(language or ""):
        name = "America/New_York"  # where most of the American press sets its clocks
    return _zone(name) if name else UTC


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
