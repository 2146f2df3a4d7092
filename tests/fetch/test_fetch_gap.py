"""Gaps: a listing holds ten articles, more come between two looks, and the earlier pages have them."""

import json
from dataclasses import replace
from datetime import timedelta

import make
import pytest
from fetch_blog import NEXT, START, WORDPRESS, Blog, published, stored
from fetch_raw import answer

from monitor.discover.earlier_pages import MOST_PAGES
from monitor.events import LinksFound, SourceFailed
from monitor.model import Link, Origin, Policy, SourceKind
from monitor.store import incidents


@pytest.mark.parametrize(
    ("kind", "path", "head", "parameter"),
    [
        (SourceKind.FEED, "/feed", NEXT, "page"),
        (SourceKind.FEED, "/feed", WORDPRESS, "paged"),
        (SourceKind.WORDPRESS, "/wp-json/wp/v2/posts", "", "page"),
    ],
    ids=["rel=next", "WordPress feed", "WordPress REST"],
)
def test_forty_articles_between_two_looks_at_ten(raw, follow, *, kind, path, head, parameter):
    """None is lost: the earlier pages are read until one holds something known, and there is no incident of a gap."""
    raw.otherwise = blog = Blog(head, parameter)
    desk, look = follow(kind, path)
    blog.count = 12
    look(12.5)
    blog.count = 50
    look(50.5)

    assert set(stored(desk)) == set(range(3, 51))
    assert set(stored(desk).values()) == {Origin.LIVE.value}
    assert len([asked for asked in raw.paths() if asked.partition("?")[0] == path]) == 5
    desk.check_health(START + timedelta(minutes=51))
    assert not [
        found for found in incidents.listing(desk.context.archive, open_only=True) if found.kind == "listing_gap"
    ]


def test_what_was_there_before_the_last_look_is_kept_and_alerts_no_one(raw, follow):
    """An earlier page also brings what was never seen before the last look: that is no news."""
    raw.otherwise = blog = Blog(NEXT)
    desk, look = follow(SourceKind.FEED, "/feed")
    blog.count = 12
    look(12.5)
    desk.context.archive.execute("delete from links")
    blog.count = 20
    look(20.5)

    assert {n for n, origin in stored(desk).items() if origin == Origin.BACKFILL.value} == {1, 2}


def test_there_is_an_end_to_it(raw, crawl):
    """A gap that goes on is left after a few pages, each asked for once."""
    raw.otherwise = blog = Blog(NEXT)
    blog.count = 1_000
    url = make.feed(raw.base + "/").url

    events = crawl(policy=Policy.FEED, looked={url: START})

    assert raw.paths() == ["/robots.txt", "/feed", *(f"/feed?page={n}" for n in range(2, MOST_PAGES + 2))]
    assert [event.since for event in events if isinstance(event, LinksFound)] == [None] + [START] * MOST_PAGES


@pytest.mark.parametrize("more", [{}, {"known": {}}])
def test_the_first_look_reads_the_newest_page_alone(raw, crawl, more):
    """Where nothing was read before there is no gap, however much is new."""
    raw.otherwise = blog = Blog(NEXT)
    blog.count = 100

    crawl(policy=Policy.FEED, **more)

    assert raw.paths() == ["/robots.txt", "/feed"]


@pytest.mark.parametrize(
    "head",
    [
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="https://elsewhere.example/feed?page=2"/>',
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="/feed"/>',
        "",
    ],
    ids=["another site", "itself", "none"],
)
def test_only_an_earlier_page_of_its_own_is_asked_for(raw, crawl, head):
    """A feed that names another site's page, itself or nothing as its next page has none."""
    raw.otherwise = blog = Blog(head)
    blog.count = 100

    crawl(policy=Policy.FEED, looked={raw.base + "/feed": START})

    assert raw.paths() == ["/robots.txt", "/feed"]


def test_a_page_that_comes_again_ends_it(raw, crawl):
    """A site that answers every page with the newest one is asked once more, not for ever."""
    raw.otherwise = blog = Blog(WORDPRESS, "unknown")
    blog.count = 100

    crawl(policy=Policy.FEED, looked={raw.base + "/feed": START})

    assert raw.paths() == ["/robots.txt", "/feed", "/feed?paged=2"]


