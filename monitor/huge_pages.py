"""Huge pages for what a daemon holds for days, so that what lies far away in memory is found in fewer steps.

    what is mapped -> the mappings that are in use nearly wholly -> the system is asked to keep these in huge pages

What is in use wholly takes no more memory in huge pages; the stacks of threads, of which little is in use, would. It is
advice, and Linux alone takes it: elsewhere, and where the system's own setting is `never`, nothing happens.
"""

import ctypes
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

SYSTEM = Path("/sys/kernel/mm/transparent_hugepage")
MAPPED = Path("/proc/self/smaps")
FULL = 0.95  # of a mapping that is in use: where it is less, huge pages would take memory
_HUGEPAGE = 14  # advice of Linux to the pages of a mapping: the system may make them huge as it finds time,
_COLLAPSE = 25  # and does it now; since Linux 6.1
_UNIT = 1024
# A mapping of its own memory: one that can be written, of no file, without a name or the heap's.
_OWN = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw-p 0+ \S+ 0\s*(?:\[heap\])?\s*")
_USED = re.compile(r"Rss:\s+(\d+) kB")


def take(system: Path = SYSTEM, mapped: Path = MAPPED) -> int:
    """Have the system keep in huge pages what is in use of this process; bytes that it was asked for."""
    try:
        if "[never]" in (system / "enabled").read_text():
            return 0
        size = int((system / "hpage_pmd_size").read_text())
        with mapped.open(encoding="ascii", errors="replace", newline="\n") as lines:  # names of files are any bytes
            ranges = [*full(lines, size)]
    except (OSError, ValueError):  # another system, or one that shows nothing of it
        return 0
    ask(ranges)
    return sum(end - start for start, end in ranges)


def full(lines: Iterable[str], size: int) -> Iterator[tuple[int, int]]:
    """The whole huge pages of `size` bytes, first byte and end, within mappings that are full; as `smaps` has them."""
    own: tuple[int, int] | None = None
    for line in lines:
        if not line[0].isupper():  # a mapping begins; what is said of it follows
            found = _OWN.fullmatch(line)
            own = (int(found[1], 16), int(found[2], 16)) if found else None
        elif own is not None and (used := _USED.match(line)):
            first, end = own
            start, last = -(-first // size) * size, end // size * size
            if start < last and int(used[1]) * _UNIT >= FULL * (end - first):
                yield start, last


def ask(ranges: Iterable[tuple[int, int]]) -> None:
    """Give the advice; what the system says to it is of no consequence."""
    advise = ctypes.CDLL(None).madvise
    advise.argtypes = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
    for start, end in ranges:
        for advice in (_HUGEPAGE, _COLLAPSE):
            advise(start, end - start, advice)
