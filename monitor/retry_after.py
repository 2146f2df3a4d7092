"""How long an answer asks to be left alone, by its Retry-After header (RFC 9110, 10.2.3)."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)  # whoever asks for more is mistaken, and is asked again a day later
_DIGITS = 9  # of a number of seconds; more is not a number that anyone means


def wait(header: str | None, *, now: datetime) -> timedelta | None:
    """The wait that is asked for, in seconds or as a date, at most a day.

    None where the header asks for none: it is missing, cannot be read, is zero, or names a moment of the past.
    """
    text = (header or "").strip()
    asked = timedelta()
    if text.isascii() and text.isdigit():
        asked = timedelta(seconds=int(text)) if len(text) <= _DIGITS else LONGEST
    else:
        with suppress(TypeError, ValueError, OverflowError):
            at = parsedate_to_datetime(text)
            asked = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    return min(asked, LONGEST) if asked > timedelta() else None
