"""What is read in the place of a dead source: found by the daemon, used where it lists the same, else proposed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from changing import DAY, HOUR, Life, Reel, searches
from website import answer

from monitor.model import Source, SourceKind

GONE = answer("no", status="404 Not Found")
NAMES_RSS = '<link rel="alternate" type="application/rss+xml" href="/rss-of-all">'


@pytest.fixture
def site() -> Iterator[Reel]:
    """The outlet's site, whose front page names a second feed."""
    with Reel(front=NAMES_RSS) as reel:
        yield reel


@pytest.fixture
def life(tmp_path: Path, site: Reel) -> Life:
    """The outlet with ten articles, followed for a while."""
    made = Life(tmp_path, site)
    site.publish(made.at, 10)
    made.looks(2)
    site.publish(made.at)
    made.look()
    return made


def die(life: Life, site: Reel, *instead: str) -> None:
    """The feed goes, others are there; an article appears that only they list."""
    site.answers["/feed"] = GONE
    site.listings |= set(instead)
    site.publish(life.at + HOUR / 60)


def test_a_feed_of_the_same_articles_is_used(life: Life, site: Reel) -> None:
    """From the third failure on what the front page names is read: one incident, each article alerted once."""
    before = life.alerts()
    die(life, site, "/rss-of-all")

    assert life.looks(4) == [[], [], ["source_gone"], ["source_gone"]]
    assert life.alerts() == before + 1
    site.publish(life.at)
    life.looks(3)

    assert life.alerts() == before + 2
    assert life.value("select count(*) from articles") == len(site.published)
    (row,) = life.incidents()
    assert f"{site.base}/rss-of-all is read in its place" in row.detail
    assert row.evidence["read in its place"].startswith(f"feed {site.base}/rss-of-all, since 2026-01-05 ")
    assert row.evidence['in [[outlet]] id = "reel"'] == (
        f'sources = [{{ kind = "feed", url = "{site.base}/rss-of-all" }}]'
    )
    assert life.messages("incident.opened") == 1
    assert "rss-of-all is read in its place" in life.value("select data from messages where type = 'incident.opened'")


def test_older_items_of_a_successor_alert_nobody(life: Life, site: Reel) -> None:
    """What it lists besides, and that is older than the last new article of the dead one, is read without an alert."""
    before = life.alerts()
    older = len(site.published) + 1
    site.publish(life.at - DAY, 8)  # never listed by the feed
    site.published.sort(key=lambda one: one[1])
    site.answers["/rss-of-all"] = lambda _: site.feed(items=40)
    die(life, site)
    site.published[-1] = (older + 8, site.published[-1][1])
    life.looks(5)

    assert life.value("select count(*) from sources where replaces is not null") == 1
    assert life.value("select count(*) from articles where origin = 'backfill'") == 8
    assert life.alerts() == before + 1


def test_the_line_of_the_incident_is_taken_over(life: Life, site: Reel) -> None:
    """With the successor in the configuration the incident is over, and nothing is read or alerted again."""
    die(life, site, "/rss-of-all")
    life.looks(4)
    alerts, asked = life.alerts(), len(site.asked)
    feed = Source(kind=SourceKind.FEED, url=f"{site.base}/rss-of-all")
    life.desk.reload(replace(life.config, outlets=(replace(life.outlet, sources=(feed,)),)), life.at)

    assert life.looks(2) == [[], []]
    assert life.messages("incident.closed") == 1
    assert life.alerts() == alerts
    assert {each.path for each in site.asked[asked:]} <= {"/rss-of-all", "/robots.txt"}
    assert life.value("select count(*) from sources where replaces is not null") == 0


def test_a_source_that_works_again_is_read_again(life: Life, site: Reel) -> None:
    """It is asked every six hours; when it answers, its successor is left, and the incident closes once."""
    die(life, site, "/rss-of-all")
    life.looks(4)
    del site.answers["/feed"]
    alerts = life.alerts()

    seen = life.looks(8, HOUR)
    assert seen[0] == ["source_gone"]
    assert seen[-1] == []
    assert life.messages("incident.closed") == 1
    asked = len(site.asked)
    site.publish(life.at)
    life.looks(2)
    assert life.alerts() == alerts + 1
    assert "/rss-of-all" not in [each.path for each in site.asked[asked:]]


def test_another_source_in_the_configuration_ends_it(life: Life, site: Reel) -> None:
    """What was found for the old line says nothing of the new one; nor does it come back with the old line."""
    die(life, site, "/rss-of-all", "/new")
    life.looks(4)
    new = replace(life.outlet, sources=(Source(kind=SourceKind.FEED, url=f"{site.base}/new"),))
    life.desk.reload(replace(life.config, outlets=(new,)), life.at)
    assert life.value("select count(*) from sources where followed") == 1

    life.desk.reload(life.config, life.at)
    assert life.value("select count(*) from sources where followed") == 1
    assert life.value("select max(searches) from sources") == 0


