"""What is refused before a page is parsed."""

import bz2
import codecs
import lzma
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from monitor.extract import read_article
from monitor.model import Article, Link, Outlet, Page, Refusal
from monitor.reading.html import ELEMENTS_LIMIT
from monitor.refusals import Reason

OUTLET = Outlet(id="filmpost", name="Film Post", home="https://www.example.org/")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
URL = "https://www.example.org/film/mann-returns-to-heat"


def reason_of(page: Page) -> Reason | None:
    """Why a page is refused."""
    result = read_article(page, OUTLET, now=NOW)
    return result.reason if isinstance(result, Refusal) else None


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7 ...", "text/html"),
        (b"\x89PNG\r\n", "image/png"),
        (b"PK\x03\x04....", "text/html"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "text/xml"),
        (b'{"error": "not found"}', "application/json"),
        (b"plain words", "video/mp4"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
    ],
)
def test_what_is_not_html(body: bytes, content_type: str) -> None:
    """Told by the first bytes, then by the header."""
    assert reason_of(Page(url=URL, body=body, content_type=content_type)) is Reason.NOT_HTML


PROSE = "<html><body><article><h1>Mann kehrt zurück</h1>" + "<p>Im Mai wird in Paris gedreht, sagt er.</p>" * 40


@pytest.mark.parametrize("pack", [zlib.compress, bz2.compress, lzma.compress, lambda body: zlib.compress(body)[2:-4]])
def test_what_is_packed_without_saying_so_is_no_text(pack: Callable[[bytes], bytes]) -> None:
    """It would be letters of some old encoding: an article whose headline is noise."""
    words = " ".join(f"Szene {number * 7919 % 9973}" for number in range(3_000))
    page = Page(url=URL, body=pack((PROSE + words).encode()), content_type="text/html")

    assert reason_of(page) is Reason.NOT_HTML


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "cp1252"])
def test_letters_of_more_bytes_are_text(encoding: str) -> None:
    """Those of two bytes are half zeros."""
    assert reason_of(Page(url=URL, body=PROSE.encode(encoding), content_type="text/html")) is not Reason.NOT_HTML


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "iso2022_jp", "gb18030", "big5", "euc_kr", "utf-16-le"])
def test_letters_of_other_scripts_are_text(encoding: str) -> None:
    """The control characters of some of them are few: an escape shifts the set."""
    body = "<html><body><article><h1>映画</h1>" + "<p>映画山川日本人大小上下中。</p>" * 40
    assert (
        reason_of(Page(url=URL, body=body.encode(encoding, "ignore"), content_type="text/html")) is not Reason.NOT_HTML
    )


def test_an_error_status() -> None:
    """The status alone is enough."""
    assert reason_of(Page(url=URL, body=b"<html></html>", status=503)) is Reason.HTTP_STATUS


@pytest.mark.parametrize("body", [b"", b" \r\n"])
def test_an_empty_answer(body: bytes) -> None:
    """It says nothing of the page: the outlet is out of order, and it is looked at again."""
    assert reason_of(Page(url=URL, body=body, content_type="text/html")) is Reason.OUTAGE


def test_a_page_too_large() -> None:
    """Megabytes without end are not parsed."""
    assert reason_of(Page(url=URL, body=b"<p>x</p>" * 3_000_000)) is Reason.TOO_LARGE


@pytest.mark.parametrize("part", [b"<p>x", b"<li>", b"<p>x</p>"])
def test_a_page_of_too_many_elements(part: bytes) -> None:
    """A page within its size that holds more elements than any article is not read, and not called dangerous."""
    body = b"<html><body><article>" + part * (ELEMENTS_LIMIT + 1)

    assert reason_of(Page(url=URL, body=body)) is Reason.TOO_LARGE


def test_a_page_of_many_elements() -> None:
    """Several times as many elements as large articles have are read."""
    body = b"<html><body><article><h1>Mann returns</h1>" + b"<p>The film is shot in May in Paris.</p>" * 45_000

    assert reason_of(Page(url=URL, body=body)) is None


@pytest.mark.parametrize(
    "tag",
    [
        b"<p " + b" ".join(b"a%d=1" % n for n in range(60_000)) + b">",
        b"<p " + b" ".join(b'a%d=">"' % n for n in range(5_000)) + b">",
        b"<p " + b"x " * 5_000,
    ],
)
@pytest.mark.figure("hostile inputs")
def test_an_attribute_bomb(tag: bytes) -> None:
    """A tag with thousands of attributes never reaches the parser, in whatever encoding it comes."""
    body = b"<html><body>" + tag + b"text</body></html>"

    assert reason_of(Page(url=URL, body=body)) is Reason.HOSTILE_MARKUP
    assert (
        reason_of(Page(url=URL, body=codecs.BOM_UTF16_LE + body.decode().encode("utf-16-le"))) is Reason.HOSTILE_MARKUP
    )


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://www.example.org/", Reason.FRONT_PAGE),
        ("https://consent.example.org/?next=x", Reason.CONSENT),
        ("https://www.example.org/login?next=x", Reason.LOGIN),
    ],
)
def test_a_redirect_away_from_the_article(url: str, reason: Reason) -> None:
    """Where a request ended tells what it met."""
    page = Page(url=url, requested_url=URL, body=b"<html><body><p>Any text.</p></body></html>")

    assert reason_of(page) is reason


def test_the_listings_word_counts_for_an_article() -> None:
    """A page at an odd address is an article if its listing calls it as it calls itself."""
    sentence = "Some words about the film that was shown yesterday, in a sentence of some length. "
    text = f"<p>{sentence * 4}</p><p>{sentence * 3}</p>"
    page = Page(
        url="https://www.example.org/news?page=3",
        body=f"<html><title>Mann returns</title><h1>Mann returns</h1>{text}".encode(),
    )

    assert isinstance(read_article(page, OUTLET, now=NOW), Refusal)
    assert isinstance(read_article(page, OUTLET, Link(url=page.url, title="Mann returns"), now=NOW), Article)


@pytest.mark.parametrize(
    ("sentences", "reason"), [(4, Reason.SOFT_404), (30, None)], ids=["hardly any text", "a whole article"]
)
def test_a_long_text_is_no_block_page_whatever_its_title_says(sentences: int, reason: Reason | None) -> None:
    """What a block page says may be what an article is about: 1,500 characters of text decide."""
    title = "Page not found: the festival that lost its films"
    told = "The curators searched the cellar for reel {}, and found a note by its director instead."
    text = "".join(f"<p>{told.format(number)}</p>" for number in range(sentences))
    page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"

    assert reason_of(Page(url=URL, body=page.encode())) is reason
