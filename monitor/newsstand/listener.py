"""An open TCP address: what the newsstand's web servers and its mail server have in common."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

Converse = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Listener:
    """Talks to whoever connects to `host`:`port`, by calling `converse`, until one of them ends it."""

    def __init__(self, converse: Converse, host: str, port: int, *, line_limit: int) -> None:
        self.host, self.port = host, port
        self._converse, self._line_limit = converse, line_limit  # bytes
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Open the address; afterwards `port` is the real one."""
        self._server = await asyncio.start_server(self._connected, self.host, self.port, limit=self._line_limit)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close it and every connection."""
        if self._server is None:
            return
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._converse(reader, writer)
        except (OSError, EOFError, ValueError, TimeoutError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            self._connections.discard(task)
