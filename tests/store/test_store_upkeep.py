import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from store_made import COLLIDER, DAY, HEAT, HIT, JOBLO, NOW, SECOND, add_all, dump, found, new, populate

from monitor.errors import ArchiveDamagedError, ArchiveError, ArchiveForeignError, ArchiveMissingError
from monitor.events import Fetched, HostHeld, RobotsRead
from monitor.model import Origin
from monitor.store import articles, fetches, hits, hosts, outlets, watches
from monitor.store.archive import Archive
from monitor.store.file import backup as backups
from monitor.store.file import copying, integrity, tidying
from monitor.store.queries import search

ASKED = Fetched(outlet="joblo", url="https://joblo.example/1", kind="page", at=NOW, status=200)


class TestTidy:
    def test_drops_old_fetches(self, archive: Archive) -> None:
        """Requests are kept for 14 days, and nothing else goes."""
        populate(archive)
        fetches.add(archive, ASKED)
        fetches.add(archive, replace(ASKED, at=NOW + SECOND))
        done = tidying.tidy(archive, NOW + 14 * DAY + SECOND)

        assert done.fetches_dropped == 1
        assert [event.at for event in fetches.of_url(archive, ASKED.url)] == [NOW + SECOND]
        assert articles.get(archive, 1) is not None

    def test_cuts_the_log(self, archive: Archive) -> None:
        """After a tidying the write-ahead log is empty."""
        add_all(archive, [new(number) for number in range(300)])
        long = integrity.wal_bytes(archive)
        done = tidying.tidy(archive, NOW)

        assert long > 0
        assert (done.wal_bytes, integrity.wal_bytes(archive)) == (0, 0)

    def test_the_log_stays_short(self, archive: Archive) -> None:
        """While much is written the log holds some 2 MB, and after a transaction longer than that it is cut again."""
        sizes = []
        for first in range(0, 3_000, 100):
            with archive.transaction():
                add_all(archive, [new(number) for number in range(first, first + 100)])
            sizes.append(integrity.wal_bytes(archive))
        archive.execute("insert into hosts (host, robots_body) values ('a.example', ?)", ("x" * 8 * 2**20,))
        long = integrity.wal_bytes(archive)
        articles.add(archive, new(3_000))

        assert max(sizes) < 4 * 2**20
        assert long > 4 * 2**20
        assert integrity.wal_bytes(archive) <= 2 * 2**20

    def test_a_checkpoint_does_not_wait_for_readers_for_long(self, archive: Archive, path: Path) -> None:
        """With a reader in the way the log is left as it is, and other writes wait as long as they did before."""
        populate(archive)
        with Archive.open(path, read_only=True) as reader:
            snapshot = reader.stream("select one.name from sqlite_schema as one, sqlite_schema as two")
            next(snapshot)
            articles.add(archive, new(2))
            before = archive.value("pragma busy_timeout")
            said: list[str] = []
            archive.db.conn.set_trace_callback(said.append)
            archive.checkpoint()
            archive.db.conn.set_trace_callback(None)
            left = integrity.wal_bytes(archive)
            snapshot.close()

        assert left > 0
        waits = [
            int(line.rpartition("=")[2])
            for line in said[: said.index("pragma wal_checkpoint(truncate)")]
            if "=" in line
        ]
        assert waits[-1] <= 1_000 < before
        assert archive.value("pragma busy_timeout") == before

    def test_hosts_that_nobody_asks_any_more_go(self, archive: Archive) -> None:
        """A host to which a link led once is forgotten after a month; one that still asks to be left alone is not."""
        for host, age in (("once.example", 31), ("held.example", 31), ("asked.example", 29)):
            hosts.robots(archive, RobotsRead(host=host, at=NOW - age * DAY, status=200, body="User-agent: *"))
        hosts.hold(archive, HostHeld(host="held.example", at=NOW, until=NOW + DAY))
        tidying.tidy(archive, NOW)

        assert [row["host"] for row in archive.rows("select host from hosts order by host")] == [
            "asked.example",
            "held.example",
        ]

    def test_adopts(self, archive: Archive) -> None:
        """An article that another program inserted gets its key, so a crawl that meets it does not store it again."""
        articles.add(archive, new(1))
        for url in ("http://www.joblo.example/2?utm_source=x", "https://joblo.example/1"):
            archive.db["articles"].insert({"url": url, "outlet_id": "joblo", "title": "By hand"})
        done = tidying.tidy(archive, NOW)

        assert done.articles_adopted == 1
        assert articles.add(archive, new(2)) == 2
        assert tidying.tidy(archive, NOW).articles_adopted == 0

    def test_empty(self, archive: Archive) -> None:
        """Tidying a new archive is harmless."""
        assert tidying.tidy(archive, NOW).fetches_dropped == 0