@pytest.mark.parametrize("how", ["another site", "other articles", "few in common", "far back"])
def test_what_does_not_fit_is_proposed_only(life: Life, site: Reel, how: str) -> None:
    """A feed of another site, or of other articles, is named with its line, and not read."""
    die(life, site, "/rss-of-all")
    others = [f"<item><title>Other news {n}</title><link>{site.base}/other/{n}</link></item>" for n in range(10)]
    known = [f"<item><title>T {n}</title><link>{site.base}/{n}</link></item>" for n in range(1, 11)]
    mixed = others if how == "other articles" else [part for pair in zip(others, known, strict=True) for part in pair]
    place = f"{site.base}/rss-of-all"
    if how == "another site":
        place = f"http://localhost:{site.port}/rss-of-all"
        site.front = NAMES_RSS.replace("/rss-of-all", place)
    else:
        if how == "far back":
            newest = [f"<item><title>T {n}</title><link>{site.base}/{n}</link></item>" for n in range(12, 0, -1)]
            mixed = newest + [
                f"<item><title>Old {n}</title><link>{site.base}/other/{n}</link></item>" for n in range(60)
            ]
        site.answers["/rss-of-all"] = answer(
            f'<rss version="2.0"><channel><title>R</title>{"".join(mixed)}</channel></rss>'
        )

    life.looks(8)
    (row,) = life.incidents()
    assert f"{place} may take its place" in row.detail
    assert row.evidence["may take its place"].startswith(f"feed {place} (lists ")
    assert place in row.evidence['in [[outlet]] id = "reel"']
    assert life.value("select count(*) from sources where replaces is not null") == 0
    assert life.value("select count(*) from links where url like '%other%'") == 0


def test_it_is_looked_for_ever_more_rarely(life: Life, site: Reel) -> None:
    """Where nothing is found: at once, after a day, three more, a week, two weeks; few requests each time."""
    site.front = "<p>Nothing here</p>"
    die(life, site)
    asked = len(site.asked)
    days = [half / 2 for half in range(56) if searches(life.look(DAY / 2))]

    assert days == [1, 2, 5, 12, 26]
    assert len(life.incidents()) == 1
    in_searches = [each.path for each in site.asked[asked:] if each.path not in {"/feed", "/robots.txt"}]
    assert len(in_searches) <= 9 * len(days)


def test_robots_txt_holds_for_a_search(life: Life, site: Reel) -> None:
    """An address that it disallows is not asked for; the search goes on with the next."""
    life.value("update hosts set robots_at = '2020-01-01T00:00:00Z' returning 1")
    site.answers["/robots.txt"] = answer("User-agent: *\nDisallow: /rss-of-all\n", kind="text/plain")
    die(life, site, "/rss-of-all", "/feed.xml")
    life.looks(4)

    assert "/rss-of-all" not in site.paths()
    assert f"{site.base}/feed.xml is read in its place" in life.incidents()[0].detail


def test_an_address_that_never_worked_is_searched_for_too(tmp_path: Path, site: Reel) -> None:
    """A user's first day: nothing is known to compare with, so what is found is proposed."""
    site.answers["/feed"] = GONE
    site.listings |= {"/rss-of-all"}
    life = Life(tmp_path, site)
    site.publish(life.at, 10)

    assert life.looks(4)[-1] == ["source_gone"]
    assert f"{site.base}/rss-of-all may take its place" in life.incidents()[0].detail


@pytest.mark.parametrize("said", [b"", answer("<html><head><title>Shop</title></head><body>x</body></html>")])
def test_what_may_pass_is_searched_for_after_a_day(life: Life, site: Reel, said: bytes) -> None:
    """No answer, or no listing, is an outage at first."""
    die(life, site, "/rss-of-all")
    site.answers["/feed"] = said
    hours = [hour for hour in range(30) if searches(life.look(HOUR))]

    assert hours == [23]
    assert "/rss-of-all is read in its place" in life.incidents()[0].detail


@pytest.mark.parametrize("status", ["403 Forbidden", "429 Too Many Requests", "451 Unavailable"])
def test_who_refuses_us_is_not_asked_for_more(life: Life, site: Reel, status: str) -> None:
    """A search would be more requests to a host that wants fewer."""
    die(life, site, "/rss-of-all")
    site.answers["/feed"] = answer("no", status=status)

    assert not [1 for _ in range(12) if searches(life.look(6 * HOUR))]


def test_a_frozen_feed_is_replaced_by_one_that_goes_on(life: Life, site: Reel) -> None:
    """It can be read, and lists nothing new, while another list of the same articles goes on: nothing is missed.

    When it goes on itself, all that it lists is known from the other; that is left all the same.
    """
    life.lives(12)
    site.listings |= {"/rss-of-all"}
    site.answers["/feed"] = site.feed()
    seen, alerts = [], life.alerts()
    for _ in range(10):
        site.publish(life.at + 3 * HOUR)
        life.look(3 * HOUR)
        seen.append(life.kinds())

    assert set(map(tuple, seen)) == {(), ("source_frozen",)}
    assert seen == sorted(seen)
    assert life.value("select count(*) from articles") == len(site.published)
    assert life.alerts() == alerts + 10

    del site.answers["/feed"]
    for _ in range(8):
        site.publish(life.at + HOUR)
        life.look(HOUR)
    assert life.kinds() == []
    assert life.value("select count(*) from sources where replaces is not null and followed") == 0
    assert life.alerts() == alerts + 18


def test_a_successor_that_dies_is_replaced_in_turn(life: Life, site: Reel) -> None:
    """What is dead too is not read for ever: the search goes on by its own timetable."""
    die(life, site, "/rss-of-all")
    life.looks(4)
    site.listings -= {"/rss-of-all"}
    site.answers["/rss-of-all"] = GONE
    site.listings |= {"/feed.xml"}
    life.looks(12, 6 * HOUR)

    assert life.value("select url from sources where replaces is not null and followed") == f"{site.base}/feed.xml"
    assert life.kinds() == ["source_gone"]


def test_a_search_reaches_no_private_address(life: Life, site: Reel) -> None:
    """What a front page names is asked under the same guard as all else."""
    config = replace(life.config, network=replace(life.config.network, allow=("127.0.0.0/8",)))
    life.desk.reload(config, life.at)
    site.front = NAMES_RSS.replace("/rss-of-all", f"http://[::1]:{site.port}/rss-of-all")
    die(life, site)
    life.looks(4)

    found = life.value("select candidates from sources where candidates != '[]'")
    assert "[::1]" in found
    assert "loopback" in found
