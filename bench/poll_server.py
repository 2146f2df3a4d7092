"""The local server of `bench/poll.py`: feeds that are answered 304, answered 200 as before, or with one item more.

MODE is 304, same or new, or one of these with "-once": then each connection is closed after its answer.

python bench/poll_server.py    prints its port; addresses are http://127.0.1.1:PORT/MODE/NUMBER to 127.0.1.64
"""

import asyncio
import re

HOSTS = 64  # addresses of the loopback network, for each host is asked one thing at a time
ITEMS = 20
_TEXT = "The studio has set a date for the sequel, and its director spoke of the long road there. " * 3
_asked: dict[str, int] = {}


def feed(number: str, extra: int) -> bytes:
    """An RSS feed of ITEMS items, the newest first; `extra` have come since the first look."""
    items = "".join(
        f"<item><title>Film story {one} of outlet {number}</title>"
        f"<link>http://127.0.1.1/{number}/2026/11/film-story-{one}</link><guid>{number}-{one}</guid>"
        f"<pubDate>Mon, 23 Nov 2026 {one // 60 % 24:02}:{one % 60:02}:00 +0000</pubDate>"
        f"<description>{_TEXT}</description></item>"
        for one in range(extra + ITEMS, extra, -1)
    )
    channel = f"<channel><title>Outlet {number}</title>{items}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


def answer(mode: str, number: str, head: bytes) -> bytes:
    """The whole answer to one request."""
    if mode == "304":
        if b"if-none-match:" in head.lower():
            return b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n'
        return _ok(feed(number, 0), b'ETag: "a"\r\n')
    seen = _asked[number] = _asked.get(number, -1) + 1
    return _ok(feed(number, seen if mode == "new" else 0), b"")


def _ok(body: bytes, extra: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n" + extra
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the requests of one connection."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            asked = re.match(rb"GET /(304|same|new)(-once)?/(\d+) ", head)
            if asked:
                said = answer(asked[1].decode(), asked[3].decode(), head)
                writer.write(said.replace(b"\r\n", b"\r\nConnection: close\r\n", 1) if asked[2] else said)
            else:
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            if asked and asked[2]:
                break
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main() -> None:
    """Listen on every address at one port."""
    first = await asyncio.start_server(serve, "127.0.1.1", 0, backlog=1000)
    port = first.sockets[0].getsockname()[1]
    others = [f"127.0.1.{one}" for one in range(2, HOSTS + 1)]
    await asyncio.start_server(serve, others, port, backlog=1000)
    print(port, flush=True)
    await first.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
