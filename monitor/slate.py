"""What a crawling process has under its parser, in a file that outlives the process.

The child writes on it before it parses and wipes it after; where the child hangs or dies, its supervisor reads from
it whose page or listing it was, and keeps the bytes. Nothing of it reaches a disk, where the system has such files.
"""

import os
import tempfile
from contextlib import suppress

import msgspec

from monitor.events import Parsing

_BODY_LIMIT = 64 << 20  # bytes kept of what is parsed: more than any listing may have


class Slate:
    """One slate, by the descriptor of its file, which both processes have."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, parsing: Parsing, body: bytes) -> None:
        """Note what is parsed from now on. No room for it is no reason not to parse."""
        with suppress(OSError):
            os.ftruncate(self._descriptor, 0)
            head = msgspec.json.encode(parsing) + b"\n"
            os.pwrite(self._descriptor, head, 0)
            os.pwrite(self._descriptor, memoryview(body)[:_BODY_LIMIT], len(head))

    def wipe(self) -> None:
        """Note that nothing is parsed."""
        with suppress(OSError):
            os.ftruncate(self._descriptor, 0)

    def read(self) -> tuple[Parsing, bytes] | None:
        """What is being parsed, and its bytes; None: nothing, as far as can be read."""
        try:
            written = os.pread(self._descriptor, os.fstat(self._descriptor).st_size, 0)
            head, end, body = written.partition(b"\n")
            return (msgspec.json.decode(head, type=Parsing), body) if end else None
        except (OSError, ValueError):
            return None


def make() -> int:
    """The descriptor of a new slate's file, which is in no folder. Whoever asks closes it.

    Raises:
        OSError: there is neither memory nor room for it.
    """
    if hasattr(os, "memfd_create"):
        return os.memfd_create("slate")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
