"""Counts by day are the same whether they are kept or made when asked for."""

from dataclasses import replace
from datetime import date, timedelta

from store_made import COLLIDER, DAY, FEED, HOUR, JOBLO, MINUTE, NOW, link, new

from monitor.model import Origin
from monitor.refusals import Reason
from monitor.store import articles, day_counts, links, outlet_credits, outlets, stories
from monitor.store.archive import Archive
from monitor.store.day_counts import FirstSum, OutletDay
from monitor.story import CreditedBy, OutletCredit

FRIDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 22)


def read(archive: Archive, number: int, before: timedelta, story: int | None = None, outlet: str = "joblo") -> int:
    """An article that was published, and a minute later listed and read."""
    at = NOW - before
    links.add(archive, outlet, FEED, [link(number)], Origin.LIVE, at)
    made = new(number, outlet=outlet, published_at=at - MINUTE, found_at=at, story=story)
    article = articles.add(archive, replace(made, article=replace(made.article, authors=("Jo March", "Ana Roy"))))
    links.stored(archive, link(number), article, at)
    return article


def fill(archive: Archive) -> None:
    """Two days of JoBlo, and a story that it had first; Collider follows and says so."""
    outlets.sync(archive, [replace(JOBLO, sources=(FEED,)), COLLIDER], NOW)
    story = stories.open(archive, "Heat 2 is on", NOW - 2 * DAY)
    read(archive, 1, 2 * DAY, story)
    follower = read(archive, 2, 2 * DAY - HOUR, story, outlet="collider")
    outlet_credits.keep(archive, follower, [OutletCredit(outlet="joblo", sentence="JoBlo says.", by=CreditedBy.WORDS)])
    links.add(archive, "joblo", FEED, [link(3)], Origin.LIVE, NOW - 2 * DAY)
    links.refused(archive, link(3), Reason.ROBOTS, "", NOW - 2 * DAY)
    read(archive, 4, HOUR)


def figures(one: FirstSum) -> tuple[object, ...]:
    """What is said of firsts, wherever it was counted."""
    return one.outlet, one.author, one.stories, one.leads, one.picked_up_by, one.credited_by


def test_a_day_is_counted_by_outlet(archive: Archive) -> None:
    """Links, what became of them, articles and seconds of delay of each outlet; today as far as it is."""
    fill(archive)

    collider, joblo, today = day_counts.outlet_days(archive, FRIDAY, NOW)

    assert collider.outlet == "collider"
    assert joblo == OutletDay(
        outlet="joblo",
        day=FRIDAY,
        articles=1,
        listed=2,
        held=1,
        unread=1,
        listed_after=(60,),
        read_after=(60,),
    )
    assert (today.day, today.outlet, today.articles) == (SUNDAY, "joblo", 1)


def test_firsts_are_counted_by_outlet_and_author(archive: Archive) -> None:
    """Each author of the first article had the story, the outlet once; who followed and who said so."""
    fill(archive)

    found = day_counts.firsts(archive, FRIDAY, NOW)

    assert [one.author for one in found] == ["", "Ana Roy", "Jo March"]
    assert figures(found[0]) == ("joblo", "", 1, [3600], 1, 1)


def test_counting_changes_no_figure(archive: Archive) -> None:
    """What is kept is what would be counted; the days that are due end when all are counted, but for the last five."""
    fill(archive)
    live = day_counts.outlet_days(archive, FRIDAY, NOW)
    firsts = [figures(one) for one in day_counts.firsts(archive, FRIDAY, NOW)]
    coverage = day_counts.coverage(archive, FRIDAY, NOW)

    assert coverage == {"joblo": {"2026-11-20": 1, "2026-11-22": 1}, "collider": {"2026-11-20": 1}}
    assert day_counts.due(archive, NOW) == [SUNDAY - timedelta(days=number) for number in (1, 2)]
    for day in day_counts.due(archive, NOW):
        day_counts.count(archive, day, NOW)

    assert day_counts.outlet_days(archive, FRIDAY, NOW) == live
    assert [figures(one) for one in day_counts.firsts(archive, FRIDAY, NOW)] == firsts
    assert day_counts.coverage(archive, FRIDAY, NOW) == coverage
    assert day_counts.due(archive, NOW + 7 * DAY) == [
        date(2026, 11, 28) - timedelta(days=number) for number in range(7)
    ]
    assert day_counts.outlet_days(archive, SUNDAY, NOW)[0].day == SUNDAY, "today is never kept"


def test_what_came_late_is_counted_again(archive: Archive) -> None:
    """A page that is read days later is held; counting twice does not double."""
    fill(archive)
    day_counts.count(archive, FRIDAY, NOW)
    late = articles.add(archive, new(3, published_at=NOW - 2 * DAY))
    links.stored(archive, link(3), late, NOW)

    day_counts.count(archive, FRIDAY, NOW)

    joblo = next(one for one in day_counts.outlet_days(archive, FRIDAY, NOW) if one.outlet == "joblo")
    assert (joblo.listed, joblo.held, joblo.unread, joblo.articles) == (2, 2, 0, 2)
