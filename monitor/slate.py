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
_KEPT = 1 << 20  # bytes of a file that is written over; a larger one is cut, for its memory
_WIPED = b"\0"
_NOTHING = b"%012d" % 0  # bytes, as their number is written


class Slate:
    """One slate, by the descriptor of its file, which both processes have.

    The number of bytes and what is parsed in one line, then the bytes; a first byte of 0: nothing is. What was written
    before is written over: to cut the file each time would give its memory back, to be cleared for the next page.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._size = 0

    def write(self, parsing: Parsing, body: bytes) -> None:
        """Note what is parsed from now on. No room for it is no reason not to parse."""
        with suppress(OSError):
            kept = memoryview(body)[:_BODY_LIMIT]
            self._size = len(kept)
            head = b"%b %b\n" % (_NOTHING, msgspec.json.encode(parsing))
            os.pwrite(self._descriptor, head, 0)  # whose page it is: known even where there is no room for its bytes
            written = os.pwrite(self._descriptor, kept, len(head))  # fewer where room ends: what follows is old
            os.pwrite(self._descriptor, b"%012d" % written, 0)

    def wipe(self) -> None:
        """Note that nothing is parsed."""
        with suppress(OSError):
            os.pwrite(self._descriptor, _WIPED, 0)
            if self._size > _KEPT:
                os.ftruncate(self._descriptor, 0)

    def read(self) -> tuple[Parsing, bytes] | None:
        """What is being parsed, and its bytes; None: nothing, as far as can be read."""
        try:
            written = os.pread(self._descriptor, os.fstat(self._descriptor).st_size, 0)
            head, end, body = written.partition(b"\n")
            size, _, parsing = head.partition(b" ")
            return (msgspec.json.decode(parsing, type=Parsing), body[: int(size)]) if end else None
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
