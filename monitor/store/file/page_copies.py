"""The pages that an archive keeps, copied with it: into a backup, and out of one.

Files of pages only grow, and what the copy of an archive knows was there before it: so they are copied after it, and
what has come since is more than it knows, which harms nothing.
"""

import os
import shutil
import tempfile
from pathlib import Path

from monitor import atomic_file
from monitor.store.file.page_files import folder_of


def copied(archive: Path, to: Path) -> Path | None:
    """The pages of an archive, copied to a hidden folder next to `to`, and flushed; None if it keeps none.

    Raises:
        OSError: they cannot be copied. No half copy is left.
    """
    pages = folder_of(archive)
    if not pages.is_dir():
        return None
    draft = Path(tempfile.mkdtemp(prefix=f".{to.name}.", suffix=".pages", dir=to.resolve().parent))
    try:
        _give(draft, draft.parent)
        for file in sorted(pages.glob("*.warc.gz")):
            try:
                shutil.copyfile(file, draft / file.name)
            except FileNotFoundError:  # dropped by its age since
                continue
            (draft / file.name).chmod(0o600)
            _give(draft / file.name, draft)
    except BaseException:
        drop(draft)
        raise
    return draft


def put(draft: Path, archive: Path) -> None:
    """Make a copy the pages of an archive that has none."""
    draft.replace(folder_of(archive))


def set_aside(archive: Path, aside: Path) -> None:
    """Let the pages of an archive be those of the file that it is moved to."""
    pages = folder_of(archive)
    if pages.is_dir():
        pages.replace(folder_of(aside))


def drop(folder: Path | None) -> None:
    """Delete a folder of pages; none there is as good."""
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def size(archive: Path) -> int:
    """Bytes of the pages that an archive keeps."""
    return sum(file.stat().st_size for file in folder_of(archive).glob("*.warc.gz"))


def _give(path: Path, folder: Path) -> None:
    """Let it be its folder's owner's, and on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        atomic_file.give_to_owner(opened, folder)
        os.fsync(opened)
    finally:
        os.close(opened)
