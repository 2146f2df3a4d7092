"""When an outlet is looked at again: denser where it publishes more, and where it publishes now."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import sqrt

import pytest

from monitor.discover import cadence, habits
from monitor.discover.cadence import Cadence
from monitor.discover.habits import HOURS, Habits
from monitor.listing_gap import is_all_new

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def wait(history: Cadence, now: datetime = MONDAY, *, floor: timedelta = MINUTE, ceiling: timedelta = DAY) -> timedelta:
    """How long until the next look."""
    return cadence.next_check(history, now=now, floor=floor, ceiling=ceiling) - now


def steady(rate: float) -> Cadence:
    """An outlet that publishes so many an hour, always, and has done so in the last hours."""
    recent = tuple(MONDAY - HOUR * n / rate for n in range(int(3 * rate)))
    return Cadence(arrivals=recent, habits=Habits((rate,) * HOURS), listed=50)


def test_looks_are_as_dense_as_the_root_of_the_rate() -> None:
    """Four times the articles are twice the looks: so the delay is least for their number."""
    waits = [wait(steady(rate)) / MINUTE for rate in (1.0, 4.0, 16.0)]

    assert waits == pytest.approx([cadence.DENSITY * 60 / sqrt(rate) for rate in (1.0, 4.0, 16.0)], rel=0.01)
    assert waits[1] / 2 < 3  # minutes in the median, for a busy outlet


def test_floor_and_ceiling_hold() -> None:
    """Whatever it publishes."""
    assert wait(steady(1000.0), floor=2 * MINUTE) == 2 * MINUTE
    assert wait(steady(0.01), ceiling=10 * MINUTE) == 10 * MINUTE
    assert wait(steady(0.01), floor=20 * MINUTE, ceiling=10 * MINUTE) == 20 * MINUTE


def test_a_silence_is_believed() -> None:
    """An article in half a year's hours is a look in half a day, not in five hours."""
    assert wait(Cadence(habits=Habits((2e-4,) * HOURS))) / HOUR == pytest.approx(cadence.DENSITY / sqrt(2e-4), rel=0.01)


def test_a_short_listing_is_never_expected_to_be_replaced() -> None:
    """Half of it may be new at the next look."""
    busy = Cadence(arrivals=steady(100.0).arrivals, habits=Habits((100.0,) * HOURS), listed=2)

    assert wait(busy, floor=timedelta(seconds=1)) == pytest.approx(HOUR / 100, rel=0.01)


def test_a_quiet_night_is_slept_through_until_it_ends() -> None:
    """At midnight the next look is shortly after eight, when it begins to publish; not a night's interval later."""
    week = tuple(6.0 if 8 <= hour % 24 < 18 else 0.0 for hour in range(HOURS))

    assert 4 * HOUR < wait(Cadence(habits=Habits(week), listed=50)) < 8 * HOUR + 5 * MINUTE


def test_what_the_evening_left_is_fetched_when_the_newsroom_closes() -> None:
    """Ten minutes before six the next look is at six, not in the morning: what waits then would wait all night."""
    week = tuple(6.0 if 8 <= hour % 24 < 18 else 0.0 for hour in range(HOURS))
    evening = MONDAY + 18 * HOUR - 3 * MINUTE

    assert wait(Cadence(habits=Habits(week), listed=50), evening) == pytest.approx(3 * MINUTE, abs=MINUTE)


def test_a_look_waits_for_the_hour_that_brings_more() -> None:
    """At five to eight, half an hour after the last look: not yet, as the articles come from eight o'clock on."""
    week = tuple(6.0 if 8 <= hour % 24 < 18 else 0.3 for hour in range(HOURS))
    sparse = Cadence(habits=Habits(week), listed=50)
    morning = MONDAY + 7 * HOUR + 55 * MINUTE

    steady_wait = wait(Cadence(habits=Habits((0.3,) * HOURS), listed=50), morning)
    assert 5 * MINUTE < wait(sparse, morning) < steady_wait


