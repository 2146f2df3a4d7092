"""Whether the archive is sound, and the repair of its full text. Nothing here changes what was found."""

from collections import Counter

from monitor.errors import ArchiveDamagedError
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump

WHOLE_BYTES = 256 * 2**20  # of an archive that is read whole, in a second; of a larger one its long texts are sampled
_LONG = ("articles", "revisions", "messages", "deliveries", "articles_fts_data")  # tables that make an archive large
_SAMPLES = 500  # rows of each, spread over it, and as many of the newest
WAL_ALARM = 64 * 2**20  # bytes: a log that long means that a reader keeps it open, or that nothing checkpoints

_INDEX_DIFFERENCE = """
select exists (select 1 from articles where id not in (select id from articles_fts_docsize))
  or exists (select 1 from articles_fts_docsize where id not in (select id from articles))
"""


def check(archive: Archive, *, thorough: bool = False) -> list[str]:
    """What is wrong with the archive, each in a sentence; an empty list: nothing.

    Thorough reads every page and compares each word of the full-text index. Otherwise a large archive is read in
    part (see `is_sampled`), which takes seconds where the whole takes a minute for each few gigabytes.
    """
    try:
        problems = _contents(archive, thorough=thorough)
    except ArchiveDamagedError as damage:
        return [damage.message]
    if (size := wal_bytes(archive)) > WAL_ALARM:
        problems.append(f"the write-ahead log holds {size >> 20} MB: some program keeps the archive open for reading")
    return problems


def is_sampled(archive: Archive) -> bool:
    """Whether a check that is not thorough reads only samples of the long texts."""
    return archive.path.stat().st_size > WHOLE_BYTES


def _contents(archive: Archive, *, thorough: bool) -> list[str]:
    problems = [f"the file is damaged: {text}" for text in _damage(archive, thorough=thorough)]
    broken = Counter((row["table"], row["parent"]) for row in archive.stream("pragma foreign_key_check"))
    problems += [
        f"{count} rows of {table} point to rows of {parent} that are not there"
        for (table, parent), count in broken.items()
    ]
    if not is_indexed(archive, thorough=thorough):
        problems.append("the full-text index differs from the articles: monitor doctor --repair rebuilds it")
    return problems


def _damage(archive: Archive, *, thorough: bool) -> list[str]:
    """What SQLite finds wrong with the pages; damage that it stumbles over is an `ArchiveDamagedError`."""
    if thorough or not is_sampled(archive):
        verdicts = archive.rows(f"pragma {'integrity_check' if thorough else 'quick_check'}")
        return [row[0] for row in verdicts if row[0] != "ok"]
    tables = archive.rows("select name from pragma_table_list where type in ('table', 'shadow')")
    found: list[str] = []
    for name in (row["name"] for row in tables):
        if name in _LONG:
            _read_samples(archive, name)
        else:
            found += [row[0] for row in archive.rows(f'pragma quick_check("{name}")') if row[0] != "ok"]
    return found


def _read_samples(archive: Archive, table: str) -> None:
    """Read rows that are spread over a table, and its newest, with all of their pages."""
    first, last = archive.row(f'select min(rowid), max(rowid) from "{table}"')
    if first is None:
        return
    step = max(1, (last - first) // _SAMPLES)
    spread = {*range(first, last + 1, step), *range(max(first, last - _SAMPLES), last + 1)}
    archive.rows(f'select * from "{table}" where rowid in (select value from json_each(?))', (dump(sorted(spread)),))


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
