"""Times in the archive: UTC, ISO 8601, whole seconds, with a Z. All of one length, so text order is time order.

Facts round down and waits round up, so nothing is tried before its time and an outlet's Retry-After is never cut.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import overload

_LAST = datetime.max.replace(microsecond=0)  # noqa: DTZ901 - a bound, compared without zones


@overload
def stamp(at: datetime) -> str: ...
@overload
def stamp(at: None) -> None: ...
@overload
def stamp(at: datetime | None) -> str | None: ...


def stamp(at: datetime | None) -> str | None:
    """The text of a fact's time; the fraction of its second is dropped.

    Raises:
        ValueError: the time has no zone.
    """
    if at is None:
        return None
    return _text_of_utc(at) if at.tzinfo is UTC else _text(at)


def _text(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError(f"a time without a zone: {at!r}")
    try:
        at = at.astimezone(UTC)
    except OverflowError:  # the first or last day that there is: the zone does not matter
        at = at.replace(tzinfo=UTC)
    return f"{at.isoformat()[:19]}Z"


# All that follows from one event is stamped with its time. Of UTC alone, for of a wall clock's two 02:30s each is equal
# to the other and has another stamp.
_text_of_utc = lru_cache(100)(_text)


@overload
def stamp_up(at: datetime) -> str: ...
@overload
def stamp_up(at: None) -> None: ...
@overload
def stamp_up(at: datetime | None) -> str | None: ...


def stamp_up(at: datetime | None) -> str | None:
    """The text of a time to wait for: rounded up, so that waiting for it is never too short."""
    if at is None:
        return None
    whole = at.replace(microsecond=0)
    if at.microsecond and whole.replace(tzinfo=None) < _LAST:
        whole += timedelta(seconds=1)
    return stamp(whole)


@overload
def moment(text: str) -> datetime: ...
@overload
def moment(text: str | None) -> datetime | None: ...


def moment(text: str | None) -> datetime | None:
    """The time of a stamp. A row that another program wrote may hold any text: what is not a time is None."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    if at.tzinfo is UTC:  # as all that we wrote
        return at
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
