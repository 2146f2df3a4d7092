"""How soon articles are seen, from the time that they declare."""

from datetime import timedelta

import pytest
from store_made import DAY, FEED, HOUR, MINUTE, NOW, link, new

from monitor.events import LinksFound
from monitor.listing_gap import Gap
from monitor.model import Origin
from monitor.refusals import Reason
from monitor.store import articles, gaps, leases, links, outbox, stories
from monitor.store.archive import Archive
from monitor.store.outbox import NewMessage
from monitor.store.queries import delays
from monitor.store.queries.delays import Spread


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
    assert joblo.listed_after == Spread(median=4 * MINUTE, p95=20 * MINUTE)
    assert joblo.read_after == Spread(median=5 * MINUTE, p95=21 * MINUTE)
    assert (joblo.sent_after, joblo.unread, joblo.missing) == (None, 1, 0)


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

    assert (joblo.read_after, joblo.listed) == (Spread(median=timedelta(), p95=timedelta()), 2)
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


def test_until_its_alert_was_sent(archive: Archive) -> None:
    """By the message that the article brought about, on the first channel that took it; others say nothing."""
    for number in (1, 2):
        read(archive, number, declared=HOUR, listed=HOUR - MINUTE, read_at=HOUR - 2 * MINUTE)
    story = stories.open(archive, "Heat 2", NOW)
    archive.execute("update articles set story_id = ?", (story,))
    for number, (slug, minutes) in enumerate(((1, 10), (1, 7), (9, 3))):
        data = {"hits": [{"url": new(slug).article.url}]}
        outbox.enqueue(
            archive, NewMessage(id=f"m{number}", type="story.opened", story=story, data=data), [("hook", None, "")], NOW
        )
        (claimed,) = leases.claim(archive, NOW, 1, HOUR)
        leases.sent(archive, claimed.id, NOW - HOUR + minutes * MINUTE)

    (joblo,) = delays.by_outlet(archive, NOW - DAY)

    assert joblo.sent_after == Spread(median=7 * MINUTE, p95=7 * MINUTE)


def test_what_gaps_lack_is_not_held(archive: Archive) -> None:
    """Articles that may have come and gone count as listed; those that were found of a gap are held, and news."""
    read(archive, 1, declared=HOUR, listed=HOUR, read_at=HOUR)
    since = NOW - 2 * HOUR
    shown = Gap(since=since, until=NOW - HOUR, missing=4)
    gaps.seen(archive, LinksFound(outlet="joblo", source=FEED, at=NOW - HOUR), shown)
    links.add(archive, "joblo", FEED, [link(2)], Origin.BACKFILL, NOW)
    gaps.found(archive, LinksFound(outlet="joblo", source=FEED, at=NOW, links=(link(2),), since=since, fills=FEED.url))
    links.add(archive, "joblo", FEED, [link(3)], Origin.BACKFILL, NOW)  # of a person's look into the past
    (gap,) = gaps.to_fill(archive, "joblo")
    gaps.given_up(archive, gap.id, NOW)

    (joblo,) = delays.by_outlet(archive, NOW - DAY)
    assert (joblo.listed, joblo.missing, joblo.held) == (2, 3, 0.2)


@pytest.mark.parametrize(("minutes", "holds"), [(2, True), (3, True), (4, False)])
def test_whether_busy_outlets_are_read_soon_enough(archive: Archive, minutes: int, *, holds: bool) -> None:
    """Of outlets with fifty articles a day the median says whether the promise holds."""
    for number in range(1, delays.BUSY + 1):
        assert delays.promise(archive, NOW) is None
        at = number * 20 * MINUTE
        read(archive, number, declared=at, listed=at - MINUTE, read_at=at - minutes * MINUTE)

    found = delays.promise(archive, NOW)
    assert found is not None
    assert (found.outlets, found.articles, found.spread.median, found.holds) == (1, 50, minutes * MINUTE, holds)
