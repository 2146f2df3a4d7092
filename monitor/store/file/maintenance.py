"""Care of the file: tidying, checking, repair, backup and restore. Nothing here changes what was found."""

import contextlib
import os
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.errors import (
    ArchiveDamagedError,
    ArchiveError,
    ArchiveForeignError,
    ArchiveFullError,
    ArchiveMissingError,
)
from monitor.reading import urls
from monitor.store.archive import Archive
from monitor.store.codec.article_rows import article_of, columns_of
from monitor.store.codec.timestamps import stamp
from monitor.store.file import sqlite_file
from monitor.store.file.engine import SQLITE_ERRORS, sqlite3
from monitor.store.file.sqlite_errors import translate
from monitor.store.schema.indexes import TRIGGERS

FETCHES_KEPT = timedelta(days=14)
WAL_ALARM = 64 * 2**20  # bytes: a log that long means that a reader holds it, or that nothing checkpoints
_ANALYSED_ROWS = 1_000  # of an index, looked at for its statistics
_MERGE_PAGES = 400  # of the full-text index, joined at one tidying

_INDEX_DIFFERENCE = """
select exists (select 1 from articles where id not in (select id from articles_fts_docsize))
  or exists (select 1 from articles_fts_docsize where id not in (select id from articles))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """What a tidying did."""

    fetches_dropped: int
    articles_adopted: int
    wal_bytes: int


def tidy(archive: Archive, now: datetime) -> Tidied:
    """Drop fetches past their time, adopt strangers' articles, keep indexes in order, cut the write-ahead log."""
    dropped = archive.execute("delete from fetches where fetched_at < ?", (stamp(now - FETCHES_KEPT),))
    archive.execute("insert into articles_fts (articles_fts, rank) values ('merge', ?)", (_MERGE_PAGES,))
    adopted = adopt(archive)
    archive.rows(f"pragma analysis_limit = {_ANALYSED_ROWS}")
    archive.rows("pragma optimize")
    archive.checkpoint()
    return Tidied(fetches_dropped=dropped, articles_adopted=adopted, wal_bytes=wal_bytes(archive))


