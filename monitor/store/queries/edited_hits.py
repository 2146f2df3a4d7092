"""The articles of some watches that were revised in a time, each revision with what it changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.revised import Revision
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp
from monitor.store.digests import DigestRow
from monitor.store.queries import revised_articles

# Whether a digest of that name, up to the one made last, holds the revision, by the same rule as a window does.
_IN_DIGEST = """exists (
  select 1 from digests where digests.name = :digest and +digests.id <= :made
    and digests.window_end >= replaced_at and digests.last_revision_id >= revisions.id
    and (
      digests.window_start < replaced_at
      or revisions.id > (
        select earlier.last_revision_id from digests as earlier
        where earlier.name = digests.name and earlier.id < digests.id order by earlier.id desc limit 1
      )
    )
)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedHit:
    """A revision of an article, and the names of the watches that find it."""

    article_id: int
    url: str
    outlet_name: str
    story: int | None
    watches: tuple[str, ...]
    revision: Revision


def in_window(
    archive: Archive, watches: Iterable[str], start: datetime, end: datetime, *, after: DigestRow | None = None
) -> list[EditedHit]:
    """The revisions of a digest's window (start, end] of live hits of these watches (ids), but for spelling, in order.

    `after` is the digest of that name that was made last: what came after it is in the window whenever it came by the
    clock, and what it or an earlier one holds is not; see `hits.in_window`.
    """
    ids = archive.rows(
        f"""
        select id from revisions
        where replaced_at <= :end and (replaced_at > :start or id > :last) and not {_IN_DIGEST}
        order by +id  -- not as they stand in the table, which has their texts: by the indexes, and then sorted
        """,
        {
            "start": stamp(start),
            "end": stamp(end),
            "last": after and after.last_revision_id,
            "digest": after and after.name,
            "made": after and after.id,
        },
    )
    revised = revised_articles.some(archive, (row["id"] for row in ids))
    rows = archive.rows(
        """
        select article_id, articles.url, outlets.name as outlet_name, articles.story_id as story,
          json_group_array(distinct watches.name) as watches
        from hits
        join watches on watches.id = watch_id
        join articles on articles.id = article_id
        join outlets on outlets.id = articles.outlet_id
        where article_id in (select value from json_each(:articles)) and hits.origin = 'live' and not hits.old
          and watch_id in (select value from json_each(:watches))
        group by article_id
        """,
        {"articles": dump(sorted({one.article_id for one in revised})), "watches": dump(list(watches))},
    )
    found = {row["article_id"]: row for row in rows}
    return [
        record(EditedHit, found[one.article_id], revision=one.revision) for one in revised if one.article_id in found
    ]
