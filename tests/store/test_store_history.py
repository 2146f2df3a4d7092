import pytest
from store_made import DAY, FEED, HIT, HOUR, MINUTE, NOW, join, link, new

from monitor.model import LinkState, Origin
from monitor.refusals import Reason
from monitor.store import articles, hits, leases, links, outbox, stories
from monitor.store.archive import Archive
from monitor.store.outbox import NewMessage
from monitor.store.queries import history, stats


@pytest.fixture
def lived(archive: Archive) -> Archive:
    """Four links of JoBlo of which one is stored, an article of Collider that joins its story, and two hits."""
    links.add(archive, "joblo", FEED, [link(number) for number in range(1, 5)], Origin.LIVE, NOW)
    first = articles.add(archive, new(1, published_at=NOW - HOUR))
    links.stored(archive, link(1), first, NOW + MINUTE)
    links.refused(archive, link(2), Reason.CAPTCHA, "", NOW + 2 * MINUTE)
    links.failed(archive, link(3), "timeout", NOW, next_at=NOW + DAY)
    second = articles.add(archive, new(9, outlet="collider", published_at=NOW))
    story = stories.open(archive, "Heat 2 is on", NOW)
    for number in (first, second):
        join(archive, story, number)
        hits.add(archive, HIT, number, story, Origin.LIVE, NOW)
    return archive


def test_tried_links(lived: Archive) -> None:
    """The links that were tried last, oldest first, with what became of them."""
    tried = history.tried(lived, "joblo")

    assert [(each.url.rsplit("/", 1)[1], each.state, each.reason) for each in tried] == [
        ("3", LinkState.FOUND, None),
        ("1", LinkState.STORED, None),
        ("2", LinkState.REFUSED, Reason.CAPTCHA),
    ]
    assert history.tried(lived, "collider") == []


def test_arrivals(lived: Archive) -> None:
    """When an outlet's articles were reported, the newest first, and how many in each hour."""
    articles.add(lived, new(2, published_at=NOW))

    assert history.arrivals(lived, "joblo") == [NOW, NOW - HOUR]
    assert history.arrivals(lived, "joblo", limit=1) == [NOW]
    hours = [at.replace(minute=0, second=0) for at in (NOW - HOUR, NOW)]
    assert history.by_hour(lived, "joblo", NOW - HOUR) == (dict.fromkeys(hours, 1), NOW - HOUR)
    assert history.by_hour(lived, "joblo", NOW - MINUTE) == ({hours[1]: 1}, NOW)


def test_channels(lived: Archive) -> None:
    """How each channel fares: what is dead but for what people dropped, what waits, what went out."""
    for number in range(4):
        message = NewMessage(id=f"m{number}", type="story.opened")
        outbox.enqueue(lived, message, [("desk", None, "x")], NOW + number * MINUTE)
    first, second = leases.claim(lived, NOW + DAY, 2, HOUR)
    leases.sent(lived, first.id, NOW + DAY)
    leases.dead(lived, second.id, "410 Gone")
    outbox.drop(lived, [3], NOW)
    (desk,) = history.channels(lived)

    assert (desk.name, desk.dead, desk.queued) == ("desk", 1, 1)
    assert (desk.oldest_queued_at, desk.last_sent_at) == (NOW + 3 * MINUTE, NOW + DAY)


def test_what_an_earlier_daemon_was_sending(lived: Archive) -> None:
    """What was being sent when a daemon ended is due at once, and may have arrived."""
    outbox.enqueue(lived, NewMessage(id="m", type="story.opened"), [("desk", None, "x"), ("mail", None, "x")], NOW)
    leases.claim(lived, NOW, 1, HOUR)

    assert leases.release_all(lived, NOW) == 1
    assert [(each.channel, each.maybe_sent) for each in leases.claim(lived, NOW, 9, HOUR)] == [
        ("desk", True),
        ("mail", False),
    ]


def test_totals(lived: Archive) -> None:
    """The rows of each table that a person asks about."""
    totals = stats.totals(lived)

    assert (totals["articles"], totals["links"], totals["hits"], totals["stories"]) == (2, 4, 2, 1)


def test_by_outlet(lived: Archive) -> None:
    """What each outlet brought; a story counts for the outlet that reported it first, once others follow."""
    rows = {row["outlet"]: row for row in stats.by_outlet(lived)}

    assert (rows["JoBlo"]["articles"], rows["JoBlo"]["hits"], rows["JoBlo"]["scoops"]) == (1, 1, 1)
    assert (rows["Collider"]["articles"], rows["Collider"]["scoops"]) == (1, 0)


def test_by_watch(lived: Archive) -> None:
    """What each watch found."""
    (row,) = stats.by_watch(lived)

    assert (row["watch"], row["hits"], row["stories"], row["outlets"], row["last_hit_at"]) == ("Heat 2", 2, 1, 2, NOW)
