"""What is learnt of an outlet from when its articles came."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from monitor.discover import habits
from monitor.discover.habits import HOURS, Habits
from monitor.discover.segments import Beliefs, profile

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def counts(*busy: tuple[int, int], weeks: int = 1) -> dict[int, int]:
    """How many articles in each hour: `(hour of the week, articles)`, the same each week."""
    made: dict[int, int] = {}
    for week in range(weeks):
        for hour, articles in busy:
            number = habits.hour_number(MONDAY) + HOURS * week + hour
            made[number] = made.get(number, 0) + articles
    return made


def learned(made: dict[int, int], weeks: int) -> Habits:
    """From so many whole weeks."""
    known = habits.learn(made, MONDAY, MONDAY + weeks * WEEK)
    assert known is not None
    return known


def by_chance(rate: list[float], *, seed: int, each: int = 1) -> dict[int, int]:
    """Four weeks of articles at a rate an hour, `each` of them at once."""
    rng = random.Random(seed)  # noqa: S311 - made data
    first = habits.hour_number(MONDAY)
    return {
        first + hour: sum(each for _ in range(60) if rng.random() < rate[hour % HOURS] / 60)
        for hour in range(4 * HOURS)
    }


OFFICE = [2.0 if 9 <= hour % 24 < 17 and hour < 120 else 0.0 for hour in range(HOURS)]


def test_habits_need_two_days() -> None:
    """Of a shorter history no hour of the week is known; nor of none at all."""
    assert habits.learn(counts((8, 5)), MONDAY, MONDAY + 2 * DAY - MINUTE) is None
    assert habits.learn({}, MONDAY, MONDAY + WEEK) is None
    assert habits.learn(counts((8, 5)), MONDAY, MONDAY + 2 * DAY) is not None


def test_habits_are_by_the_hour_of_the_week() -> None:
    """Eight on each weekday morning, nothing else: mornings are busy, nights are not, and weekends less."""
    week = learned(counts(*((24 * day + 9, 8) for day in range(5)), weeks=4), 4).week

    assert len(week) == HOURS
    assert week[9] > 3
    assert week[9] > 10 * week[3]
    assert week[9] > 3 * week[24 * 6 + 9]
    assert sum(week) == pytest.approx(40, rel=0.25)


def test_a_night_without_an_article_is_known_after_few() -> None:
    """Forty articles in four weeks, all in office hours: next to nothing is expected of a night or a Sunday."""
    rare = [rate / 8 for rate in OFFICE]
    week = learned(by_chance(rare, seed=3), 4).week

    assert week[2 * 24 + 12] == pytest.approx(0.25, rel=0.4)
    assert max(week[hour] for hour in range(120) if hour % 24 < 8 or hour % 24 > 18) < 0.01
    assert max(week[120:]) < 0.03
    assert sum(week[hour] for hour in range(120) if hour % 24 < 8 or hour % 24 > 18) < 0.05  # of ten a week


def test_one_article_makes_no_habit() -> None:
    """A single piece on a Tuesday at three does not make Tuesdays at three."""
    week = learned(counts((27, 1), *((n, 1) for n in range(0, 168, 4))), 4).week

    assert week[27] < 3 * sum(week) / HOURS


def test_a_weekly_article_makes_a_habit() -> None:
    """One hour of the week that goes its own way is believed: twelve articles each Thursday at five, else one a day."""
    week = learned(counts((3 * 24 + 17, 12), *((24 * day + 10, 1) for day in range(7)), weeks=4), 4).week

    assert week[3 * 24 + 17] > 6
    assert week[4 * 24 + 17] < 2


@pytest.mark.parametrize("each", [1, 6])
def test_a_burst_makes_no_habit_of_its_hour(each: int) -> None:
    """Articles that come six at once tell no more of single hours than the times at which they came."""
    rate = [0.5 if 9 <= hour % 24 < 21 else 0.02 for hour in range(HOURS)]
    week = learned(by_chance(rate, seed=5, each=each), 4).week
    by_day = [week[hour] / each for hour in range(HOURS) if 10 <= hour % 24 < 20]

    assert max(by_day) < 3.2 * min(by_day)
    assert sum(by_day) / len(by_day) == pytest.approx(0.5, rel=0.25)


def test_an_outlet_without_bursts_is_not_busier_for_three_articles() -> None:
    """Where an article says nothing of the next hour, it is not believed to; where it does, it is."""
    steady = learned(by_chance([1.0] * HOURS, seed=7), 4)
    rng = random.Random(8)  # noqa: S311 - made data
    stormy: dict[int, int] = {}
    for storm in range(20):  # half a day of much, a day of nothing
        first = habits.hour_number(MONDAY) + 33 * storm + rng.randrange(12)
        stormy.update({first + hour: rng.randrange(2, 6) for hour in range(12)})
    wild = learned(stormy, 4)

    assert steady.busy(6, MONDAY) == pytest.approx(1.0, abs=0.15)
    assert wild.busy(12, MONDAY) > 1.7
    assert wild.busy(0, MONDAY) < 0.5


@pytest.mark.parametrize(
    ("at", "hour"), [(MONDAY, 0), (MONDAY + 167 * HOUR, 167), (MONDAY + WEEK, 0), (MONDAY - MINUTE, 167)]
)
def test_the_hour_of_the_week(at: datetime, hour: int) -> None:
    """From Monday on, in UTC."""
    assert habits.hour_number(at) % HOURS == hour


def test_a_profile_turns_with_the_circle() -> None:
    """A day that begins at another hour is the same day."""
    day = [0, 0, 0, 1, 0, 0, 4, 9, 8, 7, 9, 12, 9, 8, 9, 7, 8, 9, 2, 1, 0, 1, 0, 0]
    beliefs = Beliefs(shape=0.1, change=0.1)
    turned = profile(day[9:] + day[:9], beliefs)

    assert turned == pytest.approx(profile(day, beliefs)[9:] + profile(day, beliefs)[:9], rel=0.02)
    assert sum(turned) / 24 == pytest.approx(1.0)


def test_a_profile_of_an_even_day_is_even() -> None:
    """What chance makes of twenty-four equal hours is smoothed away."""
    rng = random.Random(4)  # noqa: S311 - made data
    day = [sum(rng.random() < 0.5 for _ in range(20)) for _ in range(24)]

    assert max(profile(day, Beliefs(shape=0.1, change=0.1))) < 1.25
    assert max(day) > 1.3 * sum(day) / 24
