"""Blocking calls: their results, their errors, and those that nobody waits for any more."""

import asyncio
import threading
from typing import Any

import pytest

from monitor.deliver import threads


async def test_a_result_comes_back() -> None:
    """What the call returns, in a thread that the end of the program does not wait for."""
    found = await threads.run(threading.current_thread, name="a call")

    assert found is not threading.current_thread()
    assert (found.name, found.daemon) == ("a call", True)


async def test_an_error_comes_back() -> None:
    """What the call raises is raised where it is awaited."""
    with pytest.raises(ZeroDivisionError):
        await threads.run(lambda: 1 // 0, name="a call")


async def test_a_result_that_nobody_awaits_is_dropped() -> None:
    """A call that ends after its caller was cancelled disturbs nothing."""
    troubles: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: troubles.append(context))
    may_end = threading.Event()
    waiting = asyncio.create_task(threads.run(may_end.wait, name="a slow call"))
    await asyncio.sleep(0)
    [thread] = [each for each in threading.enumerate() if each.name == "a slow call"]
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    may_end.set()
    await asyncio.to_thread(thread.join)
    for _ in range(3):
        await asyncio.sleep(0)

    assert troubles == []
