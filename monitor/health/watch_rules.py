"""What is wrong with one watch: it finds less than a person expects of it, or its calendar cannot be read."""

from collections.abc import Iterator
from datetime import datetime

from monitor.durations import worded
from monitor.health import incident_kinds as kinds
from monitor.health.facts import WatchFacts
from monitor.health.wording import moment
from monitor.model import Incident
from monitor.phrasing import count

_FAILURES = 3  # of a calendar, in a row


def judge(watch: WatchFacts, now: datetime) -> Iterator[Incident]:
    """The incidents that stand for one watch, of its silence once it has looked for as long as it may take."""
    if watch.calendar is not None and watch.calendar.error and watch.calendar.failures >= _FAILURES:
        yield kinds.CALENDAR_UNREADABLE.incident(
            watch.id,
            f"The calendar {watch.calendar.name} of the watch {watch.name} cannot be read: {watch.calendar.error}",
            evidence={"last read": moment(watch.calendar.read_at)},
        )
    if watch.found >= watch.least or now - watch.since < watch.span:
        return
    found = count(watch.found, "article") if watch.found else "nothing"
    span = worded(watch.span.total_seconds())
    expected = f"{count(watch.least, 'article')} or more {'is' if watch.least == 1 else 'are'} expected"
    yield kinds.WATCH_SILENT.incident(
        watch.id,
        f"The watch {watch.name} found {found} in {span}, where {expected}",
        evidence={"last found": moment(watch.last_found_at)},
    )
