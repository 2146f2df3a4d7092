"""The day that a text names, by the figures, signs and names of months in it.

A form is a rule on what stands next to what; it knows no language. Where figures alone may be two days, a written day
of the week decides, then the publisher's habit, else neither is believed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.reading.dates.locales import Locale
from monitor.reading.dates.months import month_of
from monitor.reading.dates.weekdays import weekdays_of

_YEAR = r"(?:19|20)\d\d"
_CLOCK_JOINED = r"(?<=\d{4})(?=[0-2]?\d:[0-5]\d)"  # pages run elements together: "3 de mayo de 202221:25"
_MARKS = r"\u0300-\u036f\u064b-\u0652\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3\u200c\u200d"
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|(?!\d)[{_MARKS}]){{1,16}}")  # signs that Python counts to no word
_WORD_BEFORE = re.compile(rf"({_WORD.pattern})[.,]?\s?$")
_WORD_AFTER = re.compile(rf"[\s,]{{0,2}}\(?({_WORD.pattern})")
_ISO = re.compile(
    rf"(?<![\d.,])(?P<year>{_YEAR})(?:(?P<mark>[-/.:])\s?(?P<month>\d\d?)(?P=mark)\s?(?P<day>\d\d?)|"
    r"(?P<month_2>\d\d)(?P<day_2>\d\d))(?!\d)"
)
_ISO_WEEK = re.compile(rf"^(?P<year>{_YEAR})-?W(?P<week>[0-5]\d)-?(?P<weekday>[1-7])(?!\d)")
_ISO_ORDINAL = re.compile(rf"^(?P<year>{_YEAR})(?:-(?P<of_year>[0-3]\d\d)(?=T|$)|(?P<of_year_2>[0-3]\d\d)(?=T))")
_SIGNED = re.compile(
    rf"(?P<year>{_YEAR})\s?(?:[年년]|оны)\s?(?P<month>\d\d?)\s?(?:[月월]|-р\sсарын)\s?(?P<day>\d\d?)(?!\d)\s?[日일號号]?"
)
_VIETNAMESE = re.compile(
    rf"(?<!\d)(?P<day>\d\d?)\s(?:tháng|thg)\s(?P<month>\d\d?),?\s(?:năm\s)?(?P<year>{_YEAR})", re.IGNORECASE
)
_NUMBERS = re.compile(
    r"(?<![\d./-])(?<!\d:)(?<!\bv)(?P<a>\d\d?)(?P<gap>\s?)(?P<mark>[./|-])\s?(?P<b>\d\d?)(?P=gap)(?P=mark)\s?"
    r"(?P<c>(?:19|20)\d\d|\d\d?)"
    rf"(?:(?![\d/-]|\.\d)|{_CLOCK_JOINED})"
)
_MAY_BE_TWO = re.compile(
    r"(?<!\d)(?:0?[1-9]|1[0-2])\s?([/|-])\s?(?:0?[1-9]|1[0-2])\s?\1\s?(?:(?:19|20)\d\d|\d\d)(?!\d)"
)
_ROMAN = re.compile(
    rf"(?<!\d)(?P<day>\d\d?)[.\s/-]\s?(?P<month>XI{{0,2}}|IX|IV|VI{{0,3}}|I{{1,3}})[.\s/-]\s?(?P<year>{_YEAR})(?!\d)"
)
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# What may stand between the parts of a date: signs, and two words of four letters at most (ordinal endings, of, de).
_SIGNS = r"[\s.,،၊/'’׳´`ºª°()-]"
_LINK = rf"(?:{_SIGNS}{{0,3}}[^\W\d_]{{1,4}}(?![^\W\d_])){{0,2}}{_SIGNS}{{0,4}}"
_REACH = 28  # characters on each side of a month's name
_DAY_BEFORE = re.compile(rf"(?<!\d)(?<!\d[.:,/-])(?P<day>\d\d?){_LINK}$")
_YEAR_BEFORE = re.compile(rf"(?<!\d)(?P<year>{_YEAR}){_LINK}$")
_YEAR_DAY_BEFORE = re.compile(rf"(?<!\d)(?P<year>{_YEAR}){_LINK}(?<!\d)(?P<day>\d\d?)[.\s-]{{1,2}}$")
_YEAR_AFTER = re.compile(rf"(?:\s?/\s?[^\W\d_]{{3,12}})?{_LINK}(?P<year>{_YEAR})(?:(?!\d)|{_CLOCK_JOINED})")
_SHORT_YEAR_AFTER = re.compile(r"[\s.,-]{0,2}['’]?(?P<year>\d\d)(?=$|\sat\s|[\sT,-]{1,3}\d\d?[:.h]\d\d)")
_DAY_AFTER = re.compile(r"[.\s-]{0,2}(?P<day>\d\d?)(?![\d:])")
_DAY_YEAR_AFTER = re.compile(
    rf"[.,\s-]{{0,3}}(?P<day>\d\d?)(?!\d){_LINK}(?<!\d)(?P<year>{_YEAR}|(?<=['’])\d\d)(?:(?!\d)|{_CLOCK_JOINED})"
)
_DAY_CLOCK_YEAR_AFTER = re.compile(
    rf"\.?\s{{1,2}}(?P<day>\d\d?),?\s(?P<clock>\d\d?:\d\d\S{{0,12}}(?:\s[^\s\d]\S{{0,20}}){{0,2}})\s(?P<year>{_YEAR})(?!\d)"
)
_ERAS = {"R": 2018, "H": 1988, "S": 1925}  # R6.3.5, of Japan
_MONTHS = 12
_CENTURY = 90  # two figures from here on are of the last century


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day, and the rest of the text, in which its time of day may stand: first what follows it."""

    day: date
    rest: str


