"""Bringing an archive of an earlier version to the present schema, with a copy of it as it was next to it.

The copy bears the name of the first migration that it lacks: `archive.db.before-004_no_bulk_load`. One copy is kept,
that of the last upgrade; without room for it nothing is migrated.
"""

import contextlib
import glob
from pathlib import Path

from sqlite_utils import Database

from monitor.errors import ArchiveFullError
from monitor.store.file import copying, sqlite_file
from monitor.store.schema import migrate


def migrate_with_copy(db: Database, path: Path) -> Path | None:
    """Apply what is still to be applied; the copy that was made before, None if nothing was left to apply.

    The caller has the write lock, so nothing changes meanwhile.

    Raises:
        ArchiveFullError: there is no room for the copy. The archive is as it was.
    """
    kept = None
    if pending := sorted(migrate.names() - migrate.applied(db)):  # another process may have been faster
        kept = copy_name(path, pending[0])
        _keep(path, kept)
    migrate.MIGRATIONS.apply(db)
    return kept


def copy_name(path: Path, migration: str) -> Path:
    """Where the copy lies that was made before this migration."""
    return path.with_name(f"{path.name}.before-{migration}")


def drop_other_copies(path: Path, kept: Path) -> None:
    """Delete the copies of all upgrades but the one that was just done, whose copy is `kept`."""
    for copy in copies(path):
        if copy == kept:
            continue
        with contextlib.suppress(OSError):  # of another owner: it harms nothing where it is
            copy.unlink(missing_ok=True)


def copies(path: Path) -> list[Path]:
    """The copies that upgrades of this archive made, in the order of the migrations."""
    return sorted(path.parent.glob(f"{glob.escape(path.name)}.before-[0-9][0-9][0-9]_*"))


def _keep(path: Path, to: Path) -> None:
    # By a connection of its own: SQLite copies nothing inside a transaction, and ours keeps other writers out.
    reader = sqlite_file.connect(path, read_only=False, busy_timeout=0, any_thread=False)
    try:
        copying.write(reader.conn, to)
    except ArchiveFullError as error:
        needed = path.stat().st_size >> 20
        raise ArchiveFullError(
            f"{path} is of an earlier version, and there is no room for a copy of it as it is (up to {needed} MB)",
            hint="free some space on that disk and try again; nothing was changed, the earlier version still opens it",
        ) from error
    finally:
        reader.close()
