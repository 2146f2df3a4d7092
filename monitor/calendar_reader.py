"""Reads one calendar in a process of its own: a line of JSON goes in, a line comes out. It knows no archive.

    python -m monitor.calendar_reader  < {"name", "address", ...}  > {"name", "events", ...}

What others write may hang a parser or fill the memory: both are limited here, and whoever started this cuts it off. A
web address is asked for as a source is: within the guard against private addresses, by a conditional request, each
redirect in its turn. robots.txt is not asked, for a person named this one address.
"""

import asyncio
import re
import resource
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import msgspec

from monitor import error_words
from monitor.dated_events import MOST_BYTES, CalendarAsked, CalendarRead
from monitor.events import Validators

_MEMORY = 2 << 30  # bytes of address space
_PROCESSOR = 20  # seconds
_SECONDS = 20.0  # for one exchange
_REDIRECTS = 5
_ACCEPT = "text/calendar,*/*;q=0.5"
_LONGEST_HOLD = timedelta(days=1)
_BETWEEN = re.compile(r"[/?&=#:;@]+")  # the parts of an address
_TOLD = 6  # characters of a part that may be a secret


class _UnreadableError(ValueError):
    """It could not be read; its text, a sentence of ours, says why and tells no secret."""


async def read(asked: CalendarAsked, now: datetime) -> CalendarRead:
    """What the calendar says; whatever goes wrong is a value."""
    try:
        found = await _of_web(asked, now) if is_web(asked.address) else _of_file(asked)
        if isinstance(found, CalendarRead):
            return found
        validators, body = found
        if validators.digest == asked.validators.digest:
            return CalendarRead(name=asked.name, at=now, validators=validators)
        from monitor.reading import ical_events  # noqa: PLC0415 - what did not change needs no parser

        events, notes = ical_events.read(body, ZoneInfo(asked.zone), now)
    except Exception as error:  # noqa: BLE001 - a calendar is what somebody wrote, and its server what somebody runs
        return CalendarRead(name=asked.name, at=now, error=_words(error, asked))
    return CalendarRead(name=asked.name, at=now, events=events, validators=validators, notes=notes)


def is_web(address: str) -> bool:
    """Whether a calendar is to be asked for, and not a file."""
    return address.lower().startswith(("http://", "https://", "webcal://"))


def _of_file(asked: CalendarAsked) -> tuple[Validators, bytes]:
    path = Path(asked.address)
    with path.open("rb") as stream:
        body = stream.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise _UnreadableError(f"it is larger than {MOST_BYTES >> 20} MB")
    return replace(_digest(body), etag=file_state(path)), body


def file_state(path: Path) -> str:
    """What changes when the file does."""
    found = path.stat()
    return f"{found.st_mtime_ns}-{found.st_size}-{found.st_ino}"


def _digest(body: bytes) -> Validators:
    from hashlib import blake2b  # noqa: PLC0415

    return Validators(digest=blake2b(body, digest_size=16).hexdigest())


async def _of_web(asked: CalendarAsked, now: datetime) -> tuple[Validators, bytes] | CalendarRead:
    """The calendar and what makes the next request conditional; or that it did not change, or should be left alone."""
    from monitor import retry_after  # noqa: PLC0415 - a file needs none of this
    from monitor.causes import Requested  # noqa: PLC0415
    from monitor.fetch import codings, conditional, source_requests  # noqa: PLC0415
    from monitor.fetch.client import Ask, Clients  # noqa: PLC0415
    from monitor.fetch.room import Room  # noqa: PLC0415

    clients, room = Clients(), Room()
    url = _asked(asked.address)
    headers = tuple(source_requests.headers(asked.user_agent, _ACCEPT, asked.validators).items())
    try:
        for _ in range(_REDIRECTS + 1):
            ask = Ask(url=url, kind=Requested.SOURCE, headers=headers, seconds=_SECONDS, most=MOST_BYTES)
            try:
                answer = await clients.of(asked.allow, verified=True).get(ask, room)
            except Exception as error:
                raise _UnreadableError(_of_host(error, url, asked.address)) from error
            if answer.status not in {301, 302, 303, 307, 308}:
                break
            to = _asked(urljoin(url, (answer.header("Location") or b"").decode("latin-1").strip()))
            if not is_web(to):
                raise _UnreadableError("it leads to what is no address of the web")
            if urlsplit(url).scheme == "https" and urlsplit(to).scheme != "https":
                raise _UnreadableError("it leads to an address without encryption")
            url = to
        else:
            raise _UnreadableError(f"it leads on more than {_REDIRECTS} times")
    finally:
        await clients.close()
    if answer.status == conditional.NOT_MODIFIED:
        return CalendarRead(name=asked.name, at=now, validators=asked.validators)
    if answer.status not in conditional.READ:
        wait = retry_after.wait((answer.header("Retry-After") or b"").decode("latin-1") or None, now=now)
        held = now + min(wait, _LONGEST_HOLD) if wait else None
        return CalendarRead(name=asked.name, at=now, error=f"its host answered {answer.status}", held_until=held)
    body = codings.plain(answer, MOST_BYTES)
    if body is None:
        raise _UnreadableError(f"it is larger than {MOST_BYTES >> 20} MB, or in a coding that was not asked for")
    return conditional.validators(answer.header, body), body


def _asked(address: str) -> str:
    """The address by which it is asked for."""
    return f"https{address[6:]}" if address.lower().startswith("webcal://") else address


def _words(error: Exception, asked: CalendarAsked) -> str:
    """Why it could not be read, without its address, which may be a secret."""
    from monitor.reading.ical_events import NoCalendarError  # noqa: PLC0415

    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, NoCalendarError | _UnreadableError):
        return error_words.line(str(error))
    return _of_host(error, asked.address, asked.address) if is_web(asked.address) else error_words.in_words(error)


def _of_host(error: Exception, url: str, address: str) -> str:
    """Why `url` gave no answer, without what may be secret in `address`: its host may lead on with all of that."""
    from monitor.fetch import failures  # noqa: PLC0415

    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # where it leads is no address
        host = ""
    said = failures.in_words(error, f"https://{host}")
    own = urlsplit(address).hostname
    parts = {part for part in _BETWEEN.split(address) if len(part) >= _TOLD and part.lower() != own}
    for part in sorted(parts, key=len, reverse=True):
        said = said.replace(part, "…")
    return said


def main() -> None:
    """Read what is asked on standard input."""
    for kind, most in ((resource.RLIMIT_CPU, _PROCESSOR), (resource.RLIMIT_AS, _MEMORY)):
        resource.setrlimit(kind, (most, most))
    asked = msgspec.json.decode(sys.stdin.buffer.readline(), type=CalendarAsked)
    found = asyncio.run(read(asked, datetime.now(UTC)))
    sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")


if __name__ == "__main__":
    main()
