"""The moment that a publisher's text names, unless no article can have been published then."""

from datetime import UTC, datetime, timedelta

from monitor.reading.dates import date_parser, relative
from monitor.reading.dates.locales import ANYWHERE, Locale
from monitor.reading.dates.moment import Moment

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the web
AHEAD = timedelta(hours=15)  # a local time that was taken for UTC: fourteen hours at most, and a slow clock


def read(text: str | None, *, now: datetime, locale: Locale = ANYWHERE) -> Moment | None:
    """The moment that the text names, by a date or by its distance from `now`."""
    if not text:
        return None
    moment = date_parser.read(text, locale) or relative.read(text, now)
    return moment if moment is not None and is_credible(moment.at, now) else None


def is_credible(at: datetime, now: datetime) -> bool:
    """Whether an article can have been published then. Without a zone it is taken for UTC."""
    try:
        return EARLIEST <= (at if at.tzinfo is not None else at.replace(tzinfo=UTC)) <= now + AHEAD
    except OverflowError:
        return False
