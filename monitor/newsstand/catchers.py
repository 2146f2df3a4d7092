"""Where the demo's and the tests' messages arrive: a mail server and a webhook receiver on loopback.

Both write what they accept into a folder, one file a message, and misbehave on request: refuse a share, be down for
a while, or accept and then drop the connection before saying so, which leaves the sender in doubt. They relay
nothing and understand no more of SMTP and HTTP than honest clients need.
"""

import asyncio
import contextlib
import itertools
import json
import random
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import Any

from monitor.newsstand.serving import Answer, HttpServer, Request

MAIL_LIMIT = 10 << 20  # bytes of one message
LINE_LIMIT = 1 << 20  # bytes of a line within a message
IDLE_SECONDS = 60.0
HTTP_FAULTS = (500, 503, 429)
ACCEPTED = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """How a catcher misbehaves. Shares are of the messages that come, from 0 to 1; `down` counts from the start."""

    fail: float = 0.0  # refused with an error that invites a retry
    drop: float = 0.0  # accepted and kept, but the sender never hears of it
    down: float = 0.0  # seconds in which everything is refused
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message as it came. `status` is what the catcher decided: 250 accepted, else refused."""

    at: datetime
    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    status: int
    dropped: bool = False

    @property
    def message(self) -> EmailMessage:
        """The parsed message."""
        return message_from_bytes(self.raw, policy=modern)

    @property
    def id(self) -> str:
        """The Message-ID, without its brackets."""
        return str(self.message["Message-ID"] or "").strip(" <>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A POST as it came. `status` is what the catcher decided: 200 accepted, else refused."""

    at: datetime
    path: str
    headers: dict[str, str]
    raw: bytes
    status: int
    dropped: bool = False

    @property
    def data(self) -> Any:
        """The body as JSON, or as text where it is none."""
        try:
            return json.loads(self.raw)
        except ValueError:
            return self.raw.decode("utf-8", "replace")

    @property
    def id(self) -> str:
        """The `webhook-id` header."""
        return self.headers.get("webhook-id", "")


