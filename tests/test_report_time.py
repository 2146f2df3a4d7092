"""When an article counts as reported."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.report_time import ReportTime, Witness, declared

FOUND = datetime(2026, 9, 22, 15, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
FIRST, LAST = (datetime(year, 1, 1) for year in (1990, 2030))  # noqa: DTZ001 - the strategy gives the zone
OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param(FOUND - HOUR, FOUND - HOUR, id="as-stated"),
        pytest.param(None, FOUND, id="not-stated"),
        pytest.param(FOUND + SECOND, FOUND, id="in-the-future"),
        pytest.param(datetime(1970, 1, 1, tzinfo=UTC), FOUND, id="a-machines-zero"),
        pytest.param(datetime(1995, 1, 1, tzinfo=UTC), datetime(1995, 1, 1, tzinfo=UTC), id="the-first-of-the-web"),
    ],
)
def test_a_time_counts_as_stated_where_it_can_be(published: datetime | None, expected: datetime) -> None:
    """A time that cannot be true counts as the finding."""
    assert ReportTime.of(published, found_at=FOUND) == ReportTime(expected)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param(
            datetime(2026, 9, 21, tzinfo=UTC), ReportTime(FOUND - 15.5 * HOUR - SECOND, date(2026, 9, 21)), id="past"
        ),
        pytest.param(datetime(2026, 9, 22, tzinfo=UTC), ReportTime(FOUND, date(2026, 9, 22)), id="today"),
        pytest.param(datetime(2026, 9, 23, tzinfo=UTC), ReportTime(FOUND, date(2026, 9, 23)), id="today-in-kiribati"),
        pytest.param(datetime(2026, 9, 24, tzinfo=UTC), ReportTime(FOUND), id="in-the-future"),
    ],
)
def test_a_day_alone_counts_as_its_end(published: datetime, expected: ReportTime) -> None:
    """A day counts as its last second, never after the finding; a day that has begun nowhere is not believed."""
    assert ReportTime.of(published, has_time=False, found_at=FOUND) == expected


@given(st.dates(date(1996, 1, 1), date(2026, 9, 21)), OFFSETS, OFFSETS)
def test_a_day_alone_is_that_day_in_every_zone(day: date, of_page: timezone, of_person: timezone) -> None:
    """Whatever the zones of the page and of the person, the day is the day."""
    published = datetime(day.year, day.month, day.day, tzinfo=of_page)
    reported = ReportTime.of(published, has_time=False, found_at=FOUND)

    assert reported.shown == day
    assert reported.day_in(of_person) == day
    assert declared(published, has_time=False) == day


@given(st.datetimes(FIRST, LAST, timezones=OFFSETS), st.booleans())
def test_nothing_is_reported_after_it_was_found(published: datetime, has_time: bool) -> None:  # noqa: FBT001
    """For any date of any page."""
    assert ReportTime.of(published, has_time=has_time, found_at=FOUND).at <= FOUND


def test_a_time_is_of_the_day_of_its_zone() -> None:
    """Where a time is known, the day is that of whoever reads."""
    late = ReportTime(datetime(2026, 9, 21, 23, 30, tzinfo=UTC))

    assert late.day_in(UTC) == date(2026, 9, 21)
    assert late.day_in(ZoneInfo("Asia/Tokyo")) == date(2026, 9, 22)
    assert late.shown == late.at


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "America/Los_Angeles"])
def test_a_day_alone_is_before_the_next_day_only(zone: str) -> None:
    """The 21st is before the 22nd and not before the 21st, wherever these days begin; a time is compared exactly."""
    day = ReportTime.of(datetime(2026, 9, 21, tzinfo=UTC), found_at=FOUND + 9 * DAY, has_time=False)
    midnight = datetime(2026, 9, 21, tzinfo=ZoneInfo(zone))

    assert not day.is_before(midnight)
    assert day.is_before(midnight + DAY)
    assert ReportTime(FOUND).is_before(FOUND + SECOND)
    assert not ReportTime(FOUND).is_before(FOUND)


@pytest.mark.parametrize(("before", "is_refuted"), [(HOUR, True), (2 * DAY, True), (3 * DAY, False), (-HOUR, False)])
def test_an_old_article_that_is_listed_again_is_no_report_of_today(before: timedelta, *, is_refuted: bool) -> None:
    """A look that did not list it refutes a time shortly before the look, not one of last year."""
    witness = Witness(listed_at=FOUND, absent_at=FOUND - 2 * HOUR)
    declared_at = FOUND - 2 * HOUR - before

    found = ReportTime.of(declared_at, found_at=FOUND, witness=witness).at
    assert found == (FOUND if is_refuted else declared_at)
