"""The daemon's pages: a process of their own, so that no page can hold up a crawl or an alert.

It is started while `[web] enabled` says so, again when it ended or its settings changed, and ends with the daemon,
however that ends: its standard input is a pipe that then closes.
"""

import asyncio
import logging
import sys
from contextlib import suppress
from pathlib import Path

from monitor.config import Config
from monitor.config.web_schema import Web

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds before it is started again
STEADY = 30.0  # seconds after which an end is not one of a row
STOP_WITHIN = 7.0  # seconds for the pages that are being made
_HOME = Path(__file__).resolve().parents[1]  # where `monitor` is importable
_log = logging.getLogger("monitor.web")


class WebProcess:
    """The process, by the configuration at `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._wanted: tuple[Web, str] | None = None
        self._changed = asyncio.Event()

    def follow(self, config: Config) -> None:
        """Serve by these settings from now on, or not at all."""
        wanted = (config.web, config.timezone) if config.web.enabled else None
        if wanted != self._wanted:
            self._wanted = wanted
            self._changed.set()

    async def run(self) -> None:
        """Keep it running until this is cancelled; then it has ended."""
        wait, loop = FIRST_WAIT, asyncio.get_running_loop()
        while True:
            self._changed.clear()
            if self._wanted is None:
                await self._changed.wait()
                continue
            began = loop.time()
            code = await self._serve()
            if self._changed.is_set():
                continue
            wait = FIRST_WAIT if loop.time() - began > STEADY else min(wait * 2, LONGEST_WAIT)
            _log.error("web.ended", extra={"exit": code, "again_in": wait})
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), wait)

    async def _serve(self) -> int | None:
        """Serve until it ends or its settings change; how it ended."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "monitor.web", str(self._path)),
            stdin=asyncio.subprocess.PIPE,
            cwd=_HOME,
            start_new_session=True,  # a terminal's Ctrl-C is for the daemon, which stops it
        )
        ended, changed = asyncio.ensure_future(process.wait()), asyncio.ensure_future(self._changed.wait())
        try:
            await asyncio.wait({ended, changed}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            changed.cancel()
            await _stopped(process)
        return process.returncode


async def _stopped(process: asyncio.subprocess.Process) -> None:
    """End it: SIGTERM, some seconds, SIGKILL."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_WITHIN)
    except TimeoutError:
        pass
    finally:  # also where the daemon itself has no more time
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
