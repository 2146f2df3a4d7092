"""Backup while the archive is in use, and restore in the place of one; the pages that it keeps come along."""

import itertools
from pathlib import Path

from monitor import error_words
from monitor.errors import ArchiveError, ArchiveForeignError, ArchiveMissingError
from monitor.store import identity
from monitor.store.archive import Archive
from monitor.store.file import copying, page_copies, sqlite_file
from monitor.store.file.copying import Progress
from monitor.store.file.page_files import folder_of

_NO_BACKUP = "name a file that `monitor backup` wrote; nothing was changed"


def backup(archive: Archive, to: Path, progress: Progress = copying.unseen) -> int:
    """Write a whole, checked copy to `to` while the archive is in use; its size in bytes.

    The pages that the archive keeps are copied to the folder of the same name, `TO.pages`.

    Raises:
        ArchiveError: `to` or that folder exists, or the copy is not sound. No half copy is left.
    """
    for place in (to, folder_of(to)):
        if place.exists():
            raise ArchiveError(f"{place} exists already", hint="choose another name for the backup")
    with archive.guard():
        copying.write(archive.db.conn, to, progress)
    try:
        pages = page_copies.copied(archive.path, to)
        if pages is not None:
            page_copies.put(pages, to)
    except BaseException as fault:
        to.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            message = f"the pages cannot be copied: {error_words.message(fault)}"
            raise ArchiveError(message, hint="check the folder and its space") from fault
        raise
    return to.stat().st_size + page_copies.size(to)


def restore(
    backup_file: Path, to: Path, *, trust_triggers: bool = False, progress: Progress = copying.unseen
) -> Path | None:
    """Put a backup in the place of an archive; where the old one lies now. No other process may have it open.

    Raises:
        ArchiveError: the backup is missing, foreign, newer or not sound, or it holds triggers that are not ours:
            a file from elsewhere could change data with them, so `trust_triggers` says that they are known.
            Nothing was changed then.
    """
    if not backup_file.exists():
        raise ArchiveMissingError(f"there is no backup at {backup_file}")
    sqlite_file.check_header(backup_file, foreign=_NO_BACKUP, empty=_NO_BACKUP)
    to = to.resolve()
    draft, pages = copying.draft_of(to), None
    try:
        copying.drop_unfinished(to)
        copying.duplicate(backup_file, draft, progress)
        progress("checking", 0)
        strange = copying.verify(draft, backup_file)
        if strange and not trust_triggers:
            raise ArchiveForeignError(
                f"{backup_file} holds triggers that are not ours: {', '.join(sorted(strange))}",
                hint="if they are yours, say so with --trust-triggers",
            )
        _bring_up_to_date(draft, backup_file)
        pages = page_copies.copied(backup_file, to)
        aside = _set_aside(to, with_pages=pages is not None)
        draft.replace(to)
        if pages is not None:
            page_copies.put(pages, to)
        sqlite_file.settle(to.parent)
    except OSError as fault:
        raise ArchiveError(
            f"{to} cannot be restored: {error_words.message(fault)}", hint="check the folder and its space"
        ) from fault
    finally:
        for suffix in ("", "-wal", "-shm"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)
        page_copies.drop(pages)
    return aside


def _bring_up_to_date(draft: Path, backup_file: Path) -> None:
    """Migrate the draft, and rename it: what was sent since the backup may have the ids that it would give next.

    Errors name the file that people know.
    """
    try:
        with Archive.open(draft, keep_copy=False) as archive:  # the backup is the copy
            identity.rename(archive)
    except ArchiveError as error:
        hint = error.hint and error.hint.replace(str(draft), str(backup_file))
        raise type(error)(error.message.replace(str(draft), str(backup_file)), hint=hint) from error


def _set_aside(path: Path, *, with_pages: bool) -> Path | None:
    """Move an archive, its log and its pages out of the way: a log next to another file would be applied to it.

    Pages stay where the backup has none: they are those that what is restored knows.
    """
    asides = (path.with_name(f"{path.name}.before-restore-{number}") for number in itertools.count(1))
    aside = next(place for place in asides if not place.exists() and not folder_of(place).exists())
    if with_pages:
        page_copies.set_aside(path, aside)
    if not path.exists():
        return None
    path.replace(aside)
    for suffix in ("-wal", "-shm"):
        log = path.with_name(path.name + suffix)
        if log.exists():
            log.replace(aside.with_name(aside.name + suffix))
    return aside