def test_no_other_wait_costs_less() -> None:
    """In a newsroom's evening a wait a quarter shorter or longer is dearer: its delays, less what it saves in looks."""
    week = tuple(3.0 if 8 <= hour % 24 < 18 else 0.2 for hour in range(HOURS))

    def cost(hours: float, begins: float) -> float:
        steps = [begins + hours * (n + 0.5) / 500 for n in range(500)]
        waits = sum(week[int(at) % HOURS] * (begins + hours - at) for at in steps) * hours / 500
        saved = sum(cadence.DENSITY * sqrt(week[int(at) % HOURS]) for at in steps) * hours / 500
        return waits - saved

    for quarter in range(60, 76):
        chosen = wait(Cadence(habits=Habits(week), listed=50), MONDAY + quarter * HOUR / 4) / HOUR
        least = cost(chosen, quarter / 4)
        assert least <= cost(chosen * 0.75, quarter / 4) + 1e-3
        assert least <= cost(chosen * 1.25, quarter / 4) + 1e-3


def test_an_outlet_that_is_busier_than_usual_is_asked_more_often() -> None:
    """By what came in the last three hours; less than usual asks for patience, within limits."""
    usual, busy, mad, calm = (
        wait(Cadence(arrivals=(MONDAY - MINUTE,) * n, habits=Habits((1.0,) * HOURS, patience=2.0), listed=50))
        for n in (3, 10, 1000, 0)
    )

    assert mad < busy < usual < calm
    assert usual / mad == pytest.approx(sqrt(5.0), rel=0.01)


def test_before_anything_is_known_it_is_asked_often_and_then_less_and_less() -> None:
    """A new outlet is taken for one article an hour, and its silence counts."""
    new = wait(Cadence())
    silent = [wait(Cadence(arrivals=(MONDAY - HOUR * hours,))) for hours in (1, 10, 100)]

    assert new == pytest.approx(cadence.DENSITY * HOUR, rel=0.01)
    assert all(later > earlier for earlier, later in pairwise(silent))


def test_a_gap_hurries() -> None:
    """After a gap the floor holds, however little the outlet publishes."""
    assert wait(Cadence(habits=Habits((0.01,) * HOURS), gap=True), floor=2 * MINUTE) == 2 * MINUTE


def test_failures_slow() -> None:
    """The first three are forgiven, then each doubles the ceiling, up to six hours."""
    waits = [wait(Cadence(failures=count), ceiling=2 * HOUR) for count in (0, 1, 3, 4, 5, 9)]

    assert waits == [waits[0]] * 3 + [4 * HOUR, 6 * HOUR, 6 * HOUR]


@pytest.mark.parametrize(("listed", "new", "expected"), [(10, 10, True), (4, 4, True), (3, 3, False), (10, 9, False)])
def test_a_gap_is_a_listing_of_new_articles_alone(listed: int, new: int, expected: bool) -> None:  # noqa: FBT001 - a case
    """One known article shows that nothing was missed; three new ones say little."""
    assert is_all_new(listed=listed, new=new) is expected


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_half_of_the_articles_of_a_busy_feed_are_seen_within_three_minutes(seed: int) -> None:
    """By the default settings: fifty articles on a working day, most between eight and six, in the third week."""
    chance = random.Random(seed)  # noqa: S311 - a made series
    arrivals = sorted(
        MONDAY + DAY * day + HOUR * (hour + chance.random())
        for day in range(21)
        for hour in range(24)
        for _ in range(made(chance, 5.0 if 8 <= hour < 18 and day % 7 < 5 else 0.4))
    )
    known = habits.learn(counted(arrivals, MONDAY + 2 * WEEK), MONDAY, MONDAY + 2 * WEEK)
    now, seen, delays = MONDAY + 2 * WEEK, list[datetime](), list[timedelta]()
    coming = [at for at in arrivals if at > now]
    while coming:
        now = cadence.next_check(
            Cadence(arrivals=tuple(seen[-100:]), habits=known, listed=20),
            now=now,
            floor=2 * MINUTE,
            ceiling=10 * MINUTE,
        )
        new = [at for at in coming if at <= now]
        delays += [now - at for at in new]
        seen += [now] * len(new)
        coming = coming[len(new) :]

    assert len(delays) > 250
    assert sorted(delays)[len(delays) // 2] < 3 * MINUTE


def made(chance: random.Random, rate: float) -> int:
    """How many articles come in an hour at that rate (Poisson)."""
    number, left = 0, chance.expovariate(rate)
    while left < 1.0:
        number, left = number + 1, left + chance.expovariate(rate)
    return number


def counted(arrivals: list[datetime], until: datetime) -> Counter[int]:
    """How many of them in each hour."""
    return Counter(habits.hour_number(at) for at in arrivals if at < until)
