"""The digests' windows: a claim is a row, so no clock makes one twice and no crash leaves one out."""

from dataclasses import dataclass
from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRow:
    """A window for which a digest was made. `last_hit_id`: newer hits belong to the next one."""

    id: int
    name: str
    window_start: datetime
    window_end: datetime
    last_hit_id: int
    created_at: datetime


def claim(archive: Archive, name: str, window_start: datetime, window_end: datetime, now: datetime) -> int | None:
    """Take a window; the digest's id, or None if it was taken. Claim, gather and enqueue in one transaction."""
    rows = archive.rows(
        """
        insert into digests (name, window_start, window_end, last_hit_id, created_at)
        values (:name, :start, :end, (select coalesce(max(id), 0) from hits), :now)
        on conflict (name, window_end) do nothing returning id
        """,
        {"name": name, "start": stamp(window_start), "end": stamp(window_end), "now": stamp(now)},
    )
    return int(rows[0]["id"]) if rows else None


def last(archive: Archive, name: str) -> DigestRow | None:
    """The window that was taken last, as `hits.in_window(after=)` wants it; None: the digest was never made.

    Under a clock that was set back it may end before an earlier one does.
    """
    row = archive.row("select * from digests where name = ? order by id desc limit 1", (name,))
    return record(DigestRow, row) if row else None


def last_window_end(archive: Archive, name: str) -> datetime | None:
    """The end of the window that was taken last; None: the digest was never made."""
    row = last(archive, name)
    return row.window_end if row else None
