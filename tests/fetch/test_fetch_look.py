"""A look is a crawl, only cheaper: the same requests go out and the same events come, and no host is asked twice."""

import asyncio
import gzip
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import make
import pytest
from certificates import certificate, serving
from fetch_raw import PAGE, answer, feed
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from website import Site, hang, rss

from monitor import discover, extract, settings
from monitor.causes import CrawlOutcome, Requested, SourceCause
from monitor.crawl import Crawls, alone
from monitor.discover import Listing
from monitor.discover.sitemaps import PAGES_LIMIT
from monitor.events import (
    ArticleRead,
    Event,
    Fetched,
    Finished,
    HostHeld,
    HostState,
    LinksFound,
    Order,
    Parsing,
    SourceFailed,
    Validators,
)
from monitor.fetch import conditional, look, source_requests
from monitor.fetch.connections import HEADER_LIMIT
from monitor.fetch.crawl_context import CrawlContext
from monitor.fetch.hooks import Hooks
from monitor.fetch.pace import Pace
from monitor.fetch.received import KeptReading, Received
from monitor.known_links import mark
from monitor.listing_gap import Gap, OpenGap
from monitor.model import Policy, Source, SourceKind
from monitor.succession import Search
from spiders.listing_reading import ListingReader

NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "one"\r\nConnection: close\r\n\r\n'
POSTS = source_requests.address(SourceKind.WORDPRESS, "http://h/").removeprefix("http://h/")
TIMES = {"at", "as_of", "until", "seconds", "published_at", "fetched_at"}


def body_of(said: bytes) -> bytes:
    return said.partition(b"\r\n\r\n")[2]


def digest(body: bytes) -> str:
    found = conditional.validators_of(Response("http://h/", body=body)).digest
    assert found is not None
    return found


def facts(events):
    """The events without their times."""
    return [
        (type(event).__name__, {one.name: getattr(event, one.name) for one in fields(event) if one.name not in TIMES})
        for event in events
    ]


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


