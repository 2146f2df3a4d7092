"""Where crawls run: in supervised children of this process.

    submit(order) -> child -> events -> on_event
                       └ heartbeat: silence for too long -> SIGABRT, a strike, a new child

The child may hang or die at any moment; what it was parsing is reported to `on_death`, and every crawl that was under
way ends as a failed one. Nothing is lost by that: links stay `found` in the archive until their article is stored.
"""

import asyncio
import logging
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from zlib import crc32

from monitor import events
from monitor.causes import CrawlOutcome
from monitor.events import Death, Event, Finished, Order

SILENCE = 30.0  # seconds without a heartbeat that mean a hung child
CHECK_EVERY = 0.5
_LINE_LIMIT = 64 << 20
_HOME = Path(__file__).resolve().parents[2]  # where `monitor` and `spiders` are importable
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Child:
    process: asyncio.subprocess.Process
    stderr: IO[bytes]
    beaten_at: float
    readers: list[asyncio.Task[None]] = field(default_factory=list)
    running: dict[str, Order] = field(default_factory=dict)
    reading: tuple[str, str] | None = None
    hung: bool = False


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
        self._children: list[_Child | None] = [None] * workers
        self._starting = [asyncio.Lock() for _ in range(workers)]
        self._stopping = False
        self._watching = {asyncio.ensure_future(self._watch(number)) for number in range(workers)}

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
        child = await self._child(number)
        child.running[order.outlet.id] = order
        assert child.process.stdin is not None
        with suppress(ConnectionError, BrokenPipeError):  # it just died: `_watch` reports its crawls as failed
            child.process.stdin.write(events.encode_order(order) + b"\n")
            await child.process.stdin.drain()
        return True

    async def stop(self, grace: float) -> None:
        """End all crawls: SIGTERM, `grace` seconds, SIGKILL. Events that came until then have been handed on."""
        self._stopping = True
        children = [child for child in self._children if child and child.process.returncode is None]
        for child in children:
            _kill(child.process, signal.SIGTERM)
        if children:
            await asyncio.wait([reader for child in children for reader in child.readers], timeout=grace)
        for child in children:
            with suppress(TimeoutError):
                await asyncio.wait_for(child.process.wait(), 1.0)
            _kill(child.process, signal.SIGKILL)
            await child.process.wait()
        for task in self._watching:
            task.cancel()
        for child in children:
            child.stderr.close()

    async def _child(self, number: int) -> _Child:
        async with self._starting[number]:
            present = self._children[number]
            if present is not None and present.process.returncode is None:
                return present
            fresh = await self._start()
            self._children[number] = fresh
            return fresh

    async def _start(self) -> _Child:
        events_in, events_out = os.pipe()
        beat_in, beat_out = os.pipe()
        os.set_blocking(beat_out, False)
        stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the child
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "monitor.worker",
            str(events_out),
            str(beat_out),
            stdin=asyncio.subprocess.PIPE,
            stderr=stderr,
            pass_fds=(events_out, beat_out),
            cwd=_HOME,
            start_new_session=True,  # a terminal's Ctrl-C is for the parent, which stops it in order
        )
        os.close(events_out)
        os.close(beat_out)
        child = _Child(process, stderr, time.monotonic())
        child.readers = [
            asyncio.ensure_future(self._read_events(child, events_in)),
            asyncio.ensure_future(self._read_beat(child, beat_in)),
        ]
        return child

    async def _read_events(self, child: _Child, fd: int) -> None:
        try:
            async for line in _lines(fd):
                event = events.decode(line)
                await self._on_event(event)
                if isinstance(event, Finished):
                    child.running.pop(event.outlet, None)
        except ValueError as error:
            # It would go on beating with nobody to read it: its crawls begin again in another child.
            _log.error("worker.senseless", extra={"error": str(error)[:500]})
            _kill(child.process, signal.SIGKILL)

    async def _read_beat(self, child: _Child, fd: int) -> None:
        async for line in _lines(fd):
            child.beaten_at = time.monotonic()
            if line.startswith(b"R "):
                _, outlet, url = line.decode("utf-8", "replace").rstrip("\n").split(" ", 2)
                child.reading = (outlet, url)
            elif line.startswith(b"D"):
                child.reading = None

    async def _watch(self, number: int) -> None:
        while True:
            await asyncio.sleep(CHECK_EVERY)
            child = self._children[number]
            if child is None or self._stopping:
                continue
            if child.process.returncode is not None:
                self._children[number] = None
                await self._bury(child)
            elif not child.hung and time.monotonic() - child.beaten_at > self._silence:
                child.hung = True
                asyncio.ensure_future(self._end(child))  # noqa: RUF006 - its end is seen by the next look

    async def _end(self, child: _Child) -> None:
        _kill(child.process, signal.SIGABRT)  # faulthandler prints the stack that hangs
        await asyncio.sleep(2)
        _kill(child.process, signal.SIGKILL)

    async def _bury(self, child: _Child) -> None:
        await asyncio.wait(child.readers, timeout=5)  # what it still said before it died
        child.stderr.seek(0)
        stack = child.stderr.read(1 << 20).decode("utf-8", "replace")[-4000:]
        child.stderr.close()
        outlet, url = child.reading or (None, None)
        now = datetime.now(UTC)
        _log.error("worker.died", extra={"hung": child.hung, "outlet": outlet, "url": url, "stack": stack})
        outlets = tuple(child.running)
        await self._on_death(Death(hung=child.hung, outlet=outlet, url=url, outlets=outlets, stack=stack, at=now))
        why = "the crawling process died"
        for name in outlets:
            await self._on_event(Finished(outlet=name, at=now, outcome=CrawlOutcome.DIED, complete=False, detail=why))


def _kill(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    # Not `process.send_signal`: it reaps a child that has ended, and asyncio's watcher would not know.
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, number)


async def _lines(fd: int) -> AsyncIterator[bytes]:
    reader = asyncio.StreamReader(limit=_LINE_LIMIT)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(fd, "rb"))
    try:
        while line := await reader.readline():
            yield line
    finally:
        transport.close()
