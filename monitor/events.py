"""What crosses a process border: the order for a crawl, and the events it streams back; and their JSON form.

    order -> crawl -> LinksFound, GapAsked, SourceFailed, CandidatesFound, ArticleRead, LinkRefused, LinkFailed,
                      PageReread, RobotsRead, HostHeld, Fetched, Finished

Events are facts with their own time. They are ingested idempotently: the same event twice changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, get_args

import msgspec

from monitor.causes import CrawlOutcome, Requested, SourceCause
from monitor.known_links import KnownLinks
from monitor.listing_gap import Gap, OpenGap
from monitor.model import Article, Link, Origin, Outlet, Shortfall, Source
from monitor.refusals import Reason
from monitor.rereading import DueReread, PageReread
from monitor.succession import Candidate, Search

LONGEST_LINE = 8 << 20  # bytes of one order or event: what is larger is cut, or costs its source
_FENCE = b"\t"  # on both sides of the known links of an order's line; in a string, JSON writes it otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What makes the next request of a source conditional, and `digest`, the hash of its last body."""

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """What is remembered of a host: its robots.txt (status None: no answer) and until when it asked us to back off.

    `robots_error` says why no answer came.
    """

    host: str
    robots_status: int | None = None
    robots_body: str | None = None
    robots_at: datetime | None = None
    robots_error: str | None = None
    held_until: datetime | None = None

    @property
    def knows_robots(self) -> bool:
        """Whether its robots.txt was ever read, or found not to be there."""
        return is_robots_answer(self.robots_status) and not is_page(self.robots_body or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One crawl of one outlet. `pending` are links still to be read.

    `known` are URL keys not to be read again, as `known_as` has them, each with the `mark` of its listing, or "" where
    that no longer counts.
    """

    outlet: Outlet
    origin: Origin
    validators: dict[str, Validators] = field(default_factory=dict)  # by source URL
    looked: dict[str, datetime] = field(default_factory=dict)  # by source URL, when it was last read
    known: Mapping[str, str] = field(default_factory=dict)
    repeats: tuple[int, ...] = ()  # marks of paragraphs that the outlet repeats; see `monitor.repeats`
    pending: tuple[Link, ...] = ()
    again: tuple[DueReread, ...] = ()  # articles to be read again
    hosts: tuple[HostState, ...] = ()
    delay: float = 1.0  # seconds between requests to one host
    allow: tuple[str, ...] = ()  # private networks that may be reached
    user_agent: str = ""
    whole: bool = False  # ask for whole listings, whatever the validators: one look in many finds out those that lie
    back_to: datetime | None = None  # a person asks for what was published since then: earlier pages are read too
    gaps: tuple[OpenGap, ...] = ()  # to be filled after the sources were read
    page_limit: int = 500  # pages read at most in one crawl; what is over stays `found`
    moved: dict[str, str] = field(default_factory=dict)  # by source URL, where it moved for good: it is asked there
    search: Search | None = None  # read nothing, but look for another source in the place of this one


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksFound:
    """A source was read. `links` are those not in `Order.known`; `listed` counts all. Not modified: listed is None."""

    outlet: str
    source: Source
    at: datetime
    links: tuple[Link, ...] = ()
    changed: tuple[Link, ...] = ()  # known, but now listed under another title: their articles are read again
    listed: int | None = None
    newest_at: datetime | None = None  # the newest publication time that the listing declares
    moved_to: str | None = None  # where permanent redirects led, if that is another place
    lied: bool = False  # its validators are those of before, and yet there is something new
    child: bool = False  # what was read is a sitemap of the source, which is an index
    since: datetime | None = None  # what was read is an earlier page, as nothing listed was known at that last look
    gap: Gap | None = None  # nothing listed was known: articles may have come and gone
    fills: str | None = None  # the address of the source whose gap since then it fills
    validators: Validators = Validators()
    fresh_until: datetime | None = None  # as the answer declares; None: it does not, or no longer
    as_of: datetime | None = None  # of when the listing was, at the latest; None: not known, as of workers of before


@dataclass(frozen=True, slots=True, kw_only=True)
class GapAsked:
    """A listing was asked for what came and went at the source at `source` since a look; `by` is its address.

    `filled`: it goes without a break back to that look. `answered` False: it can be asked again.
    """

    outlet: str
    source: str
    since: datetime
    by: Source
    at: datetime
    filled: bool = False
    answered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFailed:
    """A source could not be read or understood. `status` is the HTTP status, if one came; `error` is for people."""

    outlet: str
    source: Source
    at: datetime
    error: str
    status: int | None = None
    cause: SourceCause | None = None  # None: as the status says; workers of 0.1.0 send none

    @property
    def why(self) -> SourceCause:
        """The cause, whoever sent the event."""
        return self.cause or SourceCause.of_status(self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatesFound:
    """Another source was looked for in the place of this one. `front`: the first links of the front page, as hashes."""

    outlet: str
    source: Source
    at: datetime
    candidates: tuple[Candidate, ...] = ()
    front: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRead:
    """A link became an article. `link` is what the listing said, `shortfalls` what its page should have given."""

    outlet: str
    link: Link
    article: Article
    at: datetime
    shortfalls: tuple[Shortfall, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRefused:
    """A link was read and is not an article."""

    outlet: str
    link: Link
    reason: Reason
    at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFailed:
    """A link could not be read this time. `status` is the HTTP status, if one came; `error` is for people."""

    outlet: str
    link: Link
    error: str
    at: datetime
    status: int | None = None
    cause: Reason | None = None  # None: as the status says; workers of 0.1.0 send none

    @property
    def reason(self) -> Reason:
        """With which the link is given up, if this attempt was the last."""
        return self.cause or (Reason.NETWORK if self.status is None else Reason.HTTP_STATUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsRead:
    """A robots.txt was asked for. Status None: no answer came, and `error` says why."""

    host: str
    at: datetime
    status: int | None = None
    body: str = ""
    error: str | None = None

    @property
    def is_answer(self) -> bool:
        """Whether it says what the host wants, which may be nothing."""
        return is_robots_answer(self.status) and not is_page(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostHeld:
    """A host asked us to back off until then (Retry-After)."""

    host: str
    until: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One request and its answer, for the record."""

    outlet: str
    url: str
    kind: Requested
    at: datetime
    status: int | None = None
    bytes: int = 0
    seconds: float = 0.0
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The crawl is over. `complete` is False where it did not read all that it meant to.

    `searched`: it read no source, but looked for another.
    """

    outlet: str
    at: datetime
    outcome: CrawlOutcome
    complete: bool = True
    detail: str = ""
    searched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsing:
    """What a crawl has under its parser: a page, a robots.txt, or a listing of the source at the address `source`."""

    outlet: str
    url: str
    kind: Requested = Requested.PAGE
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """A crawling child hung or died: what it was parsing, if anything, and the outlets that it was crawling.

    `body` are the bytes under the parser, as gzip, cut where they are many. Its supervisor says so, never the crawl
    itself: `decode` does not take it from a child, `decode_supervised` does.
    """

    hung: bool
    outlet: str | None
    url: str | None
    outlets: tuple[str, ...]
    stack: str
    at: datetime
    kind: Requested = Requested.PAGE
    source: str | None = None  # whose listing it was
    body: bytes = b""


CrawlEvent = (
    LinksFound
    | GapAsked
    | SourceFailed
    | CandidatesFound
    | ArticleRead
    | LinkRefused
    | LinkFailed
    | PageReread
    | RobotsRead
    | HostHeld
    | Fetched
    | Finished
)
Event = CrawlEvent | Death
_OF_CRAWLS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(CrawlEvent)}
_ALL: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Event)}


def encode(event: Event) -> bytes:
    """One line of JSON (without the line end), `{"event": NAME, "data": {...}}`."""
    return msgspec.json.encode({"event": type(event).__name__, "data": event})


def decode(line: bytes) -> CrawlEvent:
    """The event of a line that a crawl encoded; raises ValueError for anything else."""
    event: CrawlEvent = _decoded(line, _OF_CRAWLS)
    return event


def decode_supervised(line: bytes) -> Event:
    """As `decode`, of a line from a supervisor on another machine: that may be a death, too."""
    event: Event = _decoded(line, _ALL)
    return event


def is_robots_answer(status: int | None) -> bool:
    """Whether a robots.txt that came with this status says what the host wants: 404 does, 429, 5xx, silence do not."""
    return status is not None and 200 <= status < 500 and status != 429


def is_page(body: str) -> bool:
    """Whether a page for people came in the place of a robots.txt: from a gateway, or from a site that has none."""
    return body.lstrip("\ufeff \t\r\n")[:1] == "<"


def encode_order(order: Order) -> bytes:
    """One line of JSON; known links that nobody has read go into it as they are."""
    return msgspec.json.encode(order, enc_hook=_raw)


def decode_order(line: bytes) -> Order:
    """The order of a line that `encode_order` made; raises ValueError for anything else."""
    head, _, rest = line.partition(_FENCE)
    known, _, tail = rest.partition(_FENCE)
    if not known:
        return msgspec.json.decode(line, type=Order)
    return replace(msgspec.json.decode(head + b"{}" + tail, type=Order), known=KnownLinks(known))


def _raw(known: object) -> msgspec.Raw:
    if not isinstance(known, KnownLinks):
        raise TypeError(f"an order with a {type(known).__name__}")
    return msgspec.Raw(_FENCE + known.json + _FENCE)


def _decoded(line: bytes, kinds: dict[str, type[Any]]) -> Any:
    envelope = msgspec.json.decode(line, type=_Envelope)
    if envelope.event not in kinds:
        raise ValueError(f"unknown event {envelope.event!r}")
    return msgspec.json.decode(envelope.data, type=kinds[envelope.event])


class _Envelope(msgspec.Struct):
    event: str
    data: msgspec.Raw
