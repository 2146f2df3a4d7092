"""What is no news, although it is live: an article of long ago, and the rest of a flood.

old     it was published longer before it was first listed than the watch's `max_age`. The end of the day counts where
        only a day is declared; an article that declares nothing, the future, or a year before the web is as old as its
        listing. A revision counts from its reading.
flood   its outlet had as many alerts in an hour as it may have, those that were held for this reason included: so the
        breaker closes when the outlet is quiet, not when an hour has passed.
polish  its headline changed within ten minutes of a message or an edit: it waits, see `desk.polishing`.

All are stored, matched and in the digest. Pure: what happened in the hour comes in.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.model import Watch
from monitor.story import Report, Suppressed, Suppression

POLISH = timedelta(minutes=10)  # without an edit: then a headline has settled
LONGEST_POLISH = timedelta(minutes=30)  # a headline waits no longer, however often it changes
FLOOD_SPAN = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletHour:
    """The alerts of one outlet in the last hour: those made, and those held as a flood. `most`: 0 for no limit."""

    made: int
    held: int
    most: int


def limit_of(watch: Watch, usual: float) -> float:
    """The `max_age` of a watch in seconds: its own, else the usual one."""
    return usual if watch.max_age is None else watch.max_age


def is_old(age: timedelta, limit: float) -> bool:
    """Whether an article of this age is no news any more."""
    return age.total_seconds() > limit


def old(age: timedelta, limit: float, published: date | None) -> Suppressed | None:
    """Why an article of this age is no alert; None: it may be one."""
    if not is_old(age, limit):
        return None
    facts = {"max_age": f"{limit:.0f}", "age": f"{age.total_seconds():.0f}"}
    return Suppressed(reason=Suppression.OLD, facts=facts | ({"published": published.isoformat()} if published else {}))


def polishing(touched: datetime | None, since: datetime | None, now: datetime) -> Suppressed | None:
    """Why a new headline waits: the article was sent or edited a moment ago, and may change again. None: it does not.

    `touched`: when that was; `since`: since when an earlier headline of it waits.
    """
    since = since or now
    if touched is None or now - touched >= POLISH or now - since >= LONGEST_POLISH:
        return None
    until = min(now + POLISH, since + LONGEST_POLISH)
    facts = {"last": touched.isoformat(), "since": since.isoformat(), "until": until.isoformat()}
    return Suppressed(reason=Suppression.HEADLINE_EARLY, facts=facts)


def flooded(hour: OutletHour, lead: Report) -> Suppressed | None:
    """Why an alert on this report, which is due, is held; None: it is not."""
    if hour.most <= 0 or hour.made + hour.held < hour.most:
        return None
    return Suppressed(reason=Suppression.FLOOD, facts={"outlet": lead.outlet_name, "flood": str(hour.most)})
