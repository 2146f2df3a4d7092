"""One daemon per archive: a lock that the kernel releases, however its holder ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor import atomic_file, error_words
from monitor.errors import AlreadyRunningError, ArchiveError
from monitor.store.file import sqlite_file


@contextmanager
def held(archive: Path) -> Iterator[None]:
    """Hold the lock of this archive.

    Raises:
        AlreadyRunningError: another process holds it.
        ArchiveError: the archive's folder cannot be made or written.
    """
    path = sqlite_file.lock_of(archive)
    try:
        atomic_file.make_folder(path.parent)
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        raise ArchiveError(
            f"{path} cannot be written: {error_words.message(fault)}",
            hint=f"check the owner and mode of {path.parent}, or choose another path for the archive ([archive] path)",
        ) from fault
    try:
        atomic_file.give_to_owner(descriptor, path.parent)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            number = os.read(descriptor, 20).decode("ascii", "replace").strip() or "?"
            raise AlreadyRunningError(
                f"another monitor (process {number}) works on {archive}",
                hint="stop it first, or leave the work to it: `monitor status` shows what it does",
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())  # for people only: the lock is what counts
        yield
    finally:
        os.close(descriptor)
