"""Whether the archive is sound, and the repair of its full text. Nothing here changes what was found."""

from collections import Counter

from monitor.errors import ArchiveDamagedError
from monitor.store.archive import Archive

WAL_ALARM = 64 * 2**20  # bytes: a log that long means that a reader keeps it open, or that nothing checkpoints

_INDEX_DIFFERENCE = """
select exists (select 1 from articles where id not in (select id from articles_fts_docsize))
  or exists (select 1 from articles_fts_docsize where id not in (select id from articles))
"""


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
        problems.append("the full-text index differs from the articles: monitor doctor --repair rebuilds it")
    return problems


def library_is_sound(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset defect: 3.7.0 to 3.51.2, but for the branches that were fixed."""
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
    """Rebuild the full-text index from the articles."""
    with archive.transaction():
        archive.execute("insert into articles_fts (articles_fts) values ('rebuild')")


def wal_bytes(archive: Archive) -> int:
    """How long the write-ahead log is."""
    log = archive.path.with_name(f"{archive.path.name}-wal")
    try:
        return log.stat().st_size
    except OSError:
        return 0
