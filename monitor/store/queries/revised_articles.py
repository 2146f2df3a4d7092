"""Which articles were revised, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.revised import Revision
from monitor.store.archive import Archive
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
        where {"true" if article is None else "article_id = :article"}
          and {"true" if story is None else "article_id in (select id from articles where story_id = :story)"}
          and kinds != '[]' and (:polish or kinds != '["typo"]')
        order by revisions.id desc limit :limit
        """,
        {"polish": polish, "limit": limit, "article": article, "story": story},
    )
    for row in rows:
        revision = record(Revision, row)
        if since and revision.at < since:  # they are in order
            return
        yield record(RevisedArticle, row, outlet=row["outlet_id"], revision=revision)
