"""The limits of politeness and of memory, by their numbers."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from fetch_raw import PAGE, answer, feed
from scrapy.http import Response
from website import hang

from monitor.causes import CrawlOutcome
from monitor.crawl import Crawls
from monitor.events import (
    Fetched,
    Finished,
    HostHeld,
    HostState,
    LinkFailed,
    LinksFound,
    Order,
    RobotsRead,
    SourceFailed,
    Validators,
)
from monitor.fetch import conditional, robots
from monitor.fetch.crawl_context import CrawlContext, context_of
from monitor.fetch.hooks import Hooks
from monitor.fetch.pace import HostHeldError, Pace, StoppingError
from monitor.model import Origin, Outlet, Source, SourceKind

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def state(body: str, *, status: int | None = 200, age: timedelta = timedelta(0)) -> HostState:
    """A host whose robots.txt said this."""
    return HostState(host="h", robots_status=status, robots_body=body, robots_at=NOW - age)


async def taken(pace: Pace, host: str = "a") -> bool:
    """Whether a turn is given within an instant; an error where it is refused."""

    async def one() -> None:
        async with pace.turn(host, 0):
            pass

    try:
        await asyncio.wait_for(one(), 0.05)
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize(("seconds", "waits"), [(29.0, True), (30.0, True), (30.1, False), (3000.0, False)])
async def test_a_crawl_waits_half_a_minute_for_a_host(seconds, waits):
    """A host that asks for more is skipped at once, and says for how long; no crawl sits on one host for an hour."""
    pace = Pace(clock=lambda: 100.0)
    pace.hold("a", seconds)

    if waits:
        assert not await taken(pace)
    else:
        with pytest.raises(HostHeldError, match=f"a asked us to back off for {seconds:.0f} s"):
            await taken(pace)


async def test_hosts_do_not_wait_for_each_other():
    """A host that is backed off from holds up no other."""
    pace = Pace(clock=lambda: 100.0)
    pace.hold("a", 20)

    assert not await taken(pace, "a")
    assert await taken(pace, "b")


async def test_the_pause_between_two_requests_is_counted_from_the_start_of_the_first():
    """A request that takes longer than the pause is followed at once."""
    now = 100.0
    pace = Pace(clock=lambda: now)

    async with pace.turn("a", 5):
        now += 2
    assert not await taken(pace)
    now += 3
    assert await taken(pace)


async def test_a_stopped_pace_refuses_at_once():
    """Also a host that nobody waits for."""
    pace = Pace()
    pace.stop()

    with pytest.raises(StoppingError):
        await taken(pace)


def test_a_hold_that_is_over_is_none():
    """Seconds that are left, and never fewer than none."""
    now = 100.0
    pace = Pace(clock=lambda: now)
    pace.hold("a", 20)
    now += 19

    assert pace.held("a") == 1
    now += 2
    assert pace.held("a") == 0


@pytest.mark.parametrize(
    ("header", "kept"),
    [('"one"', True), ("x" * 1000, True), ("x" * 1001, False), ("", False), ("  ", False), ("a\x07b", False)],
)
def test_validators_that_are_worth_keeping(header, kept):
    """A header of up to a thousand printable characters; its body's hash always."""
    response = Response("http://h/", headers={"ETag": header, "Last-Modified": header}, body=b"text")
    found = conditional.validators_of(response)

    assert (found.etag is not None, found.last_modified is not None) == (kept, kept)
    assert len(found.digest) == 32
    assert found.digest != conditional.validators_of(Response("http://h/", body=b"other")).digest


def test_a_request_is_conditional_on_what_is_known():
    """Each validator has its header; none is made up."""
    assert conditional.headers(None) == {}
    assert conditional.headers(Validators(digest="x")) == {}
    assert conditional.headers(Validators(etag="e", last_modified="m")) == {
        "If-None-Match": "e",
        "If-Modified-Since": "m",
    }


def test_what_is_unchanged():
    """A 304, or the same bytes again, whatever the ETag; without a hash of before nothing is known."""
    after = Validators(etag="new", digest="same")
    same = Validators(etag="old", digest="same")

    assert conditional.unchanged(304, Validators(digest="of nothing"), same) == same
    assert conditional.unchanged(304, after, None) == Validators()
    assert conditional.unchanged(200, after, same) == after
    assert conditional.unchanged(203, after, same) == after
    assert conditional.unchanged(500, after, same) == same
    for before in (None, Validators(etag="new"), Validators(etag="new", digest="else")):
        assert conditional.unchanged(200, after, before) is None


