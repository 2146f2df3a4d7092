"""Names of months, days and zones; a publisher's habits; what can have been published at all."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest

from monitor.reading.dates import credible, date_parser, locales
from monitor.reading.dates.locales import ANYWHERE, Locale
from monitor.reading.dates.months import month_of
from monitor.reading.dates.weekdays import weekdays_of

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
CLDR = Path(__file__).parents[1] / "cases/dates/cldr.jsonl"
CASES = [json.loads(line) for line in CLDR.read_text(encoding="utf-8").splitlines()]
SHARED = {"CST", "PST", "IST", "CDT"}  # letters that several of its zones use
HISTORIC = {"ChST"}  # not all in capitals


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']} {case['text']}")
def test_dates_as_unicode_writes_them(case: dict[str, str]) -> None:
    """Dates in the formats of CLDR, in 54 languages and four styles, with and without a time of day."""
    moment = date_parser.read(case["text"], locales.of("", case["language"]))

    assert moment is not None
    assert moment.at.isoformat(timespec="minutes")[: len(case["means"])] == case["means"]
    assert moment.has_time == ("T" in case["means"])


@pytest.mark.parametrize(
    ("word", "language", "month"),
    [
        ("November", None, 11),
        ("NOVEMBRE", None, 11),
        ("noyab", None, 11),
        ("marras", None, 11),
        ("marraskuussa", None, 11),
        ("novembril", None, 11),
        ("février", None, 2),
        ("fevrier", None, 2),
        ("Şubat", None, 2),
        ("SUBAT", None, 2),
        ("KASIM", None, 11),
        ("ağustos", None, 8),
        ("agustos", None, 8),
        ("лістапада", None, 11),
        ("בנובמבר", None, 11),
        ("listopada", "pl", 11),
        ("listopada", "hr", 10),
        ("listopada", None, None),
        ("listopada", "de", None),
        ("lipnja", None, 6),
        ("lipca", None, 7),
        ("ma", None, None),
        ("novelist", None, None),
        ("Marathon", None, None),
        ("", None, None),
    ],
)
def test_months(word: str, language: str | None, month: int | None) -> None:
    """Whole, inflected, cut and without accents; where languages differ, by the language, else none."""
    assert month_of(word, language) == month


@pytest.mark.parametrize(
    ("word", "days"),
    [
        *(("Freitag", {4}), ("piątek", {4}), ("Piatek", {4}), ("金曜日", set()), ("mar", {1}), ("word", set())),
        *(("So", {5, 6}), ("Tor", {1, 3})),
    ],
)
def test_weekdays(word: str, days: set[int]) -> None:
    """The days of the week that a word may name."""
    assert weekdays_of(word) == days


@pytest.mark.parametrize(
    ("url", "language", "expected"),
    [
        ("https://www.film.de/a", None, Locale(None, "Europe/Berlin", month_first=False)),
        ("https://www.film.de/a", "de-DE", Locale("de", "Europe/Berlin", month_first=False)),
        ("https://www.film.com/a", "de", Locale("de", "Europe/Berlin", month_first=False)),
        ("https://www.film.com/a", "en", Locale("en", "America/New_York", month_first=True, is_guessed=True)),
        ("https://www.film.com/a", "en-GB", Locale("en", None, month_first=False)),
        ("https://www.film.co.uk/a", "en-US", Locale("en", "Europe/London", month_first=False)),
        ("https://www.film.com/a", "es_PR", Locale("es", None, month_first=True)),
        ("https://user:word@www.film.jp:80/a", "ja", Locale("ja", "Asia/Tokyo", month_first=False)),
        ("https://www.film.com/a", None, ANYWHERE),
        ("", "", ANYWHERE),
    ],
)
def test_a_publishers_habits(url: str, language: str | None, expected: Locale) -> None:
    """By the country of the address, else the language; what neither says stays unknown."""
    assert locales.of(url, language) == expected


def test_letters_of_zones_are_those_of_iana() -> None:
    """Every abbreviation that a zone of IANA uses today is known, and means its offset, in winter and in summer."""
    checked = 0
    for name in sorted(available_timezones() - {"Factory", "localtime"}):
        for at in (datetime(2026, 1, 15, 12), datetime(2026, 7, 15, 12)):  # noqa: DTZ001 - a local time
            there = at.replace(tzinfo=ZoneInfo(name))
            letters = there.tzname() or ""
            if letters.isalpha() and letters not in SHARED | HISTORIC and not name.startswith(("Etc/", "Eire")):
                checked += 1
                moment = date_parser.read(f"{at:%d %b %Y %H:%M} {letters}")
                assert moment is not None
                assert moment.at == there, (name, letters)
    assert checked > 200


@pytest.mark.parametrize(
    ("letters", "zone", "hours"),
    [
        ("CST", None, -6),
        ("CST", "Asia/Shanghai", 8),
        ("PST", "Asia/Manila", 8),
        ("IST", None, 5.5),
        ("IST", "Asia/Jerusalem", 2),
        ("BST", "Asia/Dhaka", 6),
        ("ET", None, -5),
        ("XYZ", None, None),
        ("A", None, None),
        ("Nowhere/Nothing", None, None),
        ("America/Argentina/Ushuaia", None, -3),
        ("Japan Standard Time", None, 9),
        ("Unheard Standard Time", None, None),
        ("+15:00", None, None),
        ("-11:30", None, -11.5),
        ("-13:00", None, None),
        ("+05:20", None, None),
        ("GMT+7", None, 7),
        ("+1", None, 1),
    ],
)
def test_zones(letters: str, zone: str | None, hours: float | None) -> None:
    """Letters that several peoples use are those of the publisher's country; an offset that no zone keeps is none."""
    moment = date_parser.read(f"15 Jan 2026 12:00 {letters}", Locale(zone=zone))

    assert moment is not None
    offset = moment.at.utcoffset()
    assert (offset / timedelta(hours=1) if offset is not None else None) == hours


@pytest.mark.parametrize(
    ("text", "is_credible"),
    [
        ("2026-12-02T03:00:00Z", True),
        ("2026-12-02T03:00:01Z", False),
        ("2026-12-02T16:59:59+14:00", True),
        ("2026-12-02", True),
        ("2026-12-03", False),
        ("2027-01-01", False),
        ("1990-01-01T00:00:00Z", True),
        ("1989-12-31T23:59:59Z", False),
        ("0001-01-01T00:00:00+14:00", False),
        ("9999-12-31T23:59:59-12:00", False),
    ],
)
def test_what_can_have_been_published(text: str, *, is_credible: bool) -> None:
    """From the web's beginning until fifteen hours ahead: local clocks are taken for UTC, and clocks run ahead."""
    assert (credible.read(text, now=NOW) is not None) == is_credible


@pytest.mark.parametrize("text", [None, "", " "])
def test_nothing_is_no_date(text: str | None) -> None:
    """Where nothing is written there is no moment."""
    assert credible.read(text, now=NOW) is None
