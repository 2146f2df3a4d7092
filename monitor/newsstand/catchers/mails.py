"""The mail server: it takes a message for anyone and delivers it to a folder."""

import asyncio
import contextlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path

from monitor.newsstand.catchers.catcher import Catcher, Faults
from monitor.newsstand.catchers.smtp import ACCEPTED, LINE_LIMIT, TRY_LATER, Conversation


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
            await Conversation(self, reader, writer).run()
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
        mail = Mail(at=datetime.now(UTC), sender=sender, recipients=tuple(recipients), raw=raw, status=ACCEPTED)
        status = TRY_LATER if self._fails(mail.id) else ACCEPTED
        mail = replace(mail, status=status, dropped=status == ACCEPTED and self._drops())
        self.attempts.append(mail)
        if status == ACCEPTED:
            self._write(str(mail.message["Subject"] or "mail"), ".eml", raw)
            self._news.set()
        return mail
