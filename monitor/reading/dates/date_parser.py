"""A date as some publisher writes it -> a moment: feeds, sitemaps, metadata, lines by a headline.

It says what a text means, with its zone if one is written, and whether a time of day was given. It never guesses: where
a text may mean two days and nothing decides, it means none. Which of a page's moments is its publication is decided by
whoever asks. The cost is bounded: only the first characters of a text are read.
"""

import re
from datetime import UTC, datetime, time
from functools import lru_cache

from monitor.reading.dates import calendars, clock_times, day_forms, zone_names
from monitor.reading.dates.locales import ANYWHERE, Locale
from monitor.reading.dates.moment import Moment

LONGEST = 120  # characters in which a date is written

_FIGURES = re.compile(  # of each date; with one set of first characters, to which `re` skips in a third of the time
    r"[\d'’年](?:(?<=\d)(?:\d{3}|\s?[./|-]\s?\d{1,2}\s?[./|-]\s?\d|\d?[\s-][^\W\d_]{3,}\.?[\s-]\d\d|"
    r"\s?[\u0e01-\u0e4e.]{3,12}\s?\d\d)|(?<=['’])\d\d|(?<=年))"
)
_RFC_822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(?P<day>\d\d?) (?P<month>[A-Z][a-z]{2}) (?P<year>(?:19|20)\d\d) "
    r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))? "
    r"(?:GMT|UTC|Z|(?P<zone>[+-](?:0\d|1[0-4])[0-5]\d))"
)
_RFC_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)  # noqa: SIM905 - as they are written
}
_RUN = re.compile(r"(?P<day>(?:19|20)\d{6})(?P<clock>\d{4}(?:\d\d)?)")
_EPOCH = re.compile(r"(?:/Date\()?(?P<whole>\d{10}|\d{13}|\d{16}|\d{19})(?:\.\d{1,9})?(?:[+-]\d{4})?(?:\)/)?")
_EPOCHS = (datetime(1990, 1, 1, tzinfo=UTC).timestamp(), datetime(2100, 1, 1, tzinfo=UTC).timestamp())
_MINUS = re.compile(r"[\u2010-\u2015\u2212\ufe63\uff0d]")
_INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]+")


def read(text: str, locale: Locale = ANYWHERE) -> Moment | None:
    """The moment that a text names, or None. `locale` decides where figures or names mean several days or zones."""
    if text[3:4] == "," and (written := _RFC_822.fullmatch(text)) and (exact := _of_a_feed(written)):
        return exact
    if not _is_plain(text):
        text = _plain(text[: LONGEST * 2])[:LONGEST]
    if len(text) >= 16 and text[4] == "-" and (exact := _exact(text)):
        return exact
    if (written := _RFC_822.fullmatch(text)) and (exact := _of_a_feed(written)):
        return exact
    return _in_words(text, locale)


def may_name_a_day(text: str) -> bool:
    """Whether a text has the figures of a date: nearly free, and most texts have none."""
    return _FIGURES.search(text) is not None


@lru_cache(maxsize=2048)
def _in_words(text: str, locale: Locale) -> Moment | None:
    if not may_name_a_day(text):
        return None
    text = calendars.western(text, locale.language)
    if epoch := _EPOCH.fullmatch(text):
        return _since_1970(epoch["whole"])
    if run := _RUN.fullmatch(text):
        text = f"{run['day']}T{run['clock']}"
    found = day_forms.find(text, locale)
    return _at(found, locale) if found else None


def _is_plain(text: str) -> bool:
    """Whether `_plain` would leave a date as it is: it begins with a letter or figure, in words with single blanks."""
    is_short = text.isascii() and len(text) <= LONGEST
    return is_short and text.isprintable() and "  " not in text and text[:1].isalnum() and text[-1:].isalnum()


def _plain(text: str) -> str:
    """The text with single spaces and plain signs, without what nobody sees or what quotes it."""
    if not text.isascii():
        text = _INVISIBLE.sub("", _MINUS.sub("-", text))
    return " ".join(text.split()).strip("\"' ")


def _exact(text: str) -> Moment | None:
    """The commonest form, read by the library."""
    try:
        return Moment(datetime.fromisoformat(text))
    except ValueError:
        return None


def _of_a_feed(written: re.Match[str]) -> Moment | None:
    """The next commonest form, that of RSS: what it says, in the commonest form."""
    day, month, year, hour, minute, second, zone = written.groups()
    if (number := _RFC_MONTHS.get(month)) is None:
        return None
    return _exact(f"{year}-{number}-{day:0>2}T{hour}:{minute}:{second or '00'}{zone or '+00:00'}")


def _since_1970(figures: str) -> Moment | None:
    """Seconds, or thousandths, millionths or billionths of them, if they are of the years of the web."""
    seconds = int(figures) / 1000 ** ((len(figures) - 10) // 3)
    return Moment(datetime.fromtimestamp(seconds, UTC)) if _EPOCHS[0] <= seconds <= _EPOCHS[1] else None


def _at(found: day_forms.FoundDay, locale: Locale) -> Moment:
    midnight = datetime.combine(found.day, time())
    clock = clock_times.find(found.rest)
    if clock is None:
        return Moment(midnight, has_time=False)
    try:
        at = midnight + clock.since_midnight
    except OverflowError:
        return Moment(midnight, has_time=False)
    return Moment(at.replace(tzinfo=zone_names.read(found.rest, clock.end, at, locale)))
