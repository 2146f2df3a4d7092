"""The files that the trials read: pages, plain or gzipped, and JSON lines. Bad lines are reported, not raised."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from monitor import error_words
from monitor.model import Article

LARGEST = 64 * 1024 * 1024  # bytes of one page or line; what is larger is not a page
_GZIP = b"\x1f\x8b"

Given = click.Path(exists=True, dir_okay=False, allow_dash=True)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a JSON lines file: its object, or why it is none."""

    number: int
    value: dict[str, Any]
    error: str | None = None

    @property
    def id(self) -> Any:
        """What the line calls itself; its number where it does not say."""
        return self.value.get("id", self.number)

    def text(self, key: str) -> str | None:
        """The text under a key, or None."""
        value = self.value.get(key)
        return value if isinstance(value, str) and value.strip() else None


def read(path: str) -> Iterator[Line]:
    """Each line of a JSON lines file, `-` for standard input; empty lines are left out."""
    with click.open_file(path, "rb") as stream:
        rows = gzip.GzipFile(fileobj=stream) if path.endswith(".gz") else stream
        number = 0
        while row := rows.readline(LARGEST):
            number += 1
            if row.strip():
                yield _line(number, row)


def content(path: Path | str) -> bytes:
    """The bytes of a file, unpacked where they are gzip.

    Raises:
        ValueError: it cannot be read, or is too large; the text says which.
    """
    try:
        with click.open_file(str(path), "rb") as stream:
            body: bytes = stream.read(LARGEST + 1)
        if body[:2] == _GZIP:
            unpack = zlib.decompressobj(wbits=31)
            body = unpack.decompress(body, LARGEST + 1)
            if not unpack.eof and len(body) <= LARGEST:
                raise ValueError(f"{path}: ends before its time")
    except (OSError, zlib.error) as error:
        raise ValueError(f"{path}: {error_words.message(error)}") from None
    if len(body) > LARGEST:
        raise ValueError(f"{path}: is larger than {LARGEST >> 20} MB")
    return body


def article(line: Line) -> Article:
    """The article that a line describes. Its text is left as it is, so that offsets are those of the line."""
    return Article(
        url=line.text("url") or "",
        outlet=line.text("outlet") or "",
        title=line.text("title") or "",
        body=line.text("body") or "",
        standfirst=line.text("standfirst"),
        authors=_texts(line.value.get("authors")),
        published_at=moment(line.value.get("published")),
        language=line.text("language") or line.text("lang"),
        section=line.text("section"),
        tags=_texts(line.value.get("tags")),
    )


def printable(article: Article) -> dict[str, Any]:
    """What was read of a page, for a line of JSON."""
    return {
        "title": article.title,
        "standfirst": article.standfirst,
        "authors": list(article.authors),
        "published": iso(article.published_at, has_time=article.published_has_time),
        "updated": iso(article.updated_at),
        "language": article.language,
        "section": article.section,
        "tags": list(article.tags),
        "image": article.image,
        "kind": article.kind,
        "paywalled": article.paywalled,
        "body": article.body,
    }


def moment(value: object) -> datetime | None:
    """A time as ISO 8601, a day alone, or seconds or milliseconds since 1970; without a zone it is UTC."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if abs(value) > 1e11 else value, UTC)
        if not isinstance(value, str):
            return None
        found = datetime.fromisoformat(value.strip())
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def iso(at: datetime | None, *, has_time: bool = True) -> str | None:
    """A time as its page states it; a day alone where no time is known."""
    if at is None:
        return None
    return at.isoformat() if has_time else date(at.year, at.month, at.day).isoformat()


def _line(number: int, row: bytes) -> Line:
    try:
        value = json.loads(row)
    except (ValueError, RecursionError) as error:
        return Line(number, {}, f"line {number} is not JSON: {error_words.in_words(error)}")
    if not isinstance(value, dict):
        return Line(number, {}, f"line {number} is not a JSON object")
    return Line(number, value)


def _texts(value: object) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(item for item in items if isinstance(item, str) and item.strip())