def find(text: str, locale: Locale) -> FoundDay | None:
    """The first day of a text by the surest form that it has; None where none is sure."""
    forms: tuple[Callable[[str, Locale], Iterator[FoundDay]], ...] = (_iso, _signed, _named, _roman, _numbers)
    return next((found for form in forms for found in form(text, locale)), None)


def may_be_two(text: str) -> bool:
    """Whether a text has figures that are one day or another by the order of day and month: "03/04/2026"."""
    return _MAY_BE_TWO.search(text) is not None


def month_first(texts: Iterable[str]) -> bool | None:
    """Whether the month stands first in the figures of these texts, by those with a number beyond twelve.

    None where there are none, or they disagree.
    """
    found = [each for text in texts if (each := _NUMBERS.search(text)) and each["mark"] != "." and len(each["c"]) == 4]
    orders = {int(each["b"]) > _MONTHS for each in found if (int(each["a"]) > _MONTHS) != (int(each["b"]) > _MONTHS)}
    return orders.pop() if len(orders) == 1 else None


def _iso(text: str, _locale: Locale) -> Iterator[FoundDay]:
    for found in _ISO.finditer(text):
        day = _day(found["year"], found["month"] or found["month_2"], found["day"] or found["day_2"])
        yield from _around(day, text, found)
    if week := _ISO_WEEK.match(text):
        yield from _around(_day_of_week(week), text, week)
    if ordinal := _ISO_ORDINAL.match(text):
        yield from _around(_day_of_year(ordinal), text, ordinal)


def _signed(text: str, _locale: Locale) -> Iterator[FoundDay]:
    """Numbers of which signs or words say what they are: Chinese, Japanese, Korean, Mongolian, Vietnamese."""
    if found := _SIGNED.search(text) or _VIETNAMESE.search(text):
        yield from _around(_day(found["year"], found["month"], found["day"]), text, found)


def _named(text: str, locale: Locale) -> Iterator[FoundDay]:
    """A month's name, and what stands on its sides."""
    for word in _WORD.finditer(text):
        if month := month_of(word[0], locale.language):
            yield from _by_name(text, word.start(), word.end(), str(month))


