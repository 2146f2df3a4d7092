"""Gaps of a source without earlier pages: another listing of the outlet has what it lost, or nothing has."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import make
import pytest
from fetch_blog import START, Blog, stored
from fetch_raw import answer, feed

from monitor.causes import CrawlOutcome
from monitor.desk import Desk, gap_events
from monitor.events import Event, Finished, GapAsked, LinksFound
from monitor.listing_gap import Gap, OpenGap
from monitor.model import Origin, Policy, SourceKind
from monitor.store import gaps, incidents
from monitor.store.gaps import GapRow

Look = Callable[[float], list[Event]]
DAY = timedelta(days=3)


def the_gap(desk: Desk) -> GapRow:
    """The one gap that the archive has."""
    (row,) = gaps.listing(desk.context.archive, since=START - DAY)
    return row


def forty(blog: Blog, look: Look, *, then: int = 2) -> None:
    """Forty articles between the first look and the second; then some looks at nothing new."""
    blog.count = 12
    look(12.5)
    blog.count = 52
    for more in range(then):
        look(52.5 + more / 10)


def asked_for(raw, *but: str) -> list[str]:
    """The paths asked for, without articles and those named."""
    return [path for path in raw.paths() if not path.startswith("/story-") and path not in but]


@pytest.mark.parametrize("named", [True, False], ids=["named in robots.txt", "at a usual address"])
def test_the_news_sitemap_has_what_a_feed_of_ten_lost(raw, follow, *, named):
    """Thirty articles come from it, as news, for it declares their times; then the gap is closed."""
    raw.otherwise = blog = Blog("")
    blog.listed |= {"/news-sitemap.xml": 60, "/robots.txt": int(named)}
    desk, look = follow(SourceKind.FEED, "/feed")
    forty(blog, look)

    assert set(stored(desk)) == set(range(3, 53))
    assert set(stored(desk).values()) == {Origin.LIVE.value}
    row = the_gap(desk)
    assert (row.state, row.filled_by) == ("filled", f"{raw.base}/news-sitemap.xml")
    assert (row.missing, row.found) == (30, 30)
    assert timedelta(minutes=30) < row.ends_at - row.begins_at < timedelta(minutes=31)
    look(53)
    assert raw.paths().count("/news-sitemap.xml") == 1
    desk.check_health(START + timedelta(minutes=54))
    assert not incidents.listing(desk.context.archive)


def test_a_sitemap_that_says_the_day_alone_has_it(raw, follow):
    """The midnight of a day is before the last look, its articles are not: they are read, and their pages say when."""
    raw.otherwise = blog = Blog("")
    blog.listed |= {"/news-sitemap.xml": 60, "/robots.txt": 1}
    blog.days = True
    desk, look = follow(SourceKind.FEED, "/feed", Policy.PAGE)
    forty(blog, look)

    origins = stored(desk)
    assert set(origins) == set(range(1, 53))
    assert {n for n, origin in origins.items() if origin == Origin.BACKFILL.value} == {1, 2}
    assert (the_gap(desk).state, the_gap(desk).found) == ("filled", 32)


def test_a_section_page_has_it_and_the_pages_say_how_old_they_are(raw, follow):
    """A front page names no times: what its articles declare decides whether they are news."""
    raw.otherwise = blog = Blog("")
    blog.listed["/"] = 52
    desk, look = follow(SourceKind.FEED, "/feed", Policy.PAGE)
    forty(blog, look)

    origins = stored(desk)
    assert set(origins) == set(range(1, 53))
    assert {n for n, origin in origins.items() if origin == Origin.BACKFILL.value} == {1, 2}
    assert (the_gap(desk).state, the_gap(desk).filled_by) == ("filled", f"{raw.base}/")


def test_the_pages_of_a_section_are_read_on(raw, follow):
    """A front page that is too short names its next one."""
    raw.otherwise = blog = Blog("")
    blog.listed["/"], blog.pages = 12, True
    desk, look = follow(SourceKind.FEED, "/feed")
    forty(blog, look)

    assert set(stored(desk)) >= set(range(3, 53))
    assert the_gap(desk).state == "filled"
    assert [path for path in raw.paths() if path.startswith("/?")] == [f"/?page={n}" for n in (2, 3, 4)]


@pytest.mark.parametrize("length", [41, 42, 43])
def test_a_section_page_that_ends_with_few_known_ones_has_it(raw, follow, length):
    """As many as are missing, then one to three of the last look, and no page after it: nothing is left to be said."""
    raw.otherwise = blog = Blog("")
    blog.listed["/"] = length
    desk, look = follow(SourceKind.FEED, "/feed")
    forty(blog, look)
    desk.check_health(START + timedelta(minutes=53))

    assert set(stored(desk)) >= set(range(3, 53))
    assert (the_gap(desk).state, the_gap(desk).found) == ("filled", 30)
    assert not incidents.listing(desk.context.archive)


def test_what_another_listing_found_counts_on_the_pages_of_a_section(raw, follow):
    """A sitemap had all, but nothing of the last look; the front page's pages go back to that, with nothing new."""
    raw.otherwise = blog = Blog("")
    blog.listed |= {"/news-sitemap.xml": 40, "/robots.txt": 1, "/": 12}
    blog.pages = True
    desk, look = follow(SourceKind.FEED, "/feed")
    forty(blog, look)
    desk.check_health(START + timedelta(minutes=53))

    assert set(stored(desk)) >= set(range(3, 53))
    assert (the_gap(desk).state, the_gap(desk).filled_by) == ("filled", f"{raw.base}/")
    assert not incidents.listing(desk.context.archive)


