"""The dates of a watch that a calendar gives: what is asked of the one who reads it, and what comes back."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from monitor.events import Validators

MOST_BYTES = 2 << 20  # of a calendar: a desk's own has some hundred kilobytes
MOST_EVENTS = 2_000  # with each occurrence of those that repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedEvent:
    """One event, or one occurrence of an event that repeats. `begins_at` is the beginning of `on`, where that is a day.

    `lifts_at`: it is an embargo, which lifts then.
    """

    uid: str
    title: str
    begins_at: datetime
    on: date | None = None  # the day, where no hour is said
    lifts_at: datetime | None = None
    is_cancelled: bool = False
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAsked:
    """A calendar to be read. `address` is a web address or a path; `name` says which it is, without what is secret."""

    name: str
    address: str = field(repr=False)
    validators: Validators = field(default_factory=Validators)
    zone: str = "UTC"  # of times that say none
    allow: tuple[str, ...] = ()  # private networks that may be reached
    user_agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRead:
    """What reading it gave. `events` None: it is as it was, or could not be read, and `error` says why.

    `notes` say what in it was taken otherwise than it is written, or not at all.
    """

    name: str
    at: datetime
    events: tuple[DatedEvent, ...] | None = None
    validators: Validators = field(default_factory=Validators)
    notes: tuple[str, ...] = ()
    error: str | None = None
    held_until: datetime | None = None  # its host asked to be left alone till then


def calendar_name(address: str) -> str:
    """What a calendar is called: its path; of a web address the host and a hash, for the rest may be a secret."""
    if "://" not in address:
        return address
    host = urlsplit(address).hostname or "web"
    return f"{host}#{hashlib.sha256(address.encode('utf-8', 'replace')).hexdigest()[:8]}"


def shown_name(name: str) -> str:
    """The same for people."""
    return name.partition("#")[0] if "/" not in name else name.rpartition("/")[2]
