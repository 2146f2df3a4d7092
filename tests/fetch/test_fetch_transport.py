"""Answers that are broken, endless or sent elsewhere on the way: each ends as a failure of its page or source."""

import asyncio
import socket
import struct
import threading

import make
import pytest
from fetch_bombs import BOMBS, Memory, gzipped
from fetch_raw import PAGE, answer, feed
from website import Endless, Site, rss

from monitor import settings
from monitor.crawl import alone
from monitor.events import ArticleRead, Finished, LinkFailed, LinkRefused, SourceFailed
from monitor.fetch.hooks import Hooks
from monitor.model import Source, SourceKind
from monitor.refusals import Reason

ROOM = 120 << 20  # bytes that this process may grow by meanwhile


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


@pytest.mark.parametrize("codings", BOMBS)
@pytest.mark.figure("hostile inputs")
def test_a_packed_bomb_is_dropped_at_the_limit(raw, crawl, codings):
    """A page of 200 MiB in a few kilobytes costs that page, and not the memory that it asks for."""
    raw.answers = {
        "/feed": feed(raw.base + "/bomb", raw.base + "/a"),
        "/bomb": answer(BOMBS[codings](), f"Content-Encoding: {codings}"),
        "/a": answer(PAGE),
    }
    memory = Memory()

    events = crawl()

    assert [read.link.url for read in of(events, ArticleRead)] == [raw.base + "/a"]
    assert [event.link.url for event in of(events, LinkRefused) + of(events, LinkFailed)] == [raw.base + "/bomb"]
    assert memory.grown() < ROOM


def test_a_packed_sitemap_is_unpacked_to_its_limit(raw, crawl):
    """A `sitemap.xml.gz` of 200 MiB is a source that failed, and takes no 200 MiB."""
    head = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>'
    raw.answers = {"/sitemap.xml.gz": answer(gzipped(head), kind="application/gzip")}
    memory = Memory()

    events = crawl(sources=(Source(kind=SourceKind.SITEMAP, url=raw.base + "/sitemap.xml.gz"),))

    assert of(events, SourceFailed)
    assert of(events, Finished)
    assert memory.grown() < ROOM


def test_no_cookie_or_password_goes_to_another_host():
    """What a site sets is not kept, so a redirect cannot carry it away; no request names a user or a referrer."""
    with Site(host="0.0.0.0") as site:
        there = f"http://127.0.0.2:{site.port}/a"
        site.answers = {
            "/feed": rss([("A", site.base + "/a")], "Referrer-Policy: unsafe-url"),
            "/a": lambda asked: (
                answer(PAGE)
                if asked.host == "127.0.0.2"
                else answer(b"", f"Location: {there}", "Set-Cookie: session=secret; Path=/", status="302 Found")
            ),
        }
        events = []

        async def keep(event):
            events.append(event)

        outlet = make.outlet("reel", site.base + "/")
        order = make.order(outlet, allow=("127.0.0.0/8",), delay=0.0, user_agent="M/1")
        asyncio.run(alone(order, Hooks(emit=keep)))

    assert {asked.host for asked in site.asked} == {"127.0.0.1", "127.0.0.2"}
    assert of(events, ArticleRead)
    for asked in site.asked:
        assert not {"cookie", "authorization", "referer", "proxy-authorization"} & set(asked.headers)


