"""The archive as pages use it: one read-only connection a thread, and one that writes for the moment of a change."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.store.archive import Archive

READ_WITHIN = 5.0  # seconds that the questions of one page may take
WRITE_WITHIN = 10.0  # seconds to wait for the daemon's own transaction, and for ours


class Archives:
    """The connections to one archive. A file that was replaced (`monitor restore`) is opened again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mine = threading.local()

    @contextmanager
    def reading(self) -> Iterator[Archive]:
        """The archive of this thread, to read; what takes too long is cut off.

        Raises:
            ArchiveError: it cannot be opened; `ArchiveSlowError`: the questions took too long.
        """
        archive: Archive | None = getattr(self._mine, "archive", None)
        if archive is None or not archive.is_in_place:
            if archive is not None:
                archive.close()
            archive = self._mine.archive = Archive.open(self.path, read_only=True, busy_timeout=READ_WITHIN)
        with archive.within(READ_WITHIN):
            yield archive

    @contextmanager
    def writing(self) -> Iterator[Archive]:
        """The archive, open to write, in one transaction: all of a change or nothing, whenever the process dies.

        Raises:
            ArchiveLockedError: another process writes for longer than a person waits.
        """
        archive = Archive.open(self.path, busy_timeout=WRITE_WITHIN)
        with archive, archive.within(WRITE_WITHIN), archive.transaction():
            yield archive
