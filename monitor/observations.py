"""The nouns of how things fare: readings of sources, attempts on links, the deliveries of channels. Values only.

The archive returns them, health judges by them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus

from monitor.causes import BrakeCause, SourceCause, may_be_ours
from monitor.events import Validators
from monitor.listing_gap import is_all_new
from monitor.model import LinkState, Shortfall, Source, SourceKind
from monitor.refusals import Reason
from monitor.succession import Candidate, PermanentMove, Successor, moved

_BELIEVED = 3  # answers in a row that a source is gone for good (410), before it is asked ever more rarely
_FIRST_REST, _LONGEST_REST = timedelta(days=1), timedelta(days=28)
# After the first, second... failure in a row, of which the last hung or killed the parser; then always the last wait.
_QUARANTINES = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
LATEST = 3  # readings, in which a listing of new addresses alone, or a gap, is still spoken of


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReading:
    """One reading of a source that was not "not modified": the items it listed, and how many were new."""

    at: datetime
    listed: int
    new: int

    @property
    def is_all_new(self) -> bool:
        """Whether nothing that it listed was known, of enough to say something."""
        return is_all_new(listed=self.listed, new=self.new)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is known of a source. `failures` in a row; `last_status` and `last_error` are of the last failure.

    `readings` are the last ones that were not "not modified", oldest first.
    """

    source: Source
    validators: Validators
    failures: int = 0
    last_checked_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None
    last_status: int | None = None
    last_cause: SourceCause | None = None
    last_error: str | None = None  # for people; no rule reads it
    unanswered_at: datetime | None = None  # when an attempt last brought no answer, or one that a gateway can make up
    untrusted_at: datetime | None = None  # since when its validators are not believed
    moved_to: str | None = None  # where permanent redirects led at the last reading, if that is another place
    moved_readings: int = 0  # readings in a row that were led there
    moved_since: datetime | None = None  # the first of them
    undated_readings: int = 0  # readings in a row that gave no item a date, of a source that used to
    seeded_at: datetime | None = None  # when the first crawl that read it was complete; None: it lists seeds
    items_listed: int | None = None
    items_new: int | None = None
    newest_at: datetime | None = None  # the newest publication that the listing ever declared
    readings: tuple[SourceReading, ...] = ()
    search_due: bool = False  # another source in its place is to be looked for now
    searched_at: datetime | None = None  # when one was last looked for
    searches: int = 0  # since it was last in order
    candidates: tuple[Candidate, ...] = ()  # what the last search found
    front_new: int | None = None  # links of the front page that were new since the search before; None: there was none
    replaces: int | None = None  # the row of the configured source in whose place it is read
    successor: Successor | None = None  # what is read in its place
    fresh_until: datetime | None = None  # as its last answer declared
    as_of: datetime | None = None  # of when its newest listing was, at the latest

    @property
    def seen_until(self) -> datetime | None:
        """Until when what it published was to be seen at a look: `as_of`, and never after the last good one."""
        return min(self.as_of, self.last_success_at) if self.as_of and self.last_success_at else self.last_success_at

    def moved(self, now: datetime) -> Source | None:
        """The source at the address to which it moved for good; None: it did not."""
        return moved(self.source, self.move, now)

    @property
    def move(self) -> PermanentMove | None:
        """Where permanent redirects lead."""
        if self.moved_to is None or self.moved_since is None:
            return None
        return PermanentMove(to=self.moved_to, since=self.moved_since, readings=self.moved_readings)

    @property
    def is_mute(self) -> bool:
        """Whether its last attempt brought nothing by which a working network is known."""
        if self.failures == 0:
            return is_emptied(self.source.kind, self.readings)
        return may_be_ours(self.last_cause or SourceCause.of_status(self.last_status), self.last_status)

    @property
    def gone_until(self) -> datetime | None:
        """Until when it is not asked, for it said several times that it is gone for good; None: it did not."""
        if self.last_status != HTTPStatus.GONE or self.failures < _BELIEVED or self.last_checked_at is None:
            return None
        longer: timedelta = _FIRST_REST * (1 << min(self.failures - _BELIEVED, 10))
        return self.last_checked_at + min(longer, _LONGEST_REST)

    @property
    def quarantined_until(self) -> datetime | None:
        """Until when it is not read, for its listing hung or killed the parser; None: it did not, the last time."""
        if self.last_cause is not SourceCause.PARSER_HUNG or self.last_checked_at is None:
            return None
        return self.last_checked_at + _QUARANTINES[min(self.failures, len(_QUARANTINES)) - 1]


def all_new_lately(readings: Sequence[SourceReading]) -> SourceReading | None:
    """The last of the latest readings of which nothing was known; the first of all does not count. None: there is none.

    Its articles may have come and gone, or be known ones under other addresses.
    """
    return next((one for one in reversed(readings[1:][-LATEST:]) if one.is_all_new), None)


def is_emptied(kind: SourceKind, readings: Sequence[SourceReading]) -> bool:
    """Whether a page of links has none now, and used to: another page may have come in its place."""
    is_empty = bool(readings) and not readings[-1].listed
    return is_empty and kind is SourceKind.SECTION and any(reading.listed for reading in readings)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedLink:
    """What became of one link that was tried."""

    url: str
    at: datetime
    state: LinkState
    reason: Reason | None = None
    attempts: int = 0  # readings that failed
    detail: str | None = None  # of the last one, for people
    title: str | None = None  # as it was listed
    shortfalls: tuple[Shortfall, ...] = ()
    sureness: Mapping[str, float] = field(default_factory=dict)  # of its article, how likely each part of it is right


@dataclass(frozen=True, slots=True, kw_only=True)
class Brake:
    """Why a channel is not used now. `until`: when it is tried again; None: not before a person says so."""

    cause: BrakeCause
    since: datetime
    failures: int  # trials in a row
    until: datetime | None
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grip:
    """What holds a channel: its brake, or failures in a row of which nobody knows yet whether they are the channel's.

    `suspect`: the delivery that failed last, where it may be at fault itself.
    """

    brake: Brake | None = None
    suspect: int | None = None
    doubts: int = 0  # such failures since a message was taken


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """The deliveries of one channel.

    `failed`: tried, and to be tried again; `dead`: given up, and nobody retried or dropped them yet.
    """

    name: str
    failed: int = 0
    dead: int = 0
    queued: int = 0
    oldest_queued_at: datetime | None = None  # of those still to be sent
    failing_since: datetime | None = None  # when the oldest of `failed` and `dead` was made
    last_sent_at: datetime | None = None
    last_error: str | None = None
    brake: Brake | None = None
    is_configured: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAlerts:
    """The alerts of one outlet that were held since its last flood was over. `most`: what it may have in an hour."""

    held: int
    articles: int
    watches: tuple[str, ...]  # their names
    first_at: datetime
    last_at: datetime
    most: int
