"""Which sources an order leaves out: those that answered just now, are fresh as they declare, or are gone for good."""

from datetime import datetime, timedelta

import pytest
from desk_made import OUTLETS, config, finished
from make import NOW, source_failed

from monitor.config import Crawl
from monitor.desk import Desk
from monitor.events import LinksFound
from monitor.store import outlets

FEED = OUTLETS[0].sources[0]
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def opened(tmp_path):
    """Open a desk over the same archive; it closes at the end."""
    desks = []

    def work(**crawl: object) -> Desk:
        desk = Desk.open(config(tmp_path, crawl=Crawl(seed=False, **crawl)))
        desk.sync(NOW)
        desks.append(desk)
        return desk

    yield work
    for desk in desks:
        desk.close()


def answered(desk: Desk, at: datetime = NOW, fresh_for: timedelta | None = None) -> None:
    """Its feed was read, and says for how long that is fresh."""
    fresh_until = at + fresh_for if fresh_for else None
    desk.ingest(LinksFound(outlet="joblo", source=FEED, at=at, listed=10, fresh_until=fresh_until), at)


def asks(desk: Desk, after: timedelta, **options: object) -> bool:
    """Whether the feed is a part of an order so long after NOW."""
    return FEED in desk.order("joblo", NOW + after, **options).outlet.sources


def test_ten_restarts_in_a_minute_ask_once(opened):
    """The crawl that a kill interrupted is ordered again at each start, without the source that has answered."""
    answered(opened())
    asked = []
    for restart in range(1, 11):
        desk = opened()
        asked.append(asks(desk, restart * 5 * SECOND))
        desk.close()

    assert asked == [False] * 10
    assert asks(opened(), MINUTE)


def test_a_short_poll_is_kept(opened):
    """Who configures a look every ten seconds gets it."""
    desk = opened(poll=10.0)
    answered(desk)

    assert not asks(desk, 9 * SECOND)
    assert asks(desk, 10 * SECOND)


def test_an_answer_is_asked_for_again_when_it_is_no_longer_fresh(opened):
    """A feed with max-age=300 is not asked for five minutes, however busy it is; nor is its outlet looked at."""
    desk = opened()
    answered(desk, fresh_for=5 * MINUTE)
    desk.ingest(finished(at=NOW), NOW)

    assert not asks(desk, 4 * MINUTE)
    assert asks(desk, 5 * MINUTE)
    assert outlets.state(desk.context.archive, "joblo").next_check_at >= NOW + 5 * MINUTE


def test_the_poll_bounds_what_an_answer_asks_for(opened):
    """A day of freshness would be a day of news: the configured interval is the longest wait."""
    desk = opened(poll=600.0)
    answered(desk, fresh_for=DAY)

    assert not asks(desk, 9 * MINUTE)
    assert asks(desk, 10 * MINUTE)


def test_an_answer_that_no_longer_says_how_fresh_it_is_is_asked_for_as_ever(opened):
    """What the last answer declared holds, not the one before."""
    desk = opened()
    answered(desk, fresh_for=9 * MINUTE)
    answered(desk, NOW + SECOND)

    assert asks(desk, 2 * MINUTE)


def test_a_person_who_asks_gets_an_answer(opened):
    """`monitor crawl` reads what is fresh, too."""
    desk = opened()
    answered(desk, fresh_for=9 * MINUTE)

    assert asks(desk, SECOND, force=True)


def test_a_clock_that_was_set_back_makes_nobody_wait(opened):
    """An answer of the future says nothing of now."""
    desk = opened()
    answered(desk, NOW + DAY)

    assert asks(desk, MINUTE)


@pytest.mark.parametrize(("failures", "days"), [(2, 0), (3, 1), (4, 2), (5, 4), (8, 28), (20, 28)])
def test_what_is_gone_for_good_is_asked_ever_more_rarely(opened, failures, days):
    """HTTP 410 is believed the third time; then a day, two, four, up to four weeks, whoever asks."""
    desk = opened()
    for n in range(failures):
        at = NOW + n * SECOND - failures * SECOND
        desk.ingest(source_failed(at=at, status=410), at)

    waited = [day for day in range(30) if not asks(desk, day * DAY - 2 * SECOND, force=True)]
    assert waited == list(range(days and days + 1)) if days else waited == []


def test_what_is_missing_is_asked_as_ever(opened):
    """A 404 may come back: no rest but the back-off of failures."""
    desk = opened()
    for n in range(5):
        desk.ingest(source_failed(at=NOW + n * SECOND, status=404), NOW + n * SECOND)

    assert asks(desk, MINUTE)
