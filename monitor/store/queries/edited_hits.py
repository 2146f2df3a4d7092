"""The articles of some watches that were revised in a time, each revision with what it changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.revised import Revision
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedHit:
    """A revision of an article, and the names of the watches that find it."""

    article_id: int
    url: str
    outlet_name: str
    story: int | None
    watches: tuple[str, ...]
    revision: Revision


def between(archive: Archive, watches: Iterable[str], start: datetime, end: datetime) -> list[EditedHit]:
    """The revisions after `start`, at `end` at the latest, of live hits of these watches (ids), but for spelling."""
    rows = archive.rows(
        """
        select
          article_id, articles.url, outlets.name as outlet_name, articles.story_id as story,
          replaced_at as at, kinds, sentences, added, removed, revisions.title as old_title,
          coalesce((
            select title from revisions as next
            where next.article_id = revisions.article_id and next.id > revisions.id order by next.id limit 1
          ), articles.title) as new_title,
          (
            select json_group_array(distinct watches.name) from hits join watches on watches.id = hits.watch_id
            where hits.article_id = revisions.article_id and hits.origin = 'live' and not hits.old
              and hits.watch_id in (select value from json_each(:watches))
          ) as watches
        from revisions
        join articles on articles.id = article_id
        join outlets on outlets.id = outlet_id
        where replaced_at > :start and replaced_at <= :end and kinds not in ('[]', '["typo"]')
        order by revisions.id
        """,
        {"watches": dump(list(watches)), "start": stamp(start), "end": stamp(end)},
    )
    edited = [record(EditedHit, row, revision=record(Revision, row)) for row in rows]
    return [one for one in edited if one.watches]
