"""What is known of sources, outlets and channels, as health judges it. Plain values; the desk fills them by queries.

Lists of things that happened are in order of time, the newest last.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.causes import SourceCause
from monitor.observations import ChannelState, SourceReading, TriedLink


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """One source. `failures` in a row; `cause`, `status` and `error` are of the last failure, None after a success."""

    url: str
    kind: str
    failures: int = 0
    last_checked_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None
    status: int | None = None
    cause: SourceCause | None = None
    error: str | None = None  # for people; no rule reads it
    newest_at: datetime | None = None  # the newest publication that the listing ever declared
    readings: tuple[SourceReading, ...] = ()
    moved_to: str | None = None  # where permanent redirects led at the last reading, if that is another host
    moved_readings: int = 0  # readings in a row that were led there


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletFacts:
    """One followed outlet. `arrivals`: when its articles were reported, some hundreds at most, in any order."""

    id: str
    name: str
    added_at: datetime
    sources: tuple[SourceFacts, ...] = ()
    reads: tuple[TriedLink, ...] = ()  # the last twenty or so links that were tried
    selectors: Mapping[str, str] = field(default_factory=dict)  # of the rule that is valid now, by part
    arrivals: tuple[datetime, ...] = ()
    last_crawl_at: datetime | None = None
    last_outcome: str | None = None
    next_check_at: datetime | None = None
    paused_until: datetime | None = None
    strikes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is judged together."""

    outlets: tuple[OutletFacts, ...] = ()
    channels: tuple[ChannelState, ...] = ()
