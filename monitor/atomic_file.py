"""Writing a file in one step: whoever opens it sees the old content or the new one, whole, also after a power cut.

What root makes in the folder of another user belongs to that user: a service that works in its folder must be able to
read and write what an administrator's command left there.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write(path: Path, content: bytes, *, mode: int) -> None:
    """Put `content` at `path` with these permissions. A failure leaves what was there, and nothing else.

    Raises:
        OSError: the folder is missing, full or not ours; it names `path`.
    """
    try:
        _write(path, content, mode)
    except OSError as error:
        error.filename, error.filename2 = str(path), None  # the file in between is nobody's business
        raise


def _write(path: Path, content: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)  # readable by us alone, hidden
    temporary = Path(name)
    try:
        give_to_owner(handle, path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def give_to_owner(descriptor: int, folder: Path) -> None:
    """Where root made a file or folder in somebody's `folder`, let it be theirs."""
    if os.geteuid() == 0:
        owner = folder.stat()
        if owner.st_uid:
            os.fchown(descriptor, owner.st_uid, owner.st_gid)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each its owner's, as files are."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(exist_ok=True)
        opened = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            give_to_owner(opened, place.parent)
        finally:
            os.close(opened)


def try_folder(folder: Path) -> None:
    """Make and remove a file in a folder, or in the one in which it would be made.

    Raises:
        OSError: it cannot be written.
    """
    there = next(parent for parent in (folder, *folder.resolve().parents) if parent.exists())
    trial = there / ".monitor-doctor"
    trial.touch()
    trial.unlink()
