"""One outlet's site: which bytes stand at which address at a given minute, and when they last changed.

It answers conditional requests honestly (304 only where nothing changed) and compresses where that is accepted. Time
comes in as an argument; sockets are elsewhere.
"""

import gzip
import hashlib
import re
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime

from monitor.newsstand import listings, pages
from monitor.newsstand.clock import Clock
from monitor.newsstand.listings import Entry
from monitor.newsstand.markup import local
from monitor.newsstand.press import Article, Outlet, Press, Source
from monitor.newsstand.serving import Answer, Request

WINDOW = 10  # articles in a feed, as at the trades
SITEMAP_WINDOW = 1000
LONG_AGO = -1_000_000.0  # minutes: two years before the start
PLAIN = {"/about/": "About us", "/privacy/": "Privacy and cookies", "/newsletter/": "Our newsletters"}
TYPES = {
    "rss": "application/rss+xml; charset=UTF-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
    "news-sitemap": "text/xml; charset=UTF-8",
    "sitemap-index": "text/xml; charset=UTF-8",
    "wordpress": "application/json; charset=UTF-8",
    "section": "text/html; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Content:
    """A resource before it is negotiated. `changed_at` None: it names no time."""

    body: bytes
    type: str
    changed_at: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()


class Site:
    """The resources of one outlet at `home`."""

    def __init__(self, outlet: Outlet, press: Press, clock: Clock, home: str) -> None:
        self.outlet, self.press, self.clock, self.home = outlet, press, clock, home

    def url_of(self, article: Article) -> str:
        """The article's address."""
        day = local(self.clock.at(article.minute), self.outlet)
        path = self.outlet.path.format(
            slug=article.slug,
            number=article.number,
            section=re.sub(r"[^a-z]+", "-", article.section.lower()),
            yyyy=f"{day.year:04}",
            mm=f"{day.month:02}",
            dd=f"{day.day:02}",
        )
        return self.home.rstrip("/") + path

    def entries(self, minute: float) -> list[Entry]:
        """All that is published by then, newest first."""
        return [
            Entry(
                article=article,
                url=self.url_of(article),
                published_at=self.clock.at(article.minute),
                updated_at=self.clock.at(article.minute if article.edited is None else article.edited),
            )
            for article in self.press.of(self.outlet.id, minute)
        ]

    def answer(self, request: Request, minute: float) -> Answer:
        """What the site says to a request."""
        if request.method not in {"GET", "HEAD"}:
            return Answer(status=405, headers={"Allow": "GET, HEAD", "Content-Type": "text/plain"}, body=b"no")
        for source in self.outlet.sources:
            if source.broken and source.path == request.path:
                return Answer(
                    status=source.broken, headers={"Content-Type": "text/html"}, body=b"<h1>Internal Server Error</h1>"
                )
        content = self._find(request, minute)
        if content is None:
            return Answer(status=404, headers={"Content-Type": "text/html; charset=utf-8"}, body=b"<h1>Not found</h1>")
        return negotiate(content, request, self.outlet.validators)

    def _find(self, request: Request, minute: float) -> Content | None:
        path = request.path
        if path == "/robots.txt":
            return Content(self.outlet.robots.encode(), "text/plain; charset=utf-8")
        entries = self.entries(minute)
        by_path = {entry.url[len(self.home) - 1 :]: entry for entry in entries}
        if entry := by_path.get(path):
            older = self.entries(entry.article.minute)  # so that a page changes only when its article does
            body = pages.article(self.outlet, self.home, entry, older)
            return Content(body, f"text/html; charset={self.outlet.charset}", entry.updated_at)
        for source in self.outlet.sources:
            if path == source.path:
                return self._listing(source, entries, request)
        return self._rest(path, entries)

    def _listing(self, source: Source, entries: list[Entry], request: Request) -> Content:
        shown = [e for e in entries if source.only in {None, e.article.section} and source.without != e.article.section]
        changed = max((e.updated_at for e in shown), default=self.clock.at(0))
        kind, window = TYPES[source.format], shown[:WINDOW]
        if source.format == "wordpress":
            return self._posts(shown, request, changed)
        if source.format == "rss":
            body = listings.rss(self.outlet, self.home, source, window)
        elif source.format == "atom":
            body = listings.atom(self.outlet, self.home, source, window)
        elif source.format == "json":
            body = listings.json_feed(self.outlet, self.home, source, window)
        elif source.format == "news-sitemap":
            body = listings.news_sitemap(self.outlet, shown[:SITEMAP_WINDOW])
        elif source.format == "sitemap-index":
            body = listings.sitemap_index(self.home, changed, self.clock.at(LONG_AGO))
        else:
            body = pages.front(self.outlet, "News", window if request.query.get("page", "1") == "1" else [])
        return Content(body, kind, changed)

    def _posts(self, entries: list[Entry], request: Request, changed: datetime) -> Content:
        """WordPress' collection with its paging, `after` and `search` parameters."""
        query = request.query
        size = max(1, min(100, int(query.get("per_page", WINDOW)) if query.get("per_page", "1").isdigit() else WINDOW))
        page = max(1, int(query["page"]) if query.get("page", "").isdigit() else 1)
        if after := query.get("after"):
            entries = [e for e in entries if f"{e.published_at:%Y-%m-%dT%H:%M:%S}" > after]
        if words := query.get("search"):
            entries = [e for e in entries if words.lower() in f"{e.article.headline} {e.article.body}".lower()]
        body = listings.wordpress_posts(self.outlet, self.home, entries[(page - 1) * size : page * size])
        counts = (("X-WP-Total", str(len(entries))), ("X-WP-TotalPages", str(-(-len(entries) // size))))
        return Content(body, TYPES["wordpress"], changed, counts)

    def _rest(self, path: str, entries: list[Entry]) -> Content | None:
        """What every site has besides its articles and listings, and what hangs on a kind of listing."""
        html, changed = "text/html; charset=utf-8", max((e.updated_at for e in entries), default=None)
        content = None
        if path == "/":
            content = Content(pages.front(self.outlet, self.outlet.name, entries[:WINDOW]), html, changed)
        elif path in PLAIN or path.startswith("/private/"):
            content = Content(pages.plain(self.outlet, PLAIN.get(path, "For the staff only")), html)
        elif path.startswith("/media/"):
            content = Content(_pixel(), "image/png")
        elif any(source.format == "sitemap-index" for source in self.outlet.sources):
            content = self._sitemap(path, entries, changed)
        return content

    def _sitemap(self, path: str, entries: list[Entry], changed: datetime | None) -> Content | None:
        if path == "/sitemap-news.xml":
            return Content(listings.news_sitemap(self.outlet, entries), TYPES["news-sitemap"], changed)
        if path in {"/sitemap-pages.xml", "/sitemap-authors.xml"}:
            old = self.clock.at(LONG_AGO)
            body = listings.plain_sitemap([f"{self.home}about/", f"{self.home}privacy/"], old)
            return Content(body, TYPES["news-sitemap"], old)
        return None


def negotiate(content: Content, request: Request, validators: tuple[str, ...]) -> Answer:
    """The answer with its validators: 304 if the client's copy is still good, gzip if it may be."""
    headers = {"Content-Type": content.type, "Vary": "Accept-Encoding", **dict(content.headers)}
    packed = "gzip" in request.headers.get("accept-encoding", "")
    etag = '"' + hashlib.sha256(content.body).hexdigest()[:16] + '"'
    if "etag" in validators:
        headers["ETag"] = f"W/{etag}" if packed else etag  # two encodings are not the same bytes
    if "last-modified" in validators and content.changed_at:
        headers["Last-Modified"] = format_datetime(content.changed_at, usegmt=True)
    if _is_fresh(request, headers, content.changed_at):
        kept = {name: value for name, value in headers.items() if name in {"ETag", "Last-Modified", "Vary"}}
        return Answer(status=304, headers=kept)
    if not packed:
        return Answer(headers=headers, body=content.body)
    return Answer(headers={**headers, "Content-Encoding": "gzip"}, body=gzip.compress(content.body, 5, mtime=0))


def _is_fresh(request: Request, headers: dict[str, str], changed_at: datetime | None) -> bool:
    """RFC 9110, 13.2.2: If-None-Match decides where it is sent; only else If-Modified-Since."""
    asked = request.headers.get("if-none-match")
    if asked is not None:
        tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
        return "ETag" in headers and (headers["ETag"].removeprefix("W/") in tags or "*" in tags)
    since = request.headers.get("if-modified-since")
    if since is None or changed_at is None or "Last-Modified" not in headers:
        return False
    try:
        return changed_at <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def _pixel() -> bytes:
    """The smallest grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
