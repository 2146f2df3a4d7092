from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fetch_raw import PAGE, answer, feed

from monitor.causes import SourceCause
from monitor.events import (
    ArticleRead,
    Finished,
    HostHeld,
    HostState,
    LinkFailed,
    LinkRefused,
    LinksFound,
    RobotsRead,
    SourceFailed,
    Validators,
)
from monitor.fetch.pace import Pace
from monitor.known_links import mark
from monitor.model import Link, PageRule, Policy
from monitor.reading import urls
from monitor.refusals import Reason


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def test_a_feed_leads_to_its_articles(raw, crawl):
    """The links are reported before their articles, and the end of the crawl last."""
    raw.answers = {"/feed": feed(raw.base + "/a", raw.base + "/b"), "/a": answer(PAGE), "/b": answer(PAGE)}

    events = crawl()

    assert [link.url for link in of(events, LinksFound)[0].links] == [raw.base + "/a", raw.base + "/b"]
    assert {read.article.title for read in of(events, ArticleRead)} == {"Heat 2 is next, says Mann"}
    assert events.index(of(events, LinksFound)[0]) < events.index(of(events, ArticleRead)[0])
    assert isinstance(events[-1], Finished)
    assert events[-1].outcome == "finished"


def test_what_a_rule_does_not_give_is_reported_with_the_article(raw, crawl):
    """The article is made by the general reading; which selector failed goes out with it."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(PAGE)}

    (read,) = of(crawl(rules=(PageRule(title=".gone"),)), ArticleRead)

    assert read.article.title == "Heat 2 is next, says Mann"
    assert [(short.part, short.css, short.gave) for short in read.shortfalls] == [("title", ".gone", "nothing")]


def test_every_request_carries_our_own_name(raw, crawl):
    """robots.txt, feed and page are asked for by the product's name with its contact, and never as Scrapy."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(PAGE)}

    crawl()

    assert raw.paths() == ["/robots.txt", "/feed", "/a"]
    for asked in raw.asked:
        assert asked.headers["user-agent"] == "EntertainmentMonitor/0.1 (+https://example.org/bot)"
        assert not any("scrapy" in value.lower() for value in asked.headers.values())


def test_known_links_are_not_read_again(raw, crawl):
    """A link whose key is known is neither told nor requested."""
    raw.answers = {"/feed": feed(raw.base + "/a", raw.base + "/b"), "/b": answer(PAGE)}

    events = crawl(known={urls.canonical(raw.base + "/a"): ""})

    assert "/a" not in raw.paths()
    assert [link.url for link in of(events, LinksFound)[0].links] == [raw.base + "/b"]
    assert of(events, LinksFound)[0].listed == 2


def test_a_changed_headline_is_read_again(raw, crawl):
    """A known link that its source lists under another title is reported as changed and its page is read."""
    raw.answers = {"/feed": feed(raw.base + "/a", raw.base + "/b"), "/a": answer(PAGE)}
    source = raw.base + "/feed"
    known = {
        urls.canonical(raw.base + "/a"): mark(source, "What it was called before"),
        urls.canonical(raw.base + "/b"): mark(source, "Story 1 of today"),
    }

    events = crawl(known=known)

    assert [link.url for link in of(events, LinksFound)[0].changed] == [raw.base + "/a"]
    assert of(events, LinksFound)[0].links == ()
    assert raw.paths().count("/a") == 1
    assert "/b" not in raw.paths()


def test_another_source_may_call_it_otherwise(raw, crawl):
    """A link whose mark is of another source is not read again for its title."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(PAGE)}

    events = crawl(known={urls.canonical(raw.base + "/a"): mark("https://other.example/feed", "Its other title")})

    assert of(events, LinksFound)[0].changed == ()
    assert "/a" not in raw.paths()


def test_pending_links_are_read_although_no_source_lists_them(raw, crawl):
    """What an earlier crawl left unread is read, once, even if a source lists it too."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(PAGE)}

    events = crawl(pending=(Link(url=raw.base + "/a"),))

    assert raw.paths().count("/a") == 1
    assert len(of(events, ArticleRead)) == 1


