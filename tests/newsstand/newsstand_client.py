"""A raw HTTP client that judges the newsstand without any of our own code."""

import asyncio
import gzip
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass
class Reply:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode()


async def get(url: str, method: str = "GET", body: bytes = b"", **headers: str) -> Reply:
    """One request on a connection of its own; header names with _ for -."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{method} {target} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    try:
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
        await writer.drain()
        raw = await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()
    return parse(raw)


def parse(raw: bytes) -> Reply:
    """The reply in the bytes of a whole connection."""
    if not raw:
        raise ConnectionResetError("no answer")
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in rest)}
    if headers.get("content-encoding") == "gzip" and body:
        body = gzip.decompress(body)
    return Reply(int(first.split()[1]), headers, body)
