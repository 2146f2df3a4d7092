import re
import subprocess
import sys
from pathlib import Path

import pytest
import ready_archive
from sqlite_utils import Database
from store_made import dump, populate

from monitor.errors import ArchiveError, ArchiveForeignError
from monitor.store.archive import Archive
from monitor.store.file import sqlite_file
from monitor.store.schema import migrate

SECOND_MIGRATION = """
import os, sys
from monitor.store.archive import Archive
from monitor.store.schema import migrate

@migrate.MIGRATIONS(name="009_test")
def second(db):
    db.execute("create table colours (name text)")
    db.execute("update outlets set name = name || '!'")
    {extra}
    db.execute("insert into colours values ('red')")

with Archive.open(sys.argv[1]) as archive:
    print(archive.value("select count(*) from colours"))
"""


def migrated_by_process(path: Path, extra: str = "pass") -> subprocess.Popen[str]:
    """Open the archive in another process by a version that has one more migration."""
    script = SECOND_MIGRATION.format(extra=extra)
    return subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture
def older(path: Path) -> Path:
    """An archive of the present version with some rows, closed."""
    with Archive.open(path, create=True) as archive:
        populate(archive)
    return path


def objects(archive: Archive) -> set[tuple[str, str]]:
    """Every object of the schema with its text."""
    return {(row["name"], row["sql"]) for row in archive.rows("select name, sql from sqlite_schema")}


def test_twice_is_once(older: Path) -> None:
    """Opening an archive that is up to date changes nothing."""
    with Archive.open(older) as archive:
        before = dump(archive)

    with Archive.open(older) as archive:
        assert dump(archive) == before


def test_migrates_with_its_rows(older: Path) -> None:
    """An archive of an earlier version is brought up to date when it is opened, and keeps what it holds."""
    done = migrated_by_process(older)
    out, err = done.communicate(timeout=60)

    assert (out.strip(), done.returncode) == ("1", 0), err
    with Database(older) as database:
        assert [row["name"] for row in database["outlets"].rows] == ["JoBlo!", "Collider!"]


@pytest.mark.parametrize("extra", ["raise ZeroDivisionError", "os.kill(os.getpid(), 9)"], ids=["error", "kill"])
def test_failed_is_untouched(older: Path, extra: str) -> None:
    """A migration that fails, or whose process is killed, leaves the archive as it was, fit for the old version."""
    with Archive.open(older) as archive:
        before = dump(archive), objects(archive)

    done = migrated_by_process(older, extra)
    done.communicate(timeout=60)

    assert done.returncode != 0
    with Archive.open(older) as archive:
        assert (dump(archive), objects(archive)) == before


def test_of_several_migrations_all_or_none_is_done(older: Path) -> None:
    """The last of them fails: what those before it did is undone, too."""
    with Archive.open(older) as archive:
        before = dump(archive), objects(archive)
    third = '@migrate.MIGRATIONS(name="010_test")\ndef third(db):\n    raise ZeroDivisionError\n\nwith Archive.open'
    script = SECOND_MIGRATION.format(extra="pass").replace("with Archive.open", third)
    done = subprocess.run([sys.executable, "-c", script, str(older)], capture_output=True, text=True, check=False)

    assert "ZeroDivisionError" in done.stderr
    with Archive.open(older) as archive:
        assert (dump(archive), objects(archive)) == before


# All three find that the archive is outdated before one brings it up to date; who does waits a moment for another who
# would do it too. A lock keeps the others out, and the moment passes.
TOGETHER = """
    import time
    from pathlib import Path
    seen = Path(sys.argv[1]).parent / "seen"
    while len(list(seen.glob("outdated-*"))) < 3:
        time.sleep(0.01)
    (seen / f"at-it-{os.getpid()}").touch()
    until = time.monotonic() + 1
    while time.monotonic() < until and len(list(seen.glob("at-it-*"))) < 2:
        time.sleep(0.01)
"""
SEEING = """
names = migrate.names
def names_seen():
    Path(sys.argv[1]).parent.joinpath("seen", f"outdated-{os.getpid()}").touch()
    return names()
migrate.names = names_seen

with Archive.open"""


