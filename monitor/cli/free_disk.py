"""How much room the disk of the archive has."""

import shutil
from pathlib import Path

SCARCE = 200 * 2**20  # bytes: from here on nothing more may be stored soon
NONE = 2**20  # bytes: a transaction and its log may need as much, so nothing is stored any more


def folder_of(archive: Path) -> Path:
    """The folder of the archive, or the nearest around it that is there."""
    return next((parent for parent in archive.resolve().parents if parent.exists()), Path("/"))


def free(archive: Path) -> int:
    """Bytes that are free on the disk of the archive."""
    return shutil.disk_usage(folder_of(archive)).free
