"""The names under which feed readers logged in, and what each of them read."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderLogin:
    """A name. By `secret` its tokens are signed: a new one ends all its log-ins."""

    id: int
    name: str
    secret: str = field(repr=False)
    began_at: datetime
    logged_in_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLogin:
    """A line of the list of names. `marks`: how much was marked as read, or to stay unread."""

    name: str
    began_at: datetime
    logged_in_at: datetime
    marks: int


def begin(archive: Archive, name: str, now: datetime) -> ReaderLogin:
    """Keep that this name logged in now; capitals make no other name."""
    rows = archive.rows(
        """
        insert into reader_logins (name, secret, began_at, logged_in_at) values (:name, :secret, :now, :now)
        on conflict (name) do update set logged_in_at = excluded.logged_in_at returning *
        """,
        {"name": name, "secret": secrets.token_hex(32), "now": stamp(now)},
    )
    return record(ReaderLogin, rows[0])


def find(archive: Archive, number: int) -> ReaderLogin | None:
    """The name of that number."""
    row = archive.row("select * from reader_logins where id = ?", (number,))
    return record(ReaderLogin, row) if row else None


def end(archive: Archive, name: str) -> bool:
    """End all log-ins of a name; False if there is none of it. What it read stays."""
    changed = archive.execute("update reader_logins set secret = ? where name = ?", (secrets.token_hex(32), name))
    return bool(changed)


def listing(archive: Archive, *, limit: int = 100) -> list[ListedLogin]:
    """The names, the one that logged in last first."""
    rows = archive.rows(
        """
        select name, began_at, logged_in_at,
          (select count(*) from reader_marks where login_id = reader_logins.id) as marks
        from reader_logins order by logged_in_at desc, id desc limit +?
        """,
        (limit,),
    )
    return [record(ListedLogin, row) for row in rows]


def mark(archive: Archive, login: ReaderLogin, hits: Iterable[int], now: datetime, *, is_read: bool) -> int:
    """Mark these hits as read, or as to stay unread; how many there are. Those that are not there are left out."""
    return archive.execute(
        """
        insert into reader_marks (login_id, hit_id, is_read, marked_at)
        select :login, id, :is_read, :now from hits where id in (select value from json_each(:hits))
        on conflict (login_id, hit_id) do update set is_read = excluded.is_read, marked_at = excluded.marked_at
        """,
        {"login": login.id, "is_read": int(is_read), "now": stamp(now), "hits": dump(sorted(set(hits)))},
    )
