"""How many reviews came around the embargoes of watches, early ones and by the hour."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from monitor import embargo
from monitor.embargo import ReviewCount
from monitor.store import hits, watch_dates
from monitor.store.archive import Archive
from monitor.store.watch_dates import WatchDate

_EARLY = timedelta(days=60)  # before a lift, in which a review counts as early
_TOLD = timedelta(hours=embargo.HOURS)  # after a lift, while each digest has its count
_AHEAD = timedelta(days=1)


def of_digest(archive: Archive, watches: Iterable[str], start: datetime, end: datetime) -> list[ReviewCount]:
    """Of a window: what lifted within two days before its end, lifts within a day, was moved or called off in it."""
    found = []
    for date in watch_dates.embargoes(archive, watches, end - _TOLD):
        assert date.lifts_at is not None
        is_changed = start <= date.changed_at < end and bool(date.was or date.is_withdrawn) and date.lifts_at > start
        if is_changed or (not date.is_withdrawn and date.lifts_at <= end + _AHEAD):
            found.append(of_date(archive, date, end))
    return found


def of_date(archive: Archive, date: WatchDate, until: datetime) -> ReviewCount:
    """The count of one embargo, of the reviews that were reported before `until`."""
    assert date.lifts_at is not None
    found = hits.reviews(archive, date.watch, date.lifts_at - _EARLY, until)
    mine = [hit.report.reported.shown for hit in found if hit.lifts_at == date.lifts_at]
    counted = embargo.tally(date.watch_name, date.lifts_at, mine)
    return replace(counted, was=date.was, is_withdrawn=date.is_withdrawn)
