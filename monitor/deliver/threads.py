"""Blocking calls in threads that nobody has to wait for.

The event loop's own threads are joined when the program ends; a mail server or a resolver that says nothing would
hold that up. These are daemon threads: whoever awaits them may stop waiting.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


async def run(call: Callable[[], Result], *, name: str) -> Result:
    """The call's result, or its exception. Cancelled, the call goes on and its result is dropped."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: BaseException | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]  # a call may return None

    def work() -> None:
        result, error = None, None
        try:
            result = call()
        except Exception as raised:  # noqa: BLE001  handed on to the one who awaits
            error = raised
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=work, name=name, daemon=True).start()
    return await done
