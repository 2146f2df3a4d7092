"""The past of an outlet that has nothing but pages: its archives by month."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from fetch_raw import answer
from website import Asked, Site

from monitor.events import Event, LinksFound, Validators
from monitor.model import Policy, Source, SourceKind

NOW = datetime.now(UTC).replace(microsecond=0)
BACK_TO = NOW - timedelta(days=75)


def months() -> list[str]:
    """The last six months as paths, the newest first."""
    number = 12 * NOW.year + NOW.month - 1
    return [f"/{(number - back) // 12}/{(number - back) % 12 + 1:02}/" for back in range(6)]


class Paper:
    """A site with a feed of three articles and, for each month, two pages of five; it has no sitemap and no dates."""

    def __init__(self, front: str, month: str = "{}") -> None:
        self.front = front  # links of the front page
        self.month = month  # the path of a month's page
        self.empty: set[str] = set()  # months without articles

    def __call__(self, asked: Asked) -> bytes:
        """The feed, the front page, or a page of a month."""
        path, _, page = asked.path.partition("?page=")
        if path == "/feed":
            items = "".join(f"<item><link>{link}</link></item>" for link in self.links(months()[0], "1")[:3])
            return answer(f"<rss><channel>{items}</channel></rss>", kind="application/rss+xml")
        if path == "/":
            return answer(f"<html><body>{self.front}</body></html>")
        for month in months():
            if path == self.month.format(month) and month not in self.empty:
                anchors = "".join(f"<p><a href='{link}'>x</a></p>" for link in self.links(month, page or "1"))
                later = "" if page else f"<a rel='next' href='{path}?page=2'>Older</a>"
                return answer(f"<html><body>{anchors}{later}</body></html>")
        return answer("no such page", status="404 Not Found")

    def links(self, month: str, page: str) -> list[str]:
        """The articles on a page of a month."""
        return [f"{month}1{day}/what-happened-on-page-{page}-of-that-day" for day in range(5)]


def listed(events: list[Event]) -> set[str]:
    """The paths of the articles that were listed."""
    links = [link for event in events if isinstance(event, LinksFound) for link in event.links]
    return {"/" + link.url.split("/", 3)[3] for link in links}


@pytest.mark.parametrize(
    ("front", "month"),
    [
        (f"<footer><a href='/archive{months()[3]}'>Archive</a></footer>", "/archive{}"),
        ("<a href='/about'>About</a>", "{}"),
    ],
    ids=["linked from the front page", "guessed from articles"],
)
def test_each_month_is_read_back_to_the_day(
    raw: Site, crawl: Callable[..., list[Event]], front: str, month: str
) -> None:
    """All pages of it, the newest month first, and none before; nothing of it is news."""
    raw.otherwise = paper = Paper(front, month)
    events = crawl(policy=Policy.FEED, back_to=BACK_TO)

    wanted = [path for path in months() if path[1:8].replace("/", "-") >= f"{BACK_TO:%Y-%m}"]
    asked = [path for path in raw.paths() if path.partition("?")[0] in {month.format(path) for path in months()}]
    assert len(wanted) >= 3
    assert asked == [month.format(path) + tail for path in wanted for tail in ("", "?page=2")]
    assert listed(events) >= {link for path in wanted for page in "12" for link in paper.links(path, page)}
    past = [event for event in events if isinstance(event, LinksFound) and event.child]
    assert past
    assert all(event.since is not None for event in past)


def test_months_that_are_not_there_are_not_asked_for_one_by_one(raw: Site, crawl: Callable[..., list[Event]]) -> None:
    """Two in a row end it, as for a site whose articles only begin as an archive would."""
    raw.otherwise = paper = Paper("<a href='/about'>About</a>")
    paper.empty = set(months())
    crawl(policy=Policy.FEED, back_to=BACK_TO)

    assert [path for path in raw.paths() if path in months()] == months()[:2]


def test_a_front_page_that_did_not_change_is_asked_for_as_a_whole(raw: Site, crawl: Callable[..., list[Event]]) -> None:
    """Else an outlet whose source is its front page would have no past: nothing is in "not modified"."""
    paper = Paper(f"<a href='/archive{months()[3]}'>Archive</a>", "/archive{}")

    def unchanged(asked: Asked) -> bytes:
        return answer("", status="304 Not Modified") if "if-none-match" in asked.headers else paper(asked)

    raw.otherwise = unchanged
    front = Source(kind=SourceKind.SECTION, url=f"{raw.base}/")
    known = {front.url: Validators(etag='"1"')}
    events = crawl(policy=Policy.FEED, sources=(front,), back_to=BACK_TO, validators=known)

    assert listed(events) >= set(paper.links(months()[1], "2"))


def test_without_a_day_no_archive_is_read(raw: Site, crawl: Callable[..., list[Event]]) -> None:
    """A crawl as the daemon makes it asks for the feed alone."""
    raw.otherwise = Paper(f"<a href='{months()[0]}'>Archive</a>")
    crawl(policy=Policy.FEED)

    assert not set(raw.paths()) & {"/", *months()}


def test_where_sitemaps_reach_back_no_archive_is_read(raw: Site, crawl: Callable[..., list[Event]]) -> None:
    """They have all that the pages of a month have, with their times, for fewer requests."""
    paper = Paper(f"<a href='{months()[0]}'>Archive</a>")

    def with_sitemap(asked: Asked) -> bytes:
        if asked.path != "/sitemap.xml":
            return paper(asked)
        host = asked.headers["host"]
        urls = "".join(
            f"<url><loc>http://{host}{link}</loc><lastmod>{path[1:8].replace('/', '-')}-10</lastmod></url>"
            for path in months()
            for link in paper.links(path, "1")
        )
        return answer(f"<urlset>{urls}</urlset>", kind="application/xml")

    raw.otherwise = with_sitemap
    sitemap = Source(kind=SourceKind.SITEMAP, url=f"{raw.base}/sitemap.xml")
    events = crawl(policy=Policy.FEED, sources=(sitemap,), back_to=BACK_TO)

    assert listed(events) & set(paper.links(months()[1], "1"))
    assert not set(raw.paths()) & set(months())


def test_the_same_command_goes_on_with_what_was_not_reached(raw: Site, crawl: Callable[..., list[Event]]) -> None:
    """A month that is known is walked through again, without reporting its links; the next one's are new."""
    raw.otherwise = paper = Paper(f"<a href='{months()[0]}'>Archive</a>")
    paper.empty = set(months()[1:])
    first = listed(crawl(policy=Policy.FEED, back_to=BACK_TO))
    paper.empty = set()

    known = {f"https://127.0.0.1:{raw.port}{path}": "" for path in first}
    second = listed(crawl(policy=Policy.FEED, back_to=BACK_TO, known=known))

    assert second >= set(paper.links(months()[1], "2"))
    assert not first & second
