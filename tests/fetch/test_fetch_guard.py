import gzip
import zlib

import pytest
from fetch_bombs import Memory, gzipped
from fetch_raw import PAGE, answer, feed

from monitor.events import ArticleRead, Fetched, Finished, LinkFailed, LinkRefused, SourceFailed
from monitor.fetch.connections import HEADER_LIMIT
from monitor.model import Link
from monitor.refusals import Reason


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "[::1]", "[::ffff:127.0.0.1]"],
)
@pytest.mark.figure("private addresses")
def test_private_addresses_are_not_reached_under_any_spelling(raw, crawl, host):
    """Without an allowance no spelling of loopback leads to a connection."""
    link = Link(url=f"http://{host}:{raw.port}/secret")
    raw.answers = {"/secret": answer(PAGE)}

    events = crawl(allow=(), pending=(link,))

    assert raw.paths() == []
    assert not of(events, ArticleRead)


def test_a_refused_address_is_reported_as_such_and_not_tried_again(raw, crawl):
    """The page's refusal names the address, so that a person can allow it."""
    events = crawl(allow=(), pending=(Link(url=raw.base + "/a"),))

    refused = of(events, LinkRefused)
    assert [event.reason for event in refused] == [Reason.ADDRESS]
    assert "loopback" in refused[0].detail
    assert "loopback" in of(events, SourceFailed)[0].error
    assert "[network] allow" in of(events, SourceFailed)[0].error


def test_a_redirect_does_not_lead_inside(raw, crawl):
    """A page on an allowed address that redirects to another private one is refused at the second step."""
    raw.answers = {
        "/feed": feed(raw.base + "/a"),
        "/a": answer(b"", f"Location: http://127.0.0.2:{raw.port}/secret", status="302 Found"),
        "/secret": answer(PAGE),
    }

    events = crawl(allow=("127.0.0.1/32",))

    assert "/secret" not in raw.paths()
    assert [event.reason for event in of(events, LinkRefused)] == [Reason.ADDRESS]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/html,x", "javascript:x"])
def test_redirects_leave_the_web_nowhere(raw, crawl, target):
    """A redirect to another scheme is not followed and makes no article."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(PAGE, f"Location: {target}", status="302 Found")}

    events = crawl()

    assert not of(events, ArticleRead)
    assert of(events, Finished)


def test_redirects_end_after_five(raw, crawl):
    """A loop of redirects costs six requests and one refusal."""
    raw.answers = {
        "/feed": feed(raw.base + "/a"),
        "/a": answer(b"", f"Location: {raw.base}/a", status="302 Found"),
    }

    events = crawl()

    assert raw.paths().count("/a") == 6
    assert [event.reason for event in of(events, LinkRefused)] == [Reason.REDIRECT]


def test_headers_without_end_are_cut(raw, crawl):
    """A header block of 64 MB is refused long before it is read."""
    raw.answers = {
        "/feed": feed(raw.base + "/a"),
        "/a": b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 60_000) for n in range(1100)) + b"\r\n",
    }
    memory = Memory()

    events = crawl()

    assert of(events, LinkFailed)
    assert not of(events, ArticleRead)
    assert memory.grown() < 100 * HEADER_LIMIT


def test_large_headers_of_honest_sites_are_read(raw, crawl):
    """A security policy of 15 KB, 150 cookies and a latin-1 byte are no reason to lose a page."""
    cookies = [f"Set-Cookie: c{number}=1" for number in range(150)]
    raw.answers = {
        "/feed": feed(raw.base + "/a"),
        "/a": answer(PAGE, "Content-Security-Policy: " + "x" * 15_000, "X-Name: caf\xe9", *cookies),
    }

    assert of(crawl(), ArticleRead)


def test_a_body_over_the_limit_is_refused(raw, crawl):
    """A page of more than eight megabytes, or one that unpacks to more, is refused as too large, in plain words."""
    raw.answers = {
        "/feed": feed(raw.base + "/big", raw.base + "/bomb"),
        "/big": answer(b"x" * (9 << 20)),
        "/bomb": answer(gzipped(), "Content-Encoding: gzip"),
    }

    events = crawl()

    assert {(event.reason, event.detail) for event in of(events, LinkRefused)} == {
        (Reason.TOO_LARGE, "it announces 9,437,184 bytes, and no more than 8,388,608 are read"),
        (Reason.TOO_LARGE, "it has more than 8,388,608 bytes when it is unpacked, and no more are read"),
    }


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_packed_page_is_unpacked_once(raw, crawl, coding, pack):
    """By the middleware, which knows the limit of what may come out; the client hands on what came."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(pack(PAGE), f"Content-Encoding: {coding}")}

    events = crawl()

    (read,) = of(events, ArticleRead)
    assert read.article.body
    (page,) = [event for event in of(events, Fetched) if event.kind == "page"]
    assert page.bytes == len(pack(PAGE))


def test_a_truncated_body_is_a_failure(raw, crawl):
    """Fewer bytes than announced are no article: the page is tried again, at once and later."""
    whole = answer(PAGE)
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": whole[: len(whole) // 2]}

    events = crawl()

    assert raw.paths().count("/a") == 2
    assert of(events, LinkFailed)
    assert not of(events, ArticleRead)


@pytest.mark.parametrize("said", [b"", b"\x00\xff garbage \r\n\r\n", b"HTTP/1.1 banana\r\n\r\n"])
@pytest.mark.figure("hostile inputs")
def test_what_is_no_http_is_a_failure(raw, crawl, said):
    """An empty or senseless answer fails the page and nothing else."""
    raw.answers = {"/feed": feed(raw.base + "/a", raw.base + "/b"), "/a": said, "/b": answer(PAGE)}

    events = crawl()

    assert [failed.link.url for failed in of(events, LinkFailed)] == [raw.base + "/a"]
    assert [read.link.url for read in of(events, ArticleRead)] == [raw.base + "/b"]


def test_what_is_no_page_is_refused(raw, crawl):
    """A film or a document in place of a page is refused with its reason."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(b"%PDF-1.7 ...", kind="application/pdf")}

    assert [event.reason for event in of(crawl(), LinkRefused)] == [Reason.NOT_HTML]


def test_every_request_is_recorded(raw, crawl):
    """Each request is reported with its kind, status and size, for the archive's record."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(PAGE)}

    fetched = of(crawl(), Fetched)

    assert [(event.kind, event.status) for event in fetched] == [("robots", 404), ("source", 200), ("page", 200)]
    assert fetched[2].bytes == len(PAGE)


def test_the_proxy_of_the_environment_is_not_used(raw, crawl, monkeypatch):
    """A proxy variable does not turn crawls, and the guard with them, to another address."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(PAGE)}

    assert of(crawl(), ArticleRead)
