"""What is looked for in the place of a source that is dead, and what was found: it crosses processes, and is kept."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.model import Source

ENOUGH = 3  # links: what lists fewer is not a listing to follow
_MOVED_READINGS, _MOVED_FOR = 3, timedelta(days=2)
STALE = timedelta(days=30)  # since its newest article: nobody writes it any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to look for: another source that lists what this one listed.

    `listed` are the URL keys that it listed last, as orders carry them, newest first; `since` is when it was last read.
    """

    source: Source
    listed: tuple[str, ...] = ()
    since: datetime | None = None
    spare: tuple[Source, ...] = ()  # known addresses of the outlet, which are asked first
    any_good: bool = False  # it need not list the same: a person asks, and decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that was asked, and what it lists. `shared` of its links are those of the dead source.

    `fits`: in the stretch of time that both cover, they list the same articles.
    """

    source: Source
    listed: int = 0
    shared: int = 0
    fits: bool = False
    newest_at: datetime | None = None
    error: str | None = None  # why it could not be read

    def is_good(self, now: datetime) -> bool:
        """Whether it is a listing that can be followed: with some articles, and none of years ago alone."""
        is_stale = self.newest_at is not None and self.newest_at < now - STALE
        return self.error is None and self.listed >= ENOUGH and not is_stale


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """The source that is read in the place of another, and since when."""

    source: Source
    since: datetime
    failures: int = 0


def good(candidates: Iterable[Candidate], now: datetime) -> list[Candidate]:
    """Those that can be followed, the best first."""
    found = [one for one in candidates if one.is_good(now)]
    return sorted(found, key=lambda one: (one.fits, one.shared), reverse=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PermanentMove:
    """Where permanent redirects of a source led in so many readings in a row, the first of them at `since`."""

    to: str
    since: datetime
    readings: int

    def is_lasting(self, now: datetime) -> bool:
        """Whether it is no redirect of an hour, nor of a weekend's work on the site, which is taken back."""
        return self.readings >= _MOVED_READINGS and now - self.since >= _MOVED_FOR


def moved(source: Source, move: PermanentMove | None, now: datetime) -> Source | None:
    """The source at its new address, if it moved there for good, as far as one can tell."""
    return replace(source, url=move.to) if move is not None and move.is_lasting(now) else None


def line_with(sources: Iterable[Source], old: str, new: Source) -> str:
    """The line of the configuration that names these sources, with another in the place of the one at `old`."""
    return as_toml(new if source.url == old else source for source in sources)


def as_toml(sources: Iterable[Source]) -> str:
    """The line of the configuration that names these sources."""
    return f"sources = [{', '.join(map(_table, sources))}]"


def _table(source: Source) -> str:
    keys = {"kind": source.kind.value, "url": source.url} | ({"select": source.select} if source.select else {})
    return "{ " + ", ".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items()) + " }"
