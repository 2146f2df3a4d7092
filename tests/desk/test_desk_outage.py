"""Our own network fails: nobody is blamed, nothing waits longer than the outage lasted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import make
import pytest
from desk_made import NOW, config, finished, rows, source_failed

from monitor.causes import MADE_UP, WITHOUT_ANSWER, SourceCause
from monitor.config import Crawl
from monitor.desk import Desk
from monitor.events import LinkFailed, LinkRefused, RobotsRead
from monitor.refusals import Reason

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OUTLETS = tuple(make.outlet(f"outlet-{number:02}") for number in range(12))


@pytest.fixture
def twelve(tmp_path: Path) -> Desk:
    """A desk with twelve outlets that are asked every ten minutes."""
    desk = Desk.open(config(tmp_path, outlets=OUTLETS, crawl=Crawl(seed=False, poll=600)))
    desk.sync(NOW)
    return desk


def lived(
    desk: Desk,
    start: datetime,
    until: datetime,
    *,
    answers: Callable[[str, datetime], bool],
    step: int = 5,
    cause: SourceCause = SourceCause.NO_ANSWER,
    status: int | None = None,
) -> dict[str, list[datetime]]:
    """The daemon's clockwork from `start` to `until`: who was read, and when. A crawl takes no time."""
    read: dict[str, list[datetime]] = {outlet.id: [] for outlet in OUTLETS}
    moment = start
    while moment < until:
        for name in desk.due(moment):
            desk.order(name, moment)
            if answers(name, moment):
                desk.ingest(make.listed(name, at=moment, listed=10), moment)
                read[name].append(moment)
            else:
                desk.ingest(source_failed(name, moment, cause=cause, status=status), moment)
            desk.ingest(finished(name, moment), moment)
        if (moment - start) % MINUTE == timedelta():
            desk.check_health(moment)
        moment += timedelta(seconds=step)
    return read


def opened(desk: Desk) -> list[tuple]:
    """Kind and subject of all incidents that ever opened."""
    return rows(desk, "select kind, subject, closed_at is not null from incidents order by id")


@pytest.mark.parametrize("cause", sorted(WITHOUT_ANSWER))
def test_after_an_outage_all_is_read_within_two_minutes(twelve: Desk, cause: SourceCause) -> None:
    """Three hours without a network at `poll = "10m"`: one incident, closed; each source is read at once after it."""
    down, up = NOW + HOUR, NOW + 4 * HOUR
    read = lived(twelve, NOW, up + 20 * MINUTE, answers=lambda _, at: not down <= at < up, cause=cause)

    first = {name: next(at for at in moments if at >= up) - up for name, moments in read.items()}
    assert max(first.values()) <= 2 * MINUTE
    assert opened(twelve) == [("network_down", "network", 1)]
    assert {row[0] for row in rows(twelve, "select failures from sources")} == {0}


def test_the_outlets_are_not_asked_all_at_once(twelve: Desk) -> None:
    """The first that answers shows that the network is back; the others follow one after the other."""
    down, up = NOW + HOUR, NOW + 4 * HOUR
    read = lived(twelve, NOW, up + 5 * MINUTE, answers=lambda _, at: not down <= at < up, step=1)

    first = sorted(next(at for at in moments if at >= up) for moments in read.values())
    assert all(first.count(moment) <= 2 for moment in first)


GATEWAYS = [(cause, None) for cause in sorted(MADE_UP - WITHOUT_ANSWER - {SourceCause.HTTP_STATUS})]
GATEWAYS += [(SourceCause.HTTP_STATUS, status) for status in (404, 503)]


