"""Cron schedules and daylight saving time."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given
from hypothesis import strategies as st

from monitor import cron

NEW_YORK = ZoneInfo("America/New_York")


def after(schedule: str, start: str, zone: str = "UTC", number: int = 3) -> list[str]:
    """The next moments after a local time, as local times."""
    local = ZoneInfo(zone)
    moments = cron.parse(schedule).ends_after(datetime.fromisoformat(start).replace(tzinfo=local), local)
    return [f"{moment.astimezone(local):%Y-%m-%d %H:%M %Z}" for moment in islice(moments, number)]


#  min hour day month weekday          from               expected (three, or two, next moments)
PLAIN = [
    ("0 8 * * *", "2026-11-23 07:59", ["11-23 08:00", "11-24 08:00"]),
    ("0 8 * * *", "2026-11-23 08:00", ["11-24 08:00"]),
    ("0 8 * * mon-fri", "2026-11-20 09:00", ["11-23 08:00", "11-24 08:00"]),  # a Friday, then Monday
    ("0 8 * * 1-5", "2026-11-20 09:00", ["11-23 08:00"]),
    ("0 8 * * 0", "2026-11-20 09:00", ["11-22 08:00", "11-29 08:00"]),  # Sunday
    ("0 8 * * 7", "2026-11-20 09:00", ["11-22 08:00"]),
    ("0 8 * * SUN", "2026-11-20 09:00", ["11-22 08:00"]),
    ("0 8 * * fri-mon", "2026-11-23 09:00", ["11-27 08:00", "11-28 08:00", "11-29 08:00"]),
    ("0 8 * * sat,sun", "2026-11-23 09:00", ["11-28 08:00", "11-29 08:00", "12-05 08:00"]),
    ("0 8 * * */2", "2026-11-22 09:00", ["11-24 08:00", "11-26 08:00", "11-28 08:00"]),
    ("*/15 9-10 * * *", "2026-11-23 10:20", ["11-23 10:30", "11-23 10:45", "11-24 09:00"]),
    ("5-50/15 9 * * *", "2026-11-23 00:00", ["11-23 09:05", "11-23 09:20", "11-23 09:35"]),
    ("0 8,20 * * *", "2026-11-23 09:00", ["11-23 20:00", "11-24 08:00"]),
    ("0 0 1 * *", "2026-11-23 09:00", ["12-01 00:00"]),
    ("0 0 31 * *", "2026-11-23 09:00", ["12-31 00:00"]),
    ("0 0 13 * fri", "2026-11-01 09:00", ["11-06 00:00", "11-13 00:00", "11-20 00:00"]),  # either suffices
    ("0 0 13 * *", "2026-11-01 09:00", ["11-13 00:00", "12-13 00:00"]),
    ("0 0 1 jan,jul *", "2026-01-02 09:00", ["07-01 00:00"]),
    ("@daily", "2026-11-23 09:00", ["11-24 00:00"]),
    ("@hourly", "2026-11-23 09:10", ["11-23 10:00"]),
    ("@weekly", "2026-11-23 09:10", ["11-29 00:00"]),
    ("  0   8  *  *  * ", "2026-11-23 09:00", ["11-24 08:00"]),
]


@pytest.mark.parametrize(("schedule", "start", "expected"), PLAIN)
def test_fields_are_read_as_cron_does(schedule: str, start: str, expected: list[str]) -> None:
    """Numbers, names, lists, ranges and steps name the moments that cron's do."""
    found = [moment[5:16] for moment in after(schedule, start, number=len(expected))]

    assert found == expected


def test_29_february_is_found_across_a_century() -> None:
    """A leap day comes, even where it is eight years away."""
    assert after("0 0 29 2 *", "2096-03-01 00:00", number=1) == ["2104-02-29 00:00 UTC"]


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ("", "five fields"),
        ("0 8 * *", "has 4"),
        ("0 8 * * * *", "has 6"),
        ("60 8 * * *", "not a valid minute"),
        ("0 24 * * *", "not a valid hour"),
        ("0 8 0 * *", "not a valid day of month"),
        ("0 8 32 * *", "not a valid day of month"),
        ("0 8 * 13 *", "not a valid month"),
        ("0 8 * * 8", "not a valid weekday"),
        ("0 8 * * monday", "not a valid weekday"),
        ("0 8 * * mon#2", "cannot read"),
        ("0 8 L * *", "not a valid day of month"),
        ("0 8 ? * *", "cannot read"),
        ("0 18-8 * * *", "backwards"),
        ("*/0 8 * * *", "a step needs"),
        ("5/15 8 * * *", "a step needs"),
        ("*/90 * * * *", "a step of 90 is more than 59"),
        ("0 */25 * * *", "a step of 25 is more than 23"),
        ("*-5 8 * * *", "cannot read"),
        ("0,,5 8 * * *", "cannot read"),
        ("-1 8 * * *", "cannot read"),
        ("٣ 8 * * *", "cannot read"),
        ("0 0 30 2 *", "never happens"),
        ("0 0 31 4,6,9,11 *", "never happens"),
        ("@fortnightly", "unknown schedule"),
        ("0 8 * * *" + " " * 300, "at most"),
    ],
)
def test_mistakes_are_reported(schedule: str, said: str) -> None:
    """A schedule that cannot be read, or never comes, is an error that says why."""
    with pytest.raises(ValueError, match=said):
        cron.parse(schedule)


