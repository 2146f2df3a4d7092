"""The sources of outlets: how each was read last, and what makes its next request conditional."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from monitor.causes import shows_nothing
from monitor.events import LinksFound, SourceFailed, Validators
from monitor.model import Source, SourceKind
from monitor.observations import SourceReading, SourceState
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, load, note
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import moment, stamp, stamp_up
from monitor.succession import Successor

_REMEMBERED = 5_000  # sources whose readings are kept decoded: several times what one desk follows
READINGS = 24  # kept of each source: at a poll of ten minutes, the last four hours


def of(archive: Archive, outlet_id: str) -> list[SourceState]:
    """The sources that the outlet has in the configuration, in that order, and those that are read in their place."""
    return _states(archive.rows("select * from sources where outlet_id = ? and followed order by id", (outlet_id,)))


def in_trouble(archive: Archive) -> dict[str, list[SourceState]]:
    """By outlet, the followed sources that fail, or have another read in their place."""
    rows = archive.rows(
        """
        select * from sources where followed and (
          failures > 0 or replaces is not null or id in (select replaces from sources where replaces is not null)
        ) order by id
        """
    )
    found: dict[str, list[SourceState]] = {}
    for row, one in zip(rows, _states(rows), strict=True):
        if one.failures or one.successor:
            found.setdefault(row["outlet_id"], []).append(one)
    return found


def state(archive: Archive, outlet_id: str, source: Source) -> SourceState | None:
    """What is known of one source; None: it was never followed."""
    row = archive.row("select * from sources where outlet_id = ? and url = ?", (outlet_id, source.url))
    if row is None:
        return None
    return _state(row, archive.row("select * from sources where replaces = ? and followed", (row["id"],)))


def at(archive: Archive, url: str) -> tuple[str, str, SourceState] | None:
    """The followed source at an address, after the id and the name of its outlet; None: there is none."""
    row = archive.row(
        """
        select sources.*, outlets.name as outlet_name from sources join outlets on outlets.id = outlet_id
        where url = ? and sources.followed and outlets.followed order by sources.id limit 1
        """,
        (url,),
    )
    if row is None:
        return None
    instead = archive.row("select * from sources where replaces = ? and followed", (row["id"],))
    return row["outlet_id"], row["outlet_name"], _state(row, instead)


_READ = """
update sources set
  etag = :etag, last_modified = :last_modified, body_digest = :digest,
  last_checked_at = :at, last_success_at = :at,
  last_new_at = case when :new > 0 then :at else last_new_at end,
  last_status = null, last_cause = null, last_error = null, failures = 0,
  moved_readings = case
    when :child or (last_success_at is :at and moved_to is :moved) then moved_readings
    when :moved is null then 0
    else iif(moved_to is :moved, moved_readings, 0) + 1 end,
  moved_since = case
    when :child then moved_since
    when :moved is null then null
    else iif(moved_to is :moved, coalesce(moved_since, :at), :at) end,
  moved_to = iif(:child, moved_to, :moved),
  items_listed = coalesce(:listed, items_listed),
  items_new = case when :listed is null then items_new else :new end,
  undated_readings = case
    when :child or coalesce(:listed, 0) = 0 or last_success_at is :at then undated_readings
    when :newest is not null or newest_at is null then 0
    else undated_readings + 1 end,
  newest_at = max(coalesce(newest_at, :newest), coalesce(:newest, newest_at)),
  searches = iif(:works, 0, searches),
  search_due = iif(:works, 0, search_due),
  candidates = iif(:works, '[]', candidates),
  front_new = iif(:works, null, front_new),
  untrusted_at = iif(:lied, coalesce(untrusted_at, :at), untrusted_at),
  readings = :readings, fresh_until = iif(:child, fresh_until, :fresh),
  as_of = iif(:child, min(coalesce(as_of, :as_of), :as_of), max(coalesce(as_of, :as_of), :as_of))
