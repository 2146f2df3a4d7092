"""How many reviews came around the embargoes of watches, early ones and by the hour."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor import embargo
from monitor.embargo import ReviewCount
from monitor.store import hits, watch_dates
from monitor.store.archive import Archive
from monitor.store.watch_dates import WatchDate
from monitor.story import StoryHit

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
            found.append(date)
    return of_dates(archive, found, end)


def of_dates(archive: Archive, dates: Sequence[WatchDate], until: datetime) -> list[ReviewCount]:
    """The counts of embargoes, of the reviews that were reported before `until`; those of a watch are read once."""
    first: dict[str, datetime] = {}
    for date in dates:
        assert date.lifts_at is not None
        first[date.watch] = min(date.lifts_at, first.get(date.watch, date.lifts_at))
    found = {watch: hits.reviews(archive, watch, at - _EARLY, until) for watch, at in first.items()}
    return [_count(date, found[date.watch]) for date in dates]


def _count(date: WatchDate, found: Iterable[StoryHit]) -> ReviewCount:
    assert date.lifts_at is not None
    mine = [hit.report.reported for hit in found if hit.lifts_at == date.lifts_at]
    near = [one.shown for one in mine if one.at >= date.lifts_at - _EARLY]
    counted = embargo.tally(date.watch_name, date.lifts_at, near)
    return replace(counted, was=date.was, is_withdrawn=date.is_withdrawn)
