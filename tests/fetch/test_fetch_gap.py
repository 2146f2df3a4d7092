"""Gaps: a listing holds ten articles, more come between two looks, and the earlier pages have them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import make
import pytest
from fetch_raw import answer
from website import Asked, Site, article

from monitor.config import Config, Crawl
from monitor.desk import Desk
from monitor.discover.earlier_pages import MOST_PAGES
from monitor.events import Event, LinksFound, SourceFailed
from monitor.model import Link, Origin, Outlet, Policy, Source, SourceKind
from monitor.store import incidents

WORDPRESS = "<generator>https://wordpress.org/?v=6.6</generator>"
NEXT = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="/feed?page={}"/>'
START = datetime.now(UTC) - timedelta(days=2)


def published(number: int) -> datetime:
    """When the blog published an article: one a minute."""
    return START + timedelta(minutes=number)


class Blog:
    """A blog of articles by their numbers, ten on each page of its feed, newest first; posts by REST, too."""

    def __init__(self, head: str, parameter: str = "page") -> None:
        self.count, self.head, self.parameter = 0, head, parameter

    def __call__(self, asked: Asked) -> bytes:
        """A page, or a listing."""
        path, _, query = asked.path.partition("?")
        if path.startswith("/story-"):
            number = int(path.removeprefix("/story-"))
            text = [f"Story {number} of the day is told here at some length, and so that it is an article."] * 9
            return answer(article(f"Story {number} of the day", text, published=published(number).isoformat()))
        given = dict(part.split("=", 1) for part in query.split("&") if part)
        page = int(given.get(self.parameter, 1))
        numbers = range(self.count - 10 * (page - 1), max(0, self.count - 10 * page), -1)
        if path == "/feed" and numbers:
            return self.feed(numbers, page, asked)
        if path == "/wp-json/wp/v2/posts" and numbers:
            return answer(json.dumps([self.post(number, asked) for number in numbers]), kind="application/json")
        return answer("no such page", status="404 Not Found")

    def feed(self, numbers: range, page: int, asked: Asked) -> bytes:
        """A page of the feed."""
        items = [
            f"<item><title>Story {n} of the day</title><link>http://{asked.headers['host']}/story-{n}</link>"
            f"<pubDate>{format_datetime(published(n))}</pubDate></item>"
            for n in numbers
        ]
        head = self.head.format(page + 1)
        return answer(f'<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>', kind="application/rss+xml")

    def post(self, number: int, asked: Asked) -> dict[str, object]:
        """A post as WordPress lists it."""
        link = f"http://{asked.headers['host']}/story-{number}"
        when = published(number).replace(tzinfo=None).isoformat()
        return {"id": number, "link": link, "date_gmt": when, "title": {"rendered": f"Story {number} of the day"}}


@pytest.fixture
def follow(raw: Site, crawl: Callable[..., list[Event]], tmp_path) -> Iterator[Callable]:
    """A desk that follows the site; a function that crawls it so many minutes after START, and ingests all."""
    opened: list[Desk] = []

    def started(kind: SourceKind, path: str) -> tuple[Desk, Callable[[], list[Event]]]:
        source = Source(kind=kind, url=raw.base + path)
        outlet = Outlet(id="reel", name="Reel", home=raw.base + "/", sources=(source,), policy=Policy.FEED)
        config = Config(
            path=tmp_path / "m.toml", archive_path=tmp_path / "a.db", outlets=(outlet,), crawl=Crawl(seed=False)
        )
        desk = Desk.open(config)
        opened.append(desk)
        desk.sync(START)

        def look(minutes: float) -> list[Event]:
            at = START + timedelta(minutes=minutes)
            order = desk.order("reel", at)
            known = {"known": order.known, "looked": order.looked, "validators": order.validators}
            events = crawl(sources=(source,), policy=Policy.FEED, **known)
            for event in events:
                desk.ingest(replace(event, at=at), at)
            return events

        return desk, look

    yield started
    for desk in opened:
        desk.close()


def stored(desk: Desk) -> dict[int, str]:
    """The articles in the archive by their numbers, each with its origin."""
    rows = desk.context.archive.rows("select url, origin from articles")
    return {int(row["url"].rpartition("-")[2]): row["origin"] for row in rows}


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
    desk.check_health(START + timedelta(minutes=501))

    (gap,) = [found for found in incidents.listing(desk.context.archive, open_only=True) if found.kind == "listing_gap"]
    assert "all 60 items" in gap.detail


def test_an_event_of_an_earlier_page_counts_once(raw, follow):
    """A crawl that is repeated after a crash does not make its listing longer."""
    desk, _ = follow(SourceKind.FEED, "/feed")
    source = desk.context.outlets["reel"].sources[0]
    links = tuple(Link(url=f"{raw.base}/story-{n}") for n in range(4))
    first = LinksFound(outlet="reel", source=source, at=START, links=links, listed=4)
    earlier = replace(first, links=tuple(replace(link, url=f"{link.url}-old") for link in links), since=START)

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
    assert raw.paths() == ["/robots.txt", "/feed", *(f"/feed?page={n}" for n in range(2, 6))]
    assert listed == set(range(65, 101)) - {95}


def test_the_past_of_an_outlet_that_was_never_read(raw, crawl):
    """Without an earlier look all of it is the past: nothing of the earlier pages may alert."""
    raw.otherwise = blog = Blog(NEXT)
    blog.count = 30

    events = crawl(policy=Policy.FEED, back_to=published(0))

    earlier = [event for event in events if isinstance(event, LinksFound) and event.child]
    assert sum(len(event.links) for event in earlier) == 20
    assert all(event.since is not None and event.since > published(30) for event in earlier)
