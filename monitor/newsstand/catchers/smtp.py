"""One SMTP conversation, from the greeting to QUIT: as much of RFC 5321 as honest clients speak."""

import asyncio
import re
from dataclasses import dataclass, field
from typing import Protocol

ACCEPTED, TRY_LATER = 250, 451  # the replies to a message
MAIL_LIMIT = 10 << 20  # bytes of one message
LINE_LIMIT = 1 << 20  # bytes of a line within a message
IDLE_SECONDS = 60.0


class Verdict(Protocol):
    """What became of a message."""

    @property
    def status(self) -> int:
        """The reply's code."""

    @property
    def dropped(self) -> bool:
        """The client is not notified."""


class Office(Protocol):
    """Who greets, and decides on messages."""

    def greeting(self) -> str:
        """The first line to a client; one that begins with 421 ends the conversation."""

    def receive(self, sender: str, recipients: list[str], raw: bytes) -> Verdict:
        """Decide on a message."""


@dataclass(slots=True)
class Conversation:
    """The state of a conversation: who sends, to whom."""

    office: Office
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    sender: str | None = None
    recipients: list[str] = field(default_factory=list)

    async def run(self) -> None:
        """Talk until the client quits."""
        greeting = self.office.greeting()
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
        mail = self.office.receive(self.sender, self.recipients, bytes(raw))
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
