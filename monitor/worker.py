"""The supervised child: it runs crawls for the daemon and holds nothing that must not be lost.

    stdin   orders, a line of JSON each; its end means that the daemon is gone
    fd N    events, a line of JSON each
    fd M    the heartbeat: "." twice a second while the loop runs
    fd S    the slate: what is being parsed, page, listing or robots.txt, and its bytes

What hangs the parser stops the beat, and the slate says whose it is. The daemon then sends SIGABRT, upon which
faulthandler prints where it hung.
"""

import asyncio
import faulthandler
import gc
import logging
import os
import resource
import signal
import sys
from contextlib import suppress

from monitor import background, error_words, event_size, events, pipe_lines
from monitor.crawl import Crawls
from monitor.events import Event, Order, Parsing
from monitor.fetch.hooks import Hooks
from monitor.slate import Slate

BEAT_EVERY = 0.5  # seconds
AT_ONCE = 32  # crawls; more gained nothing (memory grows with it)
GRACE = 4.0  # seconds for requests under way when asked to stop
MEMORY_LIMIT = 3 << 30  # bytes of address space: a page that wants more fails alone
_YOUNG = 20_000  # objects made until cycles are looked for: a look makes few, and nearly all are gone without it
_BROKEN = 70  # exit code where a part of this process failed that it cannot work without
_log = logging.getLogger("monitor.worker")


class Worker:
    """One child process. `run` returns when all crawls ended after SIGTERM."""

    def __init__(self, events_fd: int, beat_fd: int, slate_fd: int, at_once: int = AT_ONCE) -> None:
        self._events_fd, self._beat_fd = events_fd, beat_fd
        self._slate = Slate(slate_fd)
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
        beat = background.start(self._beat(), "beat", failed=_give_up)
        orders = background.start(self._take_orders(), "orders", failed=_give_up)
        await self._stopped.wait()
        orders.cancel()
        await self._crawls.stop(GRACE)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE)
        await self._crawls.close()
        await self._writer.drain()
        self._writer.close()
        beat.cancel()

    async def _take_orders(self) -> None:
        async for line in pipe_lines.read(sys.stdin):
            if isinstance(line, pipe_lines.LineTooLongError):
                _log.error("order.too_long %s", line)
                continue
            order = events.decode_order(line)
            task = background.start(self._crawl(order), f"crawl of {order.outlet.id}", failed=_give_up)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        # The daemon is gone, perhaps killed: another may start at once, and no host may meet two of us.
        os._exit(0)

    async def _crawl(self, order: Order) -> None:
        async with self._slots:
            if not self._stopped.is_set():
                await self._crawls.crawl(order)

    async def _emit(self, event: Event) -> None:
        line = events.encode(event)
        if len(line) >= events.LONGEST_LINE:
            line = events.encode(event_size.fitted(event))
        self._writer.write(line + b"\n")
        await self._writer.drain()

    def _reading(self, parsing: Parsing | None, body: bytes) -> None:
        if parsing is None:
            self._slate.wipe()
        else:
            self._slate.write(parsing, body)

    async def _beat(self) -> None:
        while True:
            with suppress(BlockingIOError):
                os.write(self._beat_fd, b".\n")
            await asyncio.sleep(BEAT_EVERY)


def _give_up() -> None:
    """End the process: its supervisor starts another, and the crawls of this one begin again."""
    logging.shutdown()
    os._exit(_BROKEN)


async def _pipe_writer(fd: int) -> asyncio.StreamWriter:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, os.fdopen(fd, "wb"))
    return asyncio.StreamWriter(transport, protocol, None, loop)


def limit_memory(limit: int = MEMORY_LIMIT) -> None:
    """Let this process have so much address space, or as much as whoever started it allows."""
    try:
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, wanted))
    except (OSError, ValueError) as error:  # crawling without the limit is better than not to crawl
        _log.warning("memory.not_limited %s", error_words.message(error))


def spare_collector() -> None:
    """Have the garbage collector pass over the modules, which stay to the end, and begin less often.

    It took a third of the time of a look.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG)


def main() -> None:
    """`python -m monitor.worker EVENTS_FD BEAT_FD SLATE_FD`; started by `monitor.dispatch`."""
    faulthandler.enable()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)
    limit_memory()
    spare_collector()
    asyncio.run(Worker(*map(int, sys.argv[1:4])).run())


if __name__ == "__main__":
    main()
