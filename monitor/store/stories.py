"""The stories: which articles belong to one event, and who reported it first."""

from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.records import record
from monitor.store.codec.report_rows import COLUMNS, REPORTED, report_of
from monitor.store.codec.timestamps import stamp
from monitor.story import Story


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


def get(archive: Archive, story_id: int) -> Story | None:
    """A story with its articles."""
    story = archive.row("select * from stories where id = ?", (story_id,))
    if story is None:
        return None
    rows = archive.rows(
        f"""
        select {COLUMNS} from articles join outlets on outlets.id = articles.outlet_id
        where articles.story_id = ? order by {REPORTED}, articles.id
        """,
        (story_id,),
    )
    return record(Story, story, reports=tuple(map(report_of, rows)))