def test_validators_make_the_request_conditional(raw, crawl):
    """The kept ETag goes out, and 304 is reported as a reading without a list."""

    def listing(asked):
        if asked.headers.get("if-none-match") == '"one"':
            return b'HTTP/1.1 304 Not Modified\r\nETag: "one"\r\nConnection: close\r\n\r\n'
        return feed(raw.base + "/a")

    raw.answers = {"/feed": listing, "/a": answer(PAGE)}
    kept = of(crawl(), LinksFound)[0].validators

    events = crawl(validators={raw.base + "/feed": kept})

    assert kept.etag == '"one"'
    assert of(events, LinksFound)[0].listed is None
    assert of(events, LinksFound)[0].validators == kept


def test_an_equal_body_counts_as_unchanged(raw, crawl):
    """A server without validators is believed by the hash of its body."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(PAGE)}
    kept = Validators(digest=of(crawl(), LinksFound)[0].validators.digest)

    events = crawl(validators={raw.base + "/feed": kept})

    assert of(events, LinksFound)[0].listed is None


def test_an_equal_body_may_come_with_another_etag(raw, crawl):
    """The new one is kept, else every later request would carry one that its server has forgotten."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(PAGE)}
    kept = replace(of(crawl(), LinksFound)[0].validators, etag='"zero"')

    event = of(crawl(validators={raw.base + "/feed": kept}), LinksFound)[0]

    assert (event.listed, event.validators.etag) == (None, '"one"')


@pytest.mark.parametrize(
    ("whole", "before", "known", "lied"),
    [
        (True, {"etag": '"one"'}, False, True),
        (True, {"etag": '"zero"'}, False, False),
        (True, {}, False, False),
        (True, {"etag": '"one"'}, True, False),
        (False, {"etag": '"one"'}, False, False),
    ],
)
def test_a_look_without_a_condition_finds_validators_that_lie(raw, crawl, *, whole, before, known, lied):
    """Something new under the ETag of before: a conditional request would have been told "not modified"."""
    asked = []

    def listing(request):
        asked.append(request.headers.get("if-none-match"))
        return feed(raw.base + "/a")

    raw.answers = {"/feed": listing, "/a": answer(PAGE)}
    first = of(crawl(), LinksFound)[0]
    keys = {link.key: "" for link in first.links} if known else {}

    validators = {raw.base + "/feed": Validators(digest="another", **before)}
    events = crawl(validators=validators, whole=whole, known=keys)

    assert asked[-1] == (None if whole else before.get("etag"))
    assert of(events, LinksFound)[0].lied is lied


def leads_to(address):
    """A page that sends its reader on at once."""
    return answer(f'<html><head><meta http-equiv="refresh" content="0;url={address}"></head></html>'.encode())


def test_a_page_that_sends_its_reader_on_is_followed(raw, crawl):
    """As a browser does, up to two such pages in a row; the article is the link's."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": leads_to("/b"), "/b": leads_to("/c"), "/c": answer(PAGE)}

    (read,) = of(crawl(), ArticleRead)

    assert read.link.url == raw.base + "/a"
    assert read.article.url == raw.base + "/c"


def test_pages_that_send_their_reader_in_a_circle_are_left(raw, crawl):
    """Three requests, then it is a redirect that leads nowhere: looked at again later."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": leads_to("/b"), "/b": leads_to("/a")}

    (refused,) = of(crawl(), LinkRefused)

    assert refused.reason is Reason.REDIRECT
    assert [path for path in raw.paths() if path in {"/a", "/b"}] == ["/a", "/b", "/a"]


@pytest.mark.parametrize("rules", [None, b"User-agent: *\nDisallow: /b"])
def test_where_a_page_leads_is_guarded(raw, crawl, rules):
    """By robots.txt and by the addresses that may be reached, as every request."""
    if rules:
        raw.answers["/robots.txt"] = answer(rules, kind="text/plain")
    target = "/b" if rules else "http://10.0.0.1/b"
    raw.answers |= {"/feed": feed(raw.base + "/a"), "/a": leads_to(target), "/b": answer(PAGE)}

    (refused,) = of(crawl(), LinkRefused)

    assert refused.reason is (Reason.ROBOTS if rules else Reason.ADDRESS)
    assert "/b" not in raw.paths()


def test_a_link_that_redirects_to_what_is_disallowed_is_asked_for_once(raw, crawl):
    """Without its parameters too it would lead there: it is refused, not asked for again and again."""
    raw.answers = {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /b", kind="text/plain"),
        "/feed": feed(raw.base + "/a?utm_source=feed"),
        "/a?utm_source=feed": answer(b"", "Location: /b", status="302 Found"),
        "/a": answer(b"", "Location: /b", status="302 Found"),
    }

    (refused,) = of(crawl(), LinkRefused)

    assert refused.reason is Reason.ROBOTS
    assert [path for path in raw.paths() if path.startswith("/a")] == ["/a?utm_source=feed"]


