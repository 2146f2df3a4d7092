"""The digests' windows: a claim is a row, so no clock makes one twice and no crash leaves one out."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.store.archive import Archive
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRow:
    """A window for which a digest was made. Newer hits than `last_hit_id` belong to the next one, and so do revisions.

    `last_revision_id` is None of digests from before it was kept.
    """

    id: int
    name: str
    window_start: datetime
    window_end: datetime
    last_hit_id: int
    last_revision_id: int | None
    created_at: datetime


def claim(archive: Archive, name: str, window_start: datetime, window_end: datetime, now: datetime) -> int | None:
    """Take a window; the digest's id, or None if it was taken. Claim, gather and enqueue in one transaction."""
    rows = archive.rows(
        """
        insert into digests (name, window_start, window_end, last_hit_id, last_revision_id, created_at)
        values (
          :name, :start, :end,
          (select coalesce(max(id), 0) from hits), (select coalesce(max(id), 0) from revisions), :now
        )
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDigest:
    """A digest that was made: `deliveries` is how many there are of each state, `channels` where they went."""

    id: int
    name: str
    window_start: datetime
    window_end: datetime
    created_at: datetime
    messages: int
    channels: tuple[str, ...]
    deliveries: dict[str, int]


def past(archive: Archive, *, before: int | None = None, only: int | None = None, limit: int = 50) -> list[SentDigest]:
    """The digests that were made, the latest first; `before`: those with lower ids; `only`: this one."""
    rows = archive.rows(
        """
        select digests.*,
          (select count(*) from messages where digest_id = digests.id) as messages,
          (
            select json_group_array(distinct channel) from messages join deliveries on message_id = messages.id
            where digest_id = digests.id
          ) as channels,
          (
            select json_group_object(state, number) from (
              select deliveries.state, count(*) as number from messages join deliveries on message_id = messages.id
              where digest_id = digests.id group by deliveries.state
            )
          ) as deliveries
        from digests where (:before is null or id < :before) and (:only is null or id = :only)
        order by id desc limit +:limit
        """,
        {"before": before, "only": only, "limit": limit},
    )
    return [record(SentDigest, row) for row in rows]


def deliveries(archive: Archive, digest: int) -> list[int]:
    """The deliveries of a digest, those to mailboxes first, for they are pages."""
    rows = archive.rows(
        """
        select deliveries.id from messages join deliveries on message_id = messages.id where digest_id = ?
        order by recipient is null, deliveries.id
        """,
        (digest,),
    )
    return [row["id"] for row in rows]


def said(archive: Archive, digest: int) -> dict[str, Any]:
    """What a digest said, as the webhook of its first message has it; empty where it had nothing to say."""
    found = archive.value("select data from messages where digest_id = ? order by rowid limit 1", (digest,))
    value: dict[str, Any] = json.loads(found) if found else {}
    return value
