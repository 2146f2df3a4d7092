"""Receivers for `bench/deliver.py`, in a process of their own: an HTTP and a mail server that note when a body came.

Prints the ports of both. Each body has `sent=SECONDS` in it; what passed from then to its arrival is a line of the file
`webhook` or `mail` in the folder named on the command line.
"""

import asyncio
import re
import sys
import time
from pathlib import Path

_SENT = re.compile(rb"sent=([0-9.]+)")


class Sink:
    """Both servers; `out` has the file of each."""

    def __init__(self, folder: Path) -> None:
        self.out = {kind: (folder / kind).open("a", buffering=1, encoding="ascii") for kind in ("webhook", "mail")}

    def note(self, kind: str, body: bytes) -> None:
        """One body has arrived."""
        found = _SENT.search(body)
        if found:
            self.out[kind].write(f"{time.time() - float(found[1]):.6f}\n")

    async def http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """POSTs, as many as the client sends on one connection."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(re.search(rb"(?i)content-length: *(\d+)", head)[1])
                self.note("webhook", await reader.readexactly(length))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def mail(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One conversation of SMTP."""
        writer.write(b"220 sink\r\n")
        try:
            while line := await reader.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    writer.write(b"354 go on\r\n")
                    self.note("mail", await reader.readuntil(b"\r\n.\r\n"))
                    writer.write(b"250 taken\r\n")
                elif verb == b"QUIT":
                    writer.write(b"221 bye\r\n")
                    break
                else:
                    writer.write(b"250 ok\r\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()


async def main() -> None:
    """Serve until the process is ended."""
    sink = Sink(Path(sys.argv[1]))
    servers = [await asyncio.start_server(handle, "127.0.0.1", 0) for handle in (sink.http, sink.mail)]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
