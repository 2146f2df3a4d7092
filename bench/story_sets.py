"""The labelled articles on which stories are scored, as documents: events, topics of headlines, and streams."""

import gzip
import json
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.dedupe import Document

NOW = datetime(2026, 12, 1, tzinfo=UTC)
LABELLED = tuple[Document, str]


def by_time(found: Iterable[LABELLED]) -> list[LABELLED]:
    """In order of arrival."""
    return sorted(found, key=lambda item: item[0].found_at)


def rows(path: Path) -> Iterable[dict[str, Any]]:
    """The objects of a file of JSON lines, packed or not."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.splitlines() if line.strip()]


def event_doc(row: dict[str, Any], number: int) -> Document:
    """An article of the event set."""
    at = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
    return Document(
        id=number, outlet=row["outlet"], title=row["title"], standfirst=row["description"], body=row["body"],
        published_at=at, found_at=at,
    )  # fmt: skip


def headline_doc(number: int, title: str, outlet: str, seconds: float) -> Document:
    """A headline alone."""
    return Document(id=number, outlet=outlet, title=title, body="", found_at=datetime.fromtimestamp(seconds, UTC))


def event_items(corpus: Path) -> list[LABELLED]:
    """The articles of the event set, and the topics that people put them into."""
    listed = rows(corpus / "stories" / "giveme5w1h-events.jsonl.gz")
    return [(event_doc(row, number), row["cluster"]) for number, row in enumerate(listed)]


def topic_items(corpus: Path, category: str | None) -> list[LABELLED]:
    """Headlines of wide topics, shuffled, all at one time: the set is sorted by topic, and its times betray them."""
    listed = list(rows(corpus / "stories" / "uci-headlines.jsonl.gz"))
    found = [
        (headline_doc(number, row["title"], row["outlet"], NOW.timestamp()), row["cluster"])
        for number, row in enumerate(listed)
        if category in {None, row["category"]}
    ]
    return sorted(found, key=lambda item: zlib.crc32(str(item[0].id).encode()))


def item_doc(number: int, row: dict[str, Any]) -> Document:
    """A headline with its summary."""
    stated = row["published"]
    if "/" in stated:
        month, day, year = map(int, stated.split("/"))
        at = datetime(year, month, day, tzinfo=UTC)
    else:
        at = datetime.fromisoformat(stated)
    body = row["summary"] or ""
    return Document(id=number, outlet=row["outlet"], title=row["title"], body=body, published_at=at, found_at=at)
