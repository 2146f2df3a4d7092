"""Whether the configuration's file was changed: looked at again and again, for no notice works on every file system."""

from pathlib import Path

_Signature = tuple[int, int, int]


class FileChanges:
    """Looks at one file, and reports each change once, when it is over: editors write in steps, or replace the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reported = self._last = _signature(path)

    def settled(self) -> bool:
        """Whether the file differs from the one last reported, and was the same at the previous look.

        A missing file is no change: it may be about to be replaced.
        """
        seen = _signature(self._path)
        unchanged, self._last = seen == self._last, seen
        if seen is None or not unchanged or seen == self._reported:
            return False
        self._reported = seen
        return True


def _signature(path: Path) -> _Signature | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
