"""The stars: articles that a person chose as the best coverage, of one watch or of each that found them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, who
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Star:
    """A star. `watch` is the id of the one that it is for; None: of each that found the article."""

    article_id: int
    watch: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StarredArticle:
    """A line of the list of stars."""

    article_id: int
    watch: str | None
    by: str
    at: datetime
    outlet: str
    title: str
    url: str
    story: int | None


def add(archive: Archive, article_id: int, watch: str | None, by: str, now: datetime) -> bool:
    """Give an article a star; False, and nothing changed, if it has that one."""
    added = archive.execute(
        """
        insert into stars (article_id, watch_id, starred_by, starred_at) values (?, ?, ?, ?)
        on conflict (article_id, watch_id) do nothing
        """,
        (article_id, watch or "", who(by), stamp(now)),
    )
    return bool(added)


def remove(archive: Archive, article_id: int, watch: str | None) -> bool:
    """Take a star back; False if there was none. It is gone: a star has no history."""
    return bool(archive.execute("delete from stars where article_id = ? and watch_id = ?", (article_id, watch or "")))


def remove_all(archive: Archive, article_id: int) -> bool:
    """Take all stars of an article back, of whichever watch; False if there was none."""
    return bool(archive.execute("delete from stars where article_id = ?", (article_id,)))


def of_articles(archive: Archive, article_ids: Iterable[int]) -> dict[int, tuple[Star, ...]]:
    """The stars of these articles, by article; one without any is left out."""
    rows = archive.rows(
        f"{_SELECT} where article_id in (select value from json_each(?)) order by article_id, watch_id",
        (dump(sorted(article_ids)),),
    )
    found: dict[int, list[Star]] = {}
    for row in rows:
        found.setdefault(row["article_id"], []).append(record(Star, row))
    return {article: tuple(stars) for article, stars in found.items()}


def listing(archive: Archive, *, watch: str | None = None, limit: int = 100) -> list[StarredArticle]:
    """The stars, the latest first; of a watch (its id) also those of each watch, where it found the article."""
    rows = archive.rows(
        """
        select article_id, nullif(watch_id, '') as watch, starred_by as by, starred_at as at,
          outlets.name as outlet, articles.title, articles.url, articles.story_id as story
        from stars join articles on articles.id = article_id join outlets on outlets.id = articles.outlet_id
        where :watch is null or watch_id = :watch or (
          watch_id = '' and exists (
            select 1 from hits where hits.watch_id = :watch and hits.article_id = stars.article_id
          )
        )
        order by starred_at desc, article_id desc limit +:limit
        """,
        {"watch": watch, "limit": limit},
    )
    return [record(StarredArticle, row) for row in rows]


_SELECT = "select article_id, nullif(watch_id, '') as watch, starred_by as by, starred_at as at from stars"
