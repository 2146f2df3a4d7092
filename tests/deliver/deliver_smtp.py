"""A mail server that misbehaves on purpose, on loopback, written down to the byte."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

DROP = "(drop)"  # close the connection instead of an answer
HANG = "(hang)"  # say nothing until the client leaves
DRIP = "(drip)"  # a byte now and then, for ever


@dataclass
class Smtp:
    """A mail server whose every answer can be set; it keeps what was said to it."""

    greeting: str = "220 test"
    extensions: tuple[str, ...] = ("8BITMIME", "SMTPUTF8", "SIZE 1000000")
    mail: str = "250 ok"
    rcpt: str | dict[str, str] = "250 ok"
    data: str = "354 go on"
    taken: str = "250 taken"
    auth: str = "235 in"
    quit: str = "221 bye"
    tls: ssl.SSLContext | None = None
    port: int = 0
    judge: Callable[[bytes], Awaitable[str]] | None = None  # what is said to a text, instead of `taken`
    commands: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)  # set with the first command

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One conversation."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._say(writer, self.greeting)
            while line := await reader.readline():
                command = line.decode().rstrip("\r\n")
                self.commands.append(command)
                self.heard.set()
                if not await self._answer(command, reader, writer):
                    break

    async def _answer(self, command: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        verb = command.partition(" ")[0].upper()
        if verb == "EHLO" and not self.extensions:
            await self._say(writer, "502 what?")
        elif verb == "EHLO":
            lines = ["test", *self.extensions]
            await self._say(writer, "\r\n".join(f"250-{line}" for line in lines[:-1]) + f"\r\n250 {lines[-1]}")
        elif verb == "STARTTLS":
            await self._say(writer, "220 go on")
            assert self.tls is not None
            await writer.start_tls(self.tls)
        elif verb == "AUTH":
            await self._say(writer, self.auth)
        elif verb == "MAIL":
            await self._say(writer, self.mail)
        elif verb == "RCPT":
            answers = self.rcpt if isinstance(self.rcpt, dict) else {}
            known = next((said for person, said in answers.items() if person in command), "250 ok")
            await self._say(writer, known if answers else str(self.rcpt))
        elif verb == "DATA":
            await self._say(writer, self.data)
            if self.data.startswith("354"):
                content = await reader.readuntil(b"\r\n.\r\n")
                self.messages.append(content[:-3])
                await self._say(writer, await self.judge(content) if self.judge else self.taken)
        elif verb == "QUIT":
            await self._say(writer, self.quit)
            return False
        else:
            await self._say(writer, "250 ok")
        return True

    async def _say(self, writer: asyncio.StreamWriter, answer: str) -> None:
        if answer == DROP:
            writer.close()
            raise ConnectionResetError
        if answer == HANG:
            await asyncio.sleep(60)
        while answer == DRIP:
            writer.write(b"2")
            await writer.drain()
            await asyncio.sleep(0.02)
        writer.write(answer.encode() + b"\r\n")
        await writer.drain()


@asynccontextmanager
async def smtp(server: Smtp, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> AsyncIterator[Smtp]:
    """The server, listening; with `tls`, from the first byte on."""
    async with listening(server.serve, tls=tls, host=host) as port:
        server.port = port
        yield server


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(serve: Serve, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> AsyncIterator[int]:
    """A port of loopback that is served; every conversation is over at the end."""
    tasks: set[asyncio.Task[None]] = set()

    async def run(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await serve(reader, writer)
        except (ConnectionError, ssl.SSLError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(run, host, 0, ssl=tls, limit=1 << 22)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await _turns()  # a connection that was just accepted has no task yet
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await _turns()  # transports that were aborted close in a later turn


async def _turns() -> None:
    """Let the loop do what is ready."""
    for _ in range(5):
        await asyncio.sleep(0)
