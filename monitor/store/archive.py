"""The archive: one open SQLite file, its transactions, and its errors in words. It knows no table."""

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from monitor.errors import ArchiveForeignError, ArchiveMissingError, ArchiveOutdatedError
from monitor.store.file import sqlite_file, upgrade
from monitor.store.file.engine import SQLITE_ERRORS
from monitor.store.file.sqlite_errors import translate
from monitor.store.schema import migrate

BUSY_TIMEOUT = 30.0  # seconds to wait for another writer
_STREAM_PAGE = 200  # rows
_CHECKPOINT_PAGES = 500  # of the log, after which it is moved into the file: 2 MB, so that it stays next to nothing
_WAL_LIMIT = 2 * 2**20  # bytes to which the log is cut after a transaction that was longer
_STEPS = 20_000  # of SQLite's machine between two looks at the clock: about a millisecond
_CHECKPOINT_WAIT = 1.0  # seconds for readers to let go of the log; a writer has other things to do

Parameters = Sequence[Any] | Mapping[str, Any]


class Archive:
    """One open archive. Rows come back addressable by name; every SQLite error as an `ArchiveError`.

    A connection belongs to the thread that opened it unless `any_thread` was asked for; then the caller sees to
    it that one thread at a time uses it.
    """

    def __init__(self, db: Database, path: Path, *, read_only: bool, still: bool = False) -> None:
        self.db = db
        self._connection: Any = db.conn
        self.path = path
        self.read_only = read_only
        self._still = still
        self._begun = 0
        self._file = _file_at(path, still=still)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        create: bool = False,
        read_only: bool = False,
        busy_timeout: float = BUSY_TIMEOUT,
        any_thread: bool = False,
        keep_copy: bool = True,
    ) -> Self:
        """Open the archive at `path`, bring it to the present schema, or make it if it may be made.

        Before an archive of an earlier version is changed, a copy of it is kept next to it, unless `keep_copy` is
        False; see `file/upgrade.py`.

        Raises:
            ArchiveMissingError: it is not there and `create` is False, or its folder is not there.
            ArchiveForeignError: the file is something else, or of a newer version. It is left as it was.
            ArchiveOutdatedError: it is of an earlier version, and `read_only`.
            ArchiveDamagedError: the file is empty or malformed.
            ArchiveLockedError: another process held the write lock longer than `busy_timeout` seconds.
            ArchiveFullError: there is no room for the copy of an archive that is to be brought up to date.
            ArchiveError: it cannot be read or written, or the SQLite library is too old.
        """
        path = Path(path).resolve()
        sqlite_file.check_library()
        if not path.exists():
            if not create or read_only:
                raise ArchiveMissingError(
                    f"there is no archive at {path}", hint="monitor run, or monitor crawl, makes it"
                )
            sqlite_file.make(path)
        sqlite_file.check_header(path)
        sqlite_file.check_place(path, read_only=read_only)
        still = read_only and sqlite_file.lies_still(path)
        db = sqlite_file.connect(
            path, read_only=read_only, busy_timeout=busy_timeout, any_thread=any_thread, still=still
        )
        archive = cls(db, path, read_only=read_only, still=still)
        try:
            archive._prepare(keep_copy=keep_copy)
        except BaseException:
            archive.close()
            raise
        return archive

    @property
    def is_in_place(self) -> bool:
        """Whether the file that is open is still the one at its path: it may have been deleted, moved or replaced.

        One that was to lie still is another, too, when somebody has opened it to write, or did.
        """
        found = _file_at(self.path, still=self._still)
        return found == self._file and (not self._still or sqlite_file.lies_still(self.path))

    def _prepare(self, *, keep_copy: bool) -> None:
        with self.guard():
            applied = migrate.applied(self.db)
            if newer := sorted(applied - migrate.names()):
                raise ArchiveForeignError(
                    f"{self.path} is of a newer version of this program (it has {', '.join(newer)})",
                    hint="install that version or a later one; the file was not touched",
                )
            outdated = bool(migrate.names() - applied)
            if self.read_only:
                if outdated:
                    raise ArchiveOutdatedError(
                        f"{self.path} is of an older version of this program",
                        hint="any command that writes brings it up to date, such as monitor crawl",
                    )
                return
            self._connection.execute("pragma journal_mode = wal")
            self._connection.execute("pragma synchronous = full")
            self._connection.execute(f"pragma wal_autocheckpoint = {_CHECKPOINT_PAGES}")
            self._connection.execute(f"pragma journal_size_limit = {_WAL_LIMIT}")
        if outdated:
            kept = None
            with self.transaction():
                if keep_copy:
                    kept = upgrade.migrate_with_copy(self.db, self.path)
                else:
                    migrate.MIGRATIONS.apply(self.db)
            if kept:
                upgrade.drop_other_copies(self.path, kept)
        with self.guard():
            self._connection.execute("pragma foreign_keys = on")

    @contextlib.contextmanager
    def guard(self) -> Iterator[None]:
        """Turn SQLite's errors into `ArchiveError`s."""
        try:
            yield
        except SQLITE_ERRORS as fault:
            raise translate(fault, self.path) from fault

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Cut off whatever is asked of the archive inside for longer than that: an `ArchiveSlowError`."""
        until = time.monotonic() + seconds
        self._connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        try:
            yield
        finally:
            self._connection.set_progress_handler(None, 0)

    @property
    def under_way(self) -> int | None:
        """The number of the transaction that is under way, in which nobody else can write; None: there is none."""
        return self._begun if self._connection.in_transaction else None

    def transaction(self) -> contextlib.AbstractContextManager[None]:
        """All or nothing. The write lock is taken at once; inside another transaction this is a savepoint."""
        return _Savepoint(self._connection, self.path) if self._connection.in_transaction else self._whole()

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        connection = self._connection
        with self.guard():
            connection.execute("begin immediate")
            self._begun += 1
            try:
                yield
                connection.execute("commit")
            except BaseException:
                # A full disk may have rolled it back already.
                if connection.in_transaction:
                    connection.execute("rollback")
                raise

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run a statement; the number of rows that it changed. Alone it is its own transaction."""
        try:
            return int(self._connection.execute(sql, parameters).rowcount)
        except SQLITE_ERRORS as fault:
            raise translate(fault, self.path) from fault

    def execute_many(self, sql: str, parameters: Sequence[Parameters]) -> int:
        """Run a statement once for each of `parameters`; the number of rows changed. Alone they are a transaction."""
        if not parameters:
            return 0
        with self.guard() if self._connection.in_transaction else self._whole():
            return int(self._connection.executemany(sql, parameters).rowcount)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Any]:
        """All rows of a query, or of a statement with `returning`."""
        try:
            return list(self._connection.execute(sql, parameters).fetchall())
        except SQLITE_ERRORS as fault:
            raise translate(fault, self.path) from fault

    def stream(self, sql: str, parameters: Parameters = ()) -> Iterator[Any]:
        """The rows of a query one by one, for answers too long to hold."""
        with self.guard():
            cursor = self._connection.execute(sql, parameters)
        try:
            while True:
                with self.guard():
                    page = cursor.fetchmany(_STREAM_PAGE)
                if not page:
                    return
                yield from page
        finally:
            # An answer that is half read would hold its snapshot, and the log would grow.
            with contextlib.suppress(*SQLITE_ERRORS):  # closed with its archive
                cursor.close()

    def row(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first row, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, parameters)
        return found[0] if found else None

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file and cut it, as far as readers allow within a second."""
        before = self.value("pragma busy_timeout")
        self.rows(f"pragma busy_timeout = {_CHECKPOINT_WAIT * 1_000:.0f}")
        try:
            self.rows("pragma wal_checkpoint(truncate)")
        finally:
            self.rows(f"pragma busy_timeout = {before}")

    def close(self) -> None:
        """Close the file. Closing twice is harmless."""
        with self.guard():
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Savepoint:
    """A part of a transaction that is undone alone where it fails: a dozen an article, so no generator.

    All have one name, of which SQLite takes the newest: a name for each would be a statement for each to be parsed,
    and would push those of the tables out of the cache.
    """

    __slots__ = ("_connection", "_path")

    def __init__(self, connection: Any, path: Path) -> None:
        self._connection = connection
        self._path = path

    def __enter__(self) -> None:
        self._run("savepoint part")

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if fault is not None:
            if self._connection.in_transaction:  # else a full disk may have rolled all of it back
                self._run("rollback to part")
                self._run("release part")
            if isinstance(fault, SQLITE_ERRORS):
                raise translate(fault, self._path) from fault
            return
        self._run("release part")

    def _run(self, statement: str) -> None:
        try:
            self._connection.execute(statement)
        except SQLITE_ERRORS as error:
            raise translate(error, self._path) from error


def _file_at(path: Path, *, still: bool) -> tuple[int, ...] | None:
    """Which file is at a path, by its device and number, and its last change; None: none, or it cannot be seen."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino, *((found.st_mtime_ns, found.st_size) if still else ()))
