"""Which articles were revised, newest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.revised import Revision
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisedArticle:
    """An article and one of its revisions. `outlet` is its id."""

    article_id: int
    url: str
    outlet: str
    outlet_name: str
    revision: Revision


def recent(
    archive: Archive,
    since: datetime | None = None,
    *,
    limit: int = -1,
    polish: bool = False,
    article: int | None = None,
    story: int | None = None,
) -> Iterator[RevisedArticle]:
    """The revisions since then (None: all), of one article or story where one is named; `polish`: spelling alone too.

    As many are read as are taken, and at most `limit`, if there is one.
    """
    rows = archive.stream(
        f"""
        {_SELECT}
        where {"true" if article is None else "article_id = :article"}
          and {"true" if story is None else "article_id in (select id from articles where story_id = :story)"}
          and kinds != '[]' and (:polish or kinds != '["typo"]')
        order by revisions.id desc limit +:limit
        """,
        {"polish": polish, "limit": limit, "article": article, "story": story},
    )
    for row in rows:
        found = _revised(row)
        if since and found.revision.at < since:  # they are in order
            return
        yield found


def some(archive: Archive, ids: Iterable[int]) -> list[RevisedArticle]:
    """The revisions of these ids, but for spelling, in their order."""
    rows = archive.rows(
        f"""
        {_SELECT}
        where revisions.id in (select value from json_each(?)) and kinds not in ('[]', '["typo"]')
        order by revisions.id
        """,
        (dump(list(ids)),),
    )
    return [_revised(row) for row in rows]


def _revised(row: Any) -> RevisedArticle:
    return record(RevisedArticle, row, outlet=row["outlet_id"], revision=record(Revision, row))


_SELECT = """
select
  article_id, articles.url, outlet_id, outlets.name as outlet_name,
  replaced_at as at, kinds, sentences, added, removed, revisions.title as old_title,
  coalesce((
    select title from revisions as next
    where next.article_id = revisions.article_id and next.id > revisions.id order by next.id limit 1
  ), articles.title) as new_title
from revisions
cross join articles on articles.id = article_id
cross join outlets on outlets.id = outlet_id
"""