@pytest.mark.parametrize(("asked", "seconds"), [("5", 5), ("600", 600), ("601", 600), ("0", 0), ("-3", 0)])
def test_a_crawl_delay_of_up_to_ten_minutes(asked, seconds):
    """More is a mistake or a ban in disguise."""
    rules = robots.rules(state(f"User-agent: *\nCrawl-delay: {asked}"), "Desk")

    assert max(0.0, rules.crawl_delay) == seconds


def test_the_longer_of_two_crawl_delays_holds():
    """One for us by name, one for scrapy; the latter only where it is named."""
    both = "User-agent: Desk\nCrawl-delay: 2\n\nUser-agent: scrapy\nCrawl-delay: 7"

    assert robots.rules(state(both), "Desk").crawl_delay == 7
    assert (
        robots.rules(state("User-agent: Desk\nCrawl-delay: 2\n\nUser-agent: *\nCrawl-delay: 7"), "Desk").crawl_delay
        == 2
    )
    assert robots.rules(state("", status=404), "Desk").crawl_delay == 0


def test_half_a_mebibyte_of_robots_txt_is_read():
    """What stands before the limit counts, what stands after it does not."""
    filler = "# " + "x" * 1021 + "\n"
    before = filler * 511 + "User-agent: *\nDisallow: /a\n"
    after = filler * 512 + "User-agent: *\nDisallow: /a\n"

    assert not robots.rules(state(before), "Desk").allows("http://h/a")
    assert robots.rules(state(after), "Desk").allows("http://h/a")


@pytest.mark.parametrize(
    ("status", "age", "fresh"),
    [
        (200, timedelta(hours=24), False),
        (200, timedelta(hours=24) - timedelta(seconds=1), True),
        (429, timedelta(minutes=5), False),
        (500, timedelta(minutes=5) - timedelta(seconds=1), True),
        (499, timedelta(hours=23), True),
        (100, timedelta(minutes=5), False),
    ],
)
def test_how_long_a_copy_is_kept(status, age, fresh):
    """A day for an answer, five minutes for none; 429 and 5xx are none."""
    assert robots.is_fresh(state("", status=status, age=age), NOW) is fresh


@pytest.mark.parametrize(
    ("status", "allowed"), [(200, True), (299, True), (300, True), (404, True), (428, True), (429, False), (500, False)]
)
def test_what_a_status_of_robots_txt_allows(status, allowed):
    """Without rules a host allows everything; one that cannot be asked, nothing."""
    rules = robots.rules(state("", status=status), "Desk")

    assert rules.allows("http://h/a") is allowed
    assert rules.unreachable is not allowed


def test_rules_of_an_answer_that_is_no_file_are_not_read():
    """The body of a 404 may be anything."""
    assert robots.rules(state("User-agent: *\nDisallow: /", status=404), "Desk").allows("http://h/a")


@pytest.mark.parametrize("size", [1_000, 4 << 20])
def test_a_robots_txt_of_any_honest_size_is_read(raw, crawl, size):
    """Up to eight times of what is parsed is fetched; its beginning counts, and is all that is kept."""
    text = b"User-agent: *\nDisallow: /private\n" + b"#" * (size - 33)
    raw.answers = {"/robots.txt": answer(text, kind="text/plain"), "/feed": feed(raw.base + "/private/a")}

    events = crawl()

    (read,) = of(events, RobotsRead)
    assert (read.status, len(read.body)) == (200, min(size, 512 * 1024))
    assert "/private/a" not in raw.paths()


def test_a_robots_txt_beyond_that_is_no_answer(raw, crawl):
    """A flood of bytes is not read; the error names the file."""
    raw.answers = {"/robots.txt": answer(b"#" * ((4 << 20) + 1), kind="text/plain"), "/feed": feed()}

    events = crawl()

    assert [event.status for event in of(events, RobotsRead)] == [None]
    assert of(events, SourceFailed)[0].error.startswith(f"{raw.base.split('/')[2]}: ")


def test_a_host_that_is_still_silent_is_not_asked_and_has_its_cause(raw, crawl):
    """What kept its robots.txt from being read in the last crawl is said in this one, too."""
    host = raw.base.split("/")[2]
    silent = HostState(host=host, robots_at=datetime.now(UTC), robots_error=f"{host} refuses the connection")

    events = crawl(hosts=(silent,))

    assert raw.paths() == []
    assert [event.error for event in of(events, SourceFailed)] == [f"{host} refuses the connection"]


def test_robots_txt_is_asked_for_once_a_crawl(raw, crawl):
    """Two sources and a page on one host; each request waits for the one answer."""
    sources = tuple(Source(kind=SourceKind.FEED, url=f"{raw.base}/feed{number}") for number in (1, 2))
    raw.answers = {
        "/feed1": feed(raw.base + "/a"),
        "/feed2": feed(raw.base + "/b"),
        "/a": answer(PAGE),
        "/b": answer(PAGE),
    }

    crawl(sources=sources)

    assert raw.paths().count("/robots.txt") == 1


