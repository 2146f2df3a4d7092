"""Moments on other clocks than their own: on that of another statement, or on one by which they are of a day."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from monitor.reading.dates.moment import Moment

_FARTHEST = timedelta(hours=14)  # of a zone from UTC


def on_the_clock(declared: Moment, clock: Moment) -> Moment | None:
    """A moment in UTC, or without a zone, on the clock of another declaration of the same instant."""
    ahead = _minute(clock) - _minute(declared)
    offset = clock.at.utcoffset()
    if declared.at.tzinfo is None:
        if not offset or ahead not in {timedelta(0), offset}:  # many write Z and mean their own clock
            return None
        return replace(declared, at=(declared.at + ahead).replace(tzinfo=clock.at.tzinfo))
    if not ahead or offset not in {None, ahead} or abs(ahead) > _FARTHEST or ahead % timedelta(minutes=30):
        return None
    return replace(declared, at=declared.at.astimezone(clock.at.tzinfo or timezone(ahead)))


def on_the_day(declared: Moment, day: Moment) -> Moment:
    """A moment on the nearest clock to its own by which it is of a day, where one of the earth is."""
    for hours in range(1, 13):
        for ahead in (timedelta(hours=-hours), timedelta(hours=hours)):
            here = declared.at.astimezone(timezone(ahead))
            if here.date() == day.at.date():
                return replace(declared, at=here)
    return declared


def _minute(moment: Moment) -> datetime:
    return naive(moment).replace(second=0, microsecond=0)


def naive(moment: Moment) -> datetime:
    """A moment as its own clock shows it."""
    return moment.at.replace(tzinfo=None)
