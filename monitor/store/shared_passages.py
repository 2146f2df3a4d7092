"""The passages that an article has word for word of an earlier one: the evidence of its role."""

from collections.abc import Iterable, Sequence

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.story import SharedPassage


def keep(archive: Archive, article_id: int, of_article: int, found: Sequence[tuple[str, int]]) -> None:
    """Keep the passages of an article, each with its number of words, in the place of what was kept."""
    archive.execute("delete from passages where article_id = ?", (article_id,))
    archive.execute_many(
        "insert into passages (article_id, place, of_article, text, words) values (?, ?, ?, ?, ?)",
        [(article_id, place, of_article, text, words) for place, (text, words) in enumerate(found, 1)],
    )


def of_articles(archive: Archive, ids: Iterable[int]) -> dict[int, tuple[SharedPassage, ...]]:
    """The passages of these articles, in order of their texts; those without any are left out."""
    rows = archive.rows(
        "select * from passages where article_id in (select value from json_each(?)) order by article_id, place",
        (dump(list(ids)),),
    )
    found: dict[int, tuple[SharedPassage, ...]] = {}
    for row in rows:
        found[row["article_id"]] = (*found.get(row["article_id"], ()), record(SharedPassage, row))
    return found
