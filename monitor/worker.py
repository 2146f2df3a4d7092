"""The supervised child: it runs crawls for the daemon and holds nothing that must not be lost.

    stdin   orders, a line of JSON each; its end means that the daemon is gone
    fd N    events, a line of JSON each
    fd M    the heartbeat: "." twice a second while the loop runs; "R outlet url" before a page is parsed, "D" after

A page that hangs the parser stops the beat, and the last "R" names it. The daemon then sends SIGABRT, upon which
faulthandler prints where it hung.
"""

import asyncio
import faulthandler
import logging
import os
import resource
import signal
import sys
from contextlib import suppress

from monitor import events
from monitor.crawl import Crawls
from monitor.fetch.hooks import Hooks

BEAT_EVERY = 0.5  # seconds
AT_ONCE = 32  # crawls; more gained nothing (memory grows with it)
GRACE = 4.0  # seconds for requests under way when asked to stop
MEMORY_LIMIT = 3 << 30  # bytes of address space: a page that wants more fails alone
_LINE_LIMIT = 64 << 20


class Worker:
    """One child process. `run` returns when all crawls ended after SIGTERM."""

    def __init__(self, events_fd: int, beat_fd: int, at_once: int = AT_ONCE) -> None:
        self._events_fd, self._beat_fd = events_fd, beat_fd
        self._slots = asyncio.Semaphore(at_once)
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = asyncio.Event()
        self._crawls = Crawls(Hooks(emit=self._emit, reading=self._reading))

    async def run(self) -> None:
        """Take orders until asked to stop."""
        loop = asyncio.get_running_loop()
        self._writer = await _pipe_writer(self._events_fd)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopped.set)
        beat, orders = asyncio.ensure_future(self._beat()), asyncio.ensure_future(self._take_orders())
        await self._stopped.wait()
        orders.cancel()
        await self._crawls.stop(GRACE)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE)
        await self._writer.drain()
        self._writer.close()
        beat.cancel()

    async def _take_orders(self) -> None:
        reader = asyncio.StreamReader(limit=_LINE_LIMIT)
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := await reader.readline():
            task = asyncio.ensure_future(self._crawl(events.decode_order(line)))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        # The daemon is gone, perhaps killed: another may start at once, and no host may meet two of us.
        os._exit(0)

    async def _crawl(self, order: events.Order) -> None:
        async with self._slots:
            if not self._stopped.is_set():
                await self._crawls.crawl(order)

    async def _emit(self, event: events.Event) -> None:
        self._writer.write(events.encode(event) + b"\n")
        await self._writer.drain()

    def _reading(self, outlet: str, url: str | None) -> None:
        note = f"R {outlet} {url[:2000]}\n" if url else "D\n"
        with suppress(BlockingIOError):
            os.write(self._beat_fd, note.encode())

    async def _beat(self) -> None:
        while True:
            with suppress(BlockingIOError):
                os.write(self._beat_fd, b".\n")
            await asyncio.sleep(BEAT_EVERY)


async def _pipe_writer(fd: int) -> asyncio.StreamWriter:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, os.fdopen(fd, "wb"))
    return asyncio.StreamWriter(transport, protocol, None, loop)


def main() -> None:
    """`python -m monitor.worker EVENTS_FD BEAT_FD`; started by `monitor.dispatch`."""
    faulthandler.enable()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    asyncio.run(Worker(int(sys.argv[1]), int(sys.argv[2])).run())


if __name__ == "__main__":
    main()