def adopt(archive: Archive) -> int:
    """Give articles that another program inserted what it left out; how many.

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


def check(archive: Archive, *, thorough: bool = False) -> list[str]:
    """What is wrong with the archive, each in a sentence; an empty list: nothing. Thorough reads every page."""
    try:
        problems = _contents(archive, thorough=thorough)
    except ArchiveDamagedError as damage:
        return [damage.message]
    if (size := wal_bytes(archive)) > WAL_ALARM:
        problems.append(f"the write-ahead log holds {size >> 20} MB: some program keeps the archive open for reading")
    return problems


def _contents(archive: Archive, *, thorough: bool) -> list[str]:
    problems = [
        f"the file is damaged: {row[0]}"
        for row in archive.rows(f"pragma {'integrity_check' if thorough else 'quick_check'}")
        if row[0] != "ok"
    ]
    broken = Counter((row["table"], row["parent"]) for row in archive.stream("pragma foreign_key_check"))
    problems += [
        f"{count} rows of {table} point to rows of {parent} that are not there"
        for (table, parent), count in broken.items()
    ]
    if not is_indexed(archive, thorough=thorough):
        problems.append("the full-text index differs from the articles: monitor doctor --repair builds it anew")
    return problems


def library_is_sound(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset defect: 3.7.0 to 3.51.2, but for the branches that were mended."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def is_indexed(archive: Archive, *, thorough: bool = False) -> bool:
    """Whether the full-text index holds each article; thorough: each word, for which it takes the write lock."""
    if archive.value(_INDEX_DIFFERENCE):
        return False
    if not thorough or archive.read_only:
        return True
    try:
        archive.execute("insert into articles_fts (articles_fts, rank) values ('integrity-check', 1)")
    except ArchiveDamagedError:
        return False
    return True


def repair_fts(archive: Archive) -> None:
    """Build the full-text index anew from the articles."""
    with archive.transaction():
        archive.execute("delete from bulk_load")
        archive.execute("insert into articles_fts (articles_fts) values ('rebuild')")


def wal_bytes(archive: Archive) -> int:
    """How long the write-ahead log is."""
    log = archive.path.with_name(f"{archive.path.name}-wal")
    try:
        return log.stat().st_size
    except OSError:
        return 0


def backup(archive: Archive, to: Path) -> int:
    """Write a whole, checked copy to `to` while the archive is in use; its size in bytes.

    Raises:
        ArchiveError: `to` exists, or the copy is not sound. No half copy is left behind.
    """
    if to.exists():
        raise ArchiveError(f"{to} exists already", hint="choose another name for the backup")
    draft = to.resolve().with_name(f".{to.name}.{os.getpid()}.new")
    try:
        _private(draft)
        _copy(archive, draft, to)
        _verify(draft, to)
        draft.replace(to)
        sqlite_file.settle(to.resolve().parent)
    finally:
        draft.unlink(missing_ok=True)
    return to.stat().st_size


def _copy(archive: Archive, draft: Path, to: Path) -> None:
    try:
        archive.execute("vacuum into ?", (str(draft),))
    except ArchiveFullError as error:
        raise ArchiveFullError(f"{to} cannot be written: its disk is full", hint="choose another disk") from error


def restore(backup_file: Path, to: Path, *, trust_triggers: bool = False) -> Path | None:
    """Put a backup in the place of an archive; where the old one lies now. No other process may have it open.

    Raises:
        ArchiveError: the backup is missing, foreign, newer or not sound, or it holds triggers that are not ours:
            a stranger's file could change data with them, so `trust_triggers` says that they are known. In each case
            nothing was changed.
    """
    if not backup_file.exists():
        raise ArchiveMissingError(f"there is no backup at {backup_file}")
    sqlite_file.check_header(backup_file)
    to = to.resolve()
    draft = to.resolve().with_name(f".{to.name}.{os.getpid()}.new")
    try:
        _duplicate(backup_file, draft)
        strange = _verify(draft, backup_file)
        if strange and not trust_triggers:
            raise ArchiveForeignError(
                f"{backup_file} holds triggers that are not ours: {', '.join(sorted(strange))}",
                hint="if they are yours, say so with --trust-triggers",
            )
        with Archive.open(draft):
            pass
        aside = _set_aside(to)
        draft.replace(to)
        sqlite_file.settle(to.parent)
    except OSError as fault:
        raise ArchiveError(
            f"{to} cannot be restored: {fault.strerror}", hint="check the folder and its space"
        ) from fault
    finally:
        for suffix in ("", "-wal", "-shm"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)
    return aside


def _duplicate(source: Path, copy: Path) -> None:
    """Copy a file of an archive, with its log if it was not closed, as when it was set aside."""
    for suffix in ("", "-wal"):
        part, target = (file.with_name(file.name + suffix) for file in (source, copy))
        if part.exists():
            _private(target)
            with part.open("rb") as original, target.open("r+b") as duplicate:
                shutil.copyfileobj(original, duplicate)
                os.fsync(duplicate.fileno())


def _private(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as fault:
        raise ArchiveError(f"{path.parent} cannot be written: {fault.strerror}", hint="check that folder") from fault


def _verify(path: Path, shown: Path) -> set[str]:
    """Read every page of a copy, trusting nothing in it; the names of triggers that are not ours.

    Errors name the file that people know, `shown`.
    """
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
            connection.execute("pragma trusted_schema = off")
            verdict = connection.execute("pragma integrity_check(1)").fetchone()[0]
            triggers = connection.execute("select name, sql from sqlite_schema where type = 'trigger'").fetchall()
    except SQLITE_ERRORS as fault:
        raise translate(fault, shown) from fault
    if verdict != "ok":
        raise ArchiveDamagedError(f"{shown} is damaged: {verdict}", hint="use an older backup")
    ours = {_body(sql) for sql in TRIGGERS}
    return {name for name, sql in triggers if _body(sql) not in ours}


def _body(sql: str) -> str:
    """A trigger's text without its first words, which SQLite writes in its own way."""
    return sql.split(maxsplit=2)[-1]


def _set_aside(path: Path) -> Path | None:
    """Move an archive and its log out of the way: a log beside another file would be played into it."""
    if not path.exists():
        return None
    number = 1
    while (aside := path.with_name(f"{path.name}.before-restore-{number}")).exists():
        number += 1
    path.replace(aside)
    for suffix in ("-wal", "-shm"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + suffix))
    return aside
