"""Has a calendar read by `calendar_reader`, in a process that is cut off when it takes too long."""

import asyncio
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from monitor import calendar_reader, error_words
from monitor.dated_events import CalendarAsked, CalendarRead

WITHIN = 90.0  # seconds for the whole: what a slow host and a large calendar take, and more
_HOME = Path(__file__).resolve().parents[1]  # where `monitor` is importable


async def read(asked: CalendarAsked) -> CalendarRead:
    """What the calendar says; a file that did not change is not read again. Whatever goes wrong is a value."""
    now = datetime.now(UTC)
    if not calendar_reader.is_web(asked.address) and asked.validators.etag:
        with suppress(OSError):
            if calendar_reader.file_state(Path(asked.address)) == asked.validators.etag:
                return CalendarRead(name=asked.name, at=now, validators=asked.validators)
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "monitor.calendar_reader"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=_HOME,
        )
    except OSError as error:  # no process is to be had: the calendars after it have their turn
        return CalendarRead(name=asked.name, at=now, error=error_words.in_words(error, doing="a process for it"))
    try:
        said, _ = await asyncio.wait_for(process.communicate(msgspec.json.encode(asked) + b"\n"), WITHIN)
        return msgspec.json.decode(said, type=CalendarRead)
    except (TimeoutError, msgspec.DecodeError):
        return CalendarRead(name=asked.name, at=now, error="it takes too long to read, or more memory than it may have")
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
