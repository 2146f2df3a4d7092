"""What was not reached, so that a zero is not taken for silence.

An outlet without coverage was silent only if it was read in the period and nothing stood in the way. Otherwise it is
listed with what did: incidents of its sources and pages, gaps that nothing filled, pages that could not be read.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from monitor.clips import report_words as words
from monitor.clips.clip import Clip, Period, Reach, SilentOutlet, UnreadOutlet
from monitor.clips.weight import rank
from monitor.digest import formats
from monitor.health.incident_kind import Of
from monitor.health.incident_kinds import KINDS
from monitor.listing_gap import joined
from monitor.model import Outlet
from monitor.phrasing import count, cut
from monitor.store import gaps, incidents
from monitor.store.archive import Archive
from monitor.store.incidents import IncidentRow
from monitor.store.queries import outlet_reading
from monitor.store.queries.outlet_reading import OutletReading

_HARMLESS = {name for name, kind in KINDS.items() if kind.harmless}
_SAID = 3  # reasons that are given of one outlet
_DETAIL = 180  # characters of a reason


def of(
    archive: Archive, clips: Iterable[Clip], outlets: Mapping[str, Outlet], only: Collection[str], period: Period
) -> Reach:
    """What was not reached of the outlets that the watches look at: `only` these ids, or all where that is empty."""
    found: dict[str, int] = defaultdict(int)
    for clip in clips:
        found[clip.outlet] += 1
    rows = incidents.between(archive, period.start, period.end)
    why = _troubles(rows, period)
    for outlet, missing in _gaps(archive, period).items():
        why[outlet] += missing
    unread, silent = [], []
    reading = [row for row in outlet_reading.between(archive, period.start, period.end) if not only or row.id in only]
    for row in reading:
        entry = outlets.get(row.id)
        tier = entry.tier if entry else None
        reasons = (*_own(row, period), *why.get(row.id, ()))
        if reasons:
            said = tuple(dict.fromkeys(reasons))[:_SAID]
            known = {"outlet": row.id, "name": row.name}
            unread.append(UnreadOutlet(**known, tier=tier, read=row.read, clips=found[row.id], why=said))
        elif not found[row.id]:
            silent.append(SilentOutlet(outlet=row.id, name=row.name, tier=tier, read=row.read))
    return Reach(
        unread=tuple(sorted(unread, key=lambda one: (rank(one.tier), one.name.casefold()))),
        silent=tuple(sorted(silent, key=lambda one: (rank(one.tier), one.name.casefold()))),
        overall=tuple(dict.fromkeys(_incident(row, period) for row in rows if _is_overall(row)))[:_SAID],
        followed=len(reading),
    )


def _when(period: Period, at: datetime) -> str:
    return words.moment(at, period)  # with its day: a report is read on another one


def _own(row: OutletReading, period: Period) -> Iterable[str]:
    if row.added_at > period.start:
        yield f"followed since {_when(period, row.added_at)} only"
    if row.last_success_at is None:
        yield "none of its listings could be read yet"
    elif row.last_success_at < period.start:
        yield f"not read since {_when(period, row.last_success_at)}"
    elif not row.read:
        yield "no article of it was read in this period"
    if row.paused_until is not None and row.paused_until > period.end:
        yield "paused after its pages stopped the parser"
    if row.unread:
        yield f"{count(row.unread, 'page')} that it listed could not be read"


def _troubles(rows: Iterable[IncidentRow], period: Period) -> dict[str, list[str]]:
    why: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        kind = KINDS.get(row.kind)
        is_of_outlet = kind is None or not {Of.SOURCE, Of.OUTLET}.isdisjoint(kind.of)
        if row.outlet is not None and is_of_outlet and row.kind not in _HARMLESS:
            why[row.outlet].append(_incident(row, period))
    return why


def _is_overall(row: IncidentRow) -> bool:
    kind = KINDS.get(row.kind)
    return kind is not None and not {Of.NETWORK, Of.CRAWLS}.isdisjoint(kind.of)


def _incident(row: IncidentRow, period: Period) -> str:
    """`its server gives no answer (Mon 23 Nov, 10:00 to 12:30)`."""
    until = _when(period, row.closed_at) if row.closed_at else "still"
    said = formats.local(row.detail, period.zone, period.end)
    return f"{cut(said, _DETAIL)} ({_when(period, row.opened_at)} to {until})"


def _gaps(archive: Archive, period: Period) -> dict[str, list[str]]:
    grouped = defaultdict(list)
    for row in gaps.unfilled_between(archive, period.start, period.end):
        grouped[row.outlet].append(row.unfilled)
    return {
        outlet: [
            f"{gap.articles} between {_when(period, gap.begins_at)} and {_when(period, gap.ends_at)} may be missing"
            for gap in joined(found)
        ]
        for outlet, found in grouped.items()
    }