@pytest.mark.parametrize(("cause", "status"), GATEWAYS)
def test_a_gateway_that_answers_for_everybody_is_an_outage(
    twelve: Desk, cause: SourceCause, status: int | None
) -> None:
    """Login pages, errors, or anything else that a gateway can make up, for an hour: as an outage, and over as soon.

    One outlet that is asked every two minutes, and one that was dead before, change nothing of that.
    """
    down, up, dead = NOW + HOUR / 2, NOW + 1.5 * HOUR, "outlet-11"
    for at in (NOW - DAY * 3, NOW - DAY, NOW - HOUR):
        twelve.ingest(make.listed("outlet-00", *(f"{at:%d-%H}-{n}" for n in range(150)), at=at, listed=200), at)
    read = lived(
        twelve,
        NOW,
        up + 4 * MINUTE,
        answers=lambda name, at: name != dead and not down <= at < up,
        cause=cause,
        status=status,
        step=20,
    )
    back = [next(at for at in moments if at >= up) - up for name, moments in read.items() if name != dead]
    assert max(back) <= 2 * MINUTE
    assert [kind for kind in opened(twelve) if dead not in kind[1]] == [("network_down", "network", 1)]


def test_a_network_that_is_back_for_half_a_minute_is_one_outage(twelve: Desk) -> None:
    """Half a minute in every twenty, for three hours: one incident, closed once, and nobody is blamed."""
    down, up = NOW + HOUR / 2, NOW + 3.5 * HOUR + 12 * MINUTE

    def works(_: str, at: datetime) -> bool:
        return not down <= at < up or (at - down) % (20 * MINUTE) >= 19.5 * MINUTE

    read = lived(twelve, NOW, up + 30 * MINUTE, answers=works, step=10)

    assert opened(twelve) == [("network_down", "network", 1)]
    assert any(down < at < up for moments in read.values() for at in moments)
    behind = [moments for moments in read.values() if not any(up - 10 * MINUTE <= at < up for at in moments)]
    assert max(next(at for at in moments if at >= up) - up for moments in behind) <= 2 * MINUTE
    assert rows(twelve, "select distinct failures from sources") == [(0,)]


def test_a_clock_that_is_set_back_makes_no_outage_longer(tmp_path: Path) -> None:
    """By three hours, with four outlets: all are read when the network is back, and the incident closes as ever."""
    desk = Desk.open(config(tmp_path, outlets=OUTLETS[:4], crawl=Crawl(seed=False, poll=600)))
    desk.sync(NOW)
    down, set_back = NOW + HOUR / 2, NOW + HOUR
    lived(desk, NOW, set_back, answers=lambda _, at: at < down, step=20)
    begin = set_back - 3 * HOUR
    up = begin + 20 * MINUTE
    desk.clock_set_back(3 * HOUR.total_seconds(), begin)
    read = lived(desk, begin, up + 30 * MINUTE, answers=lambda _, at: at >= up, step=20)

    assert max(moments[0] - up for moments in list(read.values())[:4]) <= 2 * MINUTE
    assert opened(desk) == [("network_down", "network", 1)]


@pytest.mark.parametrize("seed", range(1))
def test_a_line_that_loses_most_connections_blames_nobody(twelve: Desk, seed: int) -> None:
    """Seven in ten fail, now here, now there: one incident of our own, and all is read when it is over."""
    rng = Random(seed)  # noqa: S311 - no secret
    down, up = NOW + HOUR / 2, NOW + 3 * HOUR
    mute: set[str] = set()

    def works(name: str, at: datetime) -> bool:
        works = not down <= at < up or rng.random() > 0.7
        if at < up:
            mute.discard(name) if works else mute.add(name)
        return works

    read = lived(twelve, NOW, up + 30 * MINUTE, answers=works, step=10)

    assert opened(twelve) == [("network_down", "network", 1)]
    assert mute
    assert max(next(at for at in read[name] if at >= up) - up for name in mute) <= 2 * MINUTE


def test_what_stays_dead_after_an_outage_is_still_found_out(twelve: Desk) -> None:
    """An outlet that went away meanwhile gets its own incident, counted from the end of the outage."""
    down, up = NOW + HOUR, NOW + 2 * HOUR
    gone = "outlet-03"
    lived(twelve, NOW, up + 6 * HOUR, answers=lambda name, at: at < down or (at >= up and name != gone))

    feed = make.feed(f"https://{gone}.example/").url
    assert opened(twelve) == [("network_down", "network", 1), ("source_failing", feed, 0)]


