"""One request at a time per host, with a pause between them, across all crawls of a process.

Scrapy keeps a slot per crawl and gives a redirect the slot of the host that it came from; two outlets on one
feed host would meet there twice as often. So the pace is kept here, around each single request.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from scrapy.exceptions import IgnoreRequest

FIRST_HOLD = 60.0  # seconds for which a host is left alone that asks for less (429) and does not say for how long
LONGEST_HOLD = 3600.0  # seconds: it doubles up to here with each such answer
LONGEST_WAIT = 30.0  # seconds: a host that asks for more is skipped for now, and the crawl ends
_ENOUGH = 20  # refusals in a row: the hold is the longest long since
_MANY = 1_000  # hosts remembered; beyond that those are forgotten to whom nothing is owed
_OWED = LONGEST_HOLD  # seconds for which a host's last refusal is remembered after its hold


class HostHeldError(IgnoreRequest):
    """The host asked us to back off for longer than a crawl waits."""


class StoppingError(IgnoreRequest):
    """The crawl is being stopped; the request was not sent."""


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    last_at: float = float("-inf")  # monotonic seconds, when the last request began
    next_at: float = 0.0
    held_until: float = 0.0
    refusals: int = 0  # answers in a row that asked for less
    waiting: int = 0  # requests that have it or wait for it

    def is_needed(self, now: float) -> bool:
        """Whether it still makes anybody wait, or a refusal counts for the next one."""
        return bool(self.waiting) or self.next_at > now or self.held_until + (_OWED if self.refusals else 0.0) > now


class Pace:
    """The turns of all hosts. Times are monotonic seconds of `clock`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turns: dict[str, _Turn] = {}
        self._next_sweep = _MANY
        self._stopping = asyncio.Event()

    @asynccontextmanager
    async def turn(self, host: str, delay: float) -> AsyncIterator[None]:
        """Wait for this host's turn and hold it while the block runs.

        Raises:
            HostHeldError: the host asked us to back off for longer than LONGEST_WAIT.
            StoppingError: `stop` was called.
        """
        turn = self._turn(host)
        turn.waiting += 1
        try:
            async with turn.lock:
                await self._wait(turn, host)
                turn.last_at = self._clock()
                try:
                    yield
                finally:
                    turn.next_at = turn.last_at + delay
        finally:
            turn.waiting -= 1

    def space(self, host: str, delay: float) -> None:
        """Leave at least so many seconds between the last request to this host and the next: by what it wishes."""
        turn = self._turn(host)
        turn.next_at = max(turn.next_at, turn.last_at + delay)

    def hold(self, host: str, seconds: float) -> None:
        """No request to this host for so long."""
        turn = self._turn(host)
        turn.held_until = max(turn.held_until, self._clock() + seconds)

    def refused(self, host: str) -> float:
        """The host asks for less, and does not say how much: hold it, twice as long each time. Returns the seconds."""
        turn = self._turn(host)
        seconds: float = min(FIRST_HOLD * 2**turn.refusals, LONGEST_HOLD)
        turn.refusals = min(turn.refusals + 1, _ENOUGH)
        self.hold(host, seconds)
        return seconds

    def accepted(self, host: str) -> None:
        """The host answered, and did not ask for less."""
        self._turn(host).refusals = 0

    def held(self, host: str) -> float:
        """Seconds for which the host is still held; 0 if it is not."""
        turn = self._turns.get(host)
        return max(0.0, turn.held_until - self._clock()) if turn else 0.0

    @property
    def is_stopped(self) -> bool:
        """Whether every turn is refused."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Refuse every turn from now on."""
        self._stopping.set()

    async def _wait(self, turn: _Turn, host: str) -> None:
        while not self._stopping.is_set():
            if turn.held_until - self._clock() > LONGEST_WAIT:
                raise HostHeldError(f"{host} asked us to back off for {turn.held_until - self._clock():.0f} s")
            wait = max(turn.next_at, turn.held_until) - self._clock()
            if wait <= 0:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), wait)
        raise StoppingError("the crawl is being stopped")

    def _turn(self, host: str) -> _Turn:
        """The turn of this host. Links lead to ever more hosts: those that wait for nothing any more are forgotten."""
        turn = self._turns.get(host)
        if turn is None:
            if len(self._turns) >= self._next_sweep:
                now = self._clock()
                self._turns = {name: one for name, one in self._turns.items() if one.is_needed(now)}
                self._next_sweep = max(_MANY, 2 * len(self._turns))
            turn = self._turns[host] = _Turn()
        return turn