def test_the_wordpress_that_the_front_page_names_has_it(raw, follow):
    """Its posts are read, page by page, where the front page itself is too short."""
    raw.otherwise = blog = Blog("")
    blog.listed["/"], blog.wordpress = 15, True
    desk, look = follow(SourceKind.FEED, "/feed")
    forty(blog, look)

    assert set(stored(desk)) == set(range(3, 53))
    assert the_gap(desk).filled_by.startswith(f"{raw.base}/wp-json/wp/v2/posts")
    assert len([path for path in raw.paths() if path.startswith("/wp-json")]) == 5


@pytest.mark.parametrize(("path", "is_asked"), [("/feed/", True), ("/feed", False)])
def test_the_posts_of_a_wordpress_that_nothing_names_have_it(raw, follow, path, is_asked):
    """A feed without pages at the address that WordPress gives to feeds: the posts are where a WordPress has them."""
    raw.otherwise = blog = Blog("")
    desk, look = follow(SourceKind.FEED, path)
    forty(blog, look)

    assert (the_gap(desk).state, set(stored(desk)) == set(range(3, 53))) == (
        ("filled", True) if is_asked else ("unfilled", False)
    )
    assert any(path.startswith("/wp-json/wp/v2/posts?") for path in raw.paths()) is is_asked


def test_where_nothing_has_it_the_gap_is_reported(raw, follow):
    """What may help is asked once; then an incident says how many may be missing, from when to when."""
    raw.otherwise = blog = Blog("")
    desk, look = follow(SourceKind.FEED, "/feed")
    forty(blog, look, then=1)
    desk.check_health(START + timedelta(minutes=52.5))
    assert not incidents.listing(desk.context.archive)  # something is left to be asked

    look(52.6)
    desk.check_health(START + timedelta(minutes=53))
    (incident,) = incidents.listing(desk.context.archive, open_only=True)
    assert incident.kind == "listing_gap"
    assert "about 30 articles between" in incident.detail
    assert the_gap(desk).state == "unfilled"
    assert set(stored(desk)) == {*range(3, 13), *range(43, 53)}
    asked = asked_for(raw, "/feed", "/robots.txt")
    assert len(asked) == len(set(asked)) <= 8
    assert not [path for path in asked if "per_page" in path]  # no WordPress is named


def test_what_filled_nothing_is_not_asked_for_the_next_gap(raw, follow):
    """An outlet whose feed is too short every time costs a few requests a day, not with each look."""
    raw.otherwise = blog = Blog("")
    desk, look = follow(SourceKind.FEED, "/feed")
    forty(blog, look)
    before = len(raw.paths())
    blog.count = 92
    look(92.5)
    look(92.6)

    assert set(raw.paths()[before:]) == {"/feed", "/robots.txt"}
    assert [row.state for row in gaps.listing(desk.context.archive, since=START - DAY)] == ["unfilled", "unfilled"]


def test_what_filled_a_gap_is_asked_first_for_the_next(raw, follow):
    """One request more is what the second gap costs."""
    raw.otherwise = blog = Blog("")
    blog.listed["/news-sitemap.xml"] = 60
    desk, look = follow(SourceKind.FEED, "/feed")
    forty(blog, look)
    before = len(raw.paths())
    blog.count = 92
    look(92.5)
    look(92.6)

    assert [path for path in raw.paths()[before:] if path not in {"/feed", "/robots.txt"}] == ["/news-sitemap.xml"]
    assert set(stored(desk)) == set(range(3, 93))


def test_spare_addresses_of_a_shipped_outlet_are_asked(raw, follow, monkeypatch):
    """Before what only may be there; not those that list no more than what is followed."""
    raw.otherwise = blog = Blog("")
    blog.listed |= {"/news-sitemap.xml": 60, "/": 60}
    spare = tuple(make.feed(f"{raw.base}/{name}-") for name in ("a", "b"))
    spare = (spare[0], replace(spare[1], kind=SourceKind.SITEMAP, url=f"{raw.base}/news-sitemap.xml"))
    monkeypatch.setattr(gap_events.catalogue, "spare", {"reel": spare}.__getitem__)
    _, look = follow(SourceKind.FEED, "/feed")
    forty(blog, look)

    assert asked_for(raw, "/feed", "/robots.txt") == ["/news-sitemap.xml"]


