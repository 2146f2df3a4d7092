"""What crawls leave in the archive: each reason for a refusal, rules of robots.txt that hold, sources that moved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fetch_raw import PAGE, answer, feed

from monitor.causes import SourceCause
from monitor.config import Config, Crawl
from monitor.desk import Desk
from monitor.events import ArticleRead, Death, LinkFailed, LinkRefused, LinksFound, SourceFailed
from monitor.extract import article as extract_article
from monitor.model import Link, LinkState, Outlet, Source, SourceKind
from monitor.refusals import Reason, Sort
from monitor.store import hosts, incidents, links

LOOPBACK = ("127.0.0.0/8", "::1/128")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
STATES = {Sort.BLOCK_PAGE: LinkState.REFUSED, Sort.NO_ARTICLE: LinkState.REFUSED, Sort.DANGEROUS: LinkState.QUARANTINED}


def page(title: str, body: str = "") -> bytes:
    """A page with a title and little else."""
    return answer(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode())


ITEMS = "".join(
    f'<article class="card"><h2><a href="/n/{n}/story-{n}-of-the-day">Story {n} of the day is told here</a></h2>'
    f"<p>Some lines on story {n}, which goes on elsewhere, and on another page than this one.</p></article>"
    for n in range(30)
)
# What a host answers, and the reason that stands in the archive afterwards; of the others, below, more is needed.
ANSWERS = {
    Reason.HTTP_STATUS: answer(b"gone", status="404 Not Found"),
    Reason.NOT_HTML: answer(b"%PDF-1.7 ...", kind="application/pdf"),
    Reason.TOO_LARGE: answer(b"x" * (9 << 20)),
    Reason.HOSTILE_MARKUP: answer(b"<html><body><p " + b"x " * 5_000 + b">text</body></html>"),
    Reason.NO_TEXT: page("Heat 2 is next, says Mann", "<div></div>" * 500),
    Reason.SOFT_404: page("Page not found"),
    Reason.OUTAGE: page("Site maintenance"),
    Reason.CAPTCHA: page("Are you a robot?"),
    Reason.CONSENT: page("Before you continue"),
    Reason.LOGIN: page("Please log in"),
    Reason.GEO_BLOCKED: page("Our journalism is not available in your region"),
    Reason.SECTION_PAGE: page("Latest news", f"<h1>Latest news</h1>{ITEMS}"),
    Reason.NOT_ARTICLE: page("This domain is for sale"),
    Reason.REDIRECT: answer(b"", "Location: /a", status="302 Found"),
    Reason.NETWORK: b"",
}


@pytest.fixture
def desk(raw, tmp_path):
    """A desk that follows the raw server's outlet."""
    feeds = (Source(kind=SourceKind.FEED, url=raw.base + "/feed"),)
    outlet = Outlet(id="reel", name="Reel", home=raw.base + "/", sources=feeds)
    config = Config(
        path=tmp_path / "monitor.toml", archive_path=tmp_path / "archive.db", outlets=(outlet,), crawl=Crawl(seed=False)
    )
    opened = Desk.open(config)
    opened.sync(datetime.now(UTC) - timedelta(days=1))
    yield opened
    opened.close()


MINUTES_OF_DAY = 24 * 60


def ordered(desk: Desk, crawl: Callable, minutes: float, **more: object) -> list:
    """One crawl by what the archive knows of the host, ingested as if it were some minutes from now."""
    host = desk.context.outlets["reel"].home.split("/")[2]
    later = timedelta(minutes=minutes)
    events = crawl(hosts=tuple(hosts.states(desk.context.archive, [host])), **more)
    for event in events:
        desk.ingest(replace(event, at=event.at + later), event.at + later)
    return events


def ends_as(desk: Desk, raw, crawl: Callable, path: str = "/a") -> tuple[LinkState, str | None]:
    """State and reason of a link in the archive once nothing is tried again."""
    link = Link(url=raw.base + path, title="Heat 2 is next, says Mann")
    raw.answers.setdefault("/feed", feed(link.url))
    events = ordered(desk, crawl, 0, known={}, pending=())
    for event in events:
        if isinstance(event, LinkFailed):
            for attempt in range(1, 10):
                desk.ingest(replace(event, at=event.at + timedelta(minutes=attempt)), event.at)
    row = links.find(desk.context.archive, link.url)
    assert row is not None
    return row.state, row.reason


@pytest.mark.parametrize("reason", ANSWERS)
def test_every_answer_has_its_reason(raw, crawl, desk, reason):
    """What a host answers becomes the reason in the archive, and the state that the reason's row says."""
    raw.answers["/a"] = ANSWERS[reason]

    expected = LinkState.GIVEN_UP if reason in {Reason.HTTP_STATUS, Reason.NETWORK} else LinkState.REFUSED
    assert ends_as(desk, raw, crawl) == (STATES.get(reason.sort, expected), reason.value)


