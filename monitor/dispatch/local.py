"""Where crawls run: in supervised children of this process.

    submit(order) -> child -> events -> on_event
                       └ heartbeat: silence for too long -> SIGABRT, a strike, a new child

The child may hang or die at any moment; what it was parsing is reported to `on_death`, and every crawl that was under
way ends as a failed one. Nothing is lost by that: links stay `found` in the archive until their article is stored.
"""

import asyncio
import logging
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from zlib import crc32

from monitor import background, events
from monitor.causes import CrawlOutcome, Requested
from monitor.dispatch.child import Child
from monitor.events import LONGEST_LINE, Death, Event, Finished, Order

SILENCE = 30.0  # seconds without a heartbeat that mean a hung child
STARTING = 120.0  # seconds for its first one, at least: where the machine is busy, loading takes longer than any page
CHECK_EVERY = 0.5
_LATE = 2 * CHECK_EVERY  # seconds between two looks, at most, that count as the child's silence: the rest is our own
_log = logging.getLogger(__name__)


class Local:
    """Crawls in `workers` children; an outlet is always crawled by the same one, so that a host meets one pace."""

    def __init__(
        self,
        on_event: Callable[[Event], Awaitable[None]],
        on_death: Callable[[Death], Awaitable[None]],
        *,
        workers: int = 1,
        silence: float = SILENCE,
    ) -> None:
        self._on_event, self._on_death = on_event, on_death
        self._silence = silence
        self._children: list[Child | None] = [None] * workers
        self._starting = [asyncio.Lock() for _ in range(workers)]
        self._stopping = False
        self._ending: set[asyncio.Task[None]] = set()
        self._watching = background.start(background.forever(self._watch, "watch of the children"), "watch")

    @property
    def width(self) -> int:
        """How many processes crawl."""
        return len(self._children)

    async def start(self) -> None:
        """Nothing is needed: a child is started for its first order."""

    @property
    def running(self) -> frozenset[str]:
        """The outlets that are being crawled, or wait in a child for their turn."""
        return frozenset(outlet for child in self._children if child for outlet in child.running)

    async def submit(self, order: Order) -> bool:
        """Have this order crawled; False where its outlet is being crawled already or all is being stopped."""
        number = crc32(order.outlet.home.encode()) % len(self._children)
        if self._stopping or order.outlet.id in self.running:
            return False
        line = events.encode_order(order)
        if len(line) >= LONGEST_LINE:
            _log.error("order.too_long", extra={"outlet": order.outlet.id, "bytes": len(line)})
            why = f"its order has {len(line)} bytes, more than {LONGEST_LINE}"
            await self._on_event(_ended(order.outlet.id, CrawlOutcome.FAILED, why, datetime.now(UTC)))
            return True
        await (await self._child(number)).order(order, line)
        return True

    async def stop(self, grace: float) -> None:
        """End all crawls: SIGTERM, `grace` seconds, SIGKILL. Events that came until then have been handed on."""
        self._stopping = True
        children = [child for child in self._children if child and child.lives]
        for child in children:
            child.kill(signal.SIGTERM)
        await asyncio.gather(*(child.quiet(grace) for child in children))
        for child in children:
            with suppress(TimeoutError):
                await asyncio.wait_for(child.process.wait(), 1.0)
            child.kill(signal.SIGKILL)
            await child.process.wait()
            child.forget()
        self._watching.cancel()

    async def _child(self, number: int) -> Child:
        async with self._starting[number]:
            await self._clear(number)
            present = self._children[number]
            if present is not None:
                return present
            fresh = await Child.start(self._on_event)
            self._children[number] = fresh
            return fresh

    async def _watch(self) -> None:
        """Count the silence of each child; bury the dead.

        Only time in which this process was at work counts: where all were frozen together, as a container's pause or
        a laptop's sleep does it, or where we were late ourselves, the child is not to blame.
        """
        looked_at = time.monotonic()
        while True:
            await asyncio.sleep(CHECK_EVERY)
            looked_at, before = time.monotonic(), looked_at
            for number, child in enumerate(self._children):
                if child is None or self._stopping:
                    continue
                child.silent += min(looked_at - before, _LATE)
                if not child.lives:
                    async with self._starting[number]:
                        await self._clear(number)
                elif not child.hung and child.silent > (self._silence if child.is_up else max(self._silence, STARTING)):
                    child.hung = True
                    ending = background.start(child.abort(), "end of a child")
                    self._ending.add(ending)
                    ending.add_done_callback(self._ending.discard)

    async def _clear(self, number: int) -> None:
        """Make room where a child died; its crawls are reported before another takes its place."""
        child = self._children[number]
        if child is not None and not child.lives:
            self._children[number] = None
            await self._bury(child)

    async def _bury(self, child: Child) -> None:
        """Report what a dead child was at, then the end of each of its crawls: of the guilty one, and of the others."""
        left = await child.remains()
        parsing, now = left.parsing, datetime.now(UTC)
        _log.error(
            "worker.died",
            extra={"hung": child.hung, "exit": child.process.returncode, "crawls": len(child.running)}
            | ({} if parsing else {"cause": "not known"})
            | {"stack": left.stack},
        )
        outlets = tuple(child.running)
        await self._on_death(
            Death(
                hung=child.hung,
                outlet=parsing.outlet if parsing else None,
                url=parsing.url if parsing else None,
                kind=parsing.kind if parsing else Requested.PAGE,
                source=parsing.source if parsing else None,
                body=left.body,
                outlets=outlets,
                stack=left.stack,
                at=now,
            )
        )
        for name in outlets:
            guilty = parsing is None or parsing.outlet == name
            outcome = CrawlOutcome.DIED if guilty else CrawlOutcome.INTERRUPTED
            await self._on_event(_ended(name, outcome, "the crawling process died", now))


def _ended(outlet: str, outcome: CrawlOutcome, why: str, now: datetime) -> Finished:
    return Finished(outlet=outlet, at=now, outcome=outcome, complete=False, detail=why)
