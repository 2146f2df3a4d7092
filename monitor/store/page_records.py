"""The pages of followed articles that are kept: where each stands in which file."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.store.archive import Archive
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp
from monitor.store.file import page_files
from monitor.store.file.page_files import RecordPlace, WarcPage


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """A page that is kept. `digest` is of its bytes ("sha256:..."), `length` that of its record as gzip."""

    article_id: int
    url: str
    taken_at: datetime
    status: int
    digest: str
    bytes: int
    file: str
    offset: int
    length: int

    @property
    def place(self) -> RecordPlace:
        """Where it stands."""
        return RecordPlace(file=self.file, offset=self.offset, length=self.length)


def keep(archive: Archive, article_id: int, page: WarcPage) -> None:
    """Keep a page, unless the last one of the article has the same bytes and status.

    Raises:
        OSError: its file cannot be written.
    """
    before = archive.row(
        "select digest, status from page_records where article_id = ? order by id desc limit 1", (article_id,)
    )
    if before is not None and (before["digest"], before["status"]) == (page.digest, page.status):
        return
    last = archive.row("select file, offset, length from page_records order by id desc limit 1")
    place = page_files.append(archive.path, page, record(RecordPlace, last) if last else None)
    archive.execute(
        """
        insert into page_records (article_id, url, taken_at, status, digest, bytes, file, offset, length)
        values (:article, :url, :at, :status, :digest, :bytes, :file, :offset, :length)
        """,
        {
            "article": article_id,
            "url": page.url,
            "at": stamp(page.at),
            "status": page.status,
            "digest": page.digest,
            "bytes": len(page.body),
            "file": place.file,
            "offset": place.offset,
            "length": place.length,
        },
    )


def of(archive: Archive, article_id: int) -> list[PageRecord]:
    """The pages of an article, oldest first."""
    rows = archive.rows("select * from page_records where article_id = ? order by id", (article_id,))
    return [record(PageRecord, row) for row in rows]


def drop_old(archive: Archive, now: datetime, keep_for: timedelta, most: int) -> list[str]:
    """Forget the oldest files while they are older than that, or all together larger than `most` bytes; their names.

    The newest file stays. Their bytes are deleted once that is committed, by `page_files.drop`.
    """
    rows = archive.rows(
        """
        select file, max(taken_at) as last_at, max(offset + length) as size from page_records
        group by file order by min(id)
        """
    )
    size = sum(row["size"] for row in rows)
    dropped = []
    for row in rows[:-1]:
        if size <= most and row["last_at"] >= (stamp(now - keep_for) or ""):
            break
        size -= row["size"]
        dropped.append(row["file"])
        archive.execute("delete from page_records where file = ?", (row["file"],))
    return dropped
