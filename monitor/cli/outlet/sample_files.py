"""Samples: pages of outlets with what was accepted as read of them, in files of the user's own.

    samples/OUTLET/NAME.json      what was asked for, when, and what was accepted, the text by paragraphs
    samples/OUTLET/NAME.html.gz   the page as it came

They are read again as of the day on which they were fetched: that day's rule, and its idea of the future.
"""

import difflib
import gzip
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from monitor import error_words
from monitor.cli.trial import lines
from monitor.config import toml_edit
from monitor.errors import MonitorError
from monitor.extract import read_page
from monitor.model import Link, Outlet, Page, Reading, Refusal
from monitor.reading import urls
from monitor.text import slug

_NAME = 60  # characters of an address that name its files
_SHOWN = 4  # paragraphs of a difference
_CUT = 100  # characters of a value in a line

Result = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page, and the result that was accepted. `read_at` is when it was fetched."""

    outlet: str
    url: str
    page: Page
    read_at: datetime
    result: Result


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is read otherwise than was accepted."""

    field: str
    accepted: Any
    now: Any

    def __str__(self) -> str:
        """In one line."""
        if self.field == "body":
            return f"body: {_changes(self.accepted or [], self.now or [])}"
        return f"{self.field}: was {_short(self.accepted)}, is {_short(self.now)}"


def read(page: Page, outlet: Outlet, url: str, now: datetime) -> tuple[Result, Reading]:
    """What a page gives, as it is kept and compared; and the reading itself."""
    reading = read_page(page, outlet, Link(url=url), now=now)
    if isinstance(reading.result, Refusal):
        return {"refused": reading.result.reason.value}, reading
    fields = lines.printable(reading.result)
    fields["body"] = fields["body"].split("\n\n")
    if reading.shortfalls:  # the general reading may hide that a rule no longer fits: that differs, too
        fields["short"] = {short.part: short.gave for short in reading.shortfalls}
    return fields, reading


def differences(accepted: Result, now: Result) -> list[Difference]:
    """The fields that differ, in the order in which they are shown."""
    fields = dict.fromkeys([*now, *accepted])
    return [
        Difference(name, accepted.get(name), now.get(name)) for name in fields if accepted.get(name) != now.get(name)
    ]


def path_of(folder: Path, outlet: str, url: str) -> Path:
    """The file of the sample of this address."""
    key = urls.canonical(url) or url
    name = slug(urlsplit(key).path)
    if len(name) > _NAME:
        name = name[-_NAME:].partition("-")[2] or name[-_NAME:]
    return folder / outlet / f"{name or 'page'}-{sha256(key.encode()).hexdigest()[:8]}.json"


def keep(path: Path, sample: Sample) -> None:
    """Write a sample. The page first: what counts is the other file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    toml_edit.write(_page_of(path), gzip.compress(sample.page.body, mtime=0))
    kept = {
        "outlet": sample.outlet,
        "url": sample.url,
        "final_url": sample.page.url,
        "content_type": sample.page.content_type,
        "read_at": lines.iso(sample.read_at),
        "result": sample.result,
    }
    toml_edit.write(path, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def load(path: Path) -> Sample:
    """The sample of a file.

    Raises:
        MonitorError: one of its two files is missing or damaged.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        body = lines.content(_page_of(path))
        page = Page(url=kept["final_url"], body=body, content_type=kept["content_type"], requested_url=kept["url"])
        read_at = datetime.fromisoformat(kept["read_at"])
        read_at = read_at if read_at.tzinfo else read_at.replace(tzinfo=UTC)
        return Sample(outlet=kept["outlet"], url=kept["url"], page=page, read_at=read_at, result=dict(kept["result"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise MonitorError(
            f"{path} cannot be read: {error_words.message(error)}", hint="`monitor outlet sample` makes it again"
        ) from None


def paths(folder: Path, outlets: Collection[str] = ()) -> list[Path]:
    """The files of the samples, of these outlets or of all, in order."""
    return [path for path in sorted(folder.glob("*/*.json")) if not outlets or path.parent.name in outlets]


def _page_of(path: Path) -> Path:
    return path.with_suffix(".html.gz")


def _changes(accepted: list[str], now: list[str]) -> str:
    """The paragraphs that came and went."""
    changed = [line for line in difflib.ndiff(accepted, now) if line[:1] in "+-"]
    shown = [f"{line[0]} {_short(line[2:])}" for line in changed[:_SHOWN]]
    more = [f"and {len(changed) - _SHOWN} more"] if len(changed) > _SHOWN else []
    return "; ".join([f"{len(accepted)} paragraphs, now {len(now)}", *shown, *more])


def _short(value: Any) -> str:
    text = (
        "nothing"
        if value in (None, "", [])
        else value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False)
    )
    return text if len(text) <= _CUT else f"{text[: _CUT - 1]}…"
