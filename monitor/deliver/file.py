"""The file channel: one file a message, complete or not there at all; or standard output."""

import hashlib
import os
import re
import sys
import tempfile
from functools import partial
from pathlib import Path

from monitor.deliver import threads
from monitor.deliver.outcome import SENT, Kind, Outcome, Outgoing, failed
from monitor.model import FileChannel

_SUFFIXES = {"json": ".json", "html": ".html"}


async def send(channel: FileChannel, outgoing: Outgoing) -> Outcome:
    """Write the message. The same message again replaces its file with the same text."""
    try:
        if channel.path == "-":
            await threads.run(partial(_print, outgoing.rendered), name="stdout")
        else:
            place = Path(channel.path), name(channel, outgoing)
            await threads.run(partial(write, *place, outgoing.rendered), name=f"file-{channel.name}")
    except (OSError, ValueError) as error:  # ValueError: standard output is closed
        return failed(Kind.TEMPORARY, f"cannot write to {channel.path}: {error}")
    return SENT


def name(channel: FileChannel, outgoing: Outgoing) -> str:
    """A file name from the message's id: no separators, no leading dot, bounded."""
    stem = re.sub(r"[^A-Za-z0-9_-]", "-", outgoing.message_id)
    if stem != outgoing.message_id or len(stem) > 200:
        stem = f"{stem[:180]}-{hashlib.sha256(outgoing.message_id.encode('utf-8', 'replace')).hexdigest()[:12]}"
    return stem + _SUFFIXES.get(channel.format, ".txt")


def write(folder: Path, filename: str, text: str) -> None:
    """Write beside, flush to the disk, then move to the place: a reader never sees a part."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o640)
        Path(temporary).replace(folder / filename)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _print(text: str) -> None:
    out = sys.stdout
    out.write(text.encode(out.encoding or "utf-8", "replace").decode(out.encoding or "utf-8") + "\n")
    out.flush()
