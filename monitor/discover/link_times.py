"""How late an article may have been published, by what a listing says of it.

Many sitemaps say the day alone. Its midnight is earlier than almost all that was published on that day, so whoever asks
whether an article may be younger than a look has to go by the day's end.
"""

from datetime import datetime, time, timedelta

from monitor.model import Link

_DAY_ENDS = timedelta(hours=36)  # after its midnight in UTC: where the day ends last, twelve hours west of Greenwich


def latest(link: Link) -> datetime | None:
    """The last moment at which it may have been published; None where nothing is said."""
    if link.published_at is not None:
        return link.published_at if link.published_has_time else link.published_at + _DAY_ENDS
    if link.updated_at is not None and link.updated_at.timetz() == time(tzinfo=link.updated_at.tzinfo):
        return link.updated_at + _DAY_ENDS  # a day alone: nobody changes pages at midnight to the second
    return link.updated_at
