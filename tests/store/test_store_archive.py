import contextlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from store_made import NOW, dump, populate

from monitor.errors import (
    ArchiveDamagedError,
    ArchiveError,
    ArchiveForeignError,
    ArchiveFullError,
    ArchiveLockedError,
    ArchiveMissingError,
    ArchiveRejectedError,
)
from monitor.store import hosts, stories
from monitor.store.archive import Archive
from monitor.store.file import integrity, sqlite_errors, sqlite_file
from monitor.store.file.engine import sqlite3


def overwrite(path: Path, start: int, count: int) -> None:
    """Damage a file."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xff" * count)


def as_another(path: Path, *asked: str) -> list[str]:
    """What another user is told who may only read an archive and its folder, a line for each question."""
    script = (
        "import os, sys\n"
        "from monitor.errors import ArchiveError\n"
        "from monitor.store.archive import Archive\n"
        "if os.getuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "for asked in sys.argv[2:]:\n"
        "    try:\n"
        "        with Archive.open(sys.argv[1], read_only=asked != 'write') as archive:\n"
        "            print(archive.value('select count(*) from hosts'), archive.is_in_place)\n"
        "    except ArchiveError as error:\n"
        "        print(error.message)\n"
    )
    files = list(path.parent.glob("archive.db*"))
    for file in files:
        file.chmod(0o444)
    path.parent.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", script, str(path), *asked], capture_output=True, text=True, check=False, timeout=60
    )
    path.parent.chmod(0o755)
    for file in files:
        file.chmod(0o644)
    assert not done.stderr
    return done.stdout.splitlines()


def fail_after_a_story(archive: Archive) -> None:
    """Write in a transaction that fails."""
    with archive.transaction():
        stories.open(archive, "lost", NOW)
        raise ZeroDivisionError


def write_a_megabyte(archive: Archive) -> None:
    """Write, in one transaction, more than a small file holds."""
    with archive.transaction():
        for number in range(200):
            values = {"host": f"{number}.example", "body": "x" * 5_000}
            archive.execute("insert into hosts (host, robots_body) values (:host, :body)", values)


class TestOpen:
    def test_makes_a_private_file_and_leaves_nothing_else(self, path: Path) -> None:
        """A new archive is readable by its owner alone, its log files too, and no draft stays behind."""
        with Archive.open(path, create=True) as opened:
            opened.execute("insert into hosts (host) values ('a.example')")
            modes = {entry.name: stat.S_IMODE(entry.stat().st_mode) for entry in path.parent.iterdir()}

        assert modes == {"archive.db": 0o600, "archive.db-wal": 0o600, "archive.db-shm": 0o600}

    def test_belongs_to_whom_its_folder_belongs(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What root makes in somebody's folder is theirs: else the daemon, which is not root, could not write it."""
        if os.geteuid() == 0:
            os.chown(path.parent, 12_345, 12_345)
        folder = path.parent.stat()
        given = {}
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        monkeypatch.setattr(
            os, "fchown", lambda file, user, group: given.update({os.fstat(file).st_ino: (user, group)})
        )
        Archive.open(path, create=True).close()

        assert given[path.stat().st_ino] == (folder.st_uid, folder.st_gid)

    def test_is_durable(self, archive: Archive) -> None:
        """Commits reach the disk before they are acknowledged, readers do not block the writer, keys are checked."""
        settings = [archive.value(f"pragma {name}") for name in ("journal_mode", "synchronous", "foreign_keys")]

        assert settings == ["wal", 2, 1]

    def test_needs_leave_to_make_a_file(self, path: Path) -> None:
        """Without `create`, a missing archive is an error and stays missing."""
        with pytest.raises(ArchiveMissingError, match=r"(?s)no archive at .*hint: monitor"):
            Archive.open(path)

        assert not path.exists()

    def test_missing_folder(self, tmp_path: Path) -> None:
        """A folder that is not there is named with what to do about it."""
        with pytest.raises(ArchiveMissingError, match="make the folder"):
            Archive.open(tmp_path / "no" / "archive.db", create=True)

        assert not (tmp_path / "no").exists()

    @pytest.mark.parametrize(
        ("content", "error"),
        [
            pytest.param(b"", ArchiveDamagedError, id="zero-bytes"),
            pytest.param(b"url,title\n" * 50, ArchiveForeignError, id="text"),
            pytest.param(b"SQLite format 3\0", ArchiveForeignError, id="header-alone"),
            pytest.param(os.urandom(8192), ArchiveForeignError, id="noise"),
        ],
    )
    def test_refuses_what_is_no_archive(self, path: Path, content: bytes, error: type[ArchiveError]) -> None:
        """A file that is something else is refused by name, and neither it nor its folder changes."""
        path.write_bytes(content)

        with pytest.raises(error, match="hint: ") as caught:
            Archive.open(path, create=True)

        assert path.read_bytes() == content
        assert list(path.parent.iterdir()) == [path]
        assert str(path) in str(caught.value)

    def test_refuses_anothers_database(self, path: Path) -> None:
        """An SQLite file of another program is left alone, byte for byte."""
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("create table articles (id integer primary key, title text)")
        before = path.read_bytes()

        with pytest.raises(ArchiveForeignError, match="not an archive of this program"):
            Archive.open(path, create=True)

        assert path.read_bytes() == before

    def test_a_connection_that_cannot_be_set_up_is_closed(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What the library says of the file is said, and nothing holds the file until somebody looks for litter."""
        with contextlib.closing(sqlite3.connect(str(path))) as connection:
            connection.set_authorizer(lambda *_: sqlite3.SQLITE_DENY)
            monkeypatch.setattr(sqlite3, "connect", lambda *_, **__: connection)
            with pytest.raises(ArchiveError, match="authorized"):
                sqlite_file.connect(path, read_only=True, busy_timeout=0, any_thread=False)
            with pytest.raises(sqlite3.ProgrammingError, match="closed"):
                connection.execute("select 1")

    def test_refuses_a_folder(self, tmp_path: Path) -> None:
        """A folder is no archive."""
        with pytest.raises(ArchiveForeignError, match="is a folder"):
            Archive.open(tmp_path, create=True)

    def test_names_damage(self, path: Path) -> None:
        """A file whose first page is damaged is reported as damage, with the way to a backup."""
        Archive.open(path, create=True).close()
        overwrite(path, 100, 3_900)  # the file's header itself is intact

        with pytest.raises(ArchiveDamagedError, match=r"is damaged.*\n.*restore a backup"):
            Archive.open(path)

    def test_finds_hidden_damage(self, path: Path) -> None:
        """Damage deep in the file is found by the check, and told as a problem instead of raised."""
        with Archive.open(path, create=True) as opened:
            populate(opened)
            root = opened.value("select rootpage from sqlite_schema where name = 'articles'")
        overwrite(path, (root - 1) * 4096, 4_096)

        with Archive.open(path) as opened:
            problems = integrity.check(opened, thorough=True)

        assert "damaged" in problems[0]

    def test_reads_only_when_told(self, path: Path) -> None:
        """A read-only archive answers and cannot be changed."""
        with Archive.open(path, create=True) as opened:
            populate(opened)

        with Archive.open(path, read_only=True) as opened:
            assert opened.value("select count(*) from articles") == 1
            with pytest.raises(ArchiveError, match="cannot be written"):
                opened.execute("delete from articles")

    def test_on_a_read_only_place(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What reads works as it is and leaves nothing there; what writes, and what needs a log that was left, says so.

        Beside a daemon of somebody else its log is read, too; who had opened it before that opens it again.
        """
        # Not below pytest's own folder, which no other user may enter.
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "archive.db"
            Archive.open(path, create=True).close()
            told = as_another(path, "read", "write")
            left = [file.name for file in Path(folder).iterdir()]
            with monkeypatch.context() as patched:
                patched.setattr(sqlite_file, "can_be_written", lambda _: False)
                earlier = Archive.open(path, read_only=True)
                was_in_place = [earlier.is_in_place]
            with Archive.open(path) as daemon, earlier:
                daemon.execute("insert into hosts (host) values ('x')")
                beside = as_another(path, "read")
                with monkeypatch.context() as patched:
                    patched.setattr(sqlite_file, "can_be_written", lambda _: False)
                    was_in_place.append(earlier.is_in_place)
                copied = shutil.copytree(folder, Path(folder) / "copied")
            (copied / "archive.db-shm").unlink()
            halved = as_another(copied / "archive.db", "read")

        assert told[0] == "0 True"
        assert "archive.db cannot be written: it, or its folder, is read-only" in told[1]
        assert left == ["archive.db"]
        assert (beside, was_in_place) == (["1 True"], [True, False])
        assert "has changes in archive.db-wal that are not in it yet" in halved[0]

    def test_old_library(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """An SQLite library that is too old is refused before it touches anything."""
        monkeypatch.setattr(sqlite_file, "OLDEST_SQLITE", (99, 0, 0))

        with pytest.raises(ArchiveError, match=r"99\.0\.0 or later is needed"):
            Archive.open(path, create=True)

        assert not path.exists()

    def test_follows_links(self, tmp_path: Path) -> None:
        """A symbolic link to an archive is that archive; one that points nowhere is where it is made."""
        (tmp_path / "link.db").symlink_to(tmp_path / "real.db")
        Archive.open(tmp_path / "link.db", create=True).close()

        with Archive.open(tmp_path / "link.db") as opened:
            assert opened.path == tmp_path / "real.db"

    def test_odd_names(self, tmp_path: Path) -> None:
        """A path may hold what means something in an address."""
        for name in ("a b.db", "100%.db", "what?#.db", "ärchiv.db"):
            with Archive.open(tmp_path / name, create=True) as opened:
                assert opened.value("select count(*) from articles") == 0


class TestTransaction:
    def test_all_or_nothing(self, archive: Archive) -> None:
        """What was written before an error in the block is gone."""
        before = dump(archive)

        with pytest.raises(ZeroDivisionError):
            fail_after_a_story(archive)

        assert dump(archive) == before

    def test_nests(self, archive: Archive) -> None:
        """An inner block that fails takes back its own writes alone."""
        with archive.transaction():
            stories.open(archive, "kept", NOW)
            with pytest.raises(ZeroDivisionError):
                fail_after_a_story(archive)

        assert [row["title"] for row in archive.rows("select title from stories")] == ["kept"]

    @pytest.mark.parametrize(
        ("fails", "kept"),
        [
            ("inner", ["outer", "between", "behind inner", "behind between"]),
            ("between", ["outer", "behind between"]),
            ("", ["outer", "between", "inner", "behind inner", "behind between"]),
        ],
    )
    def test_a_block_within_blocks_takes_back_its_own_alone(
        self, archive: Archive, fails: str, kept: list[str]
    ) -> None:
        """All savepoints have one name: the newest is meant, also after another one of that name has ended."""
        with archive.transaction():
            stories.open(archive, "outer", NOW)
            with contextlib.suppress(ZeroDivisionError), archive.transaction():
                stories.open(archive, "between", NOW)
                with contextlib.suppress(KeyError), archive.transaction():
                    stories.open(archive, "inner", NOW)
                    if fails == "inner":
                        raise KeyError
                stories.open(archive, "behind inner", NOW)
                if fails == "between":
                    raise ZeroDivisionError
            stories.open(archive, "behind between", NOW)

        assert [row["title"] for row in archive.rows("select title from stories order by id")] == kept

    def test_an_error_within_a_block_is_ours_there(self, archive: Archive) -> None:
        """Also that of many rows: who catches it within the outer block knows it by its name, and what he did stays."""
        with archive.transaction():
            stories.open(archive, "kept", NOW)
            with pytest.raises(ArchiveRejectedError, match="FOREIGN KEY"):
                archive.execute_many("insert into listed_too values (?, ?)", [("joblo", 99)])

        assert archive.value("select title from stories") == "kept"

    def test_takes_the_lock_at_once(self, archive: Archive, path: Path) -> None:
        """A transaction holds the write lock from its beginning, so what it read cannot change under it."""
        with archive.transaction(), Archive.open(path, busy_timeout=0.01) as other:
            with pytest.raises(ArchiveLockedError, match="has been writing to it for too long"), other.transaction():
                pass
            assert other.value("select count(*) from outlets") == 2  # readers go on

    def test_waits_for_the_lock(self, archive: Archive, path: Path) -> None:
        """Another writer waits its turn instead of failing."""
        begun, ended = threading.Event(), threading.Event()

        def write() -> None:
            with Archive.open(path, busy_timeout=20) as other:
                begun.set()
                stories.open(other, "second", NOW)
                ended.set()

        thread = threading.Thread(target=write)
        with archive.transaction():
            stories.open(archive, "first", NOW)
            thread.start()
            begun.wait(20)
            assert not ended.is_set()
        thread.join(20)

        assert [row["title"] for row in archive.rows("select title from stories order by id")] == ["first", "second"]

    def test_full_disk(self, archive: Archive) -> None:
        """A file that may not grow is named; the transaction is taken back, and work goes on when there is room."""
        populate(archive)
        before = dump(archive)
        archive.rows(f"pragma max_page_count = {archive.value('pragma page_count')}")

        with pytest.raises(ArchiveFullError, match="free some space"):
            write_a_megabyte(archive)

        assert dump(archive) == before
        archive.rows("pragma max_page_count = 1000000")
        archive.execute("insert into hosts (host) values ('a.example')")
        assert [state.host for state in hosts.states(archive, ["a.example"])] == ["a.example"]

    def test_broken_reference(self, archive: Archive) -> None:
        """A row that points nowhere is refused, and the error is one of ours."""
        with pytest.raises(ArchiveError, match="FOREIGN KEY"):
            archive.execute("insert into listed_too values ('joblo', 99)")

    def test_streams(self, archive: Archive) -> None:
        """A long answer comes row by row, and one that is half read holds nothing."""
        archive.execute_many("insert into hosts (host) values (?)", [(f"{number}.example",) for number in range(999)])
        answer = archive.stream("select host from hosts")

        assert next(answer)["host"] == "0.example"
        answer.close()
        archive.checkpoint()
        assert integrity.wal_bytes(archive) == 0


class TestErrors:
    """What SQLite reports, as errors that say what a person can do."""

    @pytest.mark.parametrize(
        ("code", "kind", "words"),
        [
            (5, ArchiveLockedError, "is locked"),
            (6, ArchiveLockedError, "is locked"),
            (8, ArchiveError, "cannot be written: x"),
            (10, ArchiveError, "cannot be read or written: x"),
            (11, ArchiveDamagedError, "is damaged: x"),
            (13, ArchiveFullError, "is full"),
            (14, ArchiveError, "cannot be opened: x"),
            (18, ArchiveRejectedError, "takes no such row: x"),
            (19, ArchiveRejectedError, "takes no such row: x"),
            (20, ArchiveRejectedError, "takes no such row: x"),
            (25, ArchiveRejectedError, "takes no such row: x"),
            (26, ArchiveDamagedError, "is damaged: x"),
            (1, ArchiveError, "archive.db x"),
        ],
    )
    def test_each_code_has_its_meaning(self, path: Path, code: int, kind: type[ArchiveError], words: str) -> None:
        """A result code, extended or not, is the error of its kind, in words that name the file."""
        for number in (code, code | 7 << 8):
            fault = OSError("x")
            fault.sqlite_errorcode = number  # type: ignore[attr-defined]
            error = sqlite_errors.translate(fault, path)

            assert type(error) is kind
            assert words in error.message
            assert str(path) in error.message

    def test_a_file_at_its_limit_is_full(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """An I/O error of a file that is as long as the process may make it means that it is full."""
        path.write_bytes(b"x" * 90_000)
        fault = OSError("x")
        fault.sqlite_errorcode = 10  # type: ignore[attr-defined]
        kinds = []
        for limit in (90_000, 97_000, 200_000):
            monkeypatch.setattr(sqlite_errors.resource, "getrlimit", lambda _, limit=limit: (limit, limit))
            kinds.append(type(sqlite_errors.translate(fault, path)))

        assert kinds == [ArchiveFullError, ArchiveFullError, ArchiveError]

    def test_an_io_error_on_a_full_disk_is_that(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whoever opens an archive there gets an I/O error: the log's shared memory has no room."""
        fault = OSError("x")
        fault.sqlite_errorcode = 4874  # type: ignore[attr-defined]
        kinds = []
        for free in (0, 4_096, 1 << 30):
            monkeypatch.setattr(sqlite_errors.shutil, "disk_usage", lambda _, free=free: SimpleNamespace(free=free))
            kinds.append(type(sqlite_errors.translate(fault, path)))

        assert kinds == [ArchiveFullError, ArchiveFullError, ArchiveError]


def test_a_connection_keeps_temporary_things_in_memory(archive: Archive) -> None:
    """Temporary indexes of large queries are not written to a disk that may be full; enough pages are cached."""
    assert archive.value("pragma temp_store") == 2
    assert archive.value("pragma cache_size") == -32_768
    assert archive.value("pragma wal_autocheckpoint") == 500
    assert archive.value("pragma journal_size_limit") == 2 * 2**20