def test_three_at_once(older: Path) -> None:
    """Three processes that start together migrate once, and all of them work."""
    (older.parent / "seen").mkdir()
    script = SECOND_MIGRATION.format(extra="pass").replace("    db.execute", f"{TOGETHER}    db.execute", 1)
    script = f"from pathlib import Path\n{script}".replace("with Archive.open", SEEING)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(older)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    results = [(*process.communicate(timeout=60), process.returncode) for process in started]

    assert results == [("1\n", "", 0)] * 3
    assert len(list((older.parent / "seen").glob("at-it-*"))) == 1


def test_three_make_one(path: Path) -> None:
    """Three processes that make the same archive together end with one, and none of them fails."""
    script = (
        "import sys\n"
        "from monitor.store.archive import Archive\n"
        "with Archive.open(sys.argv[1], create=True) as archive:\n"
        "    archive.execute('insert into hosts (host) values (?)', (sys.argv[2],))\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", script, str(path), name], stderr=subprocess.PIPE, text=True)
        for name in "abc"
    ]
    errors = [process.communicate(timeout=60)[1] for process in started]

    assert errors == ["", "", ""]
    with Archive.open(path) as archive:
        assert [row["host"] for row in archive.rows("select host from hosts order by host")] == ["a", "b", "c"]
    assert [entry.name for entry in path.parent.iterdir()] == ["archive.db"]


def test_faster_one_stays(older: Path) -> None:
    """Whoever makes an archive and finds that another was faster leaves that one as it is."""
    before = older.read_bytes()
    sqlite_file.make(older)

    assert older.read_bytes() == before
    assert [entry.name for entry in older.parent.iterdir()] == ["archive.db"]


def test_without_hard_links(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file system has no hard links, the archive is made all the same, and never over another."""

    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(sqlite_file.os, "link", refuse)
    with Archive.open(path, create=True) as archive:
        populate(archive)
    before = path.read_bytes()
    sqlite_file.make(path)

    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["archive.db"]


def test_newer_is_refused(older: Path) -> None:
    """An archive of a newer version is refused by name, and left byte for byte as it was."""
    migrated_by_process(older).communicate(timeout=60)
    before = older.read_bytes()

    with pytest.raises(ArchiveForeignError, match=r"newer version of this program \(it has 009_test\)"):
        Archive.open(older)

    assert older.read_bytes() == before


def test_older_is_not_migrated_by_a_reader(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reading command does not change an older archive; it says what does."""
    known = migrate.names()
    monkeypatch.setattr(migrate, "names", lambda: known | {"009_next"})

    with pytest.raises(ArchiveError, match=r"older version of this program\n.*monitor crawl"):
        Archive.open(older, read_only=True)


def test_every_column_is_explained(archive: Archive) -> None:
    """In the file's own schema each table, view, index and trigger says what it is for."""
    silent = [
        name
        for name, sql in objects(archive)
        if sql and not name.startswith(("_sqlite", "idx__sqlite", "articles_fts")) and not re.search(r"\n\s+-- \w", sql)
    ]

    assert silent == []


def test_the_copy_that_tests_get_is_what_the_migrations_make(tmp_path: Path) -> None:
    """In this process a new archive is a copy of the first one: the same rows, but for its random values and dates."""
    paths = [tmp_path / name for name in ("first.db", "copy.db", "made.db")]
    for path in paths[:2]:
        Archive.open(path, create=True).close()
    paths[2].touch()
    ready_archive.made(paths[2], paths[2])
    randoms = [ready_archive.randoms(path) for path in paths]
    dumps = []
    for path, values in zip(paths, randoms, strict=True):
        with Archive.open(path, read_only=True) as archive:
            schema = [row["sql"] for row in archive.rows("select sql from sqlite_schema order by name")]
            text = re.sub(r"\d{4}-\d\d-\d\d[T ][\d:.]+", "", f"{schema}{dump(archive)}")
        for number, value in enumerate(values):
            text = text.replace(value.decode(), f"random {number}")
        dumps.append(text)

    assert len({value for values in randoms for value in values}) == 3 * len(ready_archive.RANDOM)
    assert dumps[0] == dumps[1] == dumps[2]
