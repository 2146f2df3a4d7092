"""The mail server: it takes a message for anyone and delivers it to a folder."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path

from monitor.newsstand.catchers.catcher import Catcher, Faults
from monitor.newsstand.catchers.smtp import ACCEPTED, LINE_LIMIT, TRY_LATER, Conversation
from monitor.newsstand.listener import Listener


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


class MailCatcher(Catcher):
    """An SMTP server at `host`:`port`; an `.eml` file for each accepted message."""

    def __init__(self, folder: Path, *, host: str = "127.0.0.1", port: int = 0, faults: Faults | None = None) -> None:
        super().__init__(folder, faults or Faults())
        self.attempts: list[Mail] = []
        self._listener = Listener(self._converse, host, port, line_limit=LINE_LIMIT)

    @property
    def accepted(self) -> list[Mail]:
        """What was accepted, in order."""
        return [mail for mail in self.attempts if mail.status == ACCEPTED]

    @property
    def host(self) -> str:
        """The address it listens on."""
        return self._listener.host

    @property
    def port(self) -> int:
        """Where it is open: once it is, the real one."""
        return self._listener.port

    async def start(self) -> None:
        """Open the address."""
        self._open()
        await self._listener.start()

    async def stop(self) -> None:
        """Close it and every connection."""
        await self._listener.stop()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await Conversation(self, reader, writer).run()

    def greeting(self) -> str:
        """The first line to a client."""
        return "421 the newsstand's post office is closed" if self._is_down() else "220 newsstand ESMTP"

    def receive(self, sender: str, recipients: list[str], raw: bytes) -> Mail:
        """Decide on a message; keep it where it is accepted."""
        mail = Mail(at=datetime.now(UTC), sender=sender, recipients=tuple(recipients), raw=raw, status=ACCEPTED)
        status = TRY_LATER if self._fails(mail.id) else ACCEPTED
        mail = replace(mail, status=status, dropped=status == ACCEPTED and self._drops())
        self.attempts.append(mail)
        if status == ACCEPTED:
            self._write(str(mail.message["Subject"] or "mail"), ".eml", raw)
            self._news.set()
        return mail