def test_a_host_of_the_house_does_not_end_the_outage(twelve: Desk) -> None:
    """One that answered all the time says nothing about the way out: the others are not chased again and again."""
    down = NOW + HOUR
    lived(twelve, NOW, NOW + 3 * HOUR, answers=lambda name, at: at < down or name == "outlet-00")

    assert opened(twelve) == [("network_down", "network", 0)]


def test_a_network_that_comes_and_goes_is_told_each_time(twelve: Desk) -> None:
    """Two outages are two incidents, and the second is not hidden by what failed in the first."""
    ups = (NOW + 2 * HOUR, NOW + 4 * HOUR)
    down = [(NOW + HOUR, ups[0]), (NOW + 3 * HOUR, ups[1])]
    read = lived(twelve, NOW, ups[1] + 5 * MINUTE, answers=lambda _, at: not any(a <= at < b for a, b in down))

    assert opened(twelve) == [("network_down", "network", 1)] * 2
    assert all(any(up <= at <= up + 2 * MINUTE for at in moments) for up in ups for moments in read.values())


def test_an_outage_costs_a_link_no_attempt(twelve: Desk) -> None:
    """A page that nobody can ask for stays as it was, and is due when the network is back."""
    lived(twelve, NOW, NOW + HOUR, answers=lambda _, at: at < NOW + 10 * MINUTE)
    twelve.ingest(make.listed("outlet-01", "a", at=NOW), NOW)
    for minute in range(60, 120):
        at = NOW + minute * MINUTE
        link = make.link("outlet-01", "a")
        twelve.ingest(LinkFailed(outlet="outlet-01", link=link, error="the name cannot be resolved", at=at), at)

    ((state, attempts, next_at),) = rows(twelve, "select state, attempts, next_at from links")
    assert (state, attempts) == ("found", 0)
    assert datetime.fromisoformat(next_at) <= NOW + 121 * MINUTE


def test_a_second_look_waits_in_an_outage_too(twelve: Desk) -> None:
    """Else it would be due at once, each time, and a host of the house be crawled each second."""
    lived(twelve, NOW, NOW + HOUR, answers=lambda _, at: at < NOW + 10 * MINUTE)
    link, at = make.link("outlet-01", "a"), NOW + 2 * HOUR
    twelve.ingest(make.listed("outlet-01", "a", at=NOW), NOW)
    twelve.ingest(LinkRefused(outlet="outlet-01", link=link, reason=Reason.NO_TEXT, at=NOW), NOW)
    twelve.ingest(LinkFailed(outlet="outlet-01", link=link, error="the name cannot be resolved", at=at), at)

    ((state, next_at),) = rows(twelve, "select state, next_at from links")
    assert (state, datetime.fromisoformat(next_at)) == ("refused", at + MINUTE)


def test_a_silent_robots_txt_does_not_outlast_the_outage(twelve: Desk) -> None:
    """That a host did not answer is forgotten: while the network is down, and when it is back."""
    host = "outlet-01.example"
    lived(twelve, NOW, NOW + HOUR, answers=lambda _, at: at < NOW + 10 * MINUTE)
    twelve.ingest(RobotsRead(host=host, at=NOW + HOUR), NOW + HOUR)

    assert not twelve.order("outlet-01", NOW + HOUR).hosts

    twelve.ingest(make.listed("outlet-02", at=NOW + HOUR + MINUTE), NOW + HOUR + MINUTE)

    assert rows(twelve, "select robots_at from hosts where host = ?", host) == [(None,)]


