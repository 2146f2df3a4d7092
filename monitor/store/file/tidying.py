"""Tidying: what has served its time goes, what another program inserted is completed, the file stays fast."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.reading import urls
from monitor.store.archive import Archive
from monitor.store.codec.article_rows import article_of, columns_of
from monitor.store.codec.timestamps import stamp
from monitor.store.file import integrity

FETCHES_KEPT = timedelta(days=14)
HOSTS_KEPT = timedelta(days=30)  # one that was asked for nothing since; RFC 9309 lets known rules hold that long
_ANALYSED_ROWS = 1_000  # of an index, looked at for its statistics
_MERGE_PAGES = 400  # of the full-text index, joined at one tidying


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """What a tidying did."""

    fetches_dropped: int
    articles_adopted: int
    wal_bytes: int


def tidy(archive: Archive, now: datetime) -> Tidied:
    """Drop old fetches, complete articles of other programs, keep indexes in order, cut the write-ahead log."""
    dropped = archive.execute("delete from fetches where fetched_at < ?", (stamp(now - FETCHES_KEPT),))
    archive.execute(
        "delete from hosts where coalesce(robots_at, '') < :old and coalesce(held_until, '') < :old",
        {"old": stamp(now - HOSTS_KEPT)},
    )
    archive.execute("insert into articles_fts (articles_fts, rank) values ('merge', ?)", (_MERGE_PAGES,))
    adopted = adopt(archive)
    archive.rows(f"pragma analysis_limit = {_ANALYSED_ROWS}")
    archive.rows("pragma optimize")
    archive.checkpoint()
    return Tidied(fetches_dropped=dropped, articles_adopted=adopted, wal_bytes=integrity.wal_bytes(archive))


def adopt(archive: Archive) -> int:
    """Complete articles that another program inserted with what it left out; how many.

    That is the URL key, so that no crawl reads them again, and the words that a search would miss.
    """
    adopted = 0
    with archive.transaction():
        for row in archive.rows("select * from articles where url_key is null"):
            adopted += archive.execute(
                "update or ignore articles set url_key = ?, respelled = ? where id = ?",
                (urls.canonical(row["url"]), columns_of(article_of(row))["respelled"], row["id"]),
            )
    return adopted
