"""What feed readers list: of each watch the stories, and what was news in them later; read, unread, with a star.

An item is a hit, by its number: the first of a watch in a story, and each later one of which an alert was made or
waits. Copies and repetitions are none. What a person judged wrong, and what was old when it was listed, is none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp
from monitor.store.reader_logins import ReaderLogin

UNREAD_FOR = timedelta(days=30)  # after that an item is read, unless somebody wanted to keep it
_BEFORE_FIRST = timedelta(days=1)  # what is unread at the first log-in


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderStream:
    """What is listed for a login at a moment. `watches` are ids; `read` and `starred` None: both.

    `since` and `until` bound, both within, when the archive took an item in; `after` is the place, `ReaderPlace`, after
    which the list goes on.
    """

    login: ReaderLogin
    now: datetime
    watches: tuple[str, ...]
    read: bool | None = None
    starred: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    oldest_first: bool = False
    after: "ReaderPlace | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderPlace:
    """An item in its stream: the number of its hit, and when the archive took that in."""

    id: int
    found_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadItems:
    """How many items of a watch (id) are unread, and when the newest of them came."""

    watch: str
    count: int
    newest_at: datetime


def page(archive: Archive, stream: ReaderStream, limit: int) -> list[ReaderPlace]:
    """The items of a stream, newest first unless asked otherwise; at most `limit`."""
    if not stream.watches:
        return []
    order = "asc" if stream.oldest_first else "desc"
    in_order = f"order by found_at {order}, id {order} limit +:limit"
    branches = [f"select * from ({one} {in_order})" for one in _branches(stream)]
    rows = archive.rows(f"{' union all '.join(branches)} {in_order}", _parameters(stream) | {"limit": limit})
    return [record(ReaderPlace, row) for row in rows]


def unread(archive: Archive, login: ReaderLogin, watches: Iterable[str], now: datetime) -> list[UnreadItems]:
    """How much is unread for a login, by watch; those without are left out."""
    stream = ReaderStream(login=login, now=now, watches=tuple(watches), read=False)
    rows = archive.rows(
        f"""
        select watch_id as watch, count(*) as count, max(found_at) as newest_at
        from ({" union all ".join(_branches(stream))}) group by watch_id
        """,
        _parameters(stream),
    )
    return [record(UnreadItems, row) for row in rows]


def read_all(archive: Archive, stream: ReaderStream) -> int:
    """Mark what is unread in a stream as read at its moment; how many items that were."""
    if not stream.watches or stream.read:
        return 0
    stream = replace(stream, read=False)
    return archive.execute(
        f"""
        insert into reader_marks (login_id, hit_id, is_read, marked_at)
        select :login, id, 1, :now from ({" union all ".join(_branches(stream))}) where true
        on conflict (login_id, hit_id) do update set is_read = 1, marked_at = excluded.marked_at
        """,
        _parameters(stream),
    )


def which_are_read(archive: Archive, login: ReaderLogin, hits: Iterable[int], now: datetime) -> frozenset[int]:
    """Those of these hits that are read."""
    rows = archive.rows(
        f"select h.id from hits as h where h.id in (select value from json_each(:hits)) and {_IS_READ}",
        {"hits": dump(sorted(set(hits))), **_of_login(login, now)},
    )
    return frozenset(row["id"] for row in rows)


def news(archive: Archive, hits: Iterable[int]) -> dict[int, tuple[str, str | None]]:
    """Why the first alert of each of these hits was made, and the sentence of it; hits without any are left out."""
    rows = archive.rows(
        """
        select id, reason, fact from (
          select h.id, data ->> 'reason' as reason, data ->> 'fact' as fact, created_at as at
          from hits as h cross join messages on messages.article_id = h.article_id
          where h.id in (select value from json_each(:hits))
            and h.watch_id in (select value from json_each(coalesce(watch_ids, json_array(messages.watch_id))))
          union all
          select h.id, data ->> 'reason', data ->> 'fact', held_at
          from hits as h cross join held on held.article_id = h.article_id
          where h.id in (select value from json_each(:hits))
            and h.watch_id in (select value from json_each(watch_ids))
        )
        where reason is not null order by at desc
        """,
        {"hits": dump(sorted(set(hits)))},
    )
    return {row["id"]: (row["reason"], row["fact"]) for row in rows}  # the first one is the last of the list


def _branches(stream: ReaderStream) -> list[str]:
    """The queries that together find a stream. What is unread is of late, or was kept: both are found by an index."""
    clauses = [
        "h.watch_id = :watch" if len(stream.watches) == 1 else "+h.watch_id in (select value from json_each(:watches))",
        _HAS_STAR if stream.starred else _IS_ITEM,
    ]
    if stream.starred is False:
        clauses.append(f"not {_HAS_STAR}")
    if stream.read is not None:
        clauses.append(_IS_READ if stream.read else f"not {_IS_READ}")
    if stream.since:
        clauses.append("h.found_at >= :since")
    if stream.until:
        clauses.append("h.found_at <= :until")
    if stream.after:
        clauses.append(f"(h.found_at, h.id) {'>' if stream.oldest_first else '<'} (:after_at, :after_id)")
    index = "hits_by_watch" if len(stream.watches) == 1 else "hits_by_time"
    by_time = f"select h.id, h.found_at, h.watch_id from hits as h indexed by {index} where {' and '.join(clauses)}"
    by_number = by_time.replace(f"indexed by {index}", "")
    if stream.starred:
        return [f"{by_number} and h.id in ({_STARRED})"]
    if stream.read is False:
        return [
            f"{by_time} and h.found_at >= :unread_since",
            f"{by_number} and h.found_at < :unread_since and h.id in ({_KEPT})",
        ]
    return [by_time]


def _parameters(stream: ReaderStream) -> dict[str, Any]:
    after = stream.after
    return {
        **_of_login(stream.login, stream.now),
        "watch": stream.watches[0] if stream.watches else None,
        "watches": dump(stream.watches),
        "since": stamp(stream.since),
        "until": stamp(stream.until),
        "after_at": stamp(after.found_at) if after else None,
        "after_id": after.id if after else None,
    }


def _of_login(login: ReaderLogin, now: datetime) -> dict[str, Any]:
    since = max(now - UNREAD_FOR, login.began_at - _BEFORE_FIRST)
    return {"login": login.id, "now": stamp(now), "unread_since": stamp(since)}


_IS_ITEM = """
not h.old and not exists (
  select 1 from verdicts
  where verdicts.watch_id = h.watch_id and verdicts.article_id = h.article_id and not verdicts.is_right
) and (
  h.story_id is null
  or not exists (
    select 1 from hits as earlier
    where earlier.story_id = h.story_id and earlier.id < h.id and earlier.watch_id = h.watch_id and not earlier.old
  )
  or exists (
    select 1 from messages
    where messages.article_id = h.article_id
      and h.watch_id in (select value from json_each(coalesce(messages.watch_ids, json_array(messages.watch_id))))
  )
  or exists (
    select 1 from held
    where held.article_id = h.article_id and h.watch_id in (select value from json_each(held.watch_ids))
  )
)
"""
_IS_READ = """coalesce(
  (select is_read from reader_marks where login_id = :login and hit_id = h.id),
  h.origin <> 'live' or h.found_at < :unread_since
)"""
_HAS_STAR = "exists (select 1 from stars where stars.article_id = h.article_id and stars.watch_id in ('', h.watch_id))"
_STARRED = "select hits.id from stars cross join hits on hits.article_id = stars.article_id"
_KEPT = "select hit_id from reader_marks where login_id = :login and is_read = 0"
