"""When a person may be alerted, against a minute-by-minute reading of the wall clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor import waking_hours
from monitor.person import EVERY_DAY, HeldBy, Person, Quiet

WORK = frozenset(range(5))
NIGHT = Quiet(start=time(22), end=time(7))


def person(zone: str, quiet: Quiet | None = NIGHT, days: frozenset[int] = EVERY_DAY) -> Person:
    """A person of this zone."""
    return Person(id="ann", name="Ann", channels=("mail",), timezone=zone, quiet=quiet, days=days)


# The fortnights in which the clocks of these zones change, in spring or in autumn.
CHANGES = [
    ("Europe/Berlin", "2026-03-22"),
    ("Europe/Berlin", "2026-10-18"),
    ("America/Los_Angeles", "2026-03-01"),
    ("America/Los_Angeles", "2026-10-25"),
    ("Australia/Lord_Howe", "2026-03-29"),
    ("Australia/Lord_Howe", "2026-09-27"),
    ("Asia/Kathmandu", "2026-10-25"),
    ("Africa/Cairo", "2026-04-17"),
]


@pytest.mark.parametrize(("zone", "first"), CHANGES)
@pytest.mark.parametrize("quiet", [NIGHT, Quiet(start=time(13), end=time(15, 30)), None], ids=str)
@pytest.mark.parametrize("days", [EVERY_DAY, WORK], ids=["every day", "mon-fri"])
def test_each_quarter_of_an_hour_of_a_fortnight(
    zone: str, first: str, quiet: Quiet | None, days: frozenset[int]
) -> None:
    """Quiet hours and days off are those of the wall clock; the next opening is the first that is neither."""
    who = person(zone, quiet, days)
    moments = [datetime.fromisoformat(first).replace(tzinfo=UTC) + timedelta(minutes=15 * n) for n in range(14 * 96)]
    closed = [waking_hours.closed(who, moment) for moment in moments]
    for moment, by in zip(moments, closed, strict=True):
        wall = moment.astimezone(ZoneInfo(zone))
        at = wall.time().replace(fold=0)
        is_quiet = quiet is not None and (
            quiet.start <= at < quiet.end if quiet.start < quiet.end else at >= quiet.start or at < quiet.end
        )
        assert by is (HeldBy.QUIET if is_quiet else None if wall.weekday() in days else HeldBy.DAY_OFF), moment
    for place in range(0, len(moments) - 6 * 96, 7):
        opening = next(moment for moment, by in zip(moments[place:], closed[place:], strict=True) if by is None)
        assert waking_hours.opens_at(who, moments[place]) == opening
    assert len(set(closed)) == 1 + (quiet is not None) + (days == WORK)


def test_an_end_that_the_clock_skips_or_has_twice() -> None:
    """Quiet until 02:30: in spring until 03:30, in autumn until the later of the two."""
    who = person("Europe/Berlin", Quiet(start=time(22), end=time(2, 30)))
    spring, autumn = datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 10, 24, 23, tzinfo=UTC)

    assert waking_hours.opens_at(who, spring).astimezone(ZoneInfo("Europe/Berlin")).isoformat()[11:16] == "03:30"
    assert waking_hours.opens_at(who, autumn) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_day_is_theirs() -> None:
    """It begins at midnight of their zone, and the next one with an hour of alerts is the next that has one."""
    friday = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)  # 15:30 in Los Angeles
    who = person("America/Los_Angeles", days=WORK)

    assert waking_hours.day_began(who, friday) == datetime(2026, 11, 27, 8, tzinfo=UTC)
    assert waking_hours.next_day(who, friday) == datetime(2026, 11, 30, 15, tzinfo=UTC)


def test_the_one_hour_of_a_week_that_the_clock_skips() -> None:
    """Alerts on Sundays from 02:30 to 03:00 alone: after the one that the clock skips, it is the next."""
    who = person("Europe/Berlin", Quiet(start=time(3), end=time(2, 30)), frozenset({6}))

    assert waking_hours.opens_at(who, datetime(2026, 3, 22, 12, tzinfo=UTC)) == datetime(2026, 4, 5, 0, 30, tzinfo=UTC)
