"""What hung or killed the parser, kept for whoever looks into it: in a folder next to the archive, the newest only."""

import hashlib
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from monitor import atomic_file

MOST = 50  # files
MOST_BYTES = 20 << 20  # of all of them: a file is at most a tenth of that


def folder_of(archive: Path) -> Path:
    """The folder of an archive: next to it, as its lock is."""
    archive = archive.resolve()
    return archive.with_name(f"{archive.name}.quarantine")


def keep(archive: Path, outlet: str, packed: bytes, now: datetime) -> Path | None:
    """Keep these bytes, which are gzip. The same bytes are kept once. None: there is no room, or no right to write."""
    folder = folder_of(archive)
    digest = hashlib.blake2b(packed, digest_size=6).hexdigest()
    try:
        if not folder.exists():
            atomic_file.make_folder(folder)
            folder.chmod(0o700)
        known = next(folder.glob(f"*-{outlet}-{digest}.gz"), None)
        if known is not None:
            return known
        path = folder / f"{now:%Y%m%dT%H%M%S}-{outlet}-{digest}.gz"
        atomic_file.write(path, packed, mode=0o600)
        _drop_oldest(folder)
    except OSError:
        return None
    return path


def _drop_oldest(folder: Path) -> None:
    kept = sorted(folder.glob("*.gz"), reverse=True)  # by name, which begins with the time: the newest first
    size = 0
    for number, path in enumerate(kept):
        size += path.stat().st_size
        if number >= MOST or (size > MOST_BYTES and number):
            with suppress(OSError):
                path.unlink()
