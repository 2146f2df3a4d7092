"""An archive of a release keeps the numbers that people hold, and its stories can be merged and split."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import release_archive

from monitor.desk import moving
from monitor.store import articles, moves, sagas, stories
from monitor.store.archive import Archive
from monitor.store.file import integrity

RELEASES = sorted((Path(__file__).parents[1] / "cases" / "archives").glob("*.sql"))
NOW = release_archive.NOW + timedelta(days=3)
HELD = {
    "stories": "id, title, opened_at",
    "articles": "id, story_id, url",
    "hits": "id, article_id, story_id",
    "messages": "id, story_id",
}


def numbers(connection: sqlite3.Connection) -> dict[str, list[tuple]]:
    """The numbers of each table that people hold, with what they stand for."""
    return {
        table: list(map(tuple, connection.execute(f"select {columns} from {table} order by id")))  # noqa: S608
        for table, columns in HELD.items()
    }


@pytest.fixture(params=RELEASES, ids=lambda dump: dump.stem)
def release(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An archive of each release, closed."""
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(request.param.read_text("utf-8"))
        connection.execute("pragma journal_mode = wal")
    return path


def test_the_numbers_that_people_hold_stay(release: Path) -> None:
    """Stories, articles, hits and messages have the numbers that they had before the migration."""
    with closing(sqlite3.connect(release)) as connection:
        before = numbers(connection)
    with Archive.open(release) as archive:
        after = numbers(archive.db.conn)
        story = stories.get(archive, 1)

    assert all(before.values())
    assert after == before
    assert story is not None
    assert {report.role for report in story.reports} == {None}


def test_old_stories_are_split_and_merged(release: Path) -> None:
    """They have no threads and no roles; a split and its undo leave the articles where they were."""
    with Archive.open(release) as archive:
        before = [row["story_id"] for row in archive.rows("select story_id from articles order by id")]
        first = articles.in_story(archive, 1)
        move = moving.split(archive, 1, first[-1], NOW)
        apart = [row["story_id"] for row in archive.rows("select story_id from articles order by id")]
        threads = [sagas.of(archive, story) for story in (1, move.other_story)]
        moving.undo(archive, 1, NOW)
        after = [row["story_id"] for row in archive.rows("select story_id from articles order by id")]

        assert len(first) > 1
        assert apart != before
        assert threads == [None, None]
        assert after == before
        assert moves.present(archive, move.other_story) == 1
        assert integrity.check(archive) == []