def test_an_answer_of_451_is_final(raw, crawl, desk):
    """The page is not asked for a second time: the law that bars it will be the same in a minute."""
    raw.answers["/a"] = answer(b"", status="451 Unavailable For Legal Reasons")

    assert ends_as(desk, raw, crawl) == (LinkState.REFUSED, Reason.GEO_BLOCKED.value)
    assert raw.paths().count("/a") == 1


def test_a_page_that_leads_to_the_front_page(raw, crawl, desk):
    """An address that ends at the outlet's home is no article."""
    raw.answers |= {"/a": answer(b"", "Location: /", status="302 Found"), "/": page("Reel", ITEMS)}

    assert ends_as(desk, raw, crawl) == (LinkState.REFUSED, Reason.FRONT_PAGE.value)


def test_a_page_that_robots_txt_disallows(raw, crawl, desk):
    """It is never asked for."""
    raw.answers["/robots.txt"] = answer(b"User-agent: *\nDisallow: /a", kind="text/plain")

    assert ends_as(desk, raw, crawl) == (LinkState.REFUSED, Reason.ROBOTS.value)
    assert "/a" not in raw.paths()


def test_a_page_that_leads_inside(raw, crawl, desk):
    """A redirect to an address that may not be reached."""
    raw.answers["/a"] = answer(b"", "Location: http://10.0.0.1/", status="302 Found")

    assert ends_as(desk, raw, crawl) == (LinkState.REFUSED, Reason.ADDRESS.value)


def test_a_page_on_which_we_have_a_defect(raw, crawl, desk, monkeypatch):
    """The detail names it."""

    def defect(_: object) -> None:
        raise KeyError("headline")

    monkeypatch.setattr(extract_article.preflight, "before", defect)
    raw.answers["/a"] = answer(PAGE)

    assert ends_as(desk, raw, crawl) == (LinkState.REFUSED, Reason.PARSER_FAULT.value)
    assert links.find(desk.context.archive, raw.base + "/a").detail == (
        "a defect of this program in reading the page: 'headline' was not found"
    )


def test_a_page_that_hung_the_parser(raw, crawl, desk):
    """Its supervisor says so."""
    raw.answers["/a"] = answer(PAGE)
    desk.ingest(Death(hung=True, outlet="reel", url=raw.base + "/a", outlets=("reel",), stack="", at=NOW), NOW)

    row = links.find(desk.context.archive, raw.base + "/a")
    assert (row.state, row.reason) == (LinkState.QUARANTINED, Reason.PARSER_HUNG.value)


def test_every_reason_is_produced_by_one_of_these():
    """A reason that no crawl can end with is no reason."""
    others = {Reason.FRONT_PAGE, Reason.ROBOTS, Reason.ADDRESS, Reason.PARSER_FAULT, Reason.PARSER_HUNG}

    assert ANSWERS.keys() | others == set(Reason)


def test_a_missing_page_is_stored_as_what_it_is(raw, crawl, desk):
    """Four times 404 is the host's answer, not the network's silence."""
    raw.answers["/a"] = ANSWERS[Reason.HTTP_STATUS]

    ends_as(desk, raw, crawl)

    row = links.find(desk.context.archive, raw.base + "/a")
    assert (row.attempts, row.reason, row.detail) == (4, "http_status", "HTTP 404")


@pytest.mark.parametrize("status", ["503 Service Unavailable", "429 Too Many Requests", "500 Internal Server Error"])
def test_known_rules_of_robots_txt_outlive_a_host_that_cannot_be_asked(raw, crawl, desk, status):
    """RFC 9309, 2.3.1.4: over three crawls with one archive, the kept rules hold; a new answer replaces them."""
    raw.answers = {
        "/feed": feed(raw.base + "/a", raw.base + "/private/b"),
        "/a": answer(PAGE),
        "/private/b": answer(PAGE),
        "/robots.txt": answer(b"User-agent: *\nDisallow: /private", kind="text/plain"),
    }
    ordered(desk, crawl, -25 * 60)
    raw.answers["/robots.txt"] = answer(b"", status=status)

    for minute in range(1, 4):
        raw.asked.clear()
        events = ordered(desk, crawl, minute)

        assert not [event for event in events if isinstance(event, SourceFailed)]
        assert [event.link.url for event in events if isinstance(event, ArticleRead)] == [raw.base + "/a"]
        assert [event.reason for event in events if isinstance(event, LinkRefused)] == [Reason.ROBOTS]
        assert "/robots.txt" in raw.paths()
        assert "/private/b" not in raw.paths()

    raw.answers["/robots.txt"] = answer(b"User-agent: *\nDisallow: /feed", kind="text/plain")
    events = ordered(desk, crawl, 4)
    assert [event.cause for event in events if isinstance(event, SourceFailed)] == [SourceCause.ROBOTS]