@pytest.mark.parametrize("where", ["body", "headers"])
def test_a_page_that_drips_is_cut_and_the_next_is_read(raw, crawl, monkeypatch, where):
    """A byte now and then keeps a connection alive, but not beyond the time for an exchange; one attempt a crawl."""
    monkeypatch.setattr(settings, "DOWNLOAD_TIMEOUT", 1)
    head = answer(b"x" * 10_000)[:-10_000]
    drip = Endless(head if where == "body" else b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x", pause=0.1)
    raw.answers = {"/feed": feed(raw.base + "/drip", raw.base + "/a"), "/drip": drip, "/a": answer(PAGE)}

    events = crawl()

    assert [failed.link.url for failed in of(events, LinkFailed)] == [raw.base + "/drip"]
    assert [read.link.url for read in of(events, ArticleRead)] == [raw.base + "/a"]
    assert drip.sent < 100
    assert [asked.path for asked in raw.asked].count("/drip") == 1


def resetting(listener, count):
    """Accept, read a little, and reset the connection instead of closing it; count how often."""
    while True:
        try:
            accepted, _ = listener.accept()
        except OSError:
            return
        count.append(1)
        accepted.settimeout(5)
        accepted.recv(1)
        accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        accepted.close()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_connection_that_is_reset_is_tried_twice_and_costs_its_page(raw, crawl, scheme):
    """In the middle of an answer, or of a TLS handshake: a failure of that page, after one more attempt."""
    attempts = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=resetting, args=(listener, attempts), daemon=True).start()
        broken = f"{scheme}://127.0.0.1:{listener.getsockname()[1]}/a"
        raw.answers = {"/feed": feed(broken, raw.base + "/b"), "/b": answer(PAGE)}

        events = crawl()
        listener.shutdown(socket.SHUT_RDWR)

    assert [read.link.url for read in of(events, ArticleRead)] == [raw.base + "/b"]
    assert not [event for event in of(events, ArticleRead) if event.link.url == broken]
    assert 1 <= len(attempts) <= 4  # robots.txt and the page, each once more


@pytest.mark.parametrize(
    ("kind", "body"), [("image/png", PAGE), ("text/html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"\x00\x01" * 5000)]
)
def test_a_type_that_lies_makes_no_article_of_a_document(raw, crawl, kind, body):
    """A document that calls itself a page, and a page that calls itself a picture, harm nothing else."""
    raw.answers = {
        "/feed": feed(raw.base + "/lie", raw.base + "/a"),
        "/lie": answer(body, kind=kind),
        "/a": answer(PAGE),
    }

    events = crawl()

    assert raw.base + "/a" in [read.link.url for read in of(events, ArticleRead)]
    assert raw.base + "/lie" not in [read.link.url for read in of(events, ArticleRead)]
    assert [event.reason for event in of(events, LinkRefused)] == [Reason.NOT_HTML]


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_a_listing_that_is_the_name_of_a_file_opens_no_file(raw, crawl, tmp_path, scheme):
    """The body of an answer is text, whatever it says: the name of a good feed on our disk is no feed."""
    local = tmp_path / "local.xml"
    local.write_bytes(feed(raw.base + "/a").partition(b"\r\n\r\n")[2])
    raw.answers = {"/feed": answer(f"{scheme}{local}", kind="application/rss+xml"), "/a": answer(PAGE)}

    events = crawl()

    assert of(events, SourceFailed)
    assert "/a" not in raw.paths()


@pytest.mark.parametrize("where", ["redirect of robots.txt", "child of a sitemap index", "enclosure and canonical"])
def test_no_way_but_a_link_leads_inside_either(where):
    """What a listing, a robots.txt or a page names on a private address is not connected to."""
    with Site(host="0.0.0.0") as site:
        inside = f"http://127.0.0.2:{site.port}/secret"
        index = (
            '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"<sitemap><loc>{inside}</loc></sitemap></sitemapindex>"
        )
        item = f"<item><title>A story of today</title><link>{site.base}/a</link><enclosure url='{inside}'/></item>"
        page = PAGE.replace(b"</head>", f'<link rel="canonical" href="{inside}"><base href="{inside}"></head>'.encode())
        site.answers = {
            "/feed": answer(f'<rss version="2.0"><channel>{item}</channel></rss>', kind="application/rss+xml"),
            "/a": answer(page),
            "/index.xml": answer(index, kind="application/xml"),
            "/secret": answer(PAGE),
        }
        if where.startswith("redirect"):
            site.answers["/robots.txt"] = answer(b"", f"Location: {inside}", status="302 Found")
        source = Source(kind=SourceKind.FEED, url=site.base + "/feed")
        if where.startswith("child"):
            source = Source(kind=SourceKind.SITEMAP, url=site.base + "/index.xml")

        async def keep(_):
            pass

        outlet = make.outlet("reel", site.base + "/", sources=(source,))
        order = make.order(outlet, allow=("127.0.0.1/32",), delay=0.0, user_agent="M/1")
        asyncio.run(alone(order, Hooks(emit=keep)))

    assert site.asked
    assert "/secret" not in site.paths()
