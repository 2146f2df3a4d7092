"""When a person may be alerted: quiet hours and days off by their wall clock, exact over a change of the clocks.

A quiet time ends at the later of two 02:30s, and where the clock skips its end, as much later. Pure: no clock is read.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.person import EVERY_DAY, HeldBy, Person, Quiet

_DAY = timedelta(days=1)
_AHEAD = 17  # days: two weeks of days off, as the clock may skip the one hour of the first; a quiet night at each end


def closed(person: Person, now: datetime) -> HeldBy | None:
    """Why the person is not to be alerted now; None: they may be."""
    zone = ZoneInfo(person.timezone)
    today = now.astimezone(zone).date()
    if person.quiet is not None and any(
        start <= now < end for start, end in _quiet(person.quiet, (today - _DAY, today), zone)
    ):
        return HeldBy.QUIET
    return HeldBy.DAY_OFF if today.weekday() not in person.days else None


def opens_at(person: Person, now: datetime) -> datetime:
    """The first moment from now on at which the person may be alerted, in UTC."""
    return next(moment for moment in _openings(person, now) if closed(person, moment) is None)


def next_day(person: Person, now: datetime) -> datetime:
    """The first moment of another day of theirs at which the person may be alerted, in UTC."""
    zone = ZoneInfo(person.timezone)
    return opens_at(person, _moment(now.astimezone(zone).date() + _DAY, time(), zone))


def day_of(person: Person, moment: datetime) -> date:
    """The person's day that a moment is part of."""
    return moment.astimezone(ZoneInfo(person.timezone)).date()


def day_began(person: Person, now: datetime) -> datetime:
    """When the person's day began that `now` is part of, in UTC."""
    return _moment(day_of(person, now), time(), ZoneInfo(person.timezone))


def _openings(person: Person, now: datetime) -> Iterator[datetime]:
    """Now, and each later moment at which quiet hours or a day off may end, soonest first."""
    zone = ZoneInfo(person.timezone)
    today = now.astimezone(zone).date()
    days = [today + place * _DAY for place in range(-1, _AHEAD)]
    ends = [end for _, end in _quiet(person.quiet, days, zone)] if person.quiet else []
    begun = [] if person.days == EVERY_DAY else [_moment(day, time(), zone) for day in days]
    yield now.astimezone(UTC)
    yield from sorted(moment for moment in (*ends, *begun) if moment > now)


def _quiet(quiet: Quiet, days: tuple[date, ...] | list[date], zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """The quiet times that begin on these days: start and end, in UTC."""
    for day in days:
        ends_on = day if quiet.start < quiet.end else day + _DAY
        yield _moment(day, quiet.start, zone), _moment(ends_on, quiet.end, zone, fold=1)


def _moment(day: date, at: time, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """A wall clock's time in UTC: of two the one that `fold` says; one that the clock skips as much later."""
    wall = datetime.combine(day, at, zone)
    first, second = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    return second if fold and second > first else first