class _Catcher:
    """What both share: the folder, the faults and the waiting."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        self.folder, self.faults = folder, faults
        self._rng = random.Random(faults.seed)  # noqa: S311  (faults that repeat, not secrets)
        self._numbers = itertools.count(1)
        self._started = time.monotonic()
        self._news = asyncio.Event()

    def _open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._started = time.monotonic()

    def _is_down(self) -> bool:
        return time.monotonic() - self._started < self.faults.down

    def _fails(self) -> bool:
        return self._is_down() or self._rng.random() < self.faults.fail

    def _drops(self) -> bool:
        return self._rng.random() < self.faults.drop

    def _write(self, name: str, suffix: str, data: bytes) -> None:
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[:80]
        (self.folder / f"{next(self._numbers):04}-{name}{suffix}").write_bytes(data)

    async def wait(self, seconds: float) -> bool:
        """Until another message has come, at most so long; whether one came."""
        self._news.clear()
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return False
        return True


class WebhookCatcher(_Catcher):
    """An HTTP receiver at `url`; a file for each accepted POST: its time, path, headers and body."""

    def __init__(self, folder: Path, *, host: str = "127.0.0.1", port: int = 0, faults: Faults | None = None) -> None:
        super().__init__(folder, faults or Faults())
        self.attempts: list[Hook] = []
        self._server = HttpServer(self._receive, host, port)

    @property
    def url(self) -> str:
        """Where to post; any path below it is good too."""
        return f"http://{self._server.host}:{self._server.port}/"

    @property
    def accepted(self) -> list[Hook]:
        """What was accepted, in order."""
        return [hook for hook in self.attempts if hook.status == 200]

    async def start(self) -> None:
        """Open the address."""
        self._open()
        await self._server.start()

    async def stop(self) -> None:
        """Close it."""
        await self._server.stop()

    async def _receive(self, request: Request) -> Answer:
        if request.method != "POST":
            return Answer(status=405, headers={"Allow": "POST"})
        status = 200
        if self._fails():
            status = 503 if self._is_down() else self._rng.choice(HTTP_FAULTS)
        dropped = status == 200 and self._drops()
        hook = Hook(
            at=datetime.now(UTC),
            path=request.target,
            headers=request.headers,
            raw=request.body,
            status=status,
            dropped=dropped,
        )
        self.attempts.append(hook)
        if status == 200:
            kind = hook.data.get("type", "hook") if isinstance(hook.data, dict) else "hook"
            seen = {"at": hook.at.isoformat(), "path": hook.path, "headers": hook.headers, "body": hook.data}
            self._write(str(kind), ".json", json.dumps(seen, ensure_ascii=False, indent=2).encode())
            self._news.set()
        retry = {"Retry-After": "1"} if status == 429 else {}
        return Answer(status=status, headers={"Content-Type": "text/plain", **retry}, body=b"ok", cut=dropped)


class MailCatcher(_Catcher):
    """An SMTP server at `host`:`port`; an `.eml` file for each accepted message."""

    def __init__(self, folder: Path, *, host: str = "127.0.0.1", port: int = 0, faults: Faults | None = None) -> None:
        super().__init__(folder, faults or Faults())
        self.host, self.port = host, port
        self.attempts: list[Mail] = []
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def accepted(self) -> list[Mail]:
        """What was accepted, in order."""
        return [mail for mail in self.attempts if mail.status == ACCEPTED]

    async def start(self) -> None:
        """Open the address; afterwards `port` is the real one."""
        self._open()
        self._server = await asyncio.start_server(self._connected, self.host, self.port, limit=LINE_LIMIT)
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
            await _Session(self, reader, writer).run()
        except (OSError, EOFError, ValueError, TimeoutError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            self._connections.discard(task)

    def greeting(self) -> str:
        """The first line to a client."""
        return "421 the newsstand's post office is closed" if self._is_down() else "220 newsstand ESMTP"

    def receive(self, sender: str, recipients: list[str], raw: bytes) -> Mail:
        """Decide on a message; keep it where it is accepted."""
        status = 451 if self._fails() else ACCEPTED
        mail = Mail(
            at=datetime.now(UTC),
            sender=sender,
            recipients=tuple(recipients),
            raw=raw,
            status=status,
            dropped=status == ACCEPTED and self._drops(),
        )
        self.attempts.append(mail)
        if status == ACCEPTED:
            self._write(str(mail.message["Subject"] or "mail"), ".eml", raw)
            self._news.set()
        return mail


@dataclass(slots=True)
class _Session:
    """One SMTP conversation."""

    catcher: MailCatcher
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    sender: str | None = None
    recipients: list[str] = field(default_factory=list)

    async def run(self) -> None:
        """Talk until the client quits."""
        greeting = self.catcher.greeting()
        await self._say(greeting)
        while not greeting.startswith("421"):
            line = (await self._line()).decode("utf-8", "replace").strip()
            verb, _, rest = line.partition(" ")
            verb = verb.upper()
            if verb == "QUIT":
                await self._say("221 good night")
                return
            if verb == "DATA":
                if not await self._data():
                    return
            else:
                await self._say(self._reply(verb, rest))

    def _reply(self, verb: str, rest: str) -> str:
        if verb in {"MAIL", "RCPT"}:
            return self._envelope(verb, rest)
        if verb == "RSET":
            self.sender, self.recipients = None, []
        return {
            "EHLO": f"250-newsstand greets you\r\n250-SIZE {MAIL_LIMIT}\r\n250-8BITMIME\r\n250 SMTPUTF8",
            "HELO": "250 newsstand",
            "NOOP": "250 nothing done",
            "RSET": "250 forgotten",
        }.get(verb, "502 not here")

    def _envelope(self, verb: str, rest: str) -> str:
        path = re.match(r"(?i)(?:FROM|TO):\s*<([^>]*)>", rest)
        if path is None:
            return "501 what address?"
        if verb == "MAIL":
            self.sender, self.recipients = path[1], []
        elif self.sender is None:
            return "503 MAIL first"
        else:
            self.recipients.append(path[1])
        return "250 ok"

    async def _data(self) -> bool:
        """Receive a message; whether the conversation goes on."""
        if self.sender is None or not self.recipients:
            await self._say("503 MAIL and RCPT first")
            return True
        await self._say("354 go on, end with a dot")
        raw = bytearray()
        while (line := await self._line()).rstrip(b"\r\n") != b".":
            raw += line[1:] if line.startswith(b"..") else line
            if len(raw) > MAIL_LIMIT:
                await self._say("552 too large")
                return False
        mail = self.catcher.receive(self.sender, self.recipients, bytes(raw))
        self.sender, self.recipients = None, []
        if mail.dropped:
            self.writer.transport.abort()
            return False
        await self._say("250 accepted" if mail.status == ACCEPTED else "451 try again later")
        return True

    async def _line(self) -> bytes:
        async with asyncio.timeout(IDLE_SECONDS):
            line = await self.reader.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        return line

    async def _say(self, text: str) -> None:
        self.writer.write(f"{text}\r\n".encode())
        await self.writer.drain()