@pytest.mark.parametrize(
    ("said", "cause"),
    [(answer(b"", status="503 Busy"), SourceCause.ROBOTS_UNREACHABLE), (b"", SourceCause.NO_ANSWER)],
)
def test_a_host_whose_rules_were_never_known_waits(raw, crawl, desk, said, cause):
    """Nothing is asked of it; whether it answered at all is kept, for silence may be our own network's."""
    raw.answers = {"/robots.txt": said, "/feed": feed()}

    for minute in range(3):
        events = ordered(desk, crawl, minute * 10)
        assert [event.cause for event in events if isinstance(event, SourceFailed)] == [cause]

    assert "/feed" not in raw.paths()


def test_a_missing_robots_txt_is_an_answer_that_holds(raw, crawl, desk):
    """A host that had no robots.txt yesterday allows everything while it cannot be asked today."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(PAGE)}
    ordered(desk, crawl, -25 * 60)
    raw.answers["/robots.txt"] = answer(b"", status="503 Service Unavailable")

    for minute in (1, 2):
        assert [event for event in ordered(desk, crawl, minute) if isinstance(event, ArticleRead)]


def moved(raw, status: str, *, port: int | None = None, path: str = "/new") -> bytes:
    """A redirect to the same server by another name."""
    return answer(b"", f"Location: http://localhost:{port or raw.port}{path}", status=status)


@pytest.mark.parametrize("status", ["301 Moved Permanently", "308 Permanent Redirect"])
def test_a_source_that_moves_opens_an_incident(raw, crawl, desk, status):
    """From the bytes of redirected readings of two days to an incident with the new address; the listing is read."""
    raw.answers = {"/feed": moved(raw, status), "/new": feed(raw.base + "/a"), "/a": answer(PAGE)}

    for day in range(3):
        events = ordered(desk, crawl, day * MINUTES_OF_DAY, allow=LOOPBACK)
        desk.check_health(datetime.now(UTC) + timedelta(days=day, seconds=1))
        assert [event.moved_to for event in events if isinstance(event, LinksFound)] == [
            f"http://localhost:{raw.port}/new"
        ]
        assert len(incidents.listing(desk.context.archive, open_only=True)) == (day == 2)

    (row,) = incidents.listing(desk.context.archive, open_only=True)
    assert (row.kind, row.subject) == ("source_moved", raw.base + "/feed")
    assert f"http://localhost:{raw.port}/new" in row.detail

    raw.answers["/feed"] = feed(raw.base + "/a")
    ordered(desk, crawl, 3 * MINUTES_OF_DAY)
    desk.check_health(datetime.now(UTC) + timedelta(days=3, seconds=1))
    assert incidents.listing(desk.context.archive, open_only=True) == []


def test_only_permanent_redirects_count(raw, crawl):
    """A temporary one says nothing of tomorrow, nor after a permanent one; nor is a slash at the end a move."""

    def reached(**answers: bytes) -> list[str | None]:
        raw.answers = {"/robots.txt": answer(b"", status="404 No")} | {
            f"/{path}": said for path, said in answers.items()
        }
        events = crawl(allow=LOOPBACK)
        return [event.moved_to for event in events if isinstance(event, LinksFound)]

    assert reached(feed=moved(raw, "302 Found"), new=feed()) == [None]
    assert reached(feed=answer(b"", "Location: /new", status="301 Moved"), new=feed()) == [raw.base + "/new"]
    slash = {"feed": answer(b"", "Location: /feed/", status="301 Moved"), "feed/": feed()}
    assert reached(**slash) == [None]
    there = f"http://localhost:{raw.port}/new"
    on = moved(raw, "302 Found", path="/last")
    assert reached(feed=moved(raw, "301 Moved"), new=on, last=feed()) == [there]
    on = moved(raw, "301 Moved", path="/last")
    assert reached(feed=moved(raw, "302 Found"), new=on, last=feed()) == [None]
    assert reached(feed=moved(raw, "301 Moved"), new=on, last=feed()) == [f"http://localhost:{raw.port}/last"]


def test_an_unchanged_listing_that_moved_says_so(raw, crawl):
    """A redirect to a listing that is not modified is a reading of a moved source as well."""
    raw.answers = {"/feed": moved(raw, "301 Moved"), "/new": answer(b"", status="304 Not Modified")}

    assert [event.moved_to for event in crawl(allow=LOOPBACK) if isinstance(event, LinksFound)] == [
        f"http://localhost:{raw.port}/new"
    ]


def test_parameters_of_the_reader_are_no_part_of_the_new_address(raw, crawl):
    """A WordPress source is asked with parameters that are not in the configuration."""
    source = Source(kind=SourceKind.WORDPRESS, url=raw.base + "/wp-json/wp/v2/posts")
    crawl(sources=(source,))
    asked = raw.paths()[-1]
    there = answer(b"", f"Location: http://localhost:{raw.port}{asked}", status="301 Moved")
    raw.answers[asked] = lambda asked: (
        answer(b"[]", kind="application/json") if asked.host.startswith("localhost") else there
    )

    events = crawl(sources=(source,), allow=LOOPBACK)

    assert [event.moved_to for event in events if isinstance(event, LinksFound)] == [
        f"http://localhost:{raw.port}/wp-json/wp/v2/posts"
    ]
