"""What waits by the wall clock, when that clock is set back."""

from datetime import timedelta

import pytest
from store_made import DAY, FEED, HOUR, MINUTE, NOW, link, new

from monitor.causes import BrakeCause, CrawlOutcome
from monitor.events import HostHeld, LinksFound, RobotsRead, SourceFailed
from monitor.model import Incident, Origin
from monitor.observations import Brake, Grip
from monitor.rereading import LookOutcome, PageReread
from monitor.store import (
    articles,
    channels,
    hosts,
    incidents,
    leases,
    links,
    outbox,
    outlets,
    rereadings,
    snoozes,
    sources,
    watch_calendars,
)
from monitor.store.archive import Archive
from monitor.store.outbox import NewMessage
from monitor.store.queries import clock_shift
from monitor.store.snoozes import Snoozed

AHEAD = NOW + 3650 * DAY  # what the clock showed before it was set back to NOW
BACK = (3650 * DAY).total_seconds()


@pytest.fixture
def waiting(archive: Archive) -> Archive:
    """One wait of each kind, a minute long, begun when the clock was ten years ahead."""
    until = AHEAD + MINUTE
    outlets.finish_crawl(archive, "joblo", now=AHEAD, outcome=CrawlOutcome.FINISHED, complete=True, next_check_at=until)
    outlets.strike(archive, "joblo", AHEAD)
    outlets.pause(archive, "joblo", until)
    hosts.hold(archive, HostHeld(host="joblo.example", until=until, at=AHEAD))
    hosts.robots(archive, RobotsRead(host="joblo.example", status=200, at=until))
    links.add(archive, "joblo", FEED, [link(1)], Origin.LIVE, AHEAD)
    links.failed(archive, link(1), "timeout", AHEAD, next_at=until)
    for name in ("waits", "leased"):
        outbox.enqueue(archive, NewMessage(id=name, type="x"), [(name, None, "")], AHEAD)
    leases.claim(archive, AHEAD, 2, MINUTE)
    leases.retry(archive, 1, next_at=until, error="503")
    channels.configure(archive, {"waits": ("webhook", "x")})
    brake = Brake(cause=BrakeCause.PASSING, since=AHEAD, failures=1, until=until, error="503")
    channels.keep(archive, "waits", Grip(brake=brake))
    number = articles.add(archive, new())
    rereadings.begin(archive, number, AHEAD, until)
    looked = PageReread(outlet="joblo", article=number, link=link(1), at=until, outcome=LookOutcome.FAILED)
    rereadings.looked(archive, looked, next_at=until, missing=0, gone=False)
    sources.failed(archive, SourceFailed(outlet="joblo", source=FEED, at=until, error="timeout"))
    snoozes.begin(archive, Snoozed(story=1), until, AHEAD)
    watch_calendars.sync(archive, ["/srv/heat.ics"], until)
    incidents.open(archive, Incident(kind="x", subject="over", detail=""), until)
    incidents.close(archive, "x", "over", until)
    incidents.open(archive, Incident(kind="x", subject="stands", detail=""), until)
    return archive


@pytest.mark.parametrize(
    "column",
    [
        "outlets.next_check_at",
        "outlets.paused_until",
        "hosts.held_until",
        "hosts.robots_at",
        "links.next_at",
        "deliveries.next_at",
        "deliveries.lease_until",
        "channels.brake_until",
        "rereadings.next_at",
        "rereadings.looked_at",
        "sources.last_checked_at",
        "snoozes.until",
        "watch_calendars.next_at",
        "incidents.opened_at",
        "incidents.closed_at",
    ],
)
def test_each_wait_goes_on_no_longer_than_it_was(waiting: Archive, column: str) -> None:
    """After the clock is set back by ten years, a wait of a minute is a wait of a minute."""
    table, name = column.split(".")
    clock_shift.set_back(waiting, BACK, NOW)
    latest = waiting.value(f"select max({name}) from {table}")  # noqa: S608

    assert latest == "2026-11-22T08:01:00Z"


def test_what_is_past_stays(waiting: Archive) -> None:
    """A wait that is over by the new clock is not moved."""
    moved = clock_shift.set_back(waiting, HOUR.total_seconds(), AHEAD + timedelta(hours=1))

    assert moved == 0


def test_a_snooze_of_before_the_clock_was_wrong_lasts_until_its_time(archive: Archive) -> None:
    """A person named that moment by the right clock; the clock was ten years ahead and back meanwhile."""
    snoozes.begin(archive, Snoozed(story=1), NOW + DAY, NOW - MINUTE)
    clock_shift.set_back(archive, BACK, NOW)

    assert [one.until for one in snoozes.lasting(archive, NOW)] == [NOW + DAY]


def test_what_is_looked_at_after_the_clock_was_set_back_counts(waiting: Archive) -> None:
    """A look and a reading of a source are later than the last ones, which the clock had put years ahead."""
    clock_shift.set_back(waiting, BACK, NOW)
    at = NOW + 2 * MINUTE
    number = waiting.value("select article_id from rereadings")
    looked = PageReread(outlet="joblo", article=number, link=link(1), at=at, outcome=LookOutcome.UNCHANGED)
    rereadings.looked(waiting, looked, next_at=at + HOUR, missing=0, gone=False)
    sources.read(waiting, LinksFound(outlet="joblo", source=FEED, links=(), at=at, listed=1))

    assert waiting.value("select looks from rereadings") == 2
    assert waiting.value("select failures from sources") == 0
