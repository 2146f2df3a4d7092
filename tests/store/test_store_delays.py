"""How soon articles are seen, from the time that they declare."""

from datetime import timedelta

from store_made import DAY, FEED, HOUR, MINUTE, NOW, link, new

from monitor.model import Origin
from monitor.refusals import Reason
from monitor.store import articles, links
from monitor.store.archive import Archive
from monitor.store.queries import delays


def read(archive: Archive, number: int, *, declared: timedelta, listed: timedelta, read_at: timedelta) -> None:
    """An article of JoBlo that came in by its feed; times are before now."""
    links.add(archive, "joblo", FEED, [link(number)], Origin.LIVE, NOW - listed)
    key = articles.add(archive, new(number, published_at=NOW - declared, found_at=NOW - read_at))
    links.stored(archive, link(number), key, NOW - read_at)


def test_delays_are_from_the_declared_time(archive: Archive) -> None:
    """Median until listed and until read; a link that became no article is one that is not held."""
    for number, minutes in enumerate((2, 4, 20), 1):
        at = HOUR * number
        read(archive, number, declared=at, listed=at - minutes * MINUTE, read_at=at - (minutes + 1) * MINUTE)
    links.add(archive, "joblo", FEED, [link(9)], Origin.LIVE, NOW)
    links.refused(archive, link(9), Reason.ROBOTS, "", NOW)

    (joblo,) = delays.by_outlet(archive, NOW - DAY)

    assert (joblo.outlet, joblo.outlet_id, joblo.listed, joblo.held) == ("JoBlo", "joblo", 4, 0.75)
    assert (joblo.listed_after, joblo.read_after) == (4 * MINUTE, 5 * MINUTE)
    assert joblo.read_after_p95 == 21 * MINUTE


def test_what_was_listed_before_does_not_count(archive: Archive) -> None:
    """Only what was listed since then, and live: a first crawl brings what is days old."""
    read(archive, 1, declared=3 * DAY, listed=2 * DAY, read_at=2 * DAY)
    links.add(archive, "joblo", FEED, [link(2)], Origin.SEED, NOW)

    assert delays.by_outlet(archive, NOW - DAY) == []


def test_what_is_no_delay_is_left_out(archive: Archive) -> None:
    """An article of last month that is listed today is not late; a clock that is ahead of ours makes no time travel."""
    read(archive, 1, declared=30 * DAY, listed=HOUR, read_at=HOUR)
    read(archive, 2, declared=-MINUTE, listed=MINUTE, read_at=timedelta())

    (joblo,) = delays.by_outlet(archive, NOW - DAY)

    assert (joblo.read_after, joblo.listed) == (timedelta(), 2)
    assert delays.overall(archive) == (timedelta(), timedelta(), 1)


def test_a_day_alone_says_nothing(archive: Archive) -> None:
    """Its midnight would make every article hours late."""
    links.add(archive, "joblo", FEED, [link(1)], Origin.LIVE, NOW)
    key = articles.add(archive, new(1, published_at=NOW - HOUR, published_has_time=False))
    links.stored(archive, link(1), key, NOW)

    (joblo,) = delays.by_outlet(archive, NOW - DAY)

    assert (joblo.held, joblo.read_after) == (1.0, None)
    assert delays.overall(archive) is None


def test_all_outlets_together(archive: Archive) -> None:
    """Median and 95th percentile of the newest articles, and how many they were."""
    for number in range(1, 21):
        read(archive, number, declared=HOUR, listed=HOUR, read_at=HOUR - number * MINUTE)

    assert delays.overall(archive) == (11 * MINUTE, 20 * MINUTE, 20)
