"""What is read in the place of a source that is dead: the search for it, and its own row among the sources."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from monitor.events import CandidatesFound
from monitor.known_links import known_as
from monitor.model import Source
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, load
from monitor.store.codec.timestamps import stamp

_LISTED = 200  # newest links of a source that say what it lists


def want(archive: Archive, outlet_id: str, url: str, now: datetime) -> bool:
    """Have another source looked for, and its outlet be due for that; False if that is so already."""
    changed = archive.execute(
        "update sources set search_due = 1 where outlet_id = ? and url = ? and followed and not search_due",
        (outlet_id, url),
    )
    if changed:
        archive.execute(
            "update outlets set next_check_at = :now where id = :id and next_check_at > :now",
            {"now": stamp(now), "id": outlet_id},
        )
    return changed > 0


def begin(archive: Archive, outlet_id: str, source: Source, now: datetime) -> None:
    """It is being looked for. Counted before it is found: a search that kills its process is not repeated at once."""
    archive.execute(
        """
        update sources set search_due = 0, searches = searches + 1, searched_at = :now
        where outlet_id = :outlet and url = :url
        """,
        {"now": stamp(now), "outlet": outlet_id, "url": source.url},
    )


def keep(archive: Archive, event: CandidatesFound) -> None:
    """Keep what a search found. The front page is compared with that of the search before."""
    row = _row(archive, event.outlet, event.source)
    if row is None:
        return
    before = set(load(row["front"], list[str], []))
    new = sum(1 for each in event.front if each not in before) if before and event.front else row["front_new"]
    archive.execute(
        "update sources set candidates = :candidates, front = :front, front_new = :new where id = :id",
        {
            "candidates": dump(event.candidates),
            "front": dump(event.front) if event.front else row["front"],
            "new": new,
            "id": row["id"],
        },
    )


def use(archive: Archive, outlet_id: str, dead: Source, successor: Source, now: datetime) -> None:
    """Read `successor` in the place of `dead` from now on."""
    with archive.transaction():
        drop(archive, outlet_id, dead)
        archive.execute(
            """
            insert into sources (outlet_id, kind, url, link_css, replaces, replaces_since)
            select :outlet, :kind, :url, :css, id, :now from sources where outlet_id = :outlet and url = :dead
            on conflict (outlet_id, url) do update set
              followed = 1, replaces = excluded.replaces, replaces_since = excluded.replaces_since,
              kind = excluded.kind, link_css = excluded.link_css,
              etag = null, last_modified = null, body_digest = null, failures = 0, last_success_at = null
            """,
            {
                "outlet": outlet_id,
                "kind": successor.kind.value,
                "url": successor.url,
                "css": successor.select,
                "dead": dead.url,
                "now": stamp(now),
            },
        )


def drop(archive: Archive, outlet_id: str, of: Source) -> bool:
    """Read nothing in the place of this source any more; False if nothing was."""
    return (
        archive.execute(
            """
            update sources set followed = 0, replaces = null, replaces_since = null
            where replaces = (select id from sources where outlet_id = :outlet and url = :url)
            """,
            {"outlet": outlet_id, "url": of.url},
        )
        > 0
    )


def drop_changed(archive: Archive, outlet_id: str, of: Source) -> None:
    """Read nothing in the place of this source if the configuration has it read in another way now."""
    archive.execute(
        """
        update sources set followed = 0, replaces = null, replaces_since = null
        where replaces = (
          select id from sources
          where outlet_id = :outlet and url = :url and (kind is not :kind or link_css is not :css)
        )
        """,
        {"outlet": outlet_id, "url": of.url, "kind": of.kind.value, "css": of.select},
    )


def sync(archive: Archive) -> None:
    """After a change of the configuration: a source that left it, or changed, has no successor and no search."""
    archive.execute(
        """
        update sources set search_due = 0, searches = 0, searched_at = null, candidates = '[]', front = '[]',
          front_new = null
        where not followed and (searches or search_due)
        """
    )
    archive.execute(
        """
        update sources set followed = 1
        where not followed and replaces in (select id from sources where followed and replaces is null)
        """
    )
    archive.execute("update sources set replaces = null, replaces_since = null where not followed")


def listed(archive: Archive, outlet_id: str, source: Source, enough: int) -> tuple[str, ...]:
    """The keys of what a source listed last, as orders carry them, the newest first.

    Where fewer than `enough` are its own, for others listed them first, all of the outlet's.
    """
    row = _row(archive, outlet_id, source)
    own = _keys(archive, outlet_id, row["id"] if row else None)
    return own if len(own) >= enough else _keys(archive, outlet_id, None)


def replaced(archive: Archive, outlet_id: str, successor: Source) -> Any:
    """The row of the source in whose place this one is read; None: in no one's."""
    return archive.row(
        "select * from sources where id = (select replaces from sources where outlet_id = ? and url = ? and followed)",
        (outlet_id, successor.url),
    )


def _keys(archive: Archive, outlet_id: str, source_id: int | None) -> tuple[str, ...]:
    rows: Sequence[Any] = archive.rows(
        """
        select url_key from (
          select id, url_key, coalesce(published_at, found_at) as at from links
          where outlet_id = :outlet and (:source is null or source_id = :source
            or source_id in (select id from sources where replaces = :source))
          order by id desc limit +:limit
        ) order by at desc, id desc
        """,
        {"outlet": outlet_id, "source": source_id, "limit": _LISTED},
    )
    return tuple(known_as(row["url_key"]) for row in rows)


def _row(archive: Archive, outlet_id: str, source: Source) -> Any:
    return archive.row("select * from sources where outlet_id = ? and url = ?", (outlet_id, source.url))