def test_203_is_read_as_200(raw, crawl):
    """A proxy on the way may have changed it; it is the listing and the page all the same."""
    listing = feed(raw.base + "/a").replace(b"200 OK", b"203 Non-Authoritative Information")
    raw.answers = {"/feed": listing, "/a": answer(PAGE, status="203 Non-Authoritative Information")}

    assert of(crawl(), ArticleRead)


def test_robots_txt_bars_a_page(raw, crawl):
    """A barred page is refused with its reason and never requested."""
    raw.answers = {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /private/", kind="text/plain"),
        "/feed": feed(raw.base + "/private/a", raw.base + "/b"),
        "/b": answer(PAGE),
    }

    events = crawl()

    assert [event.reason for event in of(events, LinkRefused)] == [Reason.ROBOTS]
    assert "/private/a" not in raw.paths()
    assert of(events, RobotsRead)[0].status == 200


def test_the_crawl_delay_holds_from_the_first_request_on(raw, crawl):
    """The feed is asked for no sooner after robots.txt than robots.txt wishes."""
    raw.answers["/robots.txt"] = answer(b"User-agent: *\nCrawl-delay: 0.3\n", kind="text/plain")
    raw.answers["/feed"] = feed()
    asked = []

    class Noting(Pace):
        def space(self, host, delay):
            asked.append((host, delay, raw.paths()))
            super().space(host, delay)

    crawl(pace=Noting())

    assert asked == [(raw.base.removeprefix("http://"), 0.3, ["/robots.txt"])]
    assert raw.paths() == ["/robots.txt", "/feed"]


def test_a_group_for_scrapy_binds_us(raw, crawl):
    """Who bars scrapy means programs built on it, whatever the general group allows."""
    raw.answers = {
        "/robots.txt": answer(b"User-agent: *\nAllow: /\n\nUser-agent: Scrapy\nDisallow: /", kind="text/plain"),
        "/feed": feed(raw.base + "/a"),
    }

    events = crawl()

    assert raw.paths() == ["/robots.txt"]
    assert of(events, SourceFailed)[0].cause is SourceCause.ROBOTS


def test_a_failing_robots_txt_bars_the_host_for_now(raw, crawl):
    """A 5xx gives no permission (RFC 9309): nothing else is asked for, and nothing is refused for good."""
    raw.answers = {"/robots.txt": answer(b"", status="503 Down"), "/feed": feed(raw.base + "/a")}

    events = crawl(pending=(Link(url=raw.base + "/a"),))

    assert set(raw.paths()) == {"/robots.txt"}
    assert of(events, SourceFailed)
    assert of(events, LinkFailed)
    assert not of(events, LinkRefused)


def test_a_kept_robots_txt_is_used_for_a_day(raw, crawl):
    """Within a day the copy decides without a request; after it, the file is asked for again."""
    raw.answers = {"/feed": feed(), "/robots.txt": answer(b"", status="404 Not Found")}
    host = f"127.0.0.1:{raw.port}"
    barred = "User-agent: *\nDisallow: /feed"
    now = datetime.now(UTC)

    def kept(age):
        return (HostState(host=host, robots_status=200, robots_body=barred, robots_at=now - age),)

    fresh = crawl(hosts=kept(timedelta(hours=23)))
    assert raw.paths() == []
    assert of(fresh, SourceFailed)

    stale = crawl(hosts=kept(timedelta(hours=25)))
    assert raw.paths() == ["/robots.txt", "/feed"]
    assert not of(stale, RobotsRead)[0].body


def test_retry_after_is_waited_out(raw, crawl):
    """A short Retry-After is waited out within the crawl, and told so that the next crawl keeps it too."""
    raw.answers = {
        "/feed": feed(raw.base + "/a"),
        "/a": [answer(b"slow down", "Retry-After: 1", status="429 Slow"), answer(PAGE)],
    }

    events = crawl()

    assert len(of(events, ArticleRead)) == 1
    assert of(events, HostHeld)[0].host == f"127.0.0.1:{raw.port}"