def test_a_listing_that_gave_no_answer_is_asked_again(raw, follow):
    """An error of the server says nothing about what the sitemap lists."""
    raw.otherwise = blog = Blog("")
    blog.listed["/news-sitemap.xml"], blog.down = 60, {"/news-sitemap.xml"}
    desk, look = follow(SourceKind.FEED, "/feed")
    forty(blog, look)
    assert the_gap(desk).state == "open"
    blog.down = set()
    look(53)

    assert the_gap(desk).state == "filled"
    assert set(stored(desk)) == set(range(3, 53))


@pytest.mark.parametrize(("status", "is_final"), [("404 Gone", True), ("429 Slow", False), ("500 Oh", False)])
def test_what_an_error_says_of_a_gap(raw, crawl, status, is_final):
    """That the listing is not there, which ends the asking; or only that it is to be asked another time."""
    by = replace(make.feed(f"{raw.base}/"), kind=SourceKind.SITEMAP, url=f"{raw.base}/map.xml")
    gap = OpenGap(source=f"{raw.base}/feed", gap=Gap(since=START, until=START + DAY), ask=(by,))
    raw.answers = {"/feed": feed(), "/map.xml": answer("no list", "Retry-After: 1", status=status)}

    (asked,) = [event for event in crawl(gaps=(gap,)) if isinstance(event, GapAsked)]

    assert (asked.source, asked.since, asked.by.url) == (gap.source, START, by.url)
    assert (asked.filled, asked.answered) == (False, is_final)


def test_part_of_it_is_better_than_nothing(raw, follow):
    """A sitemap that does not go back to the last look brings what it has, and the gap says what may be missing."""
    raw.otherwise = blog = Blog("")
    blog.listed["/news-sitemap.xml"] = 30
    desk, look = follow(SourceKind.FEED, "/feed")
    forty(blog, look)

    assert set(stored(desk)) == {*range(3, 13), *range(23, 53)}
    assert (the_gap(desk).state, the_gap(desk).found) == ("unfilled", 20)
    assert the_gap(desk).unfilled.articles == "about 10 articles"


def test_a_sitemap_that_is_made_once_a_day_fills_nothing(raw, follow):
    """It goes back far enough, but ends before the gap does."""
    raw.otherwise = blog = Blog("")
    blog.listed["/news-sitemap.xml"] = 60
    desk, look = follow(SourceKind.FEED, "/feed")
    kept = blog.other
    blog.other = lambda path, numbers, asked: kept(path, range(20, 0, -1) if "xml" in path else numbers, asked)
    forty(blog, look)

    assert the_gap(desk).state == "unfilled"
    assert set(range(13, 21)) < set(stored(desk))


def test_a_crawl_that_was_cut_off_is_made_up_for(raw, follow):
    """The gap is in the archive with the listing that shows it: whatever ends the crawl, the next one fills it."""
    raw.otherwise = blog = Blog("<generator>https://wordpress.org/?v=6.6</generator>", "paged")
    desk, look = follow(SourceKind.FEED, "/feed")
    blog.count = 12
    look(12.5)
    blog.count = 52
    at = START + timedelta(minutes=52.5)
    first = next(event for event in look(None) if isinstance(event, LinksFound))
    desk.ingest(replace(first, at=at), at)  # and nothing else of that crawl
    assert the_gap(desk).state == "open"
    look(53)

    assert set(stored(desk)) == set(range(3, 53))
    assert (the_gap(desk).state, the_gap(desk).filled_by) == ("filled", f"{raw.base}/feed")


def test_a_crawl_that_ends_early_is_no_try(raw, follow):
    """Shut down three times, the gap is still to be filled; three whole crawls later it is given up."""
    raw.otherwise = blog = Blog("")
    blog.down = {"/", "/news-sitemap.xml"}
    desk, look = follow(SourceKind.FEED, "/feed")
    forty(blog, look, then=1)
    at = START + timedelta(minutes=53)
    for _ in range(5):
        desk.ingest(Finished(outlet="reel", at=at, outcome=CrawlOutcome.SHUTDOWN, complete=False), at)
    assert the_gap(desk).state == "open"
    for _ in range(gap_events.MOST_TRIES - 1):
        desk.ingest(Finished(outlet="reel", at=at, outcome=CrawlOutcome.FINISHED), at)
    assert the_gap(desk).state == "unfilled"


def test_the_same_events_twice_are_one_gap(raw, follow):
    """A crawl that is ingested again after a crash changes nothing."""
    raw.otherwise = blog = Blog("")
    blog.listed["/news-sitemap.xml"] = 60
    desk, look = follow(SourceKind.FEED, "/feed")
    blog.count = 12
    look(12.5)
    blog.count = 52
    at = START + timedelta(minutes=52.5)
    for event in look(52.5):
        desk.ingest(replace(event, at=at), at)
    events = look(52.6)
    before = the_gap(desk)
    for event in events:
        if isinstance(event, (LinksFound, GapAsked)):
            desk.ingest(replace(event, at=at + timedelta(seconds=6)), at)

    assert the_gap(desk) == before
