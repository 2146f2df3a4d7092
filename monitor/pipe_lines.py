"""Lines through pipes between a daemon and its children, each of bounded length: what is longer is passed over."""

import asyncio
import os
from collections.abc import AsyncIterator
from typing import IO, Any

from monitor.events import LONGEST_LINE

_CHUNK = 1 << 18  # bytes read at once


class LineTooLongError(ValueError):
    """A line was longer than any may be, and was passed over."""


async def read(source: int | IO[Any], *, longest: int = LONGEST_LINE) -> AsyncIterator[bytes | LineTooLongError]:
    """The lines that come, each with its end; in place of one that is too long, the error. It ends with the pipe."""
    reader = asyncio.StreamReader(limit=_CHUNK)
    file = os.fdopen(source, "rb") if isinstance(source, int) else source
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), file)
    parts: list[bytes] = []  # of the line that is not yet whole; none of one that is too long
    size = 0
    try:
        while chunk := await reader.read(_CHUNK):
            *ends, rest = chunk.split(b"\n")
            for end in ends:
                size += len(end)
                if size > longest:
                    yield LineTooLongError(f"a line of {size} bytes, more than {longest}")
                else:
                    yield b"".join([*parts, end, b"\n"])
                parts, size = [], 0
            size += len(rest)
            parts = [*parts, rest] if size <= longest else []
    finally:
        transport.close()
