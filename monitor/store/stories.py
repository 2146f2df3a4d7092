"""The stories: which articles belong to one event, and who reported it first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.store.archive import Archive
from monitor.store.codec.timestamps import moment, stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryArticle:
    """One article of a story. `outlet` is its id, `outlet_name` for people."""

    article_id: int
    url: str
    outlet: str
    outlet_name: str
    title: str
    published_at: datetime | None
    found_at: datetime
    reported_at: datetime
    copy_of: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story with its articles in order of report. `first_reported_by` is the outlet's id."""

    id: int
    title: str
    first_reported_by: str | None
    first_reported_by_name: str | None
    first_reported_at: datetime | None
    article_count: int
    outlet_count: int
    copy_count: int
    opened_at: datetime
    updated_at: datetime
    articles: tuple[StoryArticle, ...]


def open(archive: Archive, title: str, now: datetime) -> int:  # noqa: A001 - stories.open reads as a sentence
    """Open a story; its id. `join` brings the first article and with it the outlet that reported it."""
    rows = archive.rows(
        "insert into stories (title, opened_at, updated_at) values (:title, :now, :now) returning id",
        {"title": title, "now": stamp(now)},
    )
    return int(rows[0]["id"])


def join(archive: Archive, story_id: int, article_id: int, now: datetime, *, copy_of: int | None = None) -> None:
    """Make an article part of a story, and its hits with it; the story's figures are counted anew."""
    parameters = {"story": story_id, "article": article_id, "copy": copy_of, "now": stamp(now)}
    with archive.transaction():
        before = archive.value("select story_id from articles where id = ?", (article_id,))
        archive.execute(
            "update articles set story_id = :story, copy_of = coalesce(:copy, copy_of) where id = :article", parameters
        )
        archive.execute(
            "update hits set story_id = :story where article_id = :article and story_id is not :story", parameters
        )
        counted = archive.value("select first_article_id is null from stories where id = ?", (story_id,))
        if before != story_id or counted:
            archive.execute("update stories set updated_at = max(updated_at, :now) where id = :story", parameters)
        count(archive, story_id)
        if before is not None and before != story_id:
            count(archive, before)


def count(archive: Archive, story_id: int) -> None:
    """Count a story's figures from its articles."""
    archive.execute(
        """
        update stories set
          article_count = tally.articles,
          outlet_count = tally.outlets,
          copy_count = tally.copies,
          first_article_id = first.id,
          first_reported_by = first.outlet_id,
          first_reported_at = first.reported_at
        from
          (
            select count(*) as articles, count(distinct outlet_id) as outlets, count(copy_of) as copies
            from articles where story_id = :story
          ) as tally
          left join (
            select id, outlet_id, coalesce(reported_at, found_at) as reported_at
            from articles where story_id = :story order by 3, id limit 1
          ) as first
        where stories.id = :story
        """,
        {"story": story_id},
    )


def get(archive: Archive, story_id: int) -> StoryView | None:
    """A story with its articles."""
    story = archive.row(
        """
        select stories.*, outlets.name as outlet_name
        from stories left join outlets on outlets.id = first_reported_by where stories.id = ?
        """,
        (story_id,),
    )
    if story is None:
        return None
    articles = archive.rows(
        """
        select
          articles.id, articles.url, outlet_id, outlets.name as outlet_name, articles.title, published_at, found_at,
          coalesce(reported_at, found_at) as reported_at, copy_of
        from articles join outlets on outlets.id = outlet_id
        where story_id = ? order by coalesce(reported_at, found_at), articles.id
        """,
        (story_id,),
    )
    return StoryView(
        id=story["id"],
        title=story["title"],
        first_reported_by=story["first_reported_by"],
        first_reported_by_name=story["outlet_name"],
        first_reported_at=moment(story["first_reported_at"]),
        article_count=story["article_count"],
        outlet_count=story["outlet_count"],
        copy_count=story["copy_count"],
        opened_at=moment(story["opened_at"]),
        updated_at=moment(story["updated_at"]),
        articles=tuple(_article(row) for row in articles),
    )


def _article(row: Any) -> StoryArticle:
    return StoryArticle(
        article_id=row["id"],
        url=row["url"],
        outlet=row["outlet_id"],
        outlet_name=row["outlet_name"],
        title=row["title"],
        published_at=moment(row["published_at"]),
        found_at=moment(row["found_at"]),
        reported_at=moment(row["reported_at"]),
        copy_of=row["copy_of"],
    )
