"""The file of an archive: what may be opened, how it is connected to, and how a new one is made.

A new archive is made under another name and appears under its own only when it is whole, so a file that exists
is never half an archive. One that is there must carry our mark; anything else is refused before SQLite opens it.
"""

import contextlib
import os
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from monitor import atomic_file, error_words
from monitor.errors import ArchiveDamagedError, ArchiveError, ArchiveForeignError, ArchiveMissingError
from monitor.store.file.engine import SQLITE_ERRORS, sqlite3
from monitor.store.file.sqlite_errors import translate
from monitor.store.schema import migrate

OLDEST_SQLITE = (3, 38, 0)  # strict tables 3.37, RETURNING 3.35, ->> 3.38
_FTS_IS_INNOCUOUS = (3, 44, 0)  # before, SQLite took full text in triggers, which ours need, for unsafe
_CACHE_KIB = 32_768  # pages kept in memory, a connection


def check_library() -> None:
    """Refuse an SQLite library that does not know what the schema is written in."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE))
        raise ArchiveError(
            f"the SQLite library is {sqlite3.sqlite_version}; {needed} or later is needed",
            hint="pip install pysqlite3 brings its own",
        )


_CHOOSE_ANOTHER = "choose another path for the archive ([archive] path); the file was not touched"
_RESTORE = "restore a backup (monitor restore), or delete the file to start afresh"


def check_header(path: Path, *, foreign: str = _CHOOSE_ANOTHER, empty: str = _RESTORE) -> None:
    """Refuse what is not an archive of ours before SQLite opens it, so that the file is left as it was.

    `foreign` and `empty` are the hints, by what the file was to be.
    """
    if path.is_dir():
        raise ArchiveForeignError(f"{path} is a folder", hint=foreign)
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as fault:
        raise ArchiveError(
            f"{path} cannot be read: {error_words.message(fault)}", hint="check its owner and mode"
        ) from fault
    if not header:
        raise ArchiveDamagedError(f"{path} is empty (0 bytes)", hint=empty)
    if not header.startswith(b"SQLite format 3\0"):
        raise ArchiveForeignError(f"{path} is not an SQLite file", hint=foreign)
    if int.from_bytes(header[68:72], "big") != migrate.APPLICATION_ID:
        raise ArchiveForeignError(f"{path} is an SQLite file, but not an archive of this program", hint=foreign)


def lock_of(archive: Path) -> Path:
    """The file whose lock a daemon holds: next to the archive itself, so that every link to it means the same lock."""
    archive = archive.resolve()
    return archive.with_name(f"{archive.name}.lock")


def can_be_written(path: Path) -> bool:
    """Whether this process may write an archive, and the two files that SQLite keeps next to it; or may make it."""
    path = path.resolve()
    return not path.exists() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _log_of(path: Path) -> tuple[Path, Path]:
    """The log that SQLite keeps next to an archive, and the index of that."""
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def lies_still(path: Path) -> bool:
    """Whether an archive is read as a file that nobody changes: it may not be written, and no one has it open.

    SQLite would make its log and the index of that, which a read-only disk does not take, and which in a folder of
    others would be files that their daemon may not write (https://www.sqlite.org/wal.html#read_only_databases). Whoever
    has the archive open keeps a log next to it; one that was left behind holds changes that are not in the file yet.
    """
    log, index = _log_of(path)
    is_open = log.exists() and (index.exists() or log.stat().st_size > 0)
    return not is_open and not can_be_written(path)


def check_place(path: Path, *, read_only: bool) -> None:
    """Refuse what SQLite would refuse in words that tell nobody what to do.

    Raises:
        ArchiveError: the archive is to be written and may not be; or it is to be read, and a log that was left behind
            is needed for that, next to which nothing may be written.
    """
    if can_be_written(path):
        return
    if not read_only:
        raise ArchiveError(
            f"{path} cannot be written: it, or its folder, is read-only for this user",
            hint="check the owner and mode of both, and how the disk is mounted; what only reads works",
        )
    log, index = _log_of(path)
    if log.exists() and log.stat().st_size and not index.exists() and not os.access(path.parent, os.W_OK):
        raise ArchiveError(
            f"{path} has changes in {log.name} that are not in it yet, and its folder is read-only for this user",
            hint="copy both files into a folder that you may write, and read the archive there",
        )


def connect(path: Path, *, read_only: bool, busy_timeout: float, any_thread: bool, still: bool = False) -> Database:
    """A connection in which every transaction is one that we begin. `still`: see `lies_still`."""
    address = f"file:{quote(str(path))}?mode={'ro' if read_only else 'rw'}{'&immutable=1' if still else ''}"
    try:
        connection = sqlite3.connect(
            address,
            uri=True,
            timeout=busy_timeout,
            cached_statements=256,  # more than this package has
            isolation_level=None,  # no hidden transactions: ours begin where `transaction` says
            check_same_thread=not any_thread,
        )
    except SQLITE_ERRORS as fault:
        raise translate(fault, path) from fault
    try:
        connection.row_factory = sqlite3.Row
        connection.execute(f"pragma cache_size = -{_CACHE_KIB}")
        connection.execute("pragma temp_store = memory")
        if sqlite3.sqlite_version_info >= _FTS_IS_INNOCUOUS:
            # An archive that someone sent us runs nothing but what is marked harmless.
            connection.execute("pragma trusted_schema = off")
    except SQLITE_ERRORS as fault:
        connection.close()
        raise translate(fault, path) from fault
    return Database(connection, execute_plugins=False)


def make(path: Path) -> None:
    """Make an archive next to `path` and link it there. If another process was faster, theirs stays."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        make_private(draft)
    except OSError as fault:
        raise ArchiveMissingError(
            f"no archive can be made at {path}: {error_words.message(fault)}",
            hint=f"make the folder {path.parent}, writable for you",
        ) from fault
    try:
        _fill(draft, path)
        _name(draft, path)
        settle(path.parent)
    except OSError as fault:
        raise ArchiveError(
            f"no archive can be made at {path}: {error_words.message(fault)}", hint="use a local disk"
        ) from fault
    finally:
        draft.unlink(missing_ok=True)


def make_private(path: Path) -> None:
    """An empty file that its owner alone may read, in the place of what a dead process left there.

    Raises:
        OSError: the folder is missing, full or not ours.
    """
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        atomic_file.give_to_owner(descriptor, path.parent)
    finally:
        os.close(descriptor)


def settle(folder: Path) -> None:
    """Bring a new name in a folder to the disk: a power cut may not take back a file that is whole."""
    with contextlib.suppress(OSError):  # some file systems know no such thing for folders
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _name(draft: Path, path: Path) -> None:
    """Give the draft its name, if no other process took it in the meantime."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not path.exists():
            draft.rename(path)


def _fill(draft: Path, path: Path) -> None:
    try:
        connection = sqlite3.connect(str(draft), isolation_level=None)
        with contextlib.closing(connection):
            connection.execute("begin immediate")
            migrate.MIGRATIONS.apply(Database(connection, execute_plugins=False))
            connection.execute("commit")
            connection.execute("pragma journal_mode = wal")
    except SQLITE_ERRORS as fault:
        raise translate(fault, path) from fault
