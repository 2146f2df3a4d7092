"""The calendars that watches name: when each is read, and how that went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.dated_events import CalendarRead
from monitor.events import Validators
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRow:
    """A calendar as it was last read. `notes`: what in it was not taken as it is written."""

    name: str
    etag: str | None
    last_modified: str | None
    digest: str | None
    tried_at: datetime | None
    read_at: datetime | None
    next_at: datetime
    failures: int
    error: str | None
    notes: tuple[str, ...]

    @property
    def validators(self) -> Validators:
        """What makes the next request conditional."""
        return Validators(etag=self.etag, last_modified=self.last_modified, digest=self.digest)


def sync(archive: Archive, names: Iterable[str], now: datetime) -> None:
    """Know these calendars, and no others. Each is read again: the configuration decides what its events mean."""
    wanted = dump(sorted(names))
    archive.execute("delete from watch_calendars where name not in (select value from json_each(?))", (wanted,))
    archive.execute(
        """
        insert into watch_calendars (name, next_at) select value, :now from json_each(:names) where true
        on conflict (name) do update set next_at = excluded.next_at, etag = null, last_modified = null, digest = null
        """,
        {"names": wanted, "now": stamp(now)},
    )


def listing(archive: Archive) -> list[CalendarRow]:
    """All of them."""
    return [record(CalendarRow, row) for row in archive.rows("select * from watch_calendars order by name")]


def due(archive: Archive, now: datetime) -> list[CalendarRow]:
    """Those whose time has come, the longest waiting first."""
    rows = archive.rows("select * from watch_calendars where next_at <= ? order by next_at, name", (stamp(now),))
    return [record(CalendarRow, row) for row in rows]


def tried(archive: Archive, read: CalendarRead, next_at: datetime) -> None:
    """Keep how a reading went, and when the next one is due."""
    archive.execute(
        """
        update watch_calendars set tried_at = :at, next_at = :next, error = :error,
          failures = iif(:error is null, 0, failures + 1),
          read_at = iif(:error is null, :at, read_at),
          etag = iif(:error is null, :etag, etag), last_modified = iif(:error is null, :modified, last_modified),
          digest = iif(:error is null, :digest, digest),
          notes = iif(:taken, :notes, notes)
        where name = :name
        """,
        {
            "name": read.name,
            "at": stamp(read.at),
            "next": stamp(next_at),
            "error": read.error,
            "etag": read.validators.etag,
            "modified": read.validators.last_modified,
            "digest": read.validators.digest,
            "notes": dump(list(read.notes)),
            "taken": read.events is not None,
        },
    )