def _by_name(text: str, start: int, end: int, month: str) -> Iterator[FoundDay]:
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH * 2]
    early = start - len(before)

    def found(first: re.Match[str] | None, last: re.Match[str] | None) -> Iterator[FoundDay]:
        """The day of what stands before and after the name."""
        parts = (first.groupdict() if first else {}) | (last.groupdict() if last else {})
        day = _day(_full(parts["year"]), month, parts["day"])
        if day is not None:
            head = text[: early + first.start()] if first else text[:start]
            tail = text[end + last.end() :] if last else text[end:]
            yield FoundDay(day, f"{parts.get('clock') or ''}{tail} {head}")

    day_before = _DAY_BEFORE.search(before)
    if day_before and (year := _YEAR_AFTER.match(after)):
        yield from found(day_before, year)
    if both := _DAY_YEAR_AFTER.match(after) or _DAY_CLOCK_YEAR_AFTER.match(after):
        yield from found(None, both)
    if (year := _YEAR_BEFORE.search(before)) and (day := _DAY_AFTER.match(after)):
        yield from found(year, day)
    if both := _YEAR_DAY_BEFORE.search(before):
        yield from found(both, None)
    if day_before and (year := _SHORT_YEAR_AFTER.match(after)) and _is_bare(text[: early + day_before.start()]):
        yield from found(day_before, year)


def _is_bare(head: str) -> bool:
    """Whether nothing but a day of the week stands before a day: among other words, "1 Jan 08" may be anything."""
    return all(weekdays_of(word[0]) for word in _WORD.finditer(head))


def _roman(text: str, _locale: Locale) -> Iterator[FoundDay]:
    for found in _ROMAN.finditer(text):
        yield from _around(_day(found["year"], str(_ROMANS.index(found["month"]) + 1), found["day"]), text, found)


def _numbers(text: str, locale: Locale) -> Iterator[FoundDay]:
    """Three numbers, of which nothing says what they are but their sizes, the day of the week and the habit."""
    if found := _NUMBERS.search(text):
        a, b, c = found["a"], found["b"], found["c"]
        if len(c) < 4 and (found["gap"] or found["mark"] == "|"):
            day = None  # "3 / 4 / 5" may be anything
        elif len(c) < 4 and locale.is_year_first:
            era = _ERAS.get(text[found.start() - 1 : found.start()]) if locale.language == "ja" else None
            day = _day(str(era + int(a)), b, c) if era else _day(_full(a), b, c) if len(a) == 2 else None
        elif len(c) == 1:
            day = None
        else:
            habit = False if found["mark"] == "." else locale.month_first
            day = _decided(_day(_full(c), b, a), _day(_full(c), a, b), _weekdays(text, found), habit)
        yield from _around(day, text, found)


def _decided(
    day_first: date | None,
    month_first: date | None,
    weekdays: frozenset[int],
    habit: bool | None,  # noqa: FBT001
) -> date | None:
    """Which of two readings of the same figures is meant; None where nothing says."""
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    fitting = [day for day in (day_first, month_first) if day.weekday() in weekdays]
    if len(fitting) == 1:
        return fitting[0]
    return None if habit is None else month_first if habit else day_first


def _weekdays(text: str, found: re.Match[str]) -> frozenset[int]:
    """The day of the week that is written next to figures."""
    before, after = _WORD_BEFORE.search(text[: found.start()]), _WORD_AFTER.match(text, found.end())
    return (weekdays_of(before[1]) if before else frozenset()) or (weekdays_of(after[1]) if after else frozenset())


def _around(day: date | None, text: str, found: re.Match[str]) -> Iterator[FoundDay]:
    if day is not None:
        yield FoundDay(day, f"{text[found.end() :]} {text[: found.start()]}")


def _full(year: str) -> str:
    if len(year) == 4:
        return year
    return f"19{year}" if int(year) >= _CENTURY else f"20{year}"


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _day_of_week(found: re.Match[str]) -> date | None:
    try:
        return date.fromisocalendar(int(found["year"]), int(found["week"]), int(found["weekday"]))
    except ValueError:
        return None


def _day_of_year(found: re.Match[str]) -> date | None:
    first, number = date(int(found["year"]), 1, 1), int(found["of_year"] or found["of_year_2"])
    day = first + timedelta(days=number - 1)
    return day if number and day.year == first.year else None
