"""Whether the configuration's files were changed: looked at again and again, as no notice works on every disk."""

from pathlib import Path

_Signature = tuple[int, int, int]


class FileChanges:
    """Looks at files, and reports each change once, when it is over: editors write in steps, or replace the file."""

    def __init__(self, *paths: Path) -> None:
        self._looks = {path: _Looks(path) for path in paths}

    def follow(self, *paths: Path) -> None:
        """Look at these files from now on, and no longer at others; what was seen of the files that stay is kept."""
        self._looks = {path: self._looks.get(path) or _Looks(path) for path in paths}

    def settled(self) -> bool:
        """Whether a file differs from the one last reported, and was the same at the previous look.

        A missing file is no change: it may be about to be replaced.
        """
        return sum(looks.settled() for looks in self._looks.values()) > 0  # each is looked at


class _Looks:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._reported = self._last = _signature(path)

    def settled(self) -> bool:
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
