"""One crawling child: its process, the pipes to it, and what it leaves when it dies.

    orders -> stdin        events, heartbeat -> pipes of their own        last words -> stderr, of which the end is kept

What it is parsing stands on its slate.
"""

import asyncio
import logging
import os
import signal
import sys
import zlib
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor import background, events, pipe_lines, slate
from monitor.events import Event, Finished, Order, Parsing
from monitor.pipe_lines import LineTooLongError

LAST_WORDS = 64 << 10  # bytes kept of what it wrote to stderr: the last ones, for a stack ends it
EVIDENCE_LIMIT = 2 << 20  # bytes kept, packed, of what was under its parser
_HOME = Path(__file__).resolve().parents[2]  # where `monitor` and `spiders` are importable
_FATAL = "Fatal Python error"
_STACK = 4000  # characters of a stack that are kept
_READ_ON = 5.0  # seconds in which what it wrote before it died is read
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remains:
    """What a child left: what it was parsing and those bytes, packed; the end of its stderr."""

    parsing: Parsing | None
    body: bytes
    stack: str


class Child:
    """A process that crawls. `silent` are the seconds since it gave a sign of life, as its supervisor counts them.

    `is_up`: it gave one at all, so it has loaded what it needs.
    """

    def __init__(self, process: asyncio.subprocess.Process, slate_fd: int) -> None:
        self.process = process
        self.running: dict[str, Order] = {}
        self.silent = 0.0
        self.hung = False
        self.is_up = False
        self._slate_fd = slate_fd
        self._words = bytearray()
        self._readers: list[asyncio.Task[None]] = []

    @classmethod
    async def start(cls, on_event: Callable[[Event], Awaitable[None]]) -> "Child":
        """Start one; what it finds is handed to `on_event`."""
        slate_fd = slate.make()
        pipes = {name: os.pipe() for name in ("events", "beat", "words")}
        ends = {name: pipe[1] for name, pipe in pipes.items()}
        os.set_blocking(ends["beat"], False)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "monitor.worker",
            str(ends["events"]),
            str(ends["beat"]),
            str(slate_fd),
            stdin=asyncio.subprocess.PIPE,
            stderr=ends["words"],
            pass_fds=(ends["events"], ends["beat"], slate_fd),
            cwd=_HOME,
            start_new_session=True,  # a terminal's Ctrl-C is for the parent, which stops it in order
        )
        for end in ends.values():
            os.close(end)
        child = cls(process, slate_fd)
        child._begin(child._read_events(pipes["events"][0], on_event), "events of a child")
        child._begin(child._read_beat(pipes["beat"][0]), "heartbeat of a child")
        child._begin(child._read_words(pipes["words"][0]), "stderr of a child")
        return child

    @property
    def lives(self) -> bool:
        """Whether its process is there."""
        return self.process.returncode is None

    async def order(self, order: Order, line: bytes) -> None:
        """Have it crawl: `line` is the order as it is sent."""
        self.running[order.outlet.id] = order
        assert self.process.stdin is not None
        with suppress(ConnectionError, BrokenPipeError):  # it just died: its crawls are reported with it
            self.process.stdin.write(line + b"\n")
            await self.process.stdin.drain()

    def kill(self, number: signal.Signals) -> None:
        """Send a signal, where there is still somebody to get it."""
        # Not `process.send_signal`: it reaps a child that has ended, and asyncio's watcher would not know.
        if self.lives:
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, number)

    async def abort(self) -> None:
        """End one that hangs; faulthandler prints where."""
        self.kill(signal.SIGABRT)
        await asyncio.sleep(2)
        self.kill(signal.SIGKILL)

    async def quiet(self, timeout: float = _READ_ON) -> None:  # noqa: ASYNC109 - what did not come by then is lost
        """Return when all that it wrote is read."""
        await asyncio.wait(self._readers, timeout=timeout)

    async def remains(self) -> Remains:
        """What it left, once it is dead; then nothing more is known of it."""
        await self.quiet()
        found = slate.Slate(self._slate_fd).read()
        self.forget()
        parsing, body = found or (None, b"")
        return Remains(
            parsing=parsing,
            body=await asyncio.to_thread(_packed, body),
            stack=_stack(self._words.decode("utf-8", "replace")),
        )

    def forget(self) -> None:
        """Let go of its slate."""
        if self._slate_fd >= 0:
            os.close(self._slate_fd)
            self._slate_fd = -1

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        # One that nobody reads would wait forever: its crawls begin again in another.
        self._readers.append(background.start(work, name, failed=lambda: self.kill(signal.SIGKILL)))

    async def _read_events(self, fd: int, on_event: Callable[[Event], Awaitable[None]]) -> None:
        async for line in pipe_lines.read(fd):
            if isinstance(line, LineTooLongError):
                _log.error("worker.line_too_long", extra={"error": str(line)})
                continue
            try:
                event = events.decode(line)
            except ValueError as error:
                # It would go on beating with nobody to read it: its crawls begin again in another child.
                _log.error("worker.senseless", extra={"error": str(error)[:500]})
                self.kill(signal.SIGKILL)
                return
            await on_event(event)
            if isinstance(event, Finished):
                self.running.pop(event.outlet, None)

    async def _read_beat(self, fd: int) -> None:
        async for _ in pipe_lines.read(fd):
            self.silent, self.is_up = 0.0, True

    async def _read_words(self, fd: int) -> None:
        async for line in pipe_lines.read(fd, longest=LAST_WORDS):
            if not isinstance(line, LineTooLongError):
                self._words += line
                del self._words[:-LAST_WORDS]


def _stack(words: str) -> str:
    """The end of what it wrote: from where faulthandler begins, which prints the innermost call first."""
    start = words.rfind(_FATAL)
    return words[start : start + _STACK] if start >= 0 else words[-_STACK:]


def _packed(body: bytes) -> bytes:
    """The bytes as gzip, cut where that is long."""
    packed = _gzip(body)
    return packed if len(packed) <= EVIDENCE_LIMIT else _gzip(body[:EVIDENCE_LIMIT])


def _gzip(body: bytes) -> bytes:
    machine = zlib.compressobj(wbits=31)
    return machine.compress(body) + machine.flush()
