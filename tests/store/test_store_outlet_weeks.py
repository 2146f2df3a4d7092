"""The views of an outlet's weeks say what the queries of delays say."""

from datetime import datetime, timedelta

from store_made import FEED, HOUR, MINUTE, NOW, link, new

from monitor.causes import CrawlOutcome
from monitor.events import LinksFound
from monitor.listing_gap import Gap
from monitor.model import Origin
from monitor.refusals import Reason
from monitor.store import articles, gaps, links, outlets
from monitor.store.archive import Archive

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def fill(archive: Archive) -> None:
    """Twenty articles that were read 1 to 20 minutes late, a refusal, a gap of five; and two weeks before, one."""
    _read(archive, 30, NOW - 2 * WEEK, 99 * MINUTE)
    for number in range(1, 21):
        _read(archive, number, NOW - HOUR, number * MINUTE)
    _read(archive, 31, NOW - HOUR, 3 * DAY)  # old, not late
    links.add(archive, "joblo", FEED, [link(40)], Origin.SEED, NOW - HOUR)  # of a first crawl
    links.add(archive, "joblo", FEED, [link(41)], Origin.LIVE, NOW - HOUR)
    links.refused(archive, link(41), Reason.ROBOTS, "", NOW)
    shown = Gap(since=NOW - 2 * HOUR, until=NOW - HOUR, missing=5)
    gaps.seen(archive, LinksFound(outlet="joblo", source=FEED, at=NOW - HOUR), shown)
    links.add(archive, "joblo", FEED, [link(42)], Origin.BACKFILL, NOW)
    gaps.found(
        archive, LinksFound(outlet="joblo", source=FEED, at=NOW, links=(link(42),), since=shown.since, fills=FEED.url)
    )
    for gap in gaps.to_fill(archive, "joblo"):
        gaps.given_up(archive, gap.id, NOW)
    outlets.finish_crawl(
        archive, "joblo", now=NOW, outcome=CrawlOutcome.FINISHED, complete=True, next_check_at=NOW + HOUR
    )


def _read(archive: Archive, number: int, at: datetime, late: timedelta) -> None:
    links.add(archive, "joblo", FEED, [link(number)], Origin.LIVE, at - MINUTE)
    key = articles.add(archive, new(number, published_at=at - late, found_at=at))
    links.stored(archive, link(number), key, at)


def test_the_last_seven_days_of_an_outlet(archive: Archive) -> None:
    """Of 23 links and four articles that are missing 21 became articles; half were read within eleven minutes."""
    fill(archive)
    (row,) = [row for row in outlets.listing(archive) if row.id == "joblo"]

    assert (row.week_listed, row.week_held_percent) == (23, round(100 * 21 / 27, 1))
    assert (row.week_read_after, row.week_read_after_p95) == (11.0, 20.0)


def test_an_outlet_without_a_link_has_no_figures(archive: Archive) -> None:
    """Nothing is known of it, which is not nothing."""
    (row,) = [row for row in outlets.listing(archive) if row.id == "collider"]

    assert (row.week_listed, row.week_held_percent, row.week_read_after, row.week_read_after_p95) == (0,) + (None,) * 3


def test_week_by_week(archive: Archive) -> None:
    """From its Monday on; the newest first."""
    fill(archive)
    rows = archive.rows("select * from outlet_weeks")

    monday = NOW - timedelta(days=NOW.weekday())
    assert [row["week"] for row in rows] == [f"{monday:%Y-%m-%d}", f"{monday - 2 * WEEK:%Y-%m-%d}"]
    assert (rows[0]["listed"], rows[0]["missing"], rows[0]["held_percent"]) == (23, 4, round(100 * 21 / 27, 1))
    assert (rows[0]["read_after"], rows[0]["read_after_p95"]) == (11.0, 20.0)
    assert (rows[0]["listed_after"], rows[0]["listed_after_p95"]) == (10.0, 19.0)
    assert (rows[1]["listed"], rows[1]["missing"], rows[1]["read_after"]) == (1, 0, 99.0)