def test_a_page_in_place_of_robots_txt_changes_no_rules(twelve: Desk) -> None:
    """Rules that are known hold on; where none were, they are asked for as soon as the network is back."""
    known, new = "outlet-01.example", "outlet-02.example"
    twelve.ingest(RobotsRead(host=known, at=NOW, status=200, body="User-agent: *\nDisallow: /private"), NOW)
    lived(twelve, NOW, NOW + HOUR, answers=lambda _, at: at < NOW + 10 * MINUTE)
    for host in (known, new):
        page = RobotsRead(host=host, at=NOW + HOUR, status=200, body="\n<!doctype html><title>Log in</title>")
        twelve.ingest(page, NOW + HOUR)

    missing = RobotsRead(host=known, at=NOW + HOUR + MINUTE / 2, status=404)
    twelve.ingest(missing, missing.at)

    kept = rows(twelve, "select robots_body, robots_at is null from hosts where host = ?", known)
    assert kept == [("User-agent: *\nDisallow: /private", 0)]
    twelve.ingest(make.listed("outlet-03", at=NOW + HOUR + MINUTE), NOW + HOUR + MINUTE)
    assert rows(twelve, "select host, robots_at from hosts") == [(known, None), (new, None)]


def test_pages_of_a_gateway_cost_a_link_nothing(twelve: Desk) -> None:
    """What was refused before it was known that it is the network is read again, what is refused later waits."""
    start = NOW + HOUR
    lived(twelve, NOW, start, answers=lambda *_: True)
    twelve.ingest(make.listed("outlet-01", "a", "b", at=start), start)
    refused = {"outlet": "outlet-01", "reason": Reason.LOGIN}
    first = LinkRefused(link=make.link("outlet-01", "a"), at=start + MINUTE, **refused)
    twelve.ingest(first, first.at)
    lived(twelve, start + 2 * MINUTE, start + HOUR, answers=lambda *_: False, cause=SourceCause.BLOCK_PAGE)
    second = LinkRefused(link=make.link("outlet-01", "b"), at=start + HOUR, **refused)
    twelve.ingest(second, second.at)
    gone = LinkFailed(outlet="outlet-01", link=second.link, error="HTTP 404", status=404, at=second.at + MINUTE)
    twelve.ingest(gone, gone.at)
    assert rows(twelve, "select url, state, attempts from links order by url") == [
        (first.link.url, "refused", 1),
        (second.link.url, "found", 0),
    ]
    assert opened(twelve) == [("network_down", "network", 0)]

    at = start + HOUR + MINUTE
    twelve.ingest(make.listed("outlet-03", at=at), at)

    assert rows(twelve, "select state, attempts from links where url like '%/a'") == [("found", 0)]


def test_what_a_content_network_says_for_its_outlets_is_theirs(twelve: Desk) -> None:
    """Eight of twelve refuse us at once: four go on, so the network works, and each of the eight has its incident."""
    down, theirs = NOW + HOUR, [f"outlet-{number:02}" for number in range(8)]
    answers = lambda name, at: at < down or name not in theirs  # noqa: E731
    lived(twelve, NOW, NOW + 2 * HOUR, answers=answers, cause=SourceCause.HTTP_STATUS, status=403, step=60)

    assert sorted(opened(twelve)) == [
        ("source_refused", make.feed(f"https://{name}.example/").url, 0) for name in theirs
    ]


@pytest.mark.parametrize("cause", [SourceCause.NOT_A_LISTING, SourceCause.ROBOTS, SourceCause.REDIRECT])
def test_what_a_gateway_can_make_up_is_no_answer(twelve: Desk, cause: SourceCause) -> None:
    """A hotel's login page in place of every feed does not show that the network is back."""
    lived(twelve, NOW, NOW + HOUR, answers=lambda _, at: at < NOW + 10 * MINUTE)
    at = NOW + HOUR + MINUTE
    twelve.ingest(source_failed("outlet-01", at, cause=cause), at)

    assert opened(twelve) == [("network_down", "network", 0)]


def test_two_outlets_are_never_asked_less_often(tmp_path: Path) -> None:
    """With fewer than three nobody can tell whose fault it is, so the end of an outage is not waited for."""
    desk = Desk.open(config(tmp_path, outlets=OUTLETS[:2], crawl=Crawl(seed=False, poll=600)))
    desk.sync(NOW)
    up = NOW + 5 * HOUR
    read = lived(desk, NOW, up + HOUR, answers=lambda _, at: not NOW + HOUR <= at < up)

    assert all(any(up <= at <= up + 10 * MINUTE for at in read[outlet.id]) for outlet in OUTLETS[:2])