def test_a_long_retry_after_ends_the_crawl_and_keeps_its_links(raw, crawl):
    """A host that asks for an hour is left alone: no failure is counted, and the links stay found."""
    raw.answers = {
        "/feed": feed(raw.base + "/a", raw.base + "/b"),
        "/a": answer(b"", "Retry-After: 3600", status="503 Later"),
        "/b": answer(PAGE),
    }

    events = crawl()

    assert raw.paths().count("/a") == 1
    assert "/b" not in raw.paths()
    assert not of(events, LinkRefused)
    assert not of(events, ArticleRead)
    assert events[-1].outcome == "cut"
    assert "asked us to back off" in events[-1].detail


def test_429_without_a_time_ends_the_crawl_and_keeps_its_links(raw, crawl):
    """A host that asks for less is left alone for a minute at first: one request, no failure, the links stay found."""
    pace = Pace()
    raw.answers = {
        "/feed": feed(raw.base + "/a", raw.base + "/b"),
        "/a": answer(b"", status="429 Too Many"),
        "/b": answer(b"", status="429 Too Many"),
    }

    events = crawl(pace=pace)

    pages = [path for path in raw.paths() if path in {"/a", "/b"}]
    (held,) = of(events, HostHeld)
    assert len(pages) == 1
    assert held.until - held.at == timedelta(seconds=60)
    assert not of(events, LinkFailed)
    assert events[-1].outcome == "cut"


def test_a_held_host_is_not_asked_by_the_next_crawl(raw, crawl):
    """The hold that the archive remembers keeps the next process away too."""
    raw.answers = {"/feed": feed()}
    held = HostState(host=f"127.0.0.1:{raw.port}", held_until=datetime.now(UTC) + timedelta(hours=1))

    events = crawl(hosts=(held,))

    assert raw.paths() == []
    assert events[-1].outcome == "cut"


def test_one_request_at_a_time(raw, crawl):
    """However many pages wait, a host meets one request at once."""
    raw.slow = 0.02
    pages = [f"/p{number}" for number in range(8)]
    raw.answers = {"/feed": feed(*(raw.base + page for page in pages)), **dict.fromkeys(pages, answer(PAGE))}

    crawl()

    assert raw.most_at_once == {"127.0.0.1": 1}


def test_a_missing_page_is_a_failure_with_its_status(raw, crawl):
    """A 404 may be a page on its way; it is reported with its status, so that the archive can count."""
    raw.answers = {"/feed": feed(raw.base + "/gone")}

    failures = of(crawl(), LinkFailed)

    assert [failure.status for failure in failures] == [404]


def test_a_feed_that_is_none_says_why(raw, crawl):
    """A body that is no listing is reported as a failed source with the reason, and its links are unharmed."""
    raw.answers = {"/feed": answer(b"<html><body>Maintenance</body></html>")}

    failed = of(crawl(), SourceFailed)

    assert failed[0].status == 200
    assert failed[0].error


def test_an_outlet_that_allows_its_feed_alone_is_read_from_it(raw, crawl):
    """With the policy `feed` no page is requested: the article is what the listing says."""
    item = (
        f"<item><title>Heat 2 is next</title><link>{raw.base}/a</link>"
        "<description>Michael Mann says that the sequel to his crime drama is his next film, at last, and that "
        "the script is close to done.</description></item>"
    )
    raw.answers = {
        "/feed": answer(f'<rss version="2.0"><channel><title>T</title>{item}</channel></rss>'.encode(), kind="text/xml")
    }

    events = crawl(policy=Policy.FEED)

    assert raw.paths() == ["/robots.txt", "/feed"]
    assert of(events, ArticleRead)[0].article.title == "Heat 2 is next"


def test_an_address_is_asked_for_as_it_is_listed(raw, crawl):
    """Parameters that only track are sent all the same: a server may answer to nothing else."""
    raw.answers = {"/feed": feed(raw.base + "/a?utm_source=rss"), "/a?utm_source=rss": answer(PAGE)}

    crawl()

    assert raw.paths() == ["/robots.txt", "/feed", "/a?utm_source=rss"]


def test_parameters_that_robots_txt_bars_are_left_out(raw, crawl):
    """An outlet whose feed carries barred parameters is read at the bare addresses."""
    raw.answers = {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /*?utm_source=", kind="text/plain"),
        "/feed": feed(raw.base + "/a?utm_source=rss"),
        "/a": answer(PAGE),
    }

    events = crawl()

    assert raw.paths() == ["/robots.txt", "/feed", "/a"]
    assert len(of(events, ArticleRead)) == 1