def test_a_hold_of_an_earlier_crawl_goes_on(raw, crawl):
    """Nothing is asked of a host that asked us to back off, and the crawl says why it ended."""
    held = HostState(host=f"127.0.0.1:{raw.port}", held_until=datetime.now(UTC) + timedelta(hours=1))
    raw.answers = {"/feed": feed()}

    events = crawl(hosts=(held,))

    assert raw.paths() == []
    assert isinstance(events[-1], Finished)
    assert "asked us to back off for" in events[-1].detail
    assert not events[-1].complete


def test_retry_after_is_reported_and_kept_to(raw, crawl):
    """A short one is waited out by the process's pace; the event says until when."""
    pace = Pace()
    raw.answers = {"/feed": answer(b"", "Retry-After: 3600", status="429 Too Many")}

    before = datetime.now(UTC)
    (held,) = of(crawl(pace=pace), HostHeld)

    assert held.host == f"127.0.0.1:{raw.port}"
    assert timedelta(minutes=59) < held.until - before < timedelta(minutes=61)
    assert held.at == held.until - timedelta(hours=1)
    assert pace.held(held.host) > 3500


@pytest.mark.parametrize(("ours", "theirs", "delay"), [(1.0, 0.0, 1.0), (1.0, 5.0, 5.0), (9.0, 5.0, 9.0)])
def test_the_longer_pause_holds(raw, ours, theirs, delay):
    """The outlet's own pause, or what its host asks for."""
    outlet = Outlet(id="reel", name="Reel", home=raw.base, delay=ours, user_agent="Own/1")
    context = CrawlContext(Order(outlet=outlet, origin=Origin.LIVE, delay=3.0, user_agent="Ours/1"), Hooks())
    context.crawl_delays["h"] = theirs

    assert context.delay_for("h") == delay
    assert context.delay_for("other") == ours
    assert context.user_agent == "Own/1"


def test_a_spider_of_others_is_refused():
    """The components need what a crawl shares."""

    class Crawler:
        spider = None

    with pytest.raises(TypeError, match="no context"):
        context_of(Crawler())


def test_what_is_recorded_of_a_request(raw, crawl):
    """An answer with its size; a failure with its error, no status and no bytes."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": b""}

    fetched = {event.url: event for event in of(crawl(), Fetched)}

    page, listing = fetched[raw.base + "/a"], fetched[raw.base + "/feed"]
    assert (page.status, page.bytes, page.kind, page.outlet) == (None, 0, "page", "reel")
    assert page.error == "the connection was closed before an answer came"
    assert listing.error is None
    assert listing.bytes > 100
    assert 0 <= listing.seconds < 60


def test_validators_of_a_listing_go_into_its_event(raw, crawl):
    """For the next request."""
    raw.answers = {"/feed": feed()}

    (found,) = of(crawl(), LinksFound)

    assert found.validators.etag == '"one"'
    assert found.validators.digest


async def test_a_stop_cuts_what_is_under_way(raw):
    """A request that gets no answer is cut after the grace; its link stays found, and the crawl ends as a shutdown."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hangs(request):
        loop.call_soon_threadsafe(asked.set)
        return hang(request)

    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": hangs}
    events = []

    async def keep(event):
        events.append(event)

    source = Source(kind=SourceKind.FEED, url=raw.base + "/feed")
    outlet = Outlet(id="reel", name="Reel", home=raw.base + "/", sources=(source,), delay=0.0)
    crawls = Crawls(Hooks(emit=keep))
    crawl = asyncio.ensure_future(
        crawls.crawl(Order(outlet=outlet, origin=Origin.LIVE, allow=("127.0.0.0/8",), user_agent="Ours/1"))
    )
    await asyncio.wait_for(asked.wait(), 20)
    await crawls.stop(0.1)
    await asyncio.wait_for(crawl, 20)
    await crawls.close()

    assert isinstance(events[-1], Finished)
    assert (events[-1].outcome, events[-1].complete) == (CrawlOutcome.SHUTDOWN, False)
    assert not of(events, LinkFailed)
    assert [event.error for event in of(events, Fetched) if event.url.endswith("/a")] == ["the crawl was stopped"]


def test_the_new_address_keeps_its_own_parameters(raw, crawl):
    """They are part of it; only those that the request added are not."""
    there = f"http://localhost:{raw.port}/new?format=rss"
    raw.answers = {"/feed": answer(b"", f"Location: {there}", status="301 Moved"), "/new?format=rss": feed()}

    (found,) = of(crawl(allow=("127.0.0.0/8", "::1/128")), LinksFound)

    assert found.moved_to == there
