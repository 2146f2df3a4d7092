"""What all catchers share: the folder, the faults, and the waiting for news."""

import asyncio
import itertools
import random
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """How a catcher misbehaves. Shares are of the messages that come, from 0 to 1; `down` counts from the start."""

    fail: float = 0.0  # refused with an error that invites a retry
    drop: float = 0.0  # accepted and kept, but the sender never hears of it
    down: float = 0.0  # seconds in which everything is refused
    refusals: int | None = None  # how often `fail` meets one message, by its id; None: without end
    seed: int = 1


class Catcher:
    """What both share: the folder, the faults and the waiting."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        self.folder, self.faults = folder, faults
        self._rng = random.Random(faults.seed)  # noqa: S311  (faults that repeat, not secrets)
        self._numbers = itertools.count(1)
        self._refused: Counter[str] = Counter()
        self._started = time.monotonic()
        self._news = asyncio.Event()

    def _open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._started = time.monotonic()

    def _is_down(self) -> bool:
        return time.monotonic() - self._started < self.faults.down

    def _fails(self, message_id: str) -> bool:
        if self._is_down():
            return True
        if self._refused[message_id] == self.faults.refusals or self._rng.random() >= self.faults.fail:
            return False
        self._refused[message_id] += 1
        return True

    def _drops(self) -> bool:
        return self._rng.random() < self.faults.drop

    def _write(self, name: str, suffix: str, data: bytes) -> None:
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[:80]
        (self.folder / f"{next(self._numbers):04}-{name}{suffix}").write_bytes(data)

    async def wait(self, seconds: float) -> bool:
        """Until another message has come, at most so long; whether one came."""
        self._news.clear()
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return False
        return True
