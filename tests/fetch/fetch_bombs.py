"""Bodies that are small on the way and 200 MiB when they are unpacked, and what memory that takes.

None of them is ever whole in this process: it would have had the memory that a test then asks for.
"""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BLOCK = b"a" * (1 << 20)
BLOCKS = 200  # of 1 MiB in each bomb
PEAK = "VmHWM:"  # of /proc/self/status: the most memory that was ever held, in kB


def gzipped(head: bytes = b"<p>") -> bytes:
    """By gzip, behind a head; a block is packed once, and stands there as often as it is wanted."""
    size = len(head) + BLOCKS * len(BLOCK)
    return b"\x1f\x8b\x08" + bytes(7) + _packed(head) + _sum(zlib.crc32, head, "little") + size.to_bytes(4, "little")


def deflated(head: bytes = b"<p>") -> bytes:
    """As the coding `deflate`."""
    return b"\x78\x01" + _packed(head) + _sum(zlib.adler32, head, "big")


def brotli(head: bytes = b"<p>") -> bytes:
    """By Brotli."""
    machine: Any = pytest.importorskip("brotli").Compressor(quality=1)
    parts = [machine.process(part) for part in (head, *[BLOCK] * BLOCKS)]
    return b"".join([*parts, machine.finish()])


# By the codings that their answer names.
BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip": gzipped,
    "gzip, gzip": lambda: gzip.compress(gzipped(), 6),
    "deflate": deflated,
    "br": brotli,
}


class Memory:
    """What this process comes to hold from here on."""

    def __init__(self) -> None:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forgets what it once held
        self._before = _peak()

    def grown(self) -> int:
        """By how many bytes it grew, at the most."""
        return _peak() - self._before


def _peak() -> int:
    words = Path("/proc/self/status").read_text(encoding="ascii").split()
    return int(words[words.index(PEAK) + 1]) << 10


def _packed(head: bytes) -> bytes:
    """The stream alone: behind a full flush nothing refers to what was before it."""
    machine = zlib.compressobj(9, wbits=-15)
    first, block = (machine.compress(part) + machine.flush(zlib.Z_FULL_FLUSH) for part in (head, BLOCK))
    return first + block * BLOCKS + machine.flush()


def _sum(add: Callable[[bytes, int], int], head: bytes, order: Any) -> bytes:
    """A checksum of the whole."""
    total = add(head, add(b"", 1 if add is zlib.adler32 else 0))
    for _ in range(BLOCKS):
        total = add(BLOCK, total)
    return total.to_bytes(4, order)
