"""A line on a terminal that says how far a copy of the archive is; nothing where nobody looks."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from monitor.store.file.copying import Progress, unseen

_PAUSE = 0.2  # seconds between two changes of the line


@contextmanager
def copy_progress(total: int, *, quiet: bool) -> Iterator[Progress]:
    """Progress for a copy of `total` bytes; the line is wiped at the end."""
    if quiet or not sys.stderr.isatty():
        yield unseen
        return
    before, said = 0.0, ""

    def show(what: str, done: int) -> None:
        nonlocal before, said
        if what == said and time.monotonic() - before < _PAUSE:
            return
        before, said = time.monotonic(), what
        share = f" {min(done / total, 1.0):.0%} of {total / 2**20:,.0f} MB" if done and total else " …"
        sys.stderr.write(f"\r\x1b[K{what}{share}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
