from datetime import UTC, datetime, timedelta

from monitor.health import rhythm

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def workdays(weeks: int, *, per_day: int = 6) -> list[datetime]:
    """Arrivals from 9 to 19 o'clock, Monday to Friday, up to the Friday before NOW."""
    days = [NOW - DAY * back for back in range(1, weeks * 7)]
    hours = [HOUR * 10 * ((number * 0.618) % 1) for number in range(per_day)]
    return [day.replace(hour=9) + hour for day in days if day.weekday() < 5 for hour in hours]


def test_nothing_is_said_of_a_short_history() -> None:
    """A week of arrivals, however many, has no rhythm yet; nor have a few over a long time."""
    week = [NOW - HOUR * back for back in range(150)]
    few = [NOW - DAY * 5 * back for back in range(8)]

    assert rhythm(week, NOW) is None
    assert rhythm(few, NOW) is None


def test_a_weekend_is_no_silence() -> None:
    """An outlet that rests from Friday evening to Monday morning is not late on Sunday night."""
    habit = rhythm(workdays(4), NOW)

    assert habit is not None
    assert habit.usual > DAY * 2
    assert habit.limit > NOW - max(workdays(4)) + HOUR * 12


def test_a_busy_outlet_is_late_after_hours() -> None:
    """Of an outlet with an article an hour, day and night, half a day without is a silence."""
    habit = rhythm([NOW - HOUR * back for back in range(24 * 20)], NOW)

    assert habit is not None
    assert habit.limit == HOUR * 12


def test_one_long_break_does_not_raise_the_limit() -> None:
    """A holiday of ten days within eight weeks is not the habit."""
    steady = [NOW - HOUR * 6 * back for back in range(4 * 50)]
    broken = [moment for moment in steady if not DAY * 20 < NOW - moment < DAY * 30]
    habit = rhythm(broken, NOW)

    assert habit is not None
    assert habit.limit < DAY


def test_a_burst_is_one_arrival() -> None:
    """Fifty articles in one minute are no history."""
    burst = [NOW - DAY * 9 + timedelta(seconds=number) for number in range(50)]

    assert rhythm([*burst, NOW - DAY], NOW) is None


def test_the_future_is_not_counted() -> None:
    """Articles dated ahead do not stretch the history."""
    ahead = [NOW + DAY * number for number in range(40)]

    assert rhythm(ahead, NOW) is None
