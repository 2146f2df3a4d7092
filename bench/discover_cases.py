"""The cases of feedparser's and gofeed's own tests, for `bench/discover.py --only cases,gofeed`."""

import ast
import base64
import io
from pathlib import Path
from typing import Any

import feedparser
from story_sets import rows

from monitor import text
from monitor.discover import ListingError
from monitor.discover.feeds import parse_feed
from monitor.reading import html


def feedparser_cases(corpora: Path, show: bool) -> None:  # noqa: FBT001 - one form for all tables
    """Feedparser's own cases on what a monitor needs: titles, links, ids, texts and languages."""
    total = good = peers = 0
    for row in rows(corpora / "feeds" / "cases-feedparser.jsonl.gz"):
        wanted = wish(row["expect"] or "")
        if wanted is None:
            continue
        total += 1
        body = base64.b64decode(row["content_base64"])
        headers = {name.lower(): value for name, value in row["headers"].items()}
        given = value_of(body, headers, wanted)
        good += given
        result = feedparser.parse(io.BytesIO(body), response_headers=headers)
        peers += fits(peer_value(result, wanted), wanted[2])
        if show and not given:
            print("  ", row["case"], row["expect"][:150])
    print(f"feedparser's own cases on core fields: monitor {good}/{total}, feedparser {peers}/{total}")


def gofeed_cases(corpora: Path, show: bool) -> None:  # noqa: FBT001 - as above
    """The small cases of gofeed: the title, link and id of each item."""
    total = good = 0
    for row in rows(corpora / "feeds" / "cases-gofeed.jsonl.gz"):
        wanted = (row["expected"] or {}).get("items") or (row["expected"] or {}).get("entries") or []
        try:
            found = parse_feed(base64.b64decode(row["content_base64"]), None).entries
        except ListingError:
            found = []
        for index, item in enumerate(wanted):
            entry = found[index] if index < len(found) else None
            stated = {name: item[name] for name in ("title", "link", "id") if isinstance(item.get(name), str)}
            for name, value in stated.items():
                given = getattr(entry, "guid" if name == "id" else name, None)
                total += 1
                good += fits(given, value)
                if show and not fits(given, value):
                    print("  ", row["case"], name, repr(value), repr(given))
    print(f"gofeed's own cases, titles, links and ids of items: monitor {good}/{total}")


def wish(expression: str) -> tuple[str, str, str] | None:
    """(feed or entry, field, value) of a simple expectation; None for what a monitor does not need."""
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
    except SyntaxError:
        return None
    compares = [node for node in ast.walk(tree) if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq)]
    if len(compares) != 1 or not isinstance(compares[0].comparators[0], ast.Constant):
        return None
    value = compares[0].comparators[0].value
    left = ast.unparse(compares[0].left)
    core = {"title", "link", "id", "guid", "summary", "description", "author", "language"}
    for where, start in (("feed", "feed['"), ("entry", "entries[0]['")):
        name = left.removeprefix(start).removesuffix("']")
        if (
            left == f"{start}{name}']"
            and name in core
            and isinstance(value, str)
            and not (where == "feed" and name in {"id", "author", "description"})
        ):
            return where, name, value
    if left == "entries[0]['content'][0]['value']" and isinstance(value, str):
        return "entry", "content", value
    return None


def value_of(body: bytes, headers: dict[str, str], wanted: tuple[str, str, str]) -> bool:
    """Whether our reading states the wanted value."""
    try:
        feed = parse_feed(
            body,
            headers.get("content-type"),
            url=headers.get("content-location"),
            language=headers.get("content-language"),
        )
    except ListingError:
        return False
    where, name, value = wanted
    if where == "feed":
        return fits(getattr(feed, name, None), value)
    if not feed.entries:
        return False
    entry = feed.entries[0]
    words = entry.summary or entry.content
    given = {
        "description": words, "summary": words, "content": entry.content, "guid": entry.guid, "id": entry.guid,
        "author": " ".join(entry.authors), "link": entry.link or entry.guid,
    }  # fmt: skip
    return fits(given.get(name, getattr(entry, name, None)), value) or (
        name == "author" and text.fold(str(given["author"])) == text.fold(value)
    )


def peer_value(result: Any, wanted: tuple[str, str, str]) -> str | None:
    """Feedparser's own answer."""
    where, name, _ = wanted
    if where == "feed":
        return result.feed.get(name)  # type: ignore[no-any-return]
    if not result.entries:
        return None
    if name == "content":
        return (result.entries[0].get("content") or [{}])[0].get("value")  # type: ignore[no-any-return]
    return result.entries[0].get(name)  # type: ignore[no-any-return]


def fits(given: str | None, value: str) -> bool:
    """Equal, or equal as plain text: what is kept is made plain anyway."""
    return given is not None and (given.strip() == value.strip() or html.text_of(given) == html.text_of(value))
