"""Which windows are due."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from digest_samples import NOW, PLAN
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest import digest_window
from monitor.digest.digest_window import Window
from monitor.errors import ConfigError
from monitor.model import DigestPlan

DAY = timedelta(days=1)


def test_the_first_window_is_the_one_that_ended_last() -> None:
    """A digest that was never sent begins with the latest window, not with years of them."""
    assert digest_window.due(PLAN, None, NOW + timedelta(hours=3)) == [Window(start=NOW - DAY, end=NOW)]


def test_nothing_is_due_before_the_next_end() -> None:
    """A window that was sent is not sent again."""
    assert digest_window.due(PLAN, NOW, NOW + DAY - timedelta(seconds=1)) == []


def test_a_window_is_due_at_its_very_end() -> None:
    """A clock that strikes exactly at the scheduled second finds the window due."""
    assert digest_window.due(PLAN, NOW, NOW + DAY) == [Window(start=NOW, end=NOW + DAY)]


def test_one_window_covers_a_downtime() -> None:
    """After three days off there is one window, from the last one's end, that says how many it covers."""
    assert digest_window.due(PLAN, NOW, NOW + 3 * DAY + timedelta(hours=2)) == [
        Window(start=NOW, end=NOW + 3 * DAY, missed=2)
    ]


def test_a_last_window_from_a_wrong_clock_does_not_silence() -> None:
    """A window that ends years ahead was made by a wrong clock: digests go on."""
    assert digest_window.due(PLAN, NOW + 9_000 * DAY, NOW) == [Window(start=NOW - DAY, end=NOW)]


def test_an_hour_ahead_is_not_yet_a_wrong_clock() -> None:
    """A last window that ends up to an hour ahead was sent; one that ends later was not."""
    hour = timedelta(hours=1)

    assert digest_window.due(PLAN, NOW + hour, NOW) == []
    assert digest_window.due(PLAN, NOW + hour + timedelta(seconds=1), NOW) == [Window(start=NOW - DAY, end=NOW)]


def test_missed_windows_are_counted_up_to_a_thousand() -> None:
    """After a downtime of years the count ends, and the window still begins where the last one ended."""
    last = NOW - 1_500 * DAY

    assert digest_window.due(PLAN, last, NOW) == [Window(start=last, end=NOW, missed=1_000)]


def test_a_last_window_of_the_future_does_not_begin_one() -> None:
    """Sent manually while the last window ends ahead, a digest begins at the last scheduled moment."""
    assert digest_window.until(PLAN, NOW + DAY, NOW + timedelta(hours=2)).start == NOW


def test_a_small_step_back_of_the_clock_repeats_nothing() -> None:
    """Some minutes before the last window's end nothing is due."""
    assert digest_window.due(PLAN, NOW, NOW - timedelta(minutes=10)) == []


@pytest.mark.parametrize("zone", ["America/New_York", "America/Los_Angeles", "Europe/London", "Australia/Lord_Howe"])
@pytest.mark.parametrize("schedule", ["30 1 * * *", "30 2 * * *", "15 2 * * *"])
def test_a_daily_digest_comes_once_on_every_day_of_a_year(zone: str, schedule: str) -> None:
    """Asked around every end for a year, a daily plan yields one window a local day, and no gap between them."""
    plan = replace(PLAN, schedule=schedule, timezone=zone)
    local, now = ZoneInfo(zone), datetime(2026, 1, 1, tzinfo=UTC)
    last = digest_window.due(plan, None, now)[0].end
    days = []
    while now < datetime(2027, 1, 1, tzinfo=UTC):
        # Between two ends nothing can be due: jump to the next and look around it.
        now = digest_window.next_end(plan, now) or now
        for late in (-600, 0, 600, 3_600):
            for found in digest_window.due(plan, last, now + timedelta(seconds=late)):
                assert found.start == last
                assert found.missed == 0
                last = found.end
                days.append(found.end.astimezone(local).date())

    assert len(days) == len(set(days))
    assert (max(days) - min(days)).days + 1 == len(days)


@given(
    st.lists(st.integers(1, 60 * 24 * 9), min_size=1, max_size=30),
    st.sampled_from(["0 8 * * *", "30 1 * * *", "*/30 * * * *", "0 9 * * 1"]),
)
def test_windows_follow_each_other_without_gap_or_overlap(pauses: list[int], schedule: str) -> None:
    """However irregularly it is asked, every moment belongs to one window."""
    plan = replace(PLAN, schedule=schedule, timezone="America/New_York")
    now, last = datetime(2026, 10, 20, tzinfo=UTC), None
    for minutes in pauses:
        now += timedelta(minutes=minutes)
        for found in digest_window.due(plan, last, now):
            assert last is None or found.start == last
            assert found.start < found.end <= now
            last = found.end


def test_sent_manually_it_goes_from_the_last_window_to_now() -> None:
    """A digest sent manually covers what is new since the last one."""
    later = NOW + timedelta(hours=5)

    assert digest_window.until(PLAN, NOW, later) == Window(start=NOW, end=later)
    assert digest_window.until(PLAN, NOW + timedelta(hours=2), later) == Window(
        start=NOW + timedelta(hours=2), end=later
    )
    assert digest_window.until(PLAN, None, later) == Window(start=NOW, end=later)
    assert digest_window.until(PLAN, None, NOW).start == NOW - DAY


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (replace(PLAN, timezone="Mars/Olympus"), "timezone: 'Mars/Olympus' is not known"),
        (replace(PLAN, timezone="../../etc/passwd"), "is not known"),
        (replace(PLAN, timezone="America"), "is not known"),
        (replace(PLAN, timezone=""), "is not known"),
        (replace(PLAN, timezone="x" * 5_000), "is not known"),
        (replace(PLAN, schedule="0 8 * *"), "five fields"),
    ],
)
def test_a_wrong_plan_is_a_configuration_error(plan: DigestPlan, said: str) -> None:
    """An unknown zone or a wrong schedule is reported when the configuration is checked, and when it is used."""
    assert said in " ".join(digest_window.check(plan))
    with pytest.raises(ConfigError, match="digest 'morning'"):
        digest_window.due(plan, None, NOW)


def test_a_right_plan_has_no_problems() -> None:
    """Nothing is said of a plan that can be used."""
    assert digest_window.check(PLAN) == []
