"""When a delivery is tried again."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.deliver import Kind, Outcome, retry
from monitor.deliver.outcome import failed
from monitor.retry_after import LONGEST

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
TEMPORARY = failed(Kind.TEMPORARY, "503")


def dice(seed: int) -> random.Random:
    """Jitter that is the same in every run."""
    return random.Random(seed)  # noqa: S311  no secret depends on it


@given(st.integers(1, 9), st.integers())
def test_the_timetable_with_jitter(attempts: int, seed: int) -> None:
    """After each temporary failure comes the next wait of the timetable, give or take a fifth."""
    due = retry.next_attempt(attempts, TEMPORARY, NOW, dice(seed))
    assert due is not None
    wait = (due - NOW) / retry.TIMETABLE[attempts]

    assert 0.8 <= wait <= 1.2


def test_the_waits_are_these() -> None:
    """In seconds after each failure, spread over a fifth before and after; then never again."""
    waits = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
    for attempts, wait in enumerate(waits, 1):
        due = [retry.next_attempt(attempts, TEMPORARY, NOW, dice(seed)) for seed in range(100)]
        shares = [(each - NOW) / timedelta(seconds=wait) for each in due if each is not None]
        assert len(shares) == 100
        assert 0.8 <= min(shares) < 0.85
        assert 1.15 < max(shares) <= 1.2

    assert retry.next_attempt(len(waits) + 1, TEMPORARY, NOW, dice(1)) is None


def test_what_asked_for_a_pause_together_is_tried_apart() -> None:
    """A Retry-After is spread over a twentieth after it, and never undercut."""
    asked = failed(Kind.TEMPORARY, "429", retry_after=timedelta(hours=1))
    due = [retry.next_attempt(1, asked, NOW, dice(seed)) for seed in range(100)]
    shares = [(each - NOW) / timedelta(hours=1) for each in due if each is not None]

    assert len(set(shares)) == 100
    assert 1 <= min(shares) < 1.01
    assert 1.04 < max(shares) <= 1.05


def test_those_that_failed_together_are_tried_apart() -> None:
    """A hundred deliveries of one failure spread over a fifth before and after the wait; no two meet."""
    waits = [retry.next_attempt(2, TEMPORARY, NOW, dice(seed)) for seed in range(100)]
    shares = [(due - NOW) / retry.TIMETABLE[2] for due in waits if due is not None]

    assert len(set(shares)) == 100
    assert min(shares) < 0.85
    assert max(shares) > 1.15


def test_the_timetable_is_the_standard_s() -> None:
    """Ten attempts over three days and a bit."""
    assert [wait.total_seconds() for wait in retry.TIMETABLE] == [
        0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400
    ]  # fmt: skip


@pytest.mark.parametrize("attempts", [10, 11, 1_000])
def test_after_ten_attempts_it_is_dead(attempts: int) -> None:
    """The tenth failure is the last."""
    assert retry.next_attempt(attempts, TEMPORARY, NOW, dice(1)) is None


@pytest.mark.parametrize("kind", [Kind.PERMANENT, Kind.REFUSED, Kind.GONE, Kind.SENT])
def test_what_will_not_change_is_not_tried_again(kind: Kind) -> None:
    """A permanent refusal, one for a person to repair, a receiver that is gone and a success have no next attempt."""
    assert retry.next_attempt(1, Outcome(kind=kind), NOW, dice(1)) is None


@given(st.integers(1, 9), st.integers(0, 10**9), st.integers())
def test_a_retry_after_is_never_undercut(attempts: int, seconds: int, seed: int) -> None:
    """Never sooner than asked, up to a day; never sooner than the timetable."""
    asked = failed(Kind.TEMPORARY, "429", retry_after=timedelta(seconds=seconds))
    due = retry.next_attempt(attempts, asked, NOW, dice(seed))

    assert due is not None
    assert due - NOW >= min(timedelta(seconds=seconds), LONGEST)
    assert due - NOW >= retry.TIMETABLE[attempts] * 0.8
    assert due - NOW <= timedelta(hours=30)


def test_a_receiver_down_for_six_hours_gets_all_in_order_once() -> None:
    """Messages of an outage are all sent after it, none lost, none twice, long before they would be dead."""
    rng = dice(4)
    back = NOW + timedelta(hours=6)
    queue = {number: (NOW + timedelta(minutes=number), 0) for number in range(60)}
    got: dict[int, datetime] = {}
    while queue:
        number, (now, attempts) = min(queue.items(), key=lambda entry: entry[1])
        if now >= back:
            got[number] = now
            del queue[number]
            continue
        due = retry.next_attempt(attempts + 1, TEMPORARY, now, rng)
        assert due is not None
        queue[number] = (due, attempts + 1)

    assert sorted(got) == list(range(60))
    assert max(got.values()) < back + timedelta(hours=8)


def test_errors_are_one_bounded_line() -> None:
    """What a receiver wrote cannot break a log or a table."""
    outcome = failed(Kind.TEMPORARY, "a\nb\x1b[0m\u202e\ud800 " + "x" * 9_000)

    assert outcome.error.startswith("a b [0m")
    assert outcome.error.isprintable()
    assert len(outcome.error) == 500