where id = :id
"""


def read(archive: Archive, event: LinksFound) -> None:
    """A source was read, or is not modified. An older event than the last one changes nothing."""
    at = stamp(event.at)
    with archive.transaction():
        row = _row(archive, event.outlet, event.source)
        if row["last_checked_at"] and row["last_checked_at"] > at:
            return
        readings = load(row["readings"], list, [])
        # What is empty and has not changed is empty still: one reading more without anything.
        listed = 0 if event.listed is None and readings and readings[-1][1] == 0 else event.listed
        if listed is not None and not (readings and readings[-1][0] == at):
            readings = [*readings, [at, listed, len(event.links)]][-READINGS:]
        archive.execute(
            _READ,
            {
                "etag": event.validators.etag,
                "last_modified": event.validators.last_modified,
                "digest": event.validators.digest,
                "at": at,
                "new": len(event.links),
                "listed": event.listed,
                "newest": stamp(event.newest_at),
                "moved": event.moved_to,
                "child": event.child,
                "lied": event.lied,
                "fresh": stamp_up(event.fresh_until) if event.fresh_until else None,
                "as_of": stamp(event.as_of or event.at),
                "works": bool(event.links) or bool(row["failures"] and event.listed != 0),
                "readings": dump(readings),
                "id": row["id"],
            },
        )
        archive.execute(
            "update outlets set last_success_at = max(coalesce(last_success_at, ''), :at) where id = :outlet",
            {"at": at, "outlet": event.outlet},
        )


def filled(archive: Archive, event: LinksFound) -> None:
    """An earlier page was read, to fill a gap: with the pages before it, it is one reading of the source."""
    at = stamp(event.at)
    with archive.transaction():
        row = _row(archive, event.outlet, event.source)
        readings = load(row["readings"], list, [])
        if not readings:
            return
        first, listed, new = readings[-1]
        readings[-1] = [first, listed + (event.listed or 0), new + len(event.links)]
        archive.execute(
            "update sources set readings = :readings, last_new_at = iif(:new > 0, :at, last_new_at) where id = :id",
            {"readings": dump(readings), "new": len(event.links), "at": at, "id": row["id"]},
        )


def failed(archive: Archive, event: SourceFailed, *, counts: bool = True) -> None:
    """A source could not be read. Its validators stay. The same event twice, or an older one, changes nothing.

    One that does not count, for it is not the source's fault, adds no failure to those there are.
    """
    at = stamp(event.at)
    with archive.transaction():
        row = _row(archive, event.outlet, event.source)
        last = (row["last_checked_at"] or "", row["last_error"])
        if last[0] > at or last == (at, note(event.error)):
            return
        archive.execute(
            """
            update sources set
              last_checked_at = :at, last_status = :status, last_cause = :cause, last_error = :error,
              unanswered_at = iif(:mute, :at, unanswered_at),
              failures = iif(:counts, failures + 1, max(failures, 1))
            where id = :id
            """,
            {
                "at": at,
                "status": event.status,
                "cause": event.why.value,
                "error": note(event.error),
                "counts": counts,
                "mute": shows_nothing(event.why),
                "id": row["id"],
            },
        )


def seeded(archive: Archive, outlet_id: str, now: datetime) -> None:
    """A crawl of the outlet was complete: what its sources that were read list from now on is live."""
    archive.execute(
        "update sources set seeded_at = ? where outlet_id = ? and seeded_at is null and last_success_at is not null",
        (stamp(now), outlet_id),
    )


def source_of(row: Any) -> Source:
    """The source of a row."""
    return Source(kind=SourceKind(row["kind"]), url=row["url"], select=row["link_css"])


def _row(archive: Archive, outlet_id: str, source: Source) -> Any:
    """The row of a source; one that was not configured (a child of a sitemap index) gets its own."""
    find = "select * from sources where outlet_id = ? and url = ?"
    row = archive.row(find, (outlet_id, source.url))
    if row is None:
        archive.execute(
            "insert into sources (outlet_id, kind, url, link_css, followed) values (?, ?, ?, ?, 0)",
            (outlet_id, source.kind.value, source.url, source.select),
        )
        row = archive.row(find, (outlet_id, source.url))
    return row


def _states(rows: Sequence[Any]) -> list[SourceState]:
    """The states of rows, among which are those that are read in the place of others."""
    instead = {row["replaces"]: row for row in rows if row["replaces"] is not None}
    return [_state(row, instead.get(row["id"])) for row in rows]


def _state(row: Any, instead: Any = None) -> SourceState:
    return record(
        SourceState,
        row,
        source=source_of(row),
        successor=instead
        and Successor(source=source_of(instead), since=moment(instead["replaces_since"]), failures=instead["failures"]),
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"], digest=row["body_digest"]),
        readings=_readings(row["readings"]),
    )


@lru_cache(_REMEMBERED)
def _readings(text: str) -> tuple[SourceReading, ...]:
    """The kept readings: asked for at each look and once a minute, they change with a reading alone."""
    return tuple(SourceReading(at=moment(at), listed=listed, new=new) for at, listed, new in load(text, list, []))
