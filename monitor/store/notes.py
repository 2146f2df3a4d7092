"""The notes of people on articles: who wrote what, when, and what stood there before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, note, who
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp

LONGEST = 2_000  # characters of a note


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note. `replaces`: the number of its earlier text. `ended_at` None: it stands."""

    id: int
    article_id: int
    text: str
    by: str
    at: datetime
    replaces: int | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedArticle:
    """A line of the list of notes."""

    id: int
    article_id: int
    text: str
    by: str
    at: datetime
    outlet: str
    title: str
    url: str


def write(
    archive: Archive, article_id: int, text: str, by: str, now: datetime, *, replaces: int | None = None
) -> int | None:
    """Keep a note; its number. `replaces` is one of the same article that stands: None, and nothing changed, if not."""
    with archive.transaction():
        if replaces is not None and not _end(archive, replaces, by, now, article_id):
            return None
        rows = archive.rows(
            """
            insert into notes (article_id, text, written_by, written_at, replaces) values (?, ?, ?, ?, ?) returning id
            """,
            (article_id, note(text[:LONGEST]), who(by), stamp(now), replaces),
        )
    return int(rows[0]["id"])


def remove(archive: Archive, number: int, by: str, now: datetime) -> bool:
    """A note stands no more; its text stays in the history. False: none of that number stands."""
    return _end(archive, number, by, now)


def get(archive: Archive, number: int) -> Note | None:
    """The note of a number, whether it stands or not."""
    row = archive.row(f"{_SELECT} where notes.id = ?", (number,))
    return record(Note, row) if row else None


def of_articles(archive: Archive, article_ids: Iterable[int]) -> dict[int, tuple[Note, ...]]:
    """The notes that stand on these articles, by article, oldest first; one without any is left out."""
    rows = archive.rows(
        f"{_SELECT} where ended_at is null and article_id in (select value from json_each(?)) order by article_id, id",
        (dump(sorted(article_ids)),),
    )
    found: dict[int, list[Note]] = {}
    for row in rows:
        found.setdefault(row["article_id"], []).append(record(Note, row))
    return {article: tuple(written) for article, written in found.items()}


def history(archive: Archive, article_id: int) -> list[Note]:
    """Everything that was written on an article, oldest first, with what was replaced or removed."""
    return [record(Note, row) for row in archive.rows(f"{_SELECT} where article_id = ? order by id", (article_id,))]


def listing(archive: Archive, limit: int = 100) -> list[NotedArticle]:
    """The notes that stand, the latest first."""
    rows = archive.rows(
        """
        select notes.id, article_id, text, written_by as by, written_at as at, outlets.name as outlet,
          articles.title, articles.url
        from notes join articles on articles.id = article_id join outlets on outlets.id = articles.outlet_id
        where ended_at is null order by notes.id desc limit +?
        """,
        (limit,),
    )
    return [record(NotedArticle, row) for row in rows]


def _end(archive: Archive, number: int, by: str, now: datetime, article_id: int | None = None) -> bool:
    ended = archive.execute(
        """
        update notes set ended_by = :by, ended_at = :now
        where id = :id and ended_at is null and (:article is null or article_id = :article)
        """,
        {"by": who(by), "now": stamp(now), "id": number, "article": article_id},
    )
    return ended > 0


_SELECT = """
select id, article_id, text, written_by as by, written_at as at, replaces, ended_by, ended_at from notes
"""
