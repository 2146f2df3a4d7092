"""What SQLite reports, as the errors of this product: which kind it is, and what a person can do about it."""

import resource
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from monitor.errors import (
    ArchiveDamagedError,
    ArchiveError,
    ArchiveFullError,
    ArchiveLockedError,
    ArchiveRejectedError,
    ArchiveSlowError,
)


class _Meaning(NamedTuple):
    kind: type[ArchiveError]
    text: str
    hint: str | None = None


_FULL = _Meaning(
    ArchiveFullError,
    "cannot grow: its disk, or a limit on its size, is full",
    "free some space on that disk; nothing that was stored is lost, and a daemon goes on by itself",
)
_LOCKED = _Meaning(
    ArchiveLockedError,
    "is locked: another process has been writing to it for too long",
    "find it (fuser shows who holds the file), let it finish or stop it, and try again",
)
_DAMAGED = _Meaning(
    ArchiveDamagedError, "is damaged: {fault}", "keep a copy of it, then restore a backup: monitor restore BACKUP"
)
_REJECTED = _Meaning(ArchiveRejectedError, "takes no such row: {fault}")
_MEANINGS = {  # by SQLite's result code, https://www.sqlite.org/rescode.html
    5: _LOCKED,
    6: _LOCKED,
    8: _Meaning(ArchiveError, "cannot be written: {fault}", "check the owner and mode of the file and of its folder"),
    9: _Meaning(ArchiveSlowError, "took too long to answer", "ask for less at once, or again when it has less to do"),
    10: _Meaning(ArchiveError, "cannot be read or written: {fault}", "check the disk (dmesg shows its errors)"),
    11: _DAMAGED,
    13: _FULL,
    18: _REJECTED,
    19: _REJECTED,
    20: _REJECTED,
    25: _REJECTED,
    14: _Meaning(
        ArchiveError,
        "cannot be opened: {fault}",
        "check the owner and mode of the file and of its folder: SQLite keeps two files next to it",
    ),
    26: _DAMAGED,
}
_IO_ERROR = 10
_PAGE = 8_192  # bytes: more than one page with its header in the log
_SHARED_MEMORY = 32_768  # bytes
_OTHER = _Meaning(ArchiveError, "{fault}")


def translate(fault: Exception, path: Path) -> ArchiveError:
    """The error that says what `fault` means for the archive at `path`."""
    code: Any = (getattr(fault, "sqlite_errorcode", None) or 0) & 0xFF
    is_full = code == _IO_ERROR and (_has_no_room(path) or _is_at_its_limit(path))
    meaning = _FULL if is_full else _MEANINGS.get(code, _OTHER)
    return meaning.kind(f"{path} {meaning.text.format(fault=fault)}", hint=meaning.hint)


def _has_no_room(path: Path) -> bool:
    """Whether its disk lacks room for the shared memory of the log, at opening: SQLite calls that an I/O error."""
    try:
        return shutil.disk_usage(path.parent).free < _SHARED_MEMORY
    except OSError:  # the disk is gone
        return False


def _is_at_its_limit(path: Path) -> bool:
    """Whether a file of the archive is as long as this process may make one: SQLite calls that an I/O error."""
    limit, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    if limit == resource.RLIM_INFINITY:
        return False
    files = [path, path.with_name(f"{path.name}-wal")]
    return any(file.exists() and file.stat().st_size + _PAGE > limit for file in files)
