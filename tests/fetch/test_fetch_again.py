"""Articles that are read again: what is asked, and what is reported of each answer."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fetch_raw import PAGE, answer, feed
from website import Asked

from monitor.events import ArticleRead, Fetched, HostState, LinkFailed, LinkRefused, Validators
from monitor.model import Link
from monitor.rereading import DueReread, LookOutcome, PageReread


@pytest.fixture
def again(raw, crawl):
    """Crawl with an article at /a that is due; what came of it. `known`: what makes the request conditional."""

    def run(said, known=None, *, pending=False):
        raw.answers = {"/feed": feed(), "/a": said}
        link = Link(url=raw.base + "/a", title="Heat 2 is next, says Mann")
        due = DueReread(article=7, link=link, **(known or {}))
        return crawl(again=(due,), pending=(link,) if pending else ())

    return run


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def test_a_page_is_asked_for_by_what_is_known_of_it(raw, again):
    """A conditional request; "not modified" is unchanged, and the next request carries the same."""
    seen: list[Asked] = []

    def page(asked: Asked) -> bytes:
        seen.append(asked)
        return answer(b"", status="304 Not Modified")

    (looked,) = of(
        again(page, {"etag": '"one"', "last_modified": "Mon, 02 Nov 2026 09:00:00 GMT", "digest": "d"}), PageReread
    )

    assert seen[0].headers["if-none-match"] == '"one"'
    assert seen[0].headers["if-modified-since"] == "Mon, 02 Nov 2026 09:00:00 GMT"
    assert (looked.article, looked.outcome, looked.status) == (7, LookOutcome.UNCHANGED, 304)
    assert (looked.etag, looked.digest) == ('"one"', "d")


def test_an_article_comes_before_the_look_is_over(again):
    """A crash between the two reads the page again: a revision is never skipped."""
    events = again(answer(PAGE, 'ETag: "two"'), {"etag": '"one"'})
    (read,), (looked,) = of(events, ArticleRead), of(events, PageReread)

    assert events.index(read) < events.index(looked)
    assert read.article.title == "Heat 2 is next, says Mann"
    assert (looked.outcome, looked.etag) == (LookOutcome.READ, '"two"')
    assert looked.digest


def test_the_same_bytes_are_not_read_twice(again):
    """A host without validators is known by what it sends."""
    (first,) = of(again(answer(PAGE)), PageReread)
    events = again(answer(PAGE), {"digest": first.digest})

    assert of(events, ArticleRead) == []
    assert [looked.outcome for looked in of(events, PageReread)] == [LookOutcome.UNCHANGED]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (answer("no such page", status="404 Not Found"), LookOutcome.MISSING),
        (answer("gone", status="410 Gone"), LookOutcome.MISSING),
        (answer("out of order", status="503 Service Unavailable"), LookOutcome.FAILED),
        (answer("forbidden", status="403 Forbidden"), LookOutcome.FAILED),
        (answer("<html><body><p>Buy tickets.</p></body></html>"), LookOutcome.REFUSED),
        (b"not http", LookOutcome.FAILED),
    ],
    ids=["404", "410", "503", "403", "no-article", "no-answer"],
)
def test_what_is_no_article_is_an_outcome(again, said, outcome):
    """Nothing else is reported of it: its link stays as it was."""
    events = again(said)

    assert [looked.outcome for looked in of(events, PageReread)] == [outcome]
    assert of(events, PageReread)[0].detail
    assert of(events, LinkFailed) + of(events, LinkRefused) + of(events, ArticleRead) == []


def test_robots_txt_holds_for_a_second_look_too(raw, crawl):
    """What it disallows meanwhile is not asked for."""
    raw.answers = {"/robots.txt": answer("User-agent: *\nDisallow: /a", kind="text/plain"), "/feed": feed()}
    events = crawl(again=(DueReread(article=7, link=Link(url=raw.base + "/a")),))

    assert "/a" not in raw.paths()
    assert [looked.outcome for looked in of(events, PageReread)] == [LookOutcome.REFUSED]


def test_what_is_read_anyway_is_asked_for_once(raw, again):
    """A link that waits, whose article is due as well."""
    events = again(answer(PAGE), pending=True)

    assert raw.paths().count("/a") == 1
    assert of(events, PageReread) == []


def test_a_look_at_the_listing_alone_does_not_do(raw, crawl):
    """Although the feed did not change, the page is read: a crawl is set up."""
    raw.answers = {"/feed": answer(b"", status="304 Not Modified"), "/a": answer(PAGE)}
    due = DueReread(article=7, link=Link(url=raw.base + "/a"))
    host = HostState(host=raw.base.removeprefix("http://"), robots_status=404, robots_at=datetime.now(UTC))
    events = crawl(again=(due,), validators={raw.base + "/feed": Validators(etag='"one"')}, hosts=(host,))

    assert [looked.outcome for looked in of(events, PageReread)] == [LookOutcome.READ]
    assert {fetched.url for fetched in of(events, Fetched)} >= {raw.base + "/a"}


def test_a_host_that_asks_to_be_left_alone_leaves_it_due(raw, crawl):
    """Nothing is reported of an article whose turn did not come."""
    raw.answers = {"/feed": answer("later", "Retry-After: 3600", status="429 Too Many Requests"), "/a": answer(PAGE)}
    due = DueReread(article=7, link=Link(url=raw.base + "/a"))

    assert of(crawl(again=(due, replace(due, article=8))), PageReread) == []


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found"])
def test_the_page_itself_comes_along_where_it_is_to_be_kept(again, status):
    """Its headers without those of sending, and its bytes without their coding; of others it does not."""
    said = answer(gzip.compress(PAGE), "Content-Encoding: gzip", "X-Kept: yes", status=status)
    (kept,) = of(again(said, {"keep": True}), PageReread)
    (plain,) = of(again(said), PageReread)

    assert kept.page is not None
    assert gzip.decompress(kept.page.packed) == PAGE
    assert ("X-Kept", "yes") in kept.page.headers
    assert {"content-encoding", "content-length"}.isdisjoint(name.lower() for name, _ in kept.page.headers)
    assert plain.page is None


def test_an_unchanged_page_is_not_sent_again(again):
    """It is kept already."""
    (first,) = of(again(answer(PAGE), {"keep": True}), PageReread)

    assert [one.page for one in of(again(answer(PAGE), {"keep": True, "digest": first.digest}), PageReread)] == [None]
