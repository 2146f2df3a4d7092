"""Figures that are one day or another, "03/04/2026": which of the two a page means.

That which its address, another statement or its listing has, too. Else by the habit of its country; where nothing but
English says which that is, by the order of the page's other figures. And no day that is still to come.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.reading.dates import credible, date_parser
from monitor.reading.dates.locales import Locale
from monitor.reading.dates.moment import Moment

_DAY = timedelta(days=1)


def readings(text: str, locale: Locale) -> Iterator[Moment]:
    """What a text means where the day is written first, and where the month is."""
    found = (date_parser.read(text, replace(locale, month_first=each)) for each in (False, True))
    return (moment for moment in found if moment is not None)


def meant(
    text: str, locale: Locale, known: Moment | None, order: Callable[[], bool | None], now: datetime
) -> Moment | None:
    """Which is meant; None where nothing says.

    `known` is what the page's day is otherwise; `order` tells whether the month stands first in its other figures.
    """
    by_habit = date_parser.read(text, locale)
    either = [*filter(None, [by_habit]), *readings(text, locale)]
    near = next((one for one in either if known is not None and is_near(one, known)), None)
    if near is not None:
        return near
    if (locale.is_guessed or locale.month_first is None) and (month_first := order()) is not None:
        by_habit = date_parser.read(text, replace(locale, month_first=month_first))
    if by_habit is None or credible.is_credible(by_habit.at, now):
        return by_habit
    return next((one for one in either if credible.is_credible(one.at, now)), None)


def is_near(moment: Moment, day: Moment) -> bool:
    """Whether a moment is of a day, or of one next to it: evenings and zones."""
    return abs(moment.at.date() - day.at.date()) <= _DAY
