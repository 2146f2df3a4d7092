"""What is known of sources, outlets and channels, as health judges it. Plain values; the desk fills them by queries.

Lists of things that happened are in order of time, the newest last. No field of a source or an outlet has a default:
one that is forgotten is an error of types, not a rule that never holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.causes import CrawlOutcome, SourceCause
from monitor.listing_gap import UnfilledGap
from monitor.observations import ChannelState, HeldAlerts, SourceReading, TriedLink
from monitor.succession import Candidate, PermanentMove, Successor


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """One source. `failures` in a row; `cause`, `status` and `error` are of the last failure, None after a success."""

    url: str
    kind: str
    select: str | None
    failures: int
    last_checked_at: datetime | None
    last_success_at: datetime | None
    last_new_at: datetime | None
    status: int | None
    cause: SourceCause | None
    error: str | None  # for people; no rule reads it
    unanswered_at: datetime | None  # when an attempt last brought no answer, or one that a gateway can make up
    newest_at: datetime | None  # the newest publication that the listing ever declared
    readings: tuple[SourceReading, ...]
    known_again: int  # of the last of the latest readings that listed new addresses alone: those of known articles
    untrusted_at: datetime | None  # since when its validators are not believed
    move: PermanentMove | None  # where permanent redirects led at the last reading, if that is another place
    gap: UnfilledGap | None  # the last one that nothing filled
    undated_readings: int  # readings in a row that gave no item a date, of a source that used to
    quarantined_until: datetime | None  # its listing hung or killed the parser; None: not the last time
    searched_at: datetime | None  # when another source in its place was last looked for
    searches: int  # since it was last in order
    candidates: tuple[Candidate, ...]  # what the last search found
    front_new: int | None  # links of the front page that were new since the search before
    is_successor: bool  # it is not configured, but read in the place of another
    successor: Successor | None  # what is read in its place

    @property
    def why(self) -> SourceCause:
        """Why its last attempt failed; failures of before causes were kept are known by their status."""
        return self.cause or SourceCause.of_status(self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletFacts:
    """One followed outlet. `arrivals`: when its articles were reported, some hundreds at most, in any order."""

    id: str
    name: str
    added_at: datetime
    poll: timedelta  # how often it is looked at, at least
    sources: tuple[SourceFacts, ...]
    reads: tuple[TriedLink, ...]  # the last twenty or so links that were tried
    selectors: Mapping[str, str]  # of the rule that is valid now, by part
    last_page_at: datetime | None  # when a page of it was last read, whatever became of it; None: none was
    arrivals: tuple[datetime, ...]
    last_crawl_at: datetime | None
    last_outcome: CrawlOutcome | None  # how its last crawl ended
    last_complete_at: datetime | None  # the end of the last crawl that read all it meant to
    held_until: datetime | None  # the end of the longest pause that a host of its listings ever asked for
    next_check_at: datetime | None
    paused_until: datetime | None
    strikes: int
    flood: HeldAlerts | None  # its alerts that were held lately; None: none were

    @property
    def is_listed(self) -> bool:
        """Whether a listing of it can be read."""
        return any(source.failures == 0 for source in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFacts:
    """The calendar of a watch, under a name that tells no secret. `error`: why it could not be read the last time."""

    name: str
    failures: int
    error: str | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchFacts:
    """One watch that is expected to find `least` in `span`; 0: nothing is. `found`: what it found in that time."""

    id: str
    name: str
    least: int
    span: timedelta
    found: int
    since: datetime  # when it began to look for what it looks for now
    last_found_at: datetime | None
    calendar: CalendarFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is judged together. `watches` are all those of which something is expected; None: nobody asked."""

    outlets: tuple[OutletFacts, ...] = ()
    channels: tuple[ChannelState, ...] = ()
    watches: tuple[WatchFacts, ...] | None = None
    network_back_at: datetime | None = None  # what failed before says nothing about the network now
