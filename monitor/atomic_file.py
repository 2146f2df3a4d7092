"""Writing a file in one step: whoever opens it sees the old content or the new one, whole, also after a power cut."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write(path: Path, content: bytes, *, mode: int) -> None:
    """Put `content` at `path` with these permissions. A failure leaves what was there, and nothing else.

    Raises:
        OSError: the folder is missing, full or not ours.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)  # readable by us alone, hidden
    temporary = Path(name)
    try:
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
