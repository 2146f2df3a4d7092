"""One daemon per archive: a lock that the kernel releases, however its holder ends."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from monitor import atomic_file, error_words
from monitor.errors import AlreadyRunningError, ArchiveError
from monitor.store.file import sqlite_file


class Holder:
    """Who holds the lock: what it writes down about itself is for people and for `monitor status`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._notes: dict[str, Mapping[str, str]] = {}

    def note(self, facts: Mapping[str, str], *, about: str = "") -> None:
        """Write down the process, and these facts in the place of earlier ones `about` it; all go with the holder.

        Nothing is said where the disk has no room for it: the lock is held without a word, too.
        """
        self._notes[about] = facts
        facts = {name: fact for noted in self._notes.values() for name, fact in noted.items()}
        text = f"{os.getpid()}\n{json.dumps(facts) + chr(10) if facts else ''}".encode()
        with contextlib.suppress(OSError):
            os.pwrite(self._descriptor, text, 0)
            os.ftruncate(self._descriptor, len(text))


@contextmanager
def held(archive: Path) -> Iterator[Holder]:
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
            number = os.read(descriptor, 20).decode("ascii", "replace").partition("\n")[0].strip() or "?"
            raise AlreadyRunningError(
                f"another monitor (process {number}) works on {archive}",
                hint="stop it first, or leave the work to it: `monitor status` shows what it does",
            ) from None
        holder = Holder(descriptor)
        holder.note({})  # for people only: the lock is what counts
        yield holder
    finally:
        os.close(descriptor)
