"""Whole copies of an archive's file: made private, read to the last page, and put under their name when sound."""

import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from monitor import error_words
from monitor.errors import ArchiveDamagedError, ArchiveError, ArchiveFullError
from monitor.store.file import sqlite_file
from monitor.store.file.engine import SQLITE_ERRORS, sqlite3
from monitor.store.file.sqlite_errors import translate
from monitor.store.schema import migrate

Progress = Callable[[str, int], None]  # what is being done, and how many bytes of it are done
_EVERY = 100_000  # steps of SQLite between two reports: some hundredths of a second
_BLOCK = 8 * 2**20  # bytes copied between two reports
_DRAFT = re.compile(r"\.(?P<process>[1-9][0-9]{0,9})\.new(?:-wal|-shm|-journal)?\Z")


def draft_of(path: Path) -> Path:
    """The name under which a copy is made, until it is whole."""
    return path.resolve().with_name(f".{path.name}.{os.getpid()}.new")


def unseen(_what: str, _done: int) -> None:
    """Progress that nobody looks at."""


def write(connection: Any, to: Path, progress: Progress = unseen) -> None:
    """Write a whole, checked copy of the connection's archive to `to`, readable by its owner alone.

    Raises:
        ArchiveFullError: there is no room for it.
        ArchiveError: it cannot be written, or is not sound. No half copy is left.
    """
    drop_unfinished(to)
    draft = draft_of(to)
    try:
        private(draft)
        connection.set_progress_handler(lambda: progress("copying", draft.stat().st_size), _EVERY)
        try:
            _vacuum(connection, draft, to)
        finally:
            connection.set_progress_handler(None, 0)
        progress("checking", 0)
        verify(draft, to)
        draft.replace(to)
        sqlite_file.settle(to.resolve().parent)
    finally:
        draft.unlink(missing_ok=True)


def _vacuum(connection: Any, draft: Path, to: Path) -> None:
    try:
        connection.execute("vacuum into ?", (str(draft),))
    except SQLITE_ERRORS as fault:
        # Asked about the archive: its size says whether a limit was in the way, and a bad page is one of its own.
        archive = connection.execute("select file from pragma_database_list where name = 'main'").fetchone()[0]
        error = translate(fault, Path(archive))
        if isinstance(error, ArchiveFullError):
            full = f"{to} cannot be written: its disk, or a limit on its size, is full"
            raise ArchiveFullError(full, hint="choose another disk") from fault
        raise error if isinstance(error, ArchiveDamagedError) else translate(fault, to) from fault


def drop_unfinished(to: Path) -> None:
    """Delete the drafts of copies to `to` whose processes were killed: each may be as large as the archive."""
    to = to.resolve()
    for entry in to.parent.iterdir() if to.parent.is_dir() else ():
        draft = entry.name.startswith(f".{to.name}.") and _DRAFT.search(entry.name)
        if draft and not _is_alive(int(draft["process"])):
            with contextlib.suppress(OSError):  # of another owner
                entry.unlink()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # of another owner, or no number of a process
        return True
    return True


def duplicate(source: Path, copy: Path, progress: Progress = unseen) -> None:
    """Copy a file of an archive, with its log if it was not closed, as when it was set aside."""
    for suffix in ("", "-wal"):
        part, target = (file.with_name(file.name + suffix) for file in (source, copy))
        if part.exists():
            private(target)
            with part.open("rb") as original, target.open("r+b") as duplicate:
                while block := original.read(_BLOCK):
                    duplicate.write(block)
                    progress("copying", duplicate.tell())
                os.fsync(duplicate.fileno())


def private(path: Path) -> None:
    """An empty file that its owner alone may read, in the place of one that was there."""
    try:
        sqlite_file.make_private(path)
    except OSError as fault:
        raise ArchiveError(
            f"{path.parent} cannot be written: {error_words.message(fault)}", hint="check that folder"
        ) from fault


def verify(path: Path, named: Path) -> set[str]:
    """Read every page of a copy, trusting nothing in it; the names of triggers that are not ours.

    Errors name the file that people know, `named`.
    """
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
            connection.execute("pragma trusted_schema = off")
            verdict = connection.execute("pragma integrity_check(1)").fetchone()[0]
            triggers = connection.execute("select name, sql from sqlite_schema where type = 'trigger'").fetchall()
    except SQLITE_ERRORS as fault:
        error = translate(fault, named)
        error.hint = "use an older backup" if isinstance(error, ArchiveDamagedError) else error.hint
        raise error from fault
    if verdict != "ok":
        raise ArchiveDamagedError(f"{named} is damaged: {verdict}", hint="use an older backup")
    ours = {_body(sql) for sql in migrate.triggers()}
    return {name for name, sql in triggers if _body(sql) not in ours}


def _body(sql: str) -> str:
    """A trigger's text without its first words, which SQLite writes in its own way."""
    return sql.split(maxsplit=2)[-1]
