"""What goes out, and its result, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.observations import Brake

_ERROR = 500  # characters of an error that are kept


class Kind(StrEnum):
    """How an attempt ended, and so what happens next."""

    SENT = "sent"
    TEMPORARY = "temporary"  # tried again by the whole timetable
    REFUSED = "refused"  # for a person to fix (a password, an address): the channel waits
    PERMANENT = "permanent"  # will never be taken: dead at once
    GONE = "gone"  # the receiver wants no more: its channel is closed


class Blame(StrEnum):
    """What a failure speaks of, and so what waits."""

    MESSAGE = "message"  # this delivery alone: its address, its size, its content
    CHANNEL = "channel"  # the receiver: the next delivery would fare no better
    MOMENT = "moment"  # the receiver, but perhaps only now: three such failures in a row are the channel
    EITHER = "either"  # the receiver or this delivery: the same, but the next trial is another one


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One delivery. `rendered` is sent as it is; `attempts` counts those made before this one.

    `reply_to`: what the receiver calls the message that this one follows, where it has said so.
    """

    message_id: str
    type: str
    recipient: str | None
    rendered: str
    created_at: datetime
    attempts: int = 0
    reply_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an attempt ended. `maybe_sent`: the receiver may have taken it, although it did not say so.

    `receipt`: what it calls the message that it took, for a reply to it. `is_too_large`: a smaller one may be taken.
    """

    kind: Kind
    error: str = ""
    retry_after: timedelta | None = None
    maybe_sent: bool = False
    blame: Blame = Blame.EITHER
    receipt: str | None = None
    is_too_large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What an attempt came to: sent, to be tried again at `next_at`, given up, or waiting for a braked channel."""

    next_at: datetime | None = None
    is_given_up: bool = False
    brake: Brake | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a receiver said. `text` is the beginning of the body, as far as an error or a receipt needs it."""

    status: int
    headers: Mapping[str, str]
    text: str
    now: datetime


SENT = Outcome(kind=Kind.SENT)
_BLAME = {Kind.REFUSED: Blame.CHANNEL, Kind.GONE: Blame.CHANNEL, Kind.PERMANENT: Blame.MESSAGE}


def failed(
    kind: Kind,
    error: str,
    *,
    blame: Blame = Blame.EITHER,
    retry_after: timedelta | None = None,
    maybe_sent: bool = False,
) -> Outcome:
    """An attempt that failed; the error as one bounded line, for it may hold what a receiver wrote.

    `blame` counts where it may pass; else it follows from the kind.
    """
    visible = " ".join("".join(char if char.isprintable() else " " for char in error).split())
    visible = visible.encode("utf-8", "replace").decode()
    return Outcome(
        kind=kind, error=visible[:_ERROR], retry_after=retry_after, maybe_sent=maybe_sent, blame=_BLAME.get(kind, blame)
    )
