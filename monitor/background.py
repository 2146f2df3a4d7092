"""Work in the background: a task that fails is said with its name, and is begun again or has its consequence.

asyncio keeps the exception of a task until somebody asks for it. Of work that nobody awaits, nobody would: it would
be over, without a word.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

AGAIN_AFTER = 1.0  # seconds between a failure and the next attempt
_log = logging.getLogger(__name__)


def start(
    work: Coroutine[Any, Any, None], name: str, *, failed: Callable[[], object] = lambda: None
) -> asyncio.Task[None]:
    """Begin `work`. If it raises, the log says so, and `failed` is called: what follows from that."""

    def ended(task: asyncio.Task[None]) -> None:
        if task.cancelled() or (error := task.exception()) is None:
            return
        _log.error("task.failed", extra={"task": name}, exc_info=error)
        failed()

    task = asyncio.ensure_future(work)
    task.set_name(name)
    task.add_done_callback(ended)
    return task


async def forever(work: Callable[[], Awaitable[None]], name: str) -> None:
    """Do `work` again and again; if it raises, the log says so, and a second later it is done again."""
    while True:
        try:
            await work()
        except Exception:  # noqa: BLE001 - whatever it was, the work must go on
            _log.exception("task.failed", extra={"task": name})
            await asyncio.sleep(AGAIN_AFTER)
