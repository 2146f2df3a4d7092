"""The watches: as configured, and which of them the archive has still to be matched with."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model import Watch
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, load
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import moment, stamp

_DECIDES = (  # what a watch finds depends on these, and on nothing else
    "query",
    "context",
    "context_match",
    "context_within",
    "masks",
    "aliases",
    "case",
    "min_count",
    "scope",
    "outlets",
    "languages",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRow:
    """One line of `monitor watch list`."""

    id: str
    name: str
    query: str
    alert: str
    active: bool
    added_at: datetime
    changed_at: datetime
    hits: int
    last_hit_at: datetime | None


def sync(archive: Archive, watches: Iterable[Watch], now: datetime) -> list[Watch]:
    """Make the active watches those of the configuration; those with which the archive is still to be matched.

    These are the new, the changed, and those whose matching was cut off before `matched` was called.
    """
    waiting = []
    with archive.transaction():
        archive.execute("update watches set active = 0")
        for watch in watches:
            rows = archive.rows(
                """
                insert into watches (id, name, query, definition, alert, kind, ids, fingerprint, added_at, changed_at)
                values (:id, :name, :query, :definition, :alert, :kind, :ids, :fingerprint, :now, :now)
                on conflict (id) do update set
                  name = excluded.name, query = excluded.query, definition = excluded.definition,
                  alert = excluded.alert, kind = excluded.kind, ids = excluded.ids, active = 1,
                  changed_at = iif(fingerprint = excluded.fingerprint, changed_at, excluded.changed_at),
                  fingerprint = excluded.fingerprint
                returning matched_fingerprint is not fingerprint as waits
                """,
                {
                    "id": watch.id,
                    "name": watch.name,
                    "query": watch.query,
                    "definition": dump(replace(watch, calendar=None)),  # whose address may be a secret
                    "alert": watch.alert,
                    "kind": watch.kind,
                    "ids": dump(watch.ids) if watch.ids else None,
                    "fingerprint": _fingerprint(watch),
                    "now": stamp(now),
                },
            )
            if rows[0]["waits"]:
                waiting.append(watch)
    return waiting


def matched(archive: Archive, watch: Watch, now: datetime) -> None:
    """The archive was matched with this watch, as it is: `sync` names it again only when it changes."""
    archive.execute(
        "update watches set matched_fingerprint = :fingerprint, matched_at = :now where id = :id",
        {"fingerprint": _fingerprint(watch), "now": stamp(now), "id": watch.id},
    )


def in_use(archive: Archive, watch_id: str) -> tuple[Watch, datetime] | None:
    """The watch as the archive last took it over, and since when it finds what it finds; None: it is not in use."""
    row = archive.row("select definition, changed_at from watches where id = ? and active", (watch_id,))
    watch = load(row["definition"], Watch, None) if row else None
    return (watch, moment(row["changed_at"])) if watch else None


def all_in_use(archive: Archive) -> list[Watch]:
    """The watches as the archive last took them over, by name."""
    rows = archive.rows("select definition from watches where active order by name, id")
    found = (load(row["definition"], Watch, None) for row in rows)
    return [watch for watch in found if watch is not None]


def listing(archive: Archive, *, active_only: bool = False) -> list[WatchRow]:
    """The watches and what they found, by name."""
    rows = archive.rows(
        """
        select
          watches.*,
          (select count(*) from hits where watch_id = watches.id) as hits,
          (select max(found_at) from hits where watch_id = watches.id) as last_hit_at
        from watches where active or not :active_only order by name, id
        """,
        {"active_only": active_only},
    )
    return [record(WatchRow, row) for row in rows]


def _fingerprint(watch: Watch) -> str:
    return hashlib.sha256(dump([getattr(watch, name) for name in _DECIDES]).encode()).hexdigest()[:32]