class TestCheck:
    def test_sound(self, archive: Archive) -> None:
        """A sound archive has no problems."""
        populate(archive)

        assert integrity.check(archive) == []
        assert integrity.check(archive, thorough=True) == []

    def test_broken_references(self, archive: Archive) -> None:
        """Rows that point nowhere, as a deletion by another program leaves them, are counted."""
        number = populate(archive)
        hits.add(archive, HIT, number, None, Origin.LIVE, NOW)
        archive.rows("pragma foreign_keys = off")
        archive.execute("delete from articles")
        problems = integrity.check(archive)

        assert "1 rows of hits point to rows of articles that are not there" in problems

    @pytest.mark.parametrize(
        ("damage", "thorough"),
        [
            ("delete from articles_fts where rowid = 1", False),
            ("insert into articles_fts (rowid, title) values (99, 'ghost')", False),
            ("insert into articles_fts (rowid, title) values (1, 'ghost')", True),
        ],
        ids=["missing", "too-many", "other-words"],
    )
    def test_index_that_differs(self, archive: Archive, damage: str, thorough: bool) -> None:  # noqa: FBT001
        """An index that lost or gained something is reported, and the repair makes it whole."""
        populate(archive)
        archive.execute(damage)
        before = integrity.check(archive, thorough=thorough)
        integrity.repair_fts(archive)

        assert "the full-text index differs from the articles: monitor doctor --repair rebuilds it" in before
        assert integrity.check(archive, thorough=True) == []
        assert found(archive, "mann") == [1]
        assert found(archive, "ghost") == []

    def test_reader(self, archive: Archive, path: Path) -> None:
        """An archive that is open for reading alone can be checked."""
        populate(archive)
        with Archive.open(path, read_only=True) as reader:
            assert integrity.check(reader, thorough=True) == []

    @pytest.mark.parametrize("table", ["articles", "links", "hits", "articles_fts_docsize"])
    def test_a_large_archive_is_sampled(self, path: Path, monkeypatch: pytest.MonkeyPatch, table: str) -> None:
        """Of a large archive each table is looked at, the long ones in part: damage of a table's root is found."""
        monkeypatch.setattr(integrity, "WHOLE_BYTES", 0)
        with Archive.open(path, create=True) as archive:
            number = populate(archive)
            add_all(archive, [new(each) for each in range(10, 700)])
            hits.add(archive, HIT, number, None, Origin.LIVE, NOW)
            sound = integrity.check(archive)
            asked = archive.value("select rootpage from sqlite_schema where name = ?", (table,))
            size = archive.value("pragma page_size")
        with path.open("r+b") as file:
            file.seek((asked - 1) * size)
            file.write(b"\xff" * size)
        with Archive.open(path, read_only=True) as archive:
            assert sound == []
            assert "damaged" in " ".join(integrity.check(archive))

    @pytest.mark.parametrize("damaged", [10, 150, 299])
    def test_samples_are_spread_over_a_table(self, path: Path, monkeypatch: pytest.MonkeyPatch, damaged: int) -> None:
        """Of a long table old rows are read as well as the newest, with all of their text: damage of it is found."""
        monkeypatch.setattr(integrity, "WHOLE_BYTES", 0)
        with Archive.open(path, create=True) as archive:
            populate(archive)
            bodies = {number: "x" * 15_000 + f"[{number}]" + "x" * 15_000 for number in range(10, 300)}
            add_all(archive, [new(number, body=body) for number, body in bodies.items()])
            size = archive.value("pragma page_size")
        place = path.read_bytes().index(f"x[{damaged}]x".encode()) // size * size
        with path.open("r+b") as file:
            file.seek(place)
            file.write(b"\xff" * size)
        with Archive.open(path, read_only=True) as archive:
            assert "damaged" in " ".join(integrity.check(archive))

    def test_long_log(self, archive: Archive, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A write-ahead log that a reader keeps from being cut is reported, and is cut when the reader is gone."""
        monkeypatch.setattr(integrity, "WAL_ALARM", 100_000)
        populate(archive)
        with Archive.open(path, read_only=True) as reader:
            snapshot = reader.stream("select one.name from sqlite_schema as one, sqlite_schema as two")
            next(snapshot)
            add_all(archive, [new(number) for number in range(2, 300)])
            tidying.tidy(archive, NOW)
            held = integrity.check(archive)
            snapshot.close()
        tidying.tidy(archive, NOW)

        assert [problem for problem in held if "keeps the archive open" in problem]
        assert integrity.check(archive) == []

    @pytest.mark.parametrize(
        ("version", "sound"),
        [
            ((3, 40, 1), False),
            ((3, 44, 5), False),
            ((3, 44, 6), True),
            ((3, 45, 0), False),
            ((3, 50, 6), False),
            ((3, 50, 7), True),
            ((3, 51, 2), False),
            ((3, 51, 3), True),
            ((3, 53, 4), True),
        ],
    )
    def test_library(self, version: tuple[int, ...], sound: bool) -> None:  # noqa: FBT001
        """The SQLite versions that can damage a file in WAL mode are known, with the branches that were mended."""
        assert integrity.library_is_sound(version) is sound


class TestBackup:
    def test_whole_and_private(self, archive: Archive, tmp_path: Path) -> None:
        """A backup holds every row, is an archive itself, and only its owner reads it."""
        populate(archive)
        size = backups.backup(archive, tmp_path / "copy.db")
        expected = dump(archive)

        assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
        assert (tmp_path / "copy.db").stat().st_size == size
        with Archive.open(tmp_path / "copy.db") as copy:
            assert dump(copy) == expected
            assert found(copy, "mann") == [1]

    def test_progress_is_reported(
        self, archive: Archive, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A backup and a restore say what they do and how much is done, never less than before, up to the whole."""
        monkeypatch.setattr(copying, "_EVERY", 100)
        monkeypatch.setattr(copying, "_BLOCK", 50_000)
        populate(archive)
        archive.execute("insert into hosts (host, robots_body) values ('a.example', ?)", ("x" * 2**20,))
        add_all(archive, [new(number) for number in range(2, 500)])
        archive.close()
        heard: dict[str, list[tuple[str, int]]] = {"backup": [], "restore": []}
        with Archive.open(path) as opened:
            size = backups.backup(opened, tmp_path / "copy.db", lambda *said: heard["backup"].append(said))
        backups.restore(tmp_path / "copy.db", path, progress=lambda *said: heard["restore"].append(said))

        for said in heard.values():
            amounts = [done for what, done in said if what == "copying"]
            assert len(amounts) > 3
            assert amounts == sorted(amounts)
            assert said[-1] == ("checking", 0)
        assert max(done for _, done in heard["restore"]) == size

    def test_never_overwrites(self, archive: Archive, tmp_path: Path) -> None:
        """A file that is there is not overwritten."""
        (tmp_path / "copy.db").write_text("mine")

        with pytest.raises(ArchiveError, match="exists already"):
            backups.backup(archive, tmp_path / "copy.db")
        assert (tmp_path / "copy.db").read_text() == "mine"

    def test_missing_folder(self, archive: Archive, tmp_path: Path) -> None:
        """A folder that is not there is named."""
        with pytest.raises(ArchiveError, match="cannot be written"):
            backups.backup(archive, tmp_path / "no" / "copy.db")

    def test_a_backup_without_room_leaves_nothing(self, archive: Archive, path: Path, tmp_path: Path) -> None:
        """The disk is full before the copy is whole: an error that says so, no half copy, and the archive as it was."""
        add_all(archive, [new(number) for number in range(2, 300)])
        before = dump(archive)
        script = (
            "import resource, sys\n"
            "from pathlib import Path\n"
            "from monitor.store.archive import Archive\n"
            "from monitor.store.file import backup\n"
            "archive = Archive.open(Path(sys.argv[1]))\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
            "backup.backup(archive, Path(sys.argv[2]))\n"
        )
        words = [sys.executable, "-c", script, str(path), str(tmp_path / "there.db")]
        done = subprocess.run(words, capture_output=True, text=True, check=False)

        assert "ArchiveFullError" in done.stderr
        assert "there.db cannot be written" in done.stderr
        assert not [entry for entry in tmp_path.iterdir() if "there.db" in entry.name]
        assert dump(archive) == before

    def test_while_writing(self, archive: Archive, path: Path, tmp_path: Path) -> None:
        """A backup that is taken while another process writes at full rate is one moment of the archive."""
        populate(archive)
        stop = threading.Event()

        def write() -> None:
            with Archive.open(path) as writer:
                number = 10
                while not stop.is_set():
                    with writer.transaction():
                        stored = articles.add(writer, new(number))
                        hits.add(writer, HIT, stored, None, Origin.LIVE, NOW)
                    number += 1

        thread = threading.Thread(target=write)
        thread.start()
        try:
            for turn in range(5):
                backups.backup(archive, tmp_path / f"copy-{turn}.db")
        finally:
            stop.set()
            thread.join()

        for turn in range(5):
            with Archive.open(tmp_path / f"copy-{turn}.db") as copy:
                assert integrity.check(copy, thorough=True) == []
                assert copy.value("select count(*) from articles") == copy.value("select count(*) from hits") + 1


class TestRestore:
    @pytest.fixture
    def copy(self, path: Path, tmp_path: Path) -> Path:
        """A backup of an archive that has changed since, with a log of its own."""
        with Archive.open(path, create=True) as archive:
            populate(archive)
            backups.backup(archive, tmp_path / "copy.db")
            articles.add(archive, new(2))
        return tmp_path / "copy.db"

    def test_takes_the_place(self, path: Path, copy: Path) -> None:
        """The backup takes the archive's place, the old one lies beside it, and the backup stays."""
        aside = backups.restore(copy, path)

        assert aside == path.with_name("archive.db.before-restore-1")
        with Archive.open(path) as archive, Archive.open(aside) as old:
            assert archive.value("select count(*) from articles") == 1
            assert old.value("select count(*) from articles") == 2
        assert backups.restore(copy, path) == path.with_name("archive.db.before-restore-2")
        assert copy.exists()

    def test_old_log_goes_along(self, path: Path, copy: Path) -> None:
        """The log of an archive that was not closed moves with it, and is not played into the restored one."""
        log = path.with_name("archive.db-wal")
        with Archive.open(path) as archive:
            articles.add(archive, new(3))
            left = log.read_bytes()
        log.write_bytes(left)  # as kill -9 leaves it
        aside = backups.restore(copy, path)

        assert aside is not None
        assert aside.with_name(f"{aside.name}-wal").read_bytes() == left
        with Archive.open(path) as archive:
            assert archive.value("select count(*) from articles") == 1
            assert integrity.check(archive, thorough=True) == []

    def test_set_aside_and_back(self, path: Path, copy: Path) -> None:
        """What was set aside, its log included, can be put back as it was."""
        log = path.with_name("archive.db-wal")
        with Archive.open(path) as archive:
            articles.add(archive, new(3))
            main, left = path.read_bytes(), log.read_bytes()
        path.write_bytes(main)
        log.write_bytes(left)  # as kill -9 leaves both
        aside = backups.restore(copy, path)
        assert aside is not None
        backups.restore(aside, path)

        with Archive.open(path) as archive:
            assert archive.value("select count(*) from articles") == 3

    def test_in_an_empty_place(self, copy: Path, tmp_path: Path) -> None:
        """A backup can be restored where no archive is."""
        assert backups.restore(copy, tmp_path / "new.db") is None
        with Archive.open(tmp_path / "new.db") as archive:
            assert archive.value("select count(*) from articles") == 1

    @pytest.mark.parametrize(
        ("harm", "hint"),
        [
            (b"x" * 5_000, "name a file that `monitor backup` wrote; nothing was changed"),
            (b"", "name a file that `monitor backup` wrote; nothing was changed"),
            (None, "use an older backup"),
        ],
        ids=["noise", "empty", "page"],
    )
    def test_the_hint_is_about_the_backup(self, path: Path, copy: Path, harm: bytes | None, hint: str) -> None:
        """What is wrong with a backup is fixed by naming another one, not by another path for the archive."""
        content = copy.read_bytes()
        page = content[: -5 * 4_096] + b"\xff" * 4_096 + content[-4 * 4_096 :]
        copy.write_bytes(page if harm is None else harm)

        with pytest.raises(ArchiveError) as caught:
            backups.restore(copy, path)
        assert caught.value.hint == hint
        assert str(copy) in caught.value.message

    def test_a_newer_backup_is_named(self, path: Path, copy: Path) -> None:
        """The error of a backup from a newer version names the backup, not the draft that was made of it."""
        with Archive.open(copy) as archive:
            archive.execute(
                "insert into _sqlite_migrations (migration_set, name, applied_at) values ('monitor', '999_future', '')"
            )

        with pytest.raises(ArchiveForeignError) as caught:
            backups.restore(copy, path)
        assert caught.value.message.startswith(f"{copy} is of a newer version")

    @pytest.mark.parametrize("harm", ["missing", "cut", "noise", "empty", "page"])
    def test_bad_backup_changes_nothing(self, path: Path, copy: Path, harm: str) -> None:
        """A backup that is missing or not sound is refused, and the archive stays as it is."""
        content = copy.read_bytes()
        if harm == "missing":
            copy.unlink()
        else:
            page = content[: -5 * 4_096] + b"\xff" * 4_096 + content[-4 * 4_096 :]  # of an index that no opening reads
            harmed = {"cut": content[: len(content) // 2], "noise": b"x" * 5_000, "empty": b"", "page": page}
            copy.write_bytes(harmed[harm])
        before = sorted(entry.name for entry in path.parent.iterdir())

        with pytest.raises((ArchiveMissingError, ArchiveDamagedError, ArchiveForeignError)):
            backups.restore(copy, path)
        assert sorted(entry.name for entry in path.parent.iterdir()) == before
        with Archive.open(path) as archive:
            assert archive.value("select count(*) from articles") == 2

    def test_of_a_newer_version_is_named(self, path: Path, copy: Path) -> None:
        """A backup of a newer version is refused by its own name, not by that of a draft which nobody sees."""
        with closing(sqlite3.connect(copy)) as connection, connection:
            connection.execute("insert into _sqlite_migrations (migration_set, name) values ('monitor', '999_later')")

        with pytest.raises(ArchiveForeignError, match=f"{copy.name} is of a newer version"):
            backups.restore(copy, path)

    def test_strange_triggers(self, path: Path, copy: Path) -> None:
        """A file with triggers that are not ours is refused unless they are said to be known."""
        with Archive.open(copy) as archive:
            archive.execute("create trigger theft after insert on hits begin delete from articles; end")

        with pytest.raises(ArchiveForeignError, match="triggers that are not ours: theft"):
            backups.restore(copy, path)
        assert backups.restore(copy, path, trust_triggers=True) is not None


def test_rebuilt_index_is_searched(archive: Archive) -> None:
    """After a repair a search finds what it found before."""
    outlets.sync(archive, [JOBLO, COLLIDER], NOW)
    watches.sync(archive, [HEAT], NOW)
    add_all(archive, [new(number) for number in range(50)])
    before = search.search(archive, "mann")
    integrity.repair_fts(archive)

    assert search.search(archive, "mann") == before
