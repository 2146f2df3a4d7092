"""The articles of some watches that were revised in a time, each revision with what it changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.revised import Revision
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.queries import revised_articles


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
    revised = [one for one in revised_articles.recent(archive, start) if start < one.revision.at <= end]
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
        record(EditedHit, found[one.article_id], revision=one.revision)
        for one in reversed(revised)
        if one.article_id in found
    ]
