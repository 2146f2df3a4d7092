"""The past of an outlet, asked for by a person: sitemaps by month, its WordPress, what its site names."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import make
import pytest
from fetch_blog import Blog
from fetch_raw import answer
from website import Asked, Site

from monitor.desk import Desk
from monitor.discover.earlier_pages import MOST_UNDATED_BACK
from monitor.events import Event, LinksFound
from monitor.model import Link, Origin, Policy, Source, SourceKind

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
BACK_TO = NOW - 45 * DAY


def months() -> list[str]:
    """The names of the last six months, the newest first."""
    first = NOW.replace(day=15)
    return [f"{first - 30.4 * DAY * n:%Y-%m}" for n in range(6)]


class Archives:
    """A site whose sitemaps are by month, an article a day of the month; `asked` sees each request."""

    def __init__(self, at: str = "/sitemap.xml") -> None:
        self.at = at
        self.home = "<html><body><a href='/about'>About</a></body></html>"

    def __call__(self, asked: Asked) -> bytes:
        """The index, the sitemap of a month, robots.txt, the front page."""
        site = f"http://{asked.headers['host']}"
        if asked.path == "/robots.txt":
            return answer(f"Sitemap: {site}{self.at}", kind="text/plain")
        if asked.path == "/":
            return answer(self.home)
        if asked.path == self.at:
            parts = "".join(f"<sitemap><loc>{site}/posts-{month}.xml</loc></sitemap>" for month in months())
            return answer(f"<sitemapindex>{parts}</sitemapindex>", kind="application/xml")
        if asked.path.startswith("/posts-"):
            month = asked.path.removeprefix("/posts-").removesuffix(".xml")
            pages = "".join(
                f"<url><loc>{site}/{month}-{day:02}/what-happened-on-that-day</loc>"
                f"<lastmod>{month}-{day:02}T08:00:00Z</lastmod></url>"
                for day in range(1, 29)
                if f"{month}-{day:02}" <= f"{NOW:%Y-%m-%d}"
            )
            return answer(f"<urlset>{pages}</urlset>", kind="application/xml")
        return answer("no such page", status="404 Not Found")


def days(events: list[Event]) -> set[str]:
    """The days of the articles that were listed."""
    links = [link for event in events if isinstance(event, LinksFound) for link in event.links]
    return {link.url.split("/")[3] for link in links if "what-happened" in link.url}


@pytest.mark.parametrize("kind", [SourceKind.SITEMAP, SourceKind.FEED], ids=["its own source", "named in robots.txt"])
def test_the_months_of_an_index(raw: Site, crawl: Callable[..., list[Event]], kind: SourceKind) -> None:
    """Each month back to the day is read once, and none before; what is older than the day is left out."""
    raw.otherwise = Archives()
    source = Source(kind=kind, url=raw.base + ("/sitemap.xml" if kind is SourceKind.SITEMAP else "/feed"))
    events = crawl(policy=Policy.FEED, sources=(source,), back_to=BACK_TO)

    wanted = [month for month in months() if month >= f"{BACK_TO:%Y-%m}"]
    asked = [path for path in raw.paths() if path.startswith("/posts-")]
    assert set(asked) >= {f"/posts-{month}.xml" for month in wanted}
    assert len(asked) == len(set(asked)) <= max(len(wanted), 3)
    found = days(events)
    expected = {f"{month}-{day:02}" for month in wanted for day in range(1, 29)}
    assert {day for day in expected if f"{BACK_TO + DAY:%Y-%m-%d}" <= day <= f"{NOW - DAY:%Y-%m-%d}"} <= found


def test_sitemaps_that_are_only_counted_end_with_one_that_is_older(
    raw: Site, crawl: Callable[..., list[Event]]
) -> None:
    """Their names say nothing, so they are read from the last on, until what one declares lies before the day."""
    raw.otherwise = months_of = Archives()
    names = {f"/part-{len(months()) - n}.xml": f"/posts-{month}.xml" for n, month in enumerate(months())}

    def numbered(asked: Asked) -> bytes:
        site = f"http://{asked.headers['host']}"
        if asked.path == "/sitemap.xml":
            parts = "".join(f"<sitemap><loc>{site}{name}</loc></sitemap>" for name in names)
            return answer(f"<sitemapindex>{parts}</sitemapindex>", kind="application/xml")
        return months_of(replace(asked, line=f"GET {names.get(asked.path, asked.path)} HTTP/1.1"))

    raw.otherwise = numbered
    crawl(policy=Policy.FEED, back_to=BACK_TO)

    within = sum(month >= f"{BACK_TO:%Y-%m}" for month in months())
    asked = [path for path in raw.paths() if path.startswith("/part-")]
    assert asked == [f"/part-{len(names) - n}.xml" for n in range(within + 1)]


def test_nothing_of_the_past_is_news(raw: Site, crawl: Callable[..., list[Event]]) -> None:
    """What was published before the last look, or nobody knows when, comes as of an earlier time."""
    raw.otherwise = Archives()
    events = crawl(policy=Policy.FEED, back_to=NOW - 150 * DAY, looked={make.feed(raw.base + "/").url: NOW})

    found = [event for event in events if isinstance(event, LinksFound) and event.links]
    assert len(found) >= 5
    assert all(event.since == NOW for event in found)


def test_the_wordpress_of_the_front_page(raw: Site, crawl: Callable[..., list[Event]]) -> None:
    """It lists all posts there are, page by page, until one is older."""
    raw.otherwise = archives = Archives()
    archives.home = '<html><head><link rel="https://api.w.org/" href="/wp-json/"></head><a href="/x">x</a>'
    crawl(policy=Policy.FEED, back_to=BACK_TO)

    assert len([path for path in raw.paths() if path.startswith("/wp-json/wp/v2/posts")]) == 1  # none is there


def test_pages_without_dates_are_not_read_without_end(raw: Site, crawl: Callable[..., list[Event]]) -> None:
    """A section names its next page again and again, and nobody knows how old they are."""
    blog = Blog("")
    blog.listed["/"], blog.pages, blog.count = 5, True, 1_000
    raw.otherwise = blog
    section = Source(kind=SourceKind.SECTION, url=f"{raw.base}/")
    crawl(policy=Policy.FEED, sources=(section,), back_to=BACK_TO)

    assert len([path for path in raw.paths() if path.startswith("/?")]) == MOST_UNDATED_BACK


def test_news_is_read_before_the_past(follow: Callable, raw: Site) -> None:
    """Thousands of old links wait; a crawl by itself reads the newest of what is news, and some of them."""
    desk: Desk
    desk, _ = follow(SourceKind.FEED, "/feed")
    source = desk.context.outlets["reel"].sources[0]
    old = tuple(Link(url=f"{raw.base}/old-{n}") for n in range(200))
    event = LinksFound(outlet="reel", source=source, at=NOW, links=(Link(url=f"{raw.base}/news"),), listed=1)
    desk.ingest(event, NOW)
    desk.ingest(replace(event, links=old, listed=200, child=True, since=NOW), NOW)

    by_itself = desk.order("reel", NOW).pending
    assert by_itself[0].url == f"{raw.base}/news"
    assert 30 <= len(by_itself) <= 100
    assert len(desk.order("reel", NOW, force=True).pending) == 201
    rows = desk.context.archive.rows("select origin, count(*) as n from links group by 1 order by 1")
    assert [tuple(row) for row in rows] == [(Origin.BACKFILL.value, 200), (Origin.LIVE.value, 1)]
