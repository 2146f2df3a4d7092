"""The requests that were made and their answers, for `explain` and for judging an outlet's health."""

from datetime import datetime
from typing import Any

from monitor.events import Fetched
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import note
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import moment, stamp


def add(archive: Archive, event: Fetched) -> None:
    """Keep one request; the same event twice is one."""
    archive.execute(_INSERT, _values(event))


def of_url(archive: Archive, url: str, limit: int = 20) -> list[Fetched]:
    """The latest requests of one address, newest first."""
    rows = archive.rows("select * from fetches where url = ? order by fetched_at desc, id desc limit +?", (url, limit))
    return [record(Fetched, row, outlet=row["outlet_id"], at=moment(row["fetched_at"])) for row in rows]


def readings(archive: Archive, start: datetime, end: datetime) -> int:
    """How often sources were read, or answered that nothing changed, in [start, end)."""
    count = archive.value(
        """
        select count(*) from fetches
        where kind = 'source' and status in (200, 304) and fetched_at >= ? and fetched_at < ?
        """,
        (stamp(start), stamp(end)),
    )
    return int(count)


def looks(archive: Archive, outlet_id: str, since: datetime) -> int:
    """How often an outlet's sources were asked since then."""
    count = archive.value(
        "select count(*) from fetches where outlet_id = ? and fetched_at >= ? and kind = 'source'",
        (outlet_id, stamp(since)),
    )
    return int(count)


_INSERT = """
insert into fetches (outlet_id, url, kind, fetched_at, status, bytes, seconds, error)
values (:outlet, :url, :kind, :at, :status, :bytes, :seconds, :error)
on conflict do nothing
"""


def _values(event: Fetched) -> dict[str, Any]:
    return {
        "outlet": event.outlet,
        "url": event.url,
        "kind": event.kind,
        "at": stamp(event.at),
        "status": event.status,
        "bytes": event.bytes,
        "seconds": round(event.seconds, 3),
        "error": note(event.error) if event.error else None,
    }