@given(st.text(max_size=60))
def test_any_text_is_a_schedule_or_a_value_error(text: str) -> None:
    """No text breaks the reader in another way."""
    try:
        schedule = cron.parse(text)
    except ValueError:
        return

    assert next(schedule.ends_after(datetime(2026, 1, 1, tzinfo=UTC), NEW_YORK), None)


PARTS = st.sampled_from(
    [
        "*",
        "0",
        "5",
        "7",
        "8",
        "12",
        "31",
        "59",
        "60",
        "007",
        "mon",
        "sun",
        "jan",
        "fri",
        "1-5",
        "5-1",
        "mon-fri",
        "fri-mon",
        "sat-sun",
        "*/15",
        "*/0",
        "1-30/5",
        "5/15",
        "0-7",
        "L",
        "?",
        "1,2",
        "1,,2",
        "30-31",
        "٣",
    ]
)


@given(st.lists(PARTS, min_size=4, max_size=6).map(" ".join))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    """A text is a schedule that comes, or a ValueError that says why it is none."""
    try:
        minutes = cron.parse(text).minutes
    except ValueError as error:
        minutes, reason = (), str(error)
    else:
        reason = ""

    assert bool(minutes) != bool(reason)


#  schedule        zone                 from                expected
CHANGES = [
    ("30 1 * * *", "America/New_York", "2026-10-31 12:00", ["2026-11-01 01:30 EDT", "2026-11-02 01:30 EST"]),
    ("30 1 * * *", "Europe/London", "2026-10-24 12:00", ["2026-10-25 01:30 BST", "2026-10-26 01:30 GMT"]),
    ("30 2 * * *", "America/New_York", "2026-03-07 12:00", ["2026-03-08 03:30 EDT", "2026-03-09 02:30 EDT"]),
    ("30 2 * * *", "America/Los_Angeles", "2026-03-07 12:00", ["2026-03-08 03:30 PDT", "2026-03-09 02:30 PDT"]),
    ("0 8 * * *", "America/Los_Angeles", "2026-10-31 09:00", ["2026-11-01 08:00 PST", "2026-11-02 08:00 PST"]),
    ("15 2 * * *", "Australia/Lord_Howe", "2026-10-03 12:00", ["2026-10-04 02:45 +11", "2026-10-05 02:15 +11"]),
    ("45 1 * * *", "Australia/Lord_Howe", "2026-04-04 12:00", ["2026-04-05 01:45 +11", "2026-04-06 01:45 +1030"]),
    ("30 0 * * *", "Africa/Cairo", "2026-04-23 12:00", ["2026-04-24 01:30 EEST", "2026-04-25 00:30 EEST"]),
    ("0 12 * * *", "Pacific/Apia", "2011-12-29 13:00", ["2011-12-31 12:00 +14", "2012-01-01 12:00 +14"]),
    ("0 */6 * * *", "America/New_York", "2026-10-31 23:30", ["2026-11-01 00:00 EDT", "2026-11-01 06:00 EST"]),
]


@pytest.mark.parametrize(("schedule", "zone", "start", "expected"), CHANGES)
def test_a_fixed_time_comes_once_a_day(schedule: str, zone: str, start: str, expected: list[str]) -> None:
    """A time that clocks repeat or skip comes once that day: the first time, or later by what was skipped."""
    assert after(schedule, start, zone, len(expected)) == expected


def test_every_hour_follows_real_time() -> None:
    """An hourly schedule comes every 60 minutes when clocks go back, and when they go forward."""
    schedule = cron.parse("0 * * * *")
    for day in ("2026-10-31", "2026-03-07"):
        start = datetime.fromisoformat(f"{day} 22:00").replace(tzinfo=NEW_YORK)
        moments = list(islice(schedule.ends_after(start, NEW_YORK), 8))

        assert {later - sooner for sooner, later in pairwise(moments)} == {timedelta(hours=1)}


ZONES = st.sampled_from(
    ["UTC", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata"]
)
SCHEDULES = st.sampled_from(
    ["0 8 * * *", "30 1 * * *", "30 2 * * *", "*/20 * * * *", "0 */3 * * *", "15 2 * * 0", "0 0 1 * *", "45 23 * * 1-5"]
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(SCHEDULES, ZONES, MOMENTS)
def test_forward_and_backward_agree(schedule: str, zone: str, moment: datetime) -> None:
    """The moments found walking back are those found walking on, in strict order."""
    parsed, local = cron.parse(schedule), ZoneInfo(zone)
    back = list(islice(parsed.ends_before(moment, local), 5))
    on = list(islice(parsed.ends_after(back[-1] - timedelta(seconds=1), local), 5))

    assert on == back[::-1]
    assert all(sooner < later for sooner, later in pairwise(on))


@given(st.sampled_from(["0 8 * * mon-fri", "*/15 9-17 * * *", "30 6,18 1-15 * *"]), MOMENTS)
def test_ordinary_schedules_agree_with_apscheduler(schedule: str, moment: datetime) -> None:
    """Away from clock changes and numbered weekdays, the next moment is APScheduler's."""
    theirs = CronTrigger.from_crontab(schedule, timezone=UTC).get_next_fire_time(
        None, moment + timedelta(microseconds=1)
    )

    assert next(cron.parse(schedule).ends_after(moment, ZoneInfo("UTC"))) == theirs
