"""The clock of `bench/soak.py`: the machine's, ahead by as many seconds as were skipped; shared by three processes.

Idle time is skipped and nothing else: what takes a second takes a second, so time limits and watchdogs are real.
"""

import mmap
import struct
import time
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
_KEPT = struct.Struct("dd")  # seconds skipped, and when the run began, as the machine's clock has it


class Clock:
    """A clock whose skipped seconds stand in the file at `path`."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        if create:
            path.write_bytes(_KEPT.pack(0.0, time.time()))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _KEPT.size)

    def seconds(self) -> float:
        """Seconds of the run."""
        skipped, began = _KEPT.unpack_from(self._shared)
        return float(time.time() - began + skipped)

    def monotonic(self) -> float:
        """Seconds that only grow."""
        return float(time.monotonic() + _KEPT.unpack_from(self._shared)[0])

    def now(self) -> datetime:
        """The moment, aware."""
        return START + timedelta(seconds=self.seconds())

    def skip(self, seconds: float) -> None:
        """Let so much time have passed."""
        skipped, began = _KEPT.unpack_from(self._shared)
        _KEPT.pack_into(self._shared, 0, skipped + seconds, began)

    def datetime(self) -> type[datetime]:
        """A `datetime` whose `now` is this clock's; values are those of the real one."""
        clock = self

        class Likeness(type):
            def __instancecheck__(cls, value: object) -> bool:
                return isinstance(value, datetime)

        class Skipping(datetime, metaclass=Likeness):
            def __new__(cls, *given: Any, **named: Any) -> datetime:  # type: ignore[misc] # JSON knows no subclass
                return datetime(*given, **named)  # noqa: DTZ001 - as whoever makes it wants it

            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return clock.now().astimezone(tz)

        return Skipping
