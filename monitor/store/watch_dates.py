"""The dates of watches: what calendars and the configuration say. Nothing is forgotten that was once said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from monitor.dated_events import DatedEvent
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, load
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import moment, stamp

_MOVES = 20  # earlier times of one date that are kept, the last
CONFIGURED = ""  # the calendar that is monitor.toml
# Of a lift that counts: it was not called off. What a calendar drops when it is over still counts.
HOLDS = """watch_dates.cancelled_at is null
  and (watch_dates.gone_at is null or watch_dates.lifts_at <= watch_dates.gone_at)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchDate:
    """A date of a watch. `on` is the day, where no hour is said; `was` when it was to be before.

    `calendar` is the name of that; empty: monitor.toml. `lifts_at`: it is an embargo.
    """

    watch: str
    watch_name: str
    calendar: str
    uid: str
    title: str
    begins_at: datetime
    on: date | None
    lifts_at: datetime | None
    sequence: int
    was: tuple[datetime, ...]
    changed_at: datetime
    cancelled_at: datetime | None
    gone_at: datetime | None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was called off: cancelled, or dropped by its calendar before it came."""
        return self.cancelled_at is not None or (self.gone_at is not None and self.begins_at > self.gone_at)

    @property
    def state(self) -> str:
        """`cancelled`, `dropped`, `moved`, or nothing where it stands as it was first said."""
        if self.cancelled_at:
            return "cancelled"
        if self.is_withdrawn:
            return "dropped"
        return "moved" if self.was else ""


_SELECT = """
select watch_id as watch, watches.name as watch_name, calendar, uid, title, begins_at, on_day, lifts_at, sequence, was,
  watch_dates.changed_at, cancelled_at, gone_at
from watch_dates join watches on watches.id = watch_id
"""


def take(archive: Archive, watch: str, calendar: str, events: Iterable[DatedEvent], now: datetime) -> int:
    """Keep what a calendar says now of a watch (its id); how many of its dates that changed.

    A date that it moves has the earlier ones in `was`; one that it has no more is marked, and comes back as it was.
    """
    changed = 0
    with archive.transaction():
        known = {row["uid"]: row for row in archive.rows(_OF_CALENDAR, (watch, calendar))}
        said = {event.uid: event for event in events}
        for uid, event in said.items():
            if row := _changed(event, known.get(uid), now):
                changed += archive.execute(_WRITE, {**row, "watch": watch, "calendar": calendar, "now": stamp(now)})
        gone = [uid for uid, row in known.items() if uid not in said and row["gone_at"] is None]
        changed += archive.execute(
            """
            update watch_dates set gone_at = :now, changed_at = iif(begins_at > :now, :now, changed_at)
            where watch_id = :watch and calendar = :calendar and uid in (select value from json_each(:gone))
            """,
            {"watch": watch, "calendar": calendar, "gone": dump(gone), "now": stamp(now)},
        )
    return changed


_OF_CALENDAR = "select * from watch_dates where watch_id = ? and calendar = ?"


def _changed(event: DatedEvent, known: Mapping[str, Any] | None, now: datetime) -> dict[str, Any] | None:
    """The row of an event; None where it is as it was."""
    was = load(known["was"], list[str], []) if known else []
    begins_at = stamp(event.begins_at)
    if known and known["begins_at"] != begins_at:
        was = [*was, known["begins_at"]][-_MOVES:]
    cancelled_at = (known["cancelled_at"] if known else None) or stamp(now)
    row = {
        "uid": event.uid,
        "title": event.title,
        "begins_at": begins_at,
        "on_day": event.on.isoformat() if event.on else None,
        "lifts_at": stamp(event.lifts_at),
        "sequence": event.sequence,
        "was": dump(was),
        "cancelled_at": cancelled_at if event.is_cancelled else None,
        "gone_at": None,
    }
    return None if known and all(known[name] == value for name, value in row.items()) else row


_WRITE = """
insert into watch_dates (watch_id, calendar, uid, title, begins_at, on_day, lifts_at, sequence, was, changed_at,
  cancelled_at, gone_at)
values (:watch, :calendar, :uid, :title, :begins_at, :on_day, :lifts_at, :sequence, :was, :now, :cancelled_at, :gone_at)
on conflict (watch_id, calendar, uid) do update set
  title = excluded.title, begins_at = excluded.begins_at, on_day = excluded.on_day, lifts_at = excluded.lifts_at,
  sequence = excluded.sequence, was = excluded.was, changed_at = excluded.changed_at,
  cancelled_at = excluded.cancelled_at, gone_at = excluded.gone_at
"""


def hand_over(archive: Archive, watch: str, calendar: str) -> None:
    """What another calendar last said of a watch (its id) is of this one now: it will say what of that is no more."""
    archive.execute(
        """
        update or ignore watch_dates set calendar = :calendar
        where watch_id = :watch and calendar not in (:calendar, :configured) and gone_at is null
        """,
        {"watch": watch, "calendar": calendar, "configured": CONFIGURED},
    )


def leave(archive: Archive, kept: Iterable[tuple[str, str]], now: datetime) -> None:
    """Mark as gone what is of no watch and calendar that these pairs name: the configuration has it no more."""
    archive.execute(
        """
        update watch_dates set gone_at = :now, changed_at = iif(begins_at > :now, :now, changed_at)
        where gone_at is null and not exists (
          select 1 from json_each(:kept) where value ->> 0 = watch_id and value ->> 1 = calendar
        )
        """,
        {"kept": dump([list(pair) for pair in kept]), "now": stamp(now)},
    )


def of_watches(archive: Archive, watches: Iterable[str], since: datetime, limit: int = 500) -> list[WatchDate]:
    """The dates of these watches (ids) from then on, the next first."""
    rows = archive.rows(
        f"""
        {_SELECT} where watch_id in (select value from json_each(:watches)) and begins_at >= :since
        order by begins_at, watch_id, uid limit +:limit
        """,
        {"watches": dump(list(watches)), "since": stamp(since), "limit": limit},
    )
    return [_date(row) for row in rows]


def embargoes(archive: Archive, watches: Iterable[str], since: datetime) -> list[WatchDate]:
    """The embargoes of these watches that lift, or were to lift, from then on, in order; those called off too."""
    rows = archive.rows(
        f"""
        {_SELECT} where watch_id in (select value from json_each(:watches)) and lifts_at >= :since
        order by lifts_at, watch_id, uid
        """,
        {"watches": dump(list(watches)), "since": stamp(since)},
    )
    return [_date(row) for row in rows]


def lifts(archive: Archive, since: datetime) -> dict[str, tuple[datetime, ...]]:
    """By watch (its id), when embargoes that hold lift, from then on, in order."""
    rows = archive.rows(
        f"select watch_id, lifts_at from watch_dates where lifts_at >= ? and {HOLDS} order by watch_id, lifts_at",
        (stamp(since),),
    )
    of_watch = groupby(rows, key=itemgetter("watch_id"))
    return {watch: tuple(moment(row["lifts_at"]) for row in of) for watch, of in of_watch}


def ahead(archive: Archive, calendar: str, now: datetime) -> int:
    """How many dates of a calendar are to come, and stand."""
    return int(
        archive.value(
            "select count(*) from watch_dates where calendar = ? and begins_at > ? and gone_at is null "
            "and cancelled_at is null",
            (calendar, stamp(now)),
        )
    )


def _date(row: Any) -> WatchDate:
    return record(WatchDate, row, on=date.fromisoformat(row["on_day"]) if row["on_day"] else None)
