"""Counts of what the archive holds."""

from typing import Any

from monitor.store.archive import Archive
from monitor.store.codec.timestamps import moment

TABLES = (
    "outlets",
    "sources",
    "links",
    "articles",
    "revisions",
    "stories",
    "watches",
    "hits",
    "messages",
    "deliveries",
)


def totals(archive: Archive) -> dict[str, int]:
    """Rows of each table that a person asks about."""
    columns = ", ".join(f"(select count(*) from {table}) as {table}" for table in TABLES)
    row = archive.row(f"select {columns}")
    return {table: row[table] for table in TABLES}


def by_outlet(archive: Archive) -> list[dict[str, Any]]:
    """What each outlet brought: articles, copies, hits, stories that it reported first."""
    rows = archive.rows(
        """
        select outlets.name as outlet, outlets.id as outlet_id,
          (select count(*) from articles where outlet_id = outlets.id) as articles,
          (select count(*) from articles where outlet_id = outlets.id and copy_of is not null) as copies,
          (select count(*) from hits join articles on articles.id = hits.article_id
            where articles.outlet_id = outlets.id) as hits,
          (select count(*) from stories where first_reported_by = outlets.id and outlet_count > 1) as scoops
        from outlets order by articles desc, outlets.id
        """
    )
    return [dict(row) for row in rows]


def by_watch(archive: Archive) -> list[dict[str, Any]]:
    """What each watch found: hits, stories, outlets, and when last."""
    rows = archive.rows(
        """
        select watches.name as watch, watches.id as watch_id, count(hits.id) as hits,
          count(distinct hits.story_id) as stories, count(distinct articles.outlet_id) as outlets,
          max(hits.found_at) as last_hit_at
        from watches left join hits on hits.watch_id = watches.id
        left join articles on articles.id = hits.article_id
        group by watches.id order by hits desc, watches.id
        """
    )
    return [{**dict(row), "last_hit_at": moment(row["last_hit_at"])} for row in rows]
