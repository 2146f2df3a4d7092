"""The parser of JSON Feed, versions 1 and 1.1."""

import json
import re
from contextlib import suppress
from itertools import islice
from typing import Any

from monitor import error_words
from monitor.discover.entries import FeedEntry
from monitor.discover.feed_xml import ENTRIES_LIMIT, Feed
from monitor.discover.listing import ListingError

_STARTS = 5  # places tried at which a value may begin
_NOTICES = 20_000  # characters that a server may print before its answer
_PAGE = re.compile(r"<(?:!doctype|html|head|body|script)\b", re.IGNORECASE)
_START = re.compile(r"""[\[{](?=\s{0,200}["\[{}\]])""")
_HALF = re.compile("[\ud800-\udfff]")  # of a character, which a server cut in two: no file and no pipe takes it
_SPARE_COMMA = re.compile(r",(\s{0,200}[}\]])")
_decoder = json.JSONDecoder(strict=False)  # control characters in texts, too


def load(text: str) -> Any:
    """The value that the JSON text stands for, without the notices that a server printed around it.

    Raises:
        ListingError: it is not JSON.
    """
    try:
        return _decoder.decode(text)
    except (ValueError, RecursionError) as error:
        repaired = _SPARE_COMMA.sub(r"\1", text)
        for attempt in (_whole, _inner):
            if (value := attempt(repaired)) is not None:
                return value
        raise ListingError(f"it is not JSON: {error_words.in_words(error)[:200]}") from error


def _whole(text: str) -> Any:
    with suppress(ValueError, RecursionError):
        return _decoder.decode(text)
    return None


def _inner(text: str) -> Any:
    """The largest JSON value that begins near the start of a text; None where there is none, or the text is a page."""
    head = text[:_NOTICES]
    page = _PAGE.search(head)
    largest, value = len("[]"), None
    for start in islice(_START.finditer(head, 0, page.start() if page else len(head)), _STARTS):
        try:
            candidate, end = _decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            continue
        if end - start.start() > largest:
            largest, value = end - start.start(), candidate
    return value


def parse(text: str) -> Feed:
    """The feed in JSON text.

    Raises:
        ListingError: not JSON, or no JSON Feed.
    """
    value = load(text)
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        raise ListingError("it is JSON without a list of items, so no JSON Feed")
    inherited = _authors(value)
    feed = Feed(
        kind="json",
        title=string(value, "title"),
        link=string(value, "home_page_url"),
        language=string(value, "language"),
        next_page=string(value, "next_url"),
    )
    for item in value["items"][:ENTRIES_LIMIT]:
        if isinstance(item, dict):
            feed.entries.append(_entry(item, inherited))
    return feed


def string(value: Any, key: str) -> str | None:
    """A member that is text (a number counts), or None."""
    member = value.get(key) if isinstance(value, dict) else None
    if isinstance(member, bool) or not isinstance(member, str | int | float):
        return None
    return _whole_letters(str(member)) or None


def strings(value: Any, key: str) -> list[str]:
    """The texts in a member that is a list."""
    members = value.get(key) if isinstance(value, dict) else None
    texts = [member for member in members if isinstance(member, str)] if isinstance(members, list) else []
    return [_whole_letters(text) for text in texts]


def _whole_letters(text: str) -> str:
    return text if text.isascii() else _HALF.sub("", text)


def _entry(item: dict[str, Any], inherited: list[str]) -> FeedEntry:
    text = string(item, "content_text")
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n\n", "<p>") if text else None
    return FeedEntry(
        link=string(item, "url") or string(item, "external_url"),
        guid=string(item, "id"),
        title=string(item, "title"),
        summary=string(item, "summary"),
        content=string(item, "content_html") or escaped,
        published=string(item, "date_published"),
        updated=string(item, "date_modified"),
        authors=_authors(item) or inherited,
        tags=strings(item, "tags"),
        language=string(item, "language"),
    )


def _authors(value: dict[str, Any]) -> list[str]:
    people = value.get("authors")
    listed = people if isinstance(people, list) else [value.get("author")]
    return [
        name
        for name in (string(person, "name") or (person if isinstance(person, str) else None) for person in listed)
        if name
    ]
