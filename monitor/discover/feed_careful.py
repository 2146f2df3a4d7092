"""The careful parser of feeds, for what the quick one is unsure about: feedparser, which forgives nearly everything.

feedparser is given a stream, never bytes (bytes that spell a path would open that file), and neither cleans markup
nor resolves addresses: what is kept is made plain elsewhere. It is slow: whoever calls it minds `LIMIT`.
"""

import io
from typing import Any

import feedparser

from monitor import error_words
from monitor.discover import plain
from monitor.discover.entries import FeedEntry
from monitor.discover.feed_xml import ENTRIES_LIMIT, Feed
from monitor.discover.listing import ListingError

LIMIT = 256 * 1024  # bytes; the worst quarter of a million takes two seconds
_KINDS = (("rss10", "rdf"), ("rss090", "rdf"), ("rss", "rss"), ("atom", "atom"), ("json", "json"), ("cdf", "rss"))


def parse(body: bytes) -> Feed:
    """The feed in UTF-8 text that may be far from well-formed XML, without declarations.

    Raises:
        ListingError: the parser gave up.
    """
    headers = {"content-type": "application/xml; charset=utf-8"}  # else it guesses, in quadratic time
    try:
        result = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # a parser of anything may fail in any way: the body is to blame
        raise ListingError(f"it cannot be read as a feed: {error_words.in_words(error)}") from error
    version = result.get("version") or ""
    declared = result.get("feed") or {}
    return Feed(
        kind=next((kind for prefix, kind in _KINDS if version.startswith(prefix)), "" if not result.entries else "rss"),
        title=declared.get("title"),
        link=declared.get("link"),
        language=declared.get("language"),
        generator=declared.get("generator"),
        next_page=next((link.get("href") for link in declared.get("links") or () if link.get("rel") == "next"), None),
        entries=[_entry(item) for item in result.entries[:ENTRIES_LIMIT]],
    )


def _entry(item: Any) -> FeedEntry:
    contents = [part.get("value") or "" for part in item.get("content") or ()]
    detail = item.get("title_detail") or {}
    return FeedEntry(
        link=_link(item),
        original=item.get("feedburner_origlink") or item.get("pheedo_origlink"),
        guid=item.get("id"),
        guid_is_link=bool(item.get("guidislink", True)),
        title=item.get("title"),
        title_is_text=detail.get("type") == "text/plain" and "&" not in (item.get("title") or ""),
        summary=plain.without_false_declarations(item.get("summary") or "") or None,
        content=max(contents, key=len, default="") or None,
        published=item.get("published") or item.get("created"),
        updated=_declared(item, "updated"),
        authors=_authors(item),
        tags=[tag.get("label") or tag.get("term") or "" for tag in item.get("tags") or ()],
        language=(item.get("title_detail") or {}).get("language"),
        base=(item.get("title_detail") or {}).get("base"),
    )


def _declared(item: Any, key: str) -> Any:
    """A value that the feed declares; feedparser would answer `published` for a missing `updated`."""
    return dict.get(item, key)


def _link(item: Any) -> str | None:
    for link in item.get("links") or ():
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return str(link["href"])
    declared = item.get("link")
    return str(declared) if declared else None


def _authors(item: Any) -> list[str]:
    people = [person for person in item.get("authors") or () if person.get("name")]
    names = [f"{who.name} ({who.email})" if who.get("email") else who.name for who in people]
    return names or [name for name in (item.get("author"),) if name]
