"""What can be refused before a page is read at all: its status, size, kind of content, block pages by their address.

What is refused by what was read stands in `block_pages` and `listing_pages`.
"""

import re
from urllib.parse import SplitResult, urlsplit

from monitor.model import Page, Refusal
from monitor.refusals import Reason

PAGE_LIMIT = 16_000_000  # bytes; the largest article page seen has 6 million
_MAGIC = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP",
    b"GIF8": "GIF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"RIFF": "RIFF",
    b"\x1f\x8b": "gzip",
    b"ID3": "MP3",
    b"OggS": "Ogg",
    b"wOFF": "font",
    b"wOF2": "font",
}
_HTML_TYPES = (
    "text/html",
    "application/xhtml",
    "text/plain",
    "application/xml",
    "text/xml",
    "application/octet-stream",
)
_NO_TEXT_TYPES = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")
_UTF_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_WIDE = 0.1  # of zeros: letters of two or four bytes
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b")) + b"\x7f"
# Share of control characters: of packed bytes a tenth, of 3,500 captured pages none, but for some made by a fuzzer.
_BINARY = 0.05
_FEED = re.compile(
    rb"<(?:\?xml[^>]{0,200}>\s*(?:<!--.{0,500}?-->\s*)?)?<?(rss|feed|urlset|sitemapindex|rdf:RDF)[\s>]", re.DOTALL
)

_CONSENT_HOST = re.compile(r"^(?:consent|guce|privacy|cmp|cookie-?consent)\.", re.IGNORECASE)
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|signon|accounts?/login|auth|sso|users/sign_in|wp-login\.php)(?:[/?.]|$)", re.IGNORECASE
)


def address(url: str) -> SplitResult:
    """The parts of an address; none where it is not an address."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def before(page: Page) -> Refusal | None:
    """What can be known before reading: status, size, kind of content, block pages by their address."""
    if page.status >= 400:
        return Refusal(reason=Reason.HTTP_STATUS, detail=f"status {page.status}")
    if len(page.body) > PAGE_LIMIT:
        return Refusal(reason=Reason.TOO_LARGE, detail=f"{len(page.body)} bytes, more than {PAGE_LIMIT}")
    if refusal := _not_html(page):
        return refusal
    return _block_page_by_address(page)


def _not_html(page: Page) -> Refusal | None:
    detail = _other_kind(page.body[:1024].lstrip(), (page.content_type or "").split(";")[0].strip().lower())
    return Refusal(reason=Reason.NOT_HTML, detail=detail) if detail else None


def _other_kind(start: bytes, kind: str) -> str | None:
    """What a page is instead of HTML: by its first bytes, then by its header, which is often wrong."""
    magic = next((name for mark, name in _MAGIC.items() if start.startswith(mark)), None)
    if magic or _FEED.match(start):
        return f"the content is {magic or 'a feed or sitemap'}"
    if kind.startswith(_NO_TEXT_TYPES) or (kind and not kind.startswith(_HTML_TYPES) and b"<" not in start):
        return f"content type {kind}"
    if start[:1] in {b"{", b"["} and b"<html" not in start.lower():
        return "the content is JSON"
    return "the content is binary" if _is_binary(start) else None


def _is_binary(start: bytes) -> bool:
    """Whether these are bytes of no text: what is packed without saying so would be letters of some old encoding."""
    if start.startswith(_UTF_MARKS) or (b"<" in start and start.count(0) >= _WIDE * len(start)):
        return False
    return len(start) - len(start.translate(None, _CONTROLS)) > _BINARY * len(start)


def _block_page_by_address(page: Page) -> Refusal | None:
    if not page.requested_url or page.requested_url == page.url:
        return None
    now, asked = address(page.url), address(page.requested_url)
    if _CONSENT_HOST.match(now.netloc) and not _CONSENT_HOST.match(asked.netloc):
        return Refusal(reason=Reason.CONSENT, detail=f"redirected to {now.netloc}")
    if _LOGIN_PATH.search(now.path) and not _LOGIN_PATH.search(asked.path):
        return Refusal(reason=Reason.LOGIN, detail=f"redirected to {now.path}")
    if now.path in {"", "/"} and not now.query and (asked.path not in {"", "/"} or asked.query):
        return Refusal(reason=Reason.FRONT_PAGE, detail="redirected to the front page")
    return None