@pytest.mark.parametrize("said", [answer("no", status="404 Not Found"), answer("<html>no feed</html>"), b""])
def test_a_missing_page_is_no_failure_of_the_source(raw, crawl, said):
    """The newest page was read: that there is no earlier one leaves the gap, and nothing else."""
    blog = Blog(WORDPRESS, "paged")
    blog.count = 100
    raw.otherwise = lambda asked: said if "paged=2" in asked.path else blog(asked)

    events = crawl(policy=Policy.FEED, looked={raw.base + "/feed": START})

    assert not [event for event in events if isinstance(event, SourceFailed)]
    assert len([event for event in events if isinstance(event, LinksFound)]) == 1


def test_a_known_article_on_the_newest_page_leaves_no_gap(raw, crawl):
    """Where the listing reaches back to the last look, nothing more is asked for."""
    raw.otherwise = blog = Blog(NEXT)
    blog.count = 100
    known = f"https://127.0.0.1:{raw.port}/story-91"

    crawl(policy=Policy.FEED, looked={raw.base + "/feed": START}, known={known: ""})

    assert raw.paths() == ["/robots.txt", "/feed"]


def test_pages_that_do_not_reach_the_last_look_leave_an_incident(raw, follow):
    """What could not be filled is said: some articles may have come and gone."""
    raw.otherwise = blog = Blog(NEXT)
    desk, look = follow(SourceKind.FEED, "/feed")
    blog.count = 12
    look(12.5)
    blog.count = 500
    look(500.5)
    look(500.6)
    desk.check_health(START + timedelta(minutes=501))

    (gap,) = [found for found in incidents.listing(desk.context.archive, open_only=True) if found.kind == "listing_gap"]
    assert "about 278 articles between" in gap.detail


def test_an_event_of_an_earlier_page_counts_once(raw, follow):
    """A crawl that is repeated after a crash does not make its listing longer."""
    desk, _ = follow(SourceKind.FEED, "/feed")
    source = desk.context.outlets["reel"].sources[0]
    links = tuple(Link(url=f"{raw.base}/story-{n}") for n in range(4))
    first = LinksFound(outlet="reel", source=source, at=START, links=links, listed=4)
    earlier = replace(
        first, links=tuple(replace(link, url=f"{link.url}-old") for link in links), since=START, fills=source.url
    )

    for event in (first, earlier, earlier):
        desk.ingest(event, START)

    (state,) = desk.context.archive.rows("select readings from sources")
    assert [reading[1:] for reading in json.loads(state["readings"])] == [[8, 8]]


def test_the_past_is_read_back_to_a_day(raw, crawl):
    """A person asks for it: earlier pages until one is older than that, whatever is known; only what is that young."""
    raw.otherwise = blog = Blog(NEXT)
    blog.count = 100
    back_to = published(65).replace(microsecond=0)
    known = f"https://127.0.0.1:{raw.port}/story-95"

    events = crawl(policy=Policy.FEED, back_to=back_to, looked={raw.base + "/feed": START}, known={known: ""})

    links = [link for event in events if isinstance(event, LinksFound) for link in event.links]
    listed = {int(link.url.rpartition("-")[2]) for link in links}
    assert [path for path in raw.paths() if "feed" in path] == ["/feed", *(f"/feed?page={n}" for n in range(2, 6))]
    assert listed == set(range(65, 101)) - {95}


def test_the_past_of_an_outlet_that_was_never_read(raw, crawl):
    """Without an earlier look all of it is the past: nothing of the earlier pages may alert."""
    raw.otherwise = blog = Blog(NEXT)
    blog.count = 30

    events = crawl(policy=Policy.FEED, back_to=published(0))

    earlier = [event for event in events if isinstance(event, LinksFound) and event.child]
    assert sum(len(event.links) for event in earlier) == 20
    assert all(event.since is not None and event.since > published(30) for event in earlier)
