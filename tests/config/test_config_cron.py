"""Two readers of cron, one language: the configuration's check and the digests' timetable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import cron
from monitor.digest import cron as timetable

GOOD = [
    "0 8 * * mon-fri", "*/15 * * * *", "@daily", "0 0 29 2 *", "5,35 8-18/2 * jan-mar 1-5", "0 9 * * fri-mon",
    "0 0 31 feb sun", "0 0 * * 7", " 0  8 * * 1 ", "0 8 1-7 * sun",
]  # fmt: skip
BAD = [
    "", "0 8 * *", "0 8 * * * *", "60 * * * *", "* 24 * * *", "0 0 0 * *", "0 0 * 13 *", "0 0 * * 8", "0 0 31 feb *",
    "0 0 31 4,6,9,11 *", "5-1 * * * *",
    "*/0 * * * *", "1/5 * * * *", "-1 * * * *", "1- * * * *", "@noon", "0 8 * * monday",
    "0 0 * * *; rm", "٣ * * * *", "0 " * 200,
]  # fmt: skip


@pytest.mark.parametrize("schedule", GOOD)
def test_good_schedules_are_accepted(schedule: str) -> None:
    """The check finds nothing wrong with what the timetable can read."""
    assert cron.problem(schedule) is None
    assert timetable.parse(schedule)


@pytest.mark.parametrize("schedule", BAD)
def test_bad_schedules_are_refused(schedule: str) -> None:
    """The check refuses what the timetable refuses."""
    with pytest.raises(ValueError, match=r"."):
        timetable.parse(schedule)

    assert cron.problem(schedule)


FIELD = st.sampled_from(
    ["*", "*/15", "5", "1-5", "1,3", "mon-fri", "sun", "7", "0", "fri-mon", "5-1", "31", "30", "feb", "2",
     "jan-mar", "60",
     "1/5", "8-18/2", "*/0", "12", "feb,apr", "-1", "*-5"]
)  # fmt: skip


@given(st.lists(FIELD, min_size=5, max_size=5).map(" ".join))
def test_both_agree_on_any_schedule(schedule: str) -> None:
    """No schedule passes the check and fails when its hour comes."""
    try:
        timetable.parse(schedule)
    except ValueError:
        readable = False
    else:
        readable = True

    assert (cron.problem(schedule) is None) == readable
