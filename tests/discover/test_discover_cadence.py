"""When an outlet is looked at again: denser where it publishes more, and where it publishes now."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import sqrt

import pytest

from monitor.discover import cadence
from monitor.discover.cadence import Cadence

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def wait(history: Cadence, now: datetime = MONDAY, *, floor: timedelta = MINUTE, ceiling: timedelta = DAY) -> timedelta:
    """How long until the next look."""
    return cadence.next_check(history, now=now, floor=floor, ceiling=ceiling) - now


def steady(rate: float) -> Cadence:
    """An outlet that publishes so many an hour, always, and has done so in the last hours."""
    recent = tuple(MONDAY - HOUR * n / rate for n in range(int(3 * rate)))
    return Cadence(arrivals=recent, week=(rate,) * cadence.HOURS, listed=50)


def counts(*busy: tuple[int, int]) -> list[int]:
    """How many articles in each hour of the week: `(hour, articles)`."""
    made = [0] * cadence.HOURS
    for hour, articles in busy:
        made[hour] += articles
    return made


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


def test_a_short_listing_is_never_expected_to_be_replaced() -> None:
    """Half of it may be new at the next look."""
    busy = Cadence(arrivals=steady(100.0).arrivals, week=(100.0,) * cadence.HOURS, listed=2)

    assert wait(busy, floor=timedelta(seconds=1)) == pytest.approx(HOUR / 100, rel=0.01)


def test_a_quiet_night_is_slept_through_until_it_ends() -> None:
    """At midnight the next look is shortly after eight, when it begins to publish; not a night's interval later."""
    week = tuple(6.0 if 8 <= hour % 24 < 18 else 0.0 for hour in range(cadence.HOURS))

    assert 4 * HOUR < wait(Cadence(week=week, listed=50)) < 8 * HOUR + 5 * MINUTE


def test_an_outlet_that_is_busier_than_usual_is_asked_more_often() -> None:
    """By what came in the last three hours; less than usual asks for patience, within limits."""
    week = (1.0,) * cadence.HOURS
    usual, busy, mad, calm = (
        wait(Cadence(arrivals=(MONDAY - MINUTE,) * n, week=week, listed=50)) for n in (3, 10, 1000, 0)
    )

    assert mad < busy < usual < calm
    assert usual / mad == pytest.approx(sqrt(5.0), rel=0.01)


def test_before_anything_is_known_it_is_asked_often_and_then_less_and_less() -> None:
    """A new outlet is taken for one article an hour, and its silence counts."""
    new = wait(Cadence())
    silent = [wait(Cadence(arrivals=(MONDAY - HOUR * hours,))) for hours in (1, 10, 100)]

    assert new == pytest.approx(cadence.DENSITY * HOUR, rel=0.01)
    assert all(later > earlier for earlier, later in pairwise(silent))


def test_habits_need_two_days() -> None:
    """Of a shorter history no hour of the week is known; nor of none at all."""
    assert cadence.habits(counts((8, 5)), MONDAY, MONDAY + 2 * DAY - MINUTE) is None
    assert cadence.habits(counts(), MONDAY, MONDAY + WEEK) is None
    assert cadence.habits(counts((8, 5)), MONDAY, MONDAY + 2 * DAY) is not None


def test_habits_are_by_the_hour_of_the_week() -> None:
    """Eight on each weekday morning, nothing else: mornings are busy, nights are not, and weekends less."""
    week = cadence.habits(counts(*((24 * day + 9, 32) for day in range(5))), MONDAY, MONDAY + 4 * WEEK)

    assert week is not None
    assert len(week) == cadence.HOURS
    assert week[9] > 3
    assert week[9] > 10 * week[3]
    assert week[9] > 3 * week[24 * 6 + 9]
    assert sum(week) == pytest.approx(40, rel=0.25)


def test_one_article_makes_no_habit() -> None:
    """A single piece on a Tuesday at three does not make Tuesdays at three."""
    week = cadence.habits(counts((27, 1), *((n, 1) for n in range(0, 168, 4))), MONDAY, MONDAY + 4 * WEEK)

    assert week is not None
    assert week[27] < 3 * sum(week) / cadence.HOURS


@pytest.mark.parametrize(
    ("at", "hour"), [(MONDAY, 0), (MONDAY + 167 * HOUR, 167), (MONDAY + WEEK, 0), (MONDAY - MINUTE, 167)]
)
def test_the_hour_of_the_week(at: datetime, hour: int) -> None:
    """From Monday on, in UTC."""
    assert cadence.hour_of(at) == hour


def test_a_gap_hurries() -> None:
    """After a gap the floor holds, however little the outlet publishes."""
    assert wait(Cadence(week=(0.01,) * cadence.HOURS, gap=True), floor=2 * MINUTE) == 2 * MINUTE


def test_failures_slow() -> None:
    """The first three are forgiven, then each doubles the ceiling, up to six hours."""
    waits = [wait(Cadence(failures=count), ceiling=2 * HOUR) for count in (0, 1, 3, 4, 5, 9)]

    assert waits == [waits[0]] * 3 + [4 * HOUR, 6 * HOUR, 6 * HOUR]


@pytest.mark.parametrize(("listed", "new", "expected"), [(10, 10, True), (4, 4, True), (3, 3, False), (10, 9, False)])
def test_a_gap_is_a_listing_of_new_articles_alone(listed: int, new: int, expected: bool) -> None:  # noqa: FBT001 - a case
    """One known article shows that nothing was missed; three new ones say little."""
    assert cadence.is_gap(listed=listed, new=new) is expected


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
    week = cadence.habits(counted(arrivals[: len(arrivals) * 2 // 3]), MONDAY, MONDAY + 2 * WEEK)
    now, seen, delays = MONDAY + 2 * WEEK, list[datetime](), list[timedelta]()
    coming = [at for at in arrivals if at > now]
    while coming:
        now = cadence.next_check(
            Cadence(arrivals=tuple(seen[-100:]), week=week, listed=20), now=now, floor=2 * MINUTE, ceiling=10 * MINUTE
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


def counted(arrivals: list[datetime]) -> list[int]:
    """How many came in each hour of the week."""
    return counts(*((cadence.hour_of(at), 1) for at in arrivals))
