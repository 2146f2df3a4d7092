"""What the Feed Reader Behaviour tests ask of a program that reads feeds, one test for each of their points.

That the name with its address is sent, that a short Retry-After is waited out and a long one kept by the next process,
and what follows a permanent redirect, is in `test_fetch_crawl` and `test_fetch_kept`; restarts in `test_desk_rests`.
"""

from datetime import UTC, datetime, timedelta

import pytest
from fetch_raw import PAGE, answer, feed
from scrapy.http import Response

from monitor.events import LinksFound, Validators
from monitor.fetch import conditional
from monitor.model import Source, SourceKind

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


def of_feed(raw):
    """The requests of the feed."""
    return [asked for asked in raw.asked if asked.path.startswith("/feed")]


@pytest.mark.parametrize(
    ("etag", "modified"),
    [
        ('W/"a,b; c"', "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("no-quotes", "2026-11-02 10:00:00"),
        ('"x"', "Mon, 02 Nov 2026 10:00:00 +0000"),
        (None, "Wed, 21 Oct 2015 07:28:00 GMT"),
        ('"only"', None),
    ],
)
def test_both_validators_go_back_as_they_came(raw, crawl, etag, modified):
    """Not one of them, not tidied, and none that was made up."""
    given = [*([f"ETag: {etag}"] if etag else []), *([f"Last-Modified: {modified}"] if modified else [])]
    raw.answers = {"/feed": answer(b"<rss version='2.0'><channel><title>T</title></channel></rss>", *given)}
    (found,) = [event for event in crawl() if isinstance(event, LinksFound)]

    crawl(validators={raw.base + "/feed": found.validators})

    first, second = of_feed(raw)
    assert not {"if-none-match", "if-modified-since"} & set(first.headers)
    assert second.headers.get("if-none-match") == etag
    assert second.headers.get("if-modified-since") == modified


def test_new_validators_replace_the_old_ones(raw, crawl):
    """After a change the next request carries those of the last answer, never a mixture with older ones."""
    raw.answers = {"/feed": [feed(raw.base + "/a"), answer(b"<rss/>", 'ETag: "two"')], "/a": answer(PAGE)}
    old = Validators(etag='"zero"', last_modified="Thu, 01 Jan 1970 00:00:00 GMT", digest="x")

    (found,) = [event for event in crawl(validators={raw.base + "/feed": old}) if isinstance(event, LinksFound)]

    assert (found.validators.etag, found.validators.last_modified) == ('"one"', None)


def test_a_feed_is_asked_for_once_and_nothing_around_it(raw, crawl):
    """One look is robots.txt and the feed: no icon, no second request, no front page."""
    raw.answers = {"/feed": feed()}
    crawl()

    assert sorted(raw.paths()) == ["/feed", "/robots.txt"]


def test_the_address_is_asked_for_as_it_is_configured(raw, crawl):
    """No parameter is added, none reordered, no fragment sent."""
    path = "/feed?b=2&a=1&utm_source=x"
    raw.answers = {path: feed()}
    crawl(sources=(Source(kind=SourceKind.FEED, url=f"{raw.base}{path}#top"),))

    assert [asked.path for asked in of_feed(raw)] == [path]


def test_nothing_is_sent_that_tells_of_us(raw, crawl):
    """No cookie comes back, no page that led there, no credentials."""
    raw.answers = {
        "/feed": feed(raw.base + "/a").replace(b"\r\n", b"\r\nSet-Cookie: id=1; Path=/\r\n", 1),
        "/a": answer(PAGE),
    }
    crawl()
    crawl()

    assert len(of_feed(raw)) == 2
    assert not [asked for asked in raw.asked if {"cookie", "referer", "authorization"} & set(asked.headers)]


def test_compressed_answers_are_welcome(raw, crawl):
    """Each request says so."""
    raw.answers = {"/feed": feed()}
    crawl()

    assert len(raw.asked) == 2
    assert all("gzip" in asked.headers.get("accept-encoding", "") for asked in raw.asked)


def test_how_long_an_answer_is_fresh_is_reported_with_it(raw, crawl):
    """Of a new listing and of one that is not modified."""
    age = "Cache-Control: public, max-age=300"
    raw.answers = {"/feed": [answer(b"<rss version='2.0'><channel/></rss>", age), answer(b"", age, status="304 Same")]}
    events = [*crawl(), *crawl()]
    found = [event for event in events if isinstance(event, LinksFound)]

    assert len(found) == 2
    assert all(timedelta(seconds=295) < event.fresh_until - event.at < timedelta(seconds=305) for event in found)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "max-age=600"}, 600),
        ({"Cache-Control": "public, MAX-AGE=60, stale-while-revalidate=9"}, 60),
        ({"Cache-Control": "s-maxage=900"}, None),
        ({"Cache-Control": "max-age=600", "Age": "500"}, 100),
        ({"Cache-Control": "max-age=600", "Age": "700"}, None),
        ({"Cache-Control": "max-age=600", "Age": "soon"}, 600),
        ({"Cache-Control": "max-age=0, must-revalidate"}, None),
        ({"Cache-Control": "no-cache, max-age=600"}, None),
        ({"Cache-Control": "max-age=99999999"}, 86_400),
        ({"Cache-Control": "max-age=99999999999999999999"}, 86_400),
        ({"Expires": "Mon, 02 Nov 2026 10:05:00 GMT"}, 300),
        ({"Expires": "Mon, 02 Nov 2026 11:05:00 GMT", "Date": "Mon, 02 Nov 2026 11:00:00 GMT"}, 300),
        ({"Cache-Control": "max-age=60", "Expires": "Mon, 02 Nov 2026 10:05:00 GMT"}, 60),
        ({"Expires": "0"}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_is_fresh(headers, seconds):
    """By `max-age`, less the time it spent in a cache; else by `Expires` (RFC 9111); a day at most."""
    found = conditional.fresh_until(Response("https://a.example/", headers=headers).headers.get, NOW)

    assert found == (NOW + timedelta(seconds=seconds) if seconds else None)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 5),
        ({"Age": "60"}, 65),
        ({"Age": "soon"}, 5),
        ({"Date": "Mon, 02 Nov 2026 09:50:00 GMT"}, 605),
        ({"Date": "Mon, 02 Nov 2026 09:50:00 GMT", "Age": "700"}, 705),
        ({"Date": "Mon, 02 Nov 2026 11:00:00 GMT"}, 5),
        ({"Date": "Mon, 02 Nov 2020 10:00:00 GMT"}, 86_405),
        ({"Age": "999999999"}, 86_405),
    ],
)
def test_of_when_an_answer_is(headers, seconds):
    """Of when it was asked for, five seconds ago, less its age in caches (RFC 9111), by whoever says more."""
    header = Response("https://a.example/", headers=headers).headers.get

    assert conditional.as_of(header, NOW - timedelta(seconds=5), NOW) == NOW - timedelta(seconds=seconds)