class Ways:
    """Crawls of an outlet whose feed was read before: by a look first, and by Scrapy alone."""

    def __init__(self, raw: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        self.raw, self.made = raw, 0
        self.parsed: list[tuple[Parsing, bytes]] = []  # what the last crawl announced of listings and articles
        self._monkeypatch = monkeypatch
        original = AsyncCrawlerRunner.create_crawler

        def counted(*given: Any) -> Any:
            self.made += 1
            return original(*given)

        monkeypatch.setattr(AsyncCrawlerRunner, "create_crawler", counted)

    def order(self, **given: Any) -> Order:
        """The order of its next crawl, changed by what is given."""
        known = feed(f"{self.raw.base}/a")
        sources = given.pop("sources", (make.feed(f"{self.raw.base}/"),))
        reel = make.outlet("reel", f"{self.raw.base}/", sources=sources, policy=given.pop("policy", Policy.PAGE))
        robots = {"robots_status": 404, "robots_body": "", "robots_at": datetime.now(UTC)} | given.pop("robots", {})
        usual = {
            "hosts": (HostState(host=f"127.0.0.1:{self.raw.port}", **robots),),
            "validators": {one.url: Validators(etag='"one"', digest=digest(body_of(known))) for one in reel.sources},
            "known": {},
            "allow": ("127.0.0.0/8",),
            "delay": 0.0,
            "user_agent": "Desk/1",
        }
        return make.order(reel, **(usual | given))

    def run(self, order: Order, pace: Pace | None = None) -> list[Event]:
        """The events of one crawl, alone in its process."""
        events: list[Event] = []

        async def keep(event) -> None:
            events.append(event)

        def reading(parsing: Parsing | None, body: bytes) -> None:
            if parsing is not None and parsing.kind is not Requested.ROBOTS:
                self.parsed.append((parsing, body))

        self.parsed = []
        asyncio.run(alone(order, Hooks(emit=keep, reading=reading, pace=pace or Pace())))
        return events

    def both(self, answers: Callable[[], dict[str, Any]], order: Order) -> list[tuple[list[Event], list[Any]]]:
        """The events of a look, and of a crawl, with what was asked each time."""
        found = []
        for is_look in (True, False):
            with self._monkeypatch.context() as patch:
                if not is_look:
                    patch.setattr(look, "is_enough", lambda _: False)
                self.raw.asked.clear()
                self.raw.answers = answers()
                events = self.run(order)
                found.append((events, [(asked.line, asked.headers) for asked in self.raw.asked]))
        return found


@pytest.fixture
def ways(raw, monkeypatch) -> Ways:
    return Ways(raw, monkeypatch)


def padded(size: int) -> bytes:
    return answer("", *(f"X-{n}: {'y' * 16_000}" for n in range(size // 16_000)))


def truncated(base: str) -> bytes:
    whole = feed(f"{base}/a", f"{base}/b")
    return whole[: len(whole) - 40]


SAID = {
    "not modified": lambda _: NOT_MODIFIED,
    "not modified, with the length of what is not sent": lambda _: NOT_MODIFIED.replace(
        b"ETag", b"Content-Length: 99999999\r\nETag"
    ),
    "not modified, in the coding of what is not sent": lambda _: NOT_MODIFIED.replace(
        b"ETag", b"Content-Encoding: gzip\r\nETag"
    ),
    "the same body": lambda base: feed(f"{base}/a"),
    "the same body under another validator": lambda base: feed(f"{base}/a").replace(b'"one"', b'"two"'),
    "the same body by a proxy": lambda base: feed(f"{base}/a").replace(b"200 OK", b"203 Mine"),
    "the same body, packed": lambda base: answer(
        gzip.compress(body_of(feed(f"{base}/a"))), 'ETag: "z"', "Content-Encoding: gzip"
    ),
    "the same body, packed in two parts": lambda base: answer(
        gzip.compress(body_of(feed(f"{base}/a"))[:50]) + gzip.compress(body_of(feed(f"{base}/a"))[50:]),
        "Content-Encoding: gzip",
    ),
    "the same body, packed, and more": lambda base: answer(
        gzip.compress(body_of(feed(f"{base}/a"))) + gzip.compress(b"<!-- more -->"), "Content-Encoding: gzip"
    ),
    "the same body, packed twice": lambda base: answer(
        gzip.compress(gzip.compress(body_of(feed(f"{base}/a")))), "Content-Encoding: gzip", "Content-Encoding: gzip"
    ),
    "an error with the body of before": lambda base: feed(f"{base}/a").replace(b"200 OK", b"500 Oh"),
    "something packed that is not": lambda _: answer(b"plain", "Content-Encoding: gzip"),
    "a new article": lambda base: feed(f"{base}/a", f"{base}/b"),
    "a permanent redirect": lambda base: answer(b"", f"Location: {base}/moved", status="301 Moved"),
    "a redirect": lambda base: answer(b"", f"Location: {base}/moved", status="302 Found"),
    "a redirect to itself": lambda base: answer(b"", f"Location: {base}/feed", status="302 Found"),
    "a redirect inside": lambda _: answer(b"", "Location: http://10.0.0.1/", status="302 Found"),
    "no such page": lambda _: answer(b"", status="404 Gone"),
    "an outage": lambda _: answer(b"", status="503 Down"),
    "an outage for a second": lambda base: [
        answer(b"", "Retry-After: 1", status="503 Down"), feed(f"{base}/a", f"{base}/b")
    ],
    "an outage for an hour": lambda _: answer(b"", "Retry-After: 3600", status="503 Down"),
    "too many requests": lambda _: answer(b"", status="429 Slow"),
    "too many requests for an hour": lambda _: answer(b"", "Retry-After: 3600", status="429 Slow"),
    "no modification, but less of us": lambda _: NOT_MODIFIED.replace(b"ETag", b"Retry-After: 9\r\nETag"),
    "silence": lambda _: hang,
    "a body without end": lambda _: answer(b"x" * (17 << 20), kind="text/xml"),
    "half a body": truncated,
    "nothing": lambda _: b"",
    "no HTTP": lambda _: b"HTTP/1.1 banana\r\n\r\n",
    "headers without end": lambda _: padded(HEADER_LIMIT * 5 // 2),
    "no listing": lambda _: answer(b"<html><body>Maintenance</body></html>"),
    "an early hint before": lambda _: b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + NOT_MODIFIED,
    "another protocol": lambda _: b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_a_look_asks_and_reports_what_a_crawl_does(ways, monkeypatch, said):
    """Whatever a source answers: the same requests with the same headers, each as often, and the same events."""
    monkeypatch.setattr(settings, "DOWNLOAD_TIMEOUT", 2)
    base = ways.raw.base
    moved = feed(f"{base}/a", f"{base}/c")

    (seen, asked), (crawled, asked_there) = ways.both(
        lambda: {"/feed": SAID[said](base), "/moved": moved, **dict.fromkeys(["/a", "/b", "/c"], answer(PAGE))},
        ways.order(),
    )

    assert "/feed" in [line.split()[1] for line, _ in asked]
    assert asked == asked_there
    assert facts(seen) == facts(crawled)
    assert isinstance(seen[-1], Finished)
    assert ways.made == 1 or not said.startswith("not modified")  # nothing is left for a crawl
    assert max(event.seconds for event in of(seen, Fetched)) < 20  # an upper bound for silence: the limit is 2


LAST = datetime(2026, 11, 1, tzinfo=UTC)  # the last look, where there may be a gap since


def known(base: str, *slugs: str, title: str | None = None) -> dict[str, Any]:
    """What an order knows of links of its feed: nothing but their keys, or the title that they had."""
    return {"known": {f"https{base.removeprefix('http')}/{slug}": mark(f"{base}/feed", title) for slug in slugs}}


def changed(base: str) -> dict[str, Any]:
    """The body of before was another."""
    return {"validators": {f"{base}/feed": Validators(etag='"zero"', digest="0" * 32)}}


def looked(base: str) -> dict[str, Any]:
    return {"looked": {f"{base}/feed": LAST}}


def kind(base: str, of: SourceKind) -> dict[str, Any]:
    return {"sources": (Source(kind=of, url=f"{base}/feed"),)}


def many(base: str, count: int = 12) -> bytes:
    """A feed whose items say when they came, who wrote them and what they are about."""
    items = "".join(
        f"<item><title>Heat {n}</title><link>{base}/{n}</link><author>Ann Ray</author>"
        f"<pubDate>Mon, 23 Nov 2026 10:{n:02}:00 +0000</pubDate><description>&lt;p>Of Heat.&lt;/p></description></item>"
        for n in range(count)
    )
    return answer(f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>', kind="text/xml")


def long_feed(base: str) -> bytes:
    """A feed whose texts are longer than one event holds."""
    items = "".join(
        f"<item><title>Heat {n}</title><link>{base}/{n}</link>"
        f"<content:encoded>{'Heat. ' * 150_000}</content:encoded></item>"
        for n in range(10)
    )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return answer(f'<rss version="2.0" {space}><channel><title>T</title>{items}</channel></rss>', kind="text/xml")


def packed(said: bytes) -> bytes:
    return answer(gzip.compress(body_of(said)), "Content-Encoding: gzip", kind="application/rss+xml")


def sitemap(base: str, name: str, of: str) -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return answer(f'<{name} xmlns="{space}"><{of}><loc>{base}/b</loc></{of}></{name}>', kind="text/xml")


FEED = {"policy": Policy.FEED}
# What a source answers, what else is in the order, and whether anything is left to be asked for.
READ = {
    "another body, no new link": (lambda b: feed(f"{b}/a"), lambda b: known(b, "a"), False),
    "the same, packed": (lambda b: packed(feed(f"{b}/a")), lambda b: known(b, "a"), False),
    "no digest of before": (
        lambda b: feed(f"{b}/a"),
        lambda b: known(b, "a") | {"validators": {f"{b}/feed": Validators(etag='"zero"')}},
        False,
    ),
    "no link at all": (lambda _: feed(), lambda _: {}, False),
    "a new link, its page": (lambda b: feed(f"{b}/a", f"{b}/b"), lambda b: known(b, "a"), True),
    "a new link, no page": (lambda b: feed(f"{b}/a", f"{b}/b"), lambda b: FEED | known(b, "a"), False),
    "a new link without a title": (lambda b: rss([("", f"{b}/b")]), lambda _: FEED, False),
    "a link twice": (lambda b: feed(f"{b}/b", f"{b}/b"), lambda _: FEED, False),
    "dated": (many, lambda _: FEED, False),
    "texts longer than an event": (long_feed, lambda _: FEED, False),
    "a new title": (lambda b: feed(f"{b}/a"), lambda b: known(b, "a", title="Old"), True),
    "a new title, no page": (lambda b: feed(f"{b}/a"), lambda b: FEED | known(b, "a", title="Old"), False),
    "more than the page limit": (many, lambda _: FEED | {"page_limit": 5}, False),
    "as many as the page limit": (many, lambda _: FEED | {"page_limit": 12}, False),
    "a gap": (many, lambda b: FEED | looked(b), True),
    "no gap, for one is known": (many, lambda b: FEED | looked(b) | known(b, "11"), False),
    "too few for a gap": (lambda b: many(b, 2), lambda b: FEED | looked(b), False),
    "a sitemap": (lambda b: sitemap(b, "urlset", "url"), lambda b: FEED | kind(b, SourceKind.SITEMAP), False),
    "an index of sitemaps": (
        lambda b: sitemap(b, "sitemapindex", "sitemap"), lambda b: FEED | kind(b, SourceKind.SITEMAP), True
    ),
    "a page without links": (lambda _: answer(PAGE), lambda b: FEED | kind(b, SourceKind.SECTION), False),
    "posts": (
        lambda b: answer(f'[{{"link": "{b}/b", "title": {{"rendered": "Heat"}}}}]', kind="application/json"),
        lambda b: FEED | kind(b, SourceKind.WORDPRESS),
        False,
    ),
    "no listing": (lambda _: answer("<html><body>Maintenance</body></html>"), lambda _: FEED, False),
    "not even text": (lambda _: answer(b"\x00\xff" * 100), lambda _: {}, False),
    "packed to burst": (
        lambda _: answer(gzip.compress(b" " * (17 << 20)), "Content-Encoding: gzip"), lambda _: {}, True
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_a_look_reads_a_listing_as_a_crawl_does(ways, case):
    """The same events from the same answer, and a crawl is made only where more must be asked for."""
    said, given, is_crawled = READ[case]
    base = ways.raw.base
    order = ways.order(**changed(base) | given(base))
    answers = dict.fromkeys(["/a", "/b", *(f"/{n}" for n in range(12))], answer(PAGE))
    path = next(iter(order.outlet.sources)).url.removeprefix(base)

    def site() -> dict[str, Any]:
        return answers | {path: said(base), f"{path}{POSTS}": said(base)}

    (seen, asked), (crawled, asked_there) = ways.both(site, order)

    assert ways.made == 1 + is_crawled
    assert asked == asked_there
    assert facts(seen) == facts(crawled)
    assert of(seen, LinksFound) or of(seen, SourceFailed)


@pytest.mark.parametrize("case", [name for name, (_, _, is_crawled) in READ.items() if not is_crawled])
def test_a_look_announces_what_it_parses(ways, monkeypatch, case):
    """Whose listing and whose text is under the parser, as a crawl does, in case it never ends."""
    said, given, _ = READ[case]
    base = ways.raw.base
    order = ways.order(**changed(base) | given(base))
    path = next(iter(order.outlet.sources)).url.removeprefix(base)
    ways.raw.answers = {path: said(base), f"{path}{POSTS}": said(base)}

    ways.run(order)
    parsed = ways.parsed
    monkeypatch.setattr(look, "is_enough", lambda _: False)
    ways.run(order)

    assert parsed[0][0] == Parsing(outlet="reel", url=f"{base}/feed", kind=Requested.SOURCE, source=f"{base}/feed")
    assert parsed == ways.parsed


@pytest.mark.parametrize("policy", Policy)
def test_how_fresh_and_how_old_a_listing_is_is_reported_by_looks_too(ways, policy):
    """Whether the look reads it or a crawl."""
    said = body_of(feed(f"{ways.raw.base}/b"))
    ways.raw.answers = {
        "/feed": answer(said, "Cache-Control: max-age=600\r\nAge: 100", kind="text/xml"),
        "/b": answer(PAGE),
    }

    (found,) = of(ways.run(ways.order(policy=policy)), LinksFound)

    assert len(found.links) == 1
    assert found.fresh_until is not None
    assert timedelta(seconds=499) < found.fresh_until - found.at < timedelta(seconds=501)
    assert found.as_of is not None
    assert timedelta(seconds=99) < found.at - found.as_of < timedelta(seconds=130)


def test_a_defect_of_ours_in_a_look_costs_its_source(ways, monkeypatch, caplog):
    """Once in the log, once among the events, and the next source is read."""
    base = ways.raw.base
    original, failing = discover.read_listing, iter([ZeroDivisionError("in the middle")])

    def read_listing(*given: Any, **more: Any) -> Any:
        if error := next(failing, None):
            raise error
        return original(*given, **more)

    monkeypatch.setattr(discover, "read_listing", read_listing)
    sources = tuple(Source(kind=SourceKind.FEED, url=f"{base}/{name}/feed") for name in "xy")
    ways.raw.answers = {"/x/feed": feed(f"{base}/b"), "/y/feed": feed(f"{base}/c")}

    events = ways.run(ways.order(sources=sources, policy=Policy.FEED))

    assert ways.made == 0
    assert [event.source.url for event in of(events, SourceFailed)] == [sources[0].url]
    assert [event.link.url for event in of(events, ArticleRead)] == [f"{base}/c"]
    (line,) = [record for record in caplog.records if record.getMessage() == "source.parser_fault"]
    assert line.url == sources[0].url


def test_what_cannot_be_reported_by_a_look_is_left_to_a_crawl(ways, monkeypatch):
    """A defect after the listing was read: nothing was reported, and the crawl takes the link as new."""
    base = ways.raw.base
    original, failing = extract.from_listing, iter([ZeroDivisionError("in the middle")])

    def from_listing(*given: Any, **more: Any) -> Any:
        if error := next(failing, None):
            raise error
        return original(*given, **more)

    monkeypatch.setattr(extract, "from_listing", from_listing)
    ways.raw.answers = {"/feed": feed(f"{base}/b")}

    events = ways.run(ways.order(policy=Policy.FEED, page_limit=1))

    assert ways.made == 1
    assert [len(event.links) for event in of(events, LinksFound)] == [1]
    assert [event.link.url for event in of(events, ArticleRead)] == [f"{base}/b"]
    assert (len(of(events, Finished)), events[-1].outcome) == (1, CrawlOutcome.FINISHED)


@pytest.mark.parametrize("is_crawled", [False, True])
def test_sources_share_what_is_new_and_how_much_is_read(ways, is_crawled):
    """An article that two sources list is read once, and the page limit is that of both, also where one is crawled."""
    base = ways.raw.base
    sources = tuple(Source(kind=SourceKind.FEED, url=f"{base}/{name}/feed") for name in "xy")
    moved = answer(b"", f"Location: {base}/moved", status="302 Found")
    second = feed(f"{base}/b", f"{base}/c", f"{base}/d")
    ways.raw.answers = {
        "/x/feed": feed(f"{base}/b"), "/y/feed": moved if is_crawled else second, "/moved": second
    }  # fmt: skip

    events = ways.run(ways.order(sources=sources, policy=Policy.FEED, page_limit=2))

    assert ways.made == int(is_crawled)
    assert [[link.url[-1] for link in event.links] for event in of(events, LinksFound)] == [["b"], ["c", "d"]]
    assert [event.link.url[-1] for event in of(events, ArticleRead)] == ["b", "c"]
    assert (events[-1].outcome, events[-1].complete) == (CrawlOutcome.CUT, False)


UNCHANGED = [
    "not modified", "not modified, with the length of what is not sent",
    "an early hint before", "the same body", "the same body under another validator",
    "the same body by a proxy", "the same body, packed",
]  # fmt: skip


@pytest.mark.parametrize("said", UNCHANGED)
def test_no_crawl_is_made_where_nothing_is_new(ways, said):
    """One request, its record, one reading without a list, and the end."""
    ways.raw.answers = {"/feed": SAID[said](ways.raw.base)}

    events = ways.run(ways.order())

    assert ways.made == 0
    assert [type(event) for event in events] == [Fetched, LinksFound, Finished]
    assert (events[1].listed, events[1].links) == (None, ())
    assert (events[2].outcome, events[2].complete) == (CrawlOutcome.FINISHED, True)
    assert ways.raw.paths() == ["/feed"]


def test_the_validators_of_an_equal_body_are_those_of_the_next_request(ways):
    """A server that gives the same bytes another ETag is asked with that one."""
    ways.raw.answers = {"/feed": SAID["the same body under another validator"](ways.raw.base)}

    (found,) = of(ways.run(ways.order()), LinksFound)

    assert found.validators.etag == '"two"'
    assert found.validators.digest == digest(body_of(feed(f"{ways.raw.base}/a")))


def test_news_is_read_from_the_answer_that_came(ways):
    """One crawl is made, and the listing is not asked for again."""
    base = ways.raw.base
    ways.raw.answers = {"/feed": feed(f"{base}/a", f"{base}/b"), "/a": answer(PAGE), "/b": answer(PAGE)}

    events = ways.run(ways.order())

    assert ways.made == 1
    assert ways.raw.paths() == ["/feed", "/a", "/b"]
    assert len(of(events, ArticleRead)) == 2


CRAWLED = [name for name, (_, _, is_crawled) in READ.items() if is_crawled and name != "packed to burst"]


@pytest.mark.parametrize("case", CRAWLED)
def test_a_listing_that_a_look_read_is_not_parsed_again_by_the_crawl(ways, monkeypatch, case):
    """The crawl that follows has the same listing, and announces it as one without a look does."""
    said, given, _ = READ[case]
    base = ways.raw.base
    order = ways.order(**changed(base) | given(base))
    original, read = discover.read_listing, []

    def read_listing(kind: SourceKind, body: bytes, *given: Any, **more: Any) -> Any:
        read.append(body)
        return original(kind, body, *given, **more)

    monkeypatch.setattr(discover, "read_listing", read_listing)
    answers = dict.fromkeys(["/a", "/b", *(f"/{n}" for n in range(12))], answer(PAGE))
    ways.both(lambda: answers | {"/feed": said(base)}, order)
    announced = ways.parsed
    read.clear()
    ways.run(order)

    assert read.count(body_of(said(base))) == 1
    assert [parsing for parsing, _ in ways.parsed] == [announced[0][0], *(parsing for parsing, _ in announced)]


OTHERS = {
    "the same": ({}, {}, False),
    "another body": ({"body": b"<rss/>"}, {}, True),
    "another address": ({"url": "http://h/moved"}, {}, True),
    "another type": ({"content_type": "text/plain"}, {}, True),
    "another source": ({}, {"source": make.feed("http://other/")}, True),
    "more of it": ({}, {"most": 1 + PAGES_LIMIT}, True),
}


@pytest.mark.parametrize("other", OTHERS)
def test_a_kept_reading_is_used_once_and_of_the_same_answer_only(monkeypatch, other):
    """What came another time, or is read as something else, is parsed."""
    changes, more, is_parsed = OTHERS[other]
    received, source, parsed = Received(url="http://h/feed", body=b"<rss></rss>"), make.feed("http://h/"), []
    kept, made = Listing(kind="rss", title="kept"), Listing(kind="rss", title="made")
    monkeypatch.setattr(discover, "read_listing", lambda *given, **_: parsed.append(given[1]) or made)
    order = make.order()
    context = CrawlContext(order, Hooks())
    context.readings[source.url] = KeptReading(received, source, kept)
    reader = ListingReader(order, context.hooks, context.progress, context.readings)
    given = {"source": source, "address": source.url, "now": make.NOW} | more

    first, *_ = reader.read(replace(received, **changes), **given)
    second, *_ = reader.read(replace(received, **changes), **given)

    assert [first, second] == [made if is_parsed else kept, made]
    assert len(parsed) == 1 + is_parsed


def test_of_several_sources_only_those_with_news_are_left_for_a_crawl(ways):
    """The first is unchanged, the second has news, the third is asked by the crawl: each once, each reported once."""
    base = ways.raw.base
    sources = tuple(Source(kind=SourceKind.FEED, url=f"{base}/{name}/feed") for name in "xyz")
    ways.raw.answers = {
        "/x/feed": NOT_MODIFIED, "/y/feed": feed(f"{base}/b"), "/z/feed": NOT_MODIFIED, "/b": answer(PAGE)
    }  # fmt: skip

    events = ways.run(ways.order(sources=sources))

    assert sorted(ways.raw.paths()) == ["/b", "/x/feed", "/y/feed", "/z/feed"]
    assert sorted(found.source.url for found in of(events, LinksFound)) == [one.url for one in sources]
    assert len(of(events, Finished)) == 1


ROBOTS = {
    "disallows": {"robots_status": 200, "robots_body": "User-agent: *\nDisallow: /feed"},
    "disallows Scrapy": {"robots_status": 200, "robots_body": "User-agent: scrapy\nDisallow: /"},
    "allows": {"robots_status": 200, "robots_body": "User-agent: *\nDisallow: /a"},
    "was not reached": {"robots_status": None, "robots_error": "it is down"},
    "answered with an error": {"robots_status": 503},
    "is old": {"robots_at": datetime(2020, 1, 1, tzinfo=UTC)},
    "was never asked for": {"robots_status": None, "robots_at": None},
}


@pytest.mark.parametrize("robots", ROBOTS)
def test_a_look_obeys_robots_txt_as_a_crawl_does(ways, robots):
    """By the copy that is known; where that is too old, it is asked for first."""
    (seen, asked), (crawled, asked_there) = ways.both(
        lambda: {"/feed": NOT_MODIFIED}, ways.order(robots=ROBOTS[robots])
    )

    assert facts(seen) == facts(crawled)
    assert asked == asked_there
    disallowed = [event.cause for event in of(seen, SourceFailed)]
    assert bool(disallowed) is (robots.startswith(("disallows", "was not", "answered")))
    assert not disallowed or not asked


def test_the_crawl_delay_of_robots_txt_holds_between_looks(ways):
    """A host that wishes for a pause gets it between the sources of an outlet."""
    delays = []

    class Noting(Pace):
        def turn(self, host, delay):
            delays.append(delay)
            return super().turn(host, min(delay, 0.01))

    sources = tuple(Source(kind=SourceKind.FEED, url=f"{ways.raw.base}/{name}/feed") for name in "xy")
    ways.raw.answers = {"/x/feed": NOT_MODIFIED, "/y/feed": NOT_MODIFIED}
    robots = {"robots_status": 200, "robots_body": "User-agent: *\nCrawl-delay: 7"}

    ways.run(ways.order(sources=sources, robots=robots), Noting())

    assert delays == [7.0, 7.0]
    assert ways.made == 0


def test_a_host_that_asked_to_be_left_alone_is_not_looked_at(ways):
    """The hold of an earlier crawl holds; nothing is sent, and nobody is blamed."""
    held = {"held_until": datetime.now(UTC) + timedelta(hours=1)}
    (seen, asked), (crawled, _) = ways.both(lambda: {"/feed": NOT_MODIFIED}, ways.order(robots=held))

    assert asked == []
    assert [name for name, _ in facts(seen)] == [name for name, _ in facts(crawled)]
    assert seen[-1].outcome is CrawlOutcome.CUT
    assert not of(seen, SourceFailed)


def test_a_hold_that_a_look_was_asked_for_reaches_the_archive_and_the_pace(ways):
    """Retry-After of a 503: one request, one event for the archive, and the host waits."""
    pace = Pace()
    ways.raw.answers = {"/feed": answer(b"", "Retry-After: 3600", status="503 Down")}

    events = ways.run(ways.order(), pace)

    assert ways.raw.paths() == ["/feed"]
    assert len(of(events, HostHeld)) == 1
    assert pace.held(f"127.0.0.1:{ways.raw.port}") > 3500


def test_a_look_leads_to_no_private_address(ways):
    """The guard is the same: nothing is connected to, and the source says which address it was."""
    (seen, asked), (crawled, _) = ways.both(lambda: {"/feed": NOT_MODIFIED}, ways.order(allow=()))

    assert asked == []
    assert facts(seen) == facts(crawled)
    assert [event.cause for event in of(seen, SourceFailed)] == [SourceCause.ADDRESS]


@pytest.mark.parametrize("verified", [True, False])
def test_a_look_proves_who_answers_as_a_crawl_does(tmp_path, monkeypatch, verified):
    """A certificate that nobody vouches for is refused, unless the outlet's entry says that it is not asked for."""
    with Site(tls=serving(certificate(tmp_path))) as site:
        ways = Ways(site, monkeypatch)
        order = ways.order()
        order = replace(order, outlet=replace(order.outlet, verify_tls=verified))
        (seen, _), (crawled, _) = ways.both(lambda: {"/feed": NOT_MODIFIED}, order)

    assert facts(seen) == facts(crawled)
    assert bool(of(seen, SourceFailed)) is verified


@pytest.mark.parametrize(
    "given",
    [
        {"whole": True},
        {"validators": {}},
        {"back_to": datetime(2026, 1, 1, tzinfo=UTC)},
        {"sources": ()},
        {"gaps": (OpenGap(source="http://h/feed", gap=Gap(since=make.NOW, until=make.NOW)),)},
        {"search": Search(source=make.feed())},
    ],
    ids=lambda given: next(iter(given)),
)
def test_a_look_is_not_enough(ways, given):
    """Where whole listings are wanted, where one was never read, where the past is asked for, or nothing at all."""
    order = ways.order()
    assert look.is_enough(order)

    assert not look.is_enough(ways.order(**given))
    assert not look.is_enough(replace(order, pending=(make.link(f"{ways.raw.base}/a"),)))


@pytest.mark.parametrize("is_look", [True, False])
async def test_a_stop_cuts_a_look_that_is_under_way(ways, monkeypatch, is_look):
    """After the grace; the request is recorded as stopped by us, no source is blamed, and the crawl ends in order."""
    if not is_look:
        monkeypatch.setattr(look, "is_enough", lambda _: False)
    asked, loop, events = asyncio.Event(), asyncio.get_running_loop(), []

    def hangs(request):
        loop.call_soon_threadsafe(asked.set)
        return hang(request)

    async def keep(event) -> None:
        events.append(event)

    ways.raw.answers = {"/feed": hangs}
    crawls = Crawls(Hooks(emit=keep))
    crawl = asyncio.ensure_future(crawls.crawl(ways.order()))
    await asyncio.wait_for(asked.wait(), 20)
    await crawls.stop(0.1)
    await asyncio.wait_for(crawl, 20)
    await crawls.close()

    assert [type(event) for event in events] == [Fetched, Finished]
    assert events[0].error == "the crawl was stopped"
    assert (events[1].outcome, events[1].complete) == (CrawlOutcome.SHUTDOWN, False)


async def test_nothing_is_crawled_once_all_is_being_stopped(ways):
    """News that a look brought while the process ends is left for the next one, which asks again."""
    events, crawls = [], None

    async def stop_at_once(event) -> None:
        events.append(event)
        if isinstance(event, Fetched):
            stopping.append(asyncio.ensure_future(crawls.stop(1)))
            await asyncio.sleep(0)

    stopping = []
    ways.raw.answers = {"/feed": feed(f"{ways.raw.base}/a", f"{ways.raw.base}/b")}
    crawls = Crawls(Hooks(emit=stop_at_once))

    await crawls.crawl(ways.order())
    await asyncio.gather(*stopping)
    await crawls.close()

    assert ways.made == 0
    assert [type(event) for event in events] == [Fetched, Finished]
    assert events[-1].outcome is CrawlOutcome.SHUTDOWN


def test_a_class_that_is_made_for_an_outlet_is_always_asked(ways, monkeypatch):
    """It may ask and read in a way of its own."""
    monkeypatch.setattr("monitor.crawl.own_spiders", lambda: {"reel": object})
    ways.raw.answers = {"/feed": NOT_MODIFIED}

    ways.run(ways.order())

    assert ways.made == 1


@pytest.mark.parametrize("policy", Policy)
def test_what_a_listing_says_of_a_link_is_read_where_the_link_is(ways, monkeypatch, policy):
    """Whole of a new link and of one under a new title; of one that is settled no more than its title and times."""
    listings: list[Listing] = []
    original = discover.read_listing

    def read_listing(*given: Any, **more: Any) -> Listing:
        listings.append(original(*given, **more))
        return listings[-1]

    monkeypatch.setattr(discover, "read_listing", read_listing)
    base = ways.raw.base
    settled, retitled = (known(base, slug, title=title)["known"] for slug, title in (("1", "Heat 1"), ("2", "Old")))
    unmarked = known(base, "3")["known"]
    ways.raw.answers = {"/feed": many(base, 5), **dict.fromkeys([f"/{n}" for n in range(5)], answer(PAGE))}

    events = ways.run(ways.order(**changed(base), known=settled | retitled | unmarked, policy=policy))

    (found,) = of(events, LinksFound)
    (listing,) = listings
    assert [link.url[-1] for link in (*found.links, *found.changed)] == ["0", "4", "2"]
    for link in (*found.links, *found.changed):
        assert (link.authors, link.summary) == (("Ann Ray",), "<p>Of Heat.</p>")
    bare = {link.url[-1]: link for link in listing.links if link.url[-1] in "13"}
    assert {slug: (link.title, link.authors, link.summary, link.guid) for slug, link in bare.items()} == {
        slug: (f"Heat {slug}", (), None, None) for slug in "13"
    }
    assert all(link.published_at and link.key for link in bare.values())
