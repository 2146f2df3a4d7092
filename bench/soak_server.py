"""The server of `bench/soak.py`: every outlet of its world on a loopback address of its own, with its faults.

python bench/soak_server.py CLOCK PORT OUTLETS DAYS A_DAY SEED BROKEN    prints "ready"

BROKEN is the share of all connections that are cut in the middle, dropped or late, whoever they are to.
"""

import asyncio
import random
import sys
import zlib
from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from soak_child.sitecustomize import HANG, KILL
from soak_clock import START, Clock
from soak_world import LISTED, REMEMBERED, Guest, Report, World

CHALLENGE = (
    b"<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
    b"<p>Please enable JavaScript and cookies to continue. Ray ID: 7f00</p></body></html>"
)
MAINTENANCE = b"<html><head><title>Maintenance</title></head><body><h1>We'll be back soon</h1></body></html>"
RESET = b""  # the connection ends without an answer
SILENCE = b"silence"  # and here with none that ever comes
LATE = 0.5  # seconds: less than the child waits
SILENT = 20.0  # seconds: longer than the child waits


def http(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """A whole answer."""
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close")
    return "\r\n".join([*lines, *headers]).encode("latin-1") + b"\r\n\r\n" + body


def bomb() -> bytes:
    """A hundred megabytes of blanks, packed."""
    packer = zlib.compressobj(wbits=31)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(100)) + packer.flush()
    return http(packed, "Content-Encoding: gzip", kind="application/xml")


class Press:
    """What each outlet answers at a moment."""

    def __init__(self, world: World, port: int) -> None:
        self._world, self._port = world, port
        self._guests = {guest.host: guest for guest in world.guests}
        self._moments = {guest.host: [report.at for report in guest.reports] for guest in world.guests}
        self._monstrous = {
            "maintenance": http(MAINTENANCE),
            "bomb": bomb(),
            "headers": http(b"", *(f"X-{n}: {'x' * 4000}" for n in range(200))),
            "huge": http(b"<rss><channel>" + b"<item/>" * 3_000_000, kind="application/xml"),
        }

    def answer(self, host: str, path: str, at: float, *, conditional: str | None) -> bytes:
        """The bytes that this request gets; `conditional` is its If-None-Match."""
        guest = self._guests.get(host)
        if guest is None or self._world.is_down(at):
            return RESET
        fault = guest.fault(at)
        if fault in ("reset", "hang"):
            return RESET if fault == "reset" else SILENCE
        if fault in ("throttled", "retry_after"):
            headers = ["Retry-After: 1800"] if fault == "retry_after" else []
            return http(b"slow down", *headers, status="429 Too Many Requests")
        if path == "/robots.txt":
            return self._robots(fault)
        if path.startswith("/news/"):
            return self._page(guest, path, fault)
        return self._listing(guest, path, at, fault, conditional)

    def _robots(self, fault: str) -> bytes:
        if fault == "robots_hang":
            return SILENCE
        if fault == "robots_error":
            return http(b"", status="503 Service Unavailable")
        return http(b"User-agent: *\nDisallow: /private/\n", kind="text/plain")

    def _page(self, guest: Guest, path: str, fault: str) -> bytes:
        report = self._world.reports.get(int(path.split("/")[2]))
        if fault in ("error", "page_errors"):
            return http(b"", status="503 Service Unavailable")
        if fault == "block_page":
            return http(CHALLENGE)
        if fault == "blank_pages":
            return http(b"")
        if report is None or report.by != guest.number:
            return http(b"none", status="404 Not Found")
        harm = {"hangs_us": HANG, "kills_us": KILL}.get(fault, b"") if report.number % 3 == 0 else b""
        whole = http(self._article(report) + harm)
        return whole[:-200] if fault == "truncated" else whole

    def _article(self, report: Report) -> bytes:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in self._world.text(report))
        head = (
            f'<!doctype html><html lang="en"><head><title>{report.title}</title>'
            '<meta property="og:type" content="article">'
            f'<meta property="article:published_time" content="{moment(report).isoformat()}"></head>'
        )
        return f"{head}<body><article><h1>{report.title}</h1>{text}</article></body></html>".encode()

    def _listing(self, guest: Guest, path: str, at: float, fault: str, conditional: str | None) -> bytes:
        failure = self._failure(path, fault)
        if failure is not None:
            return failure
        if fault == "stale":
            if conditional:
                return http(b"", f"ETag: {conditional}", status="304 Not Modified")
            at = next(spell.begins for spell in guest.spells if spell.begins <= at < spell.ends)
        body, tag = self._listed(guest, at, fault)
        if conditional == tag:
            return http(b"", f"ETag: {tag}", status="304 Not Modified")
        if fault == "broken":
            body = body[: len(body) // 2] + b"\x00<<& ]]></chan"
        whole = http(body, f"ETag: {tag}", kind="application/xml")
        return whole[: -len(body) // 3] if fault == "truncated" else whole

    def _failure(self, path: str, fault: str) -> bytes | None:
        """What comes in place of a listing; None: one comes."""
        status = {"error": "500 Internal Server Error", "refused": "403 Forbidden", "gone": "404 Not Found"}.get(fault)
        if status:
            return http(b"no", status=status)
        if fault == "loop":
            return http(b"", f"Location: {path}", status="302 Found")
        if fault == "moved" and not path.startswith("/moved"):
            return http(b"", f"Location: /moved{path}", status="301 Moved Permanently")
        return self._monstrous.get(fault)

    def _listed(self, guest: Guest, at: float, fault: str) -> tuple[bytes, str]:
        end = bisect_right(self._moments[guest.host], at)
        start = min(max(0, end - LISTED), bisect_right(self._moments[guest.host], at - REMEMBERED))
        reports = [] if fault == "empty" else guest.reports[start:end][::-1]
        written = [(report, self._address(guest, report)) for report in reports]
        if fault == "twice":
            written += [(report, f"{address}again/") for report, address in written[:10]]
        tag = f'"{guest.number}-{end}-{len(written)}-{fault}"'
        form = self._sitemap if guest.kind == "sitemap" else self._feed
        return form(written).encode(), tag

    def _address(self, guest: Guest, report: Report) -> str:
        slug = report.title.lower().replace(" ", "-")
        return f"http://{guest.host}:{self._port}/news/{report.number}/{slug}/"

    def _feed(self, written: list[tuple[Report, str]]) -> str:
        items = "".join(
            f"<item><title>{report.title}</title><link>{address}</link><guid>{address}</guid>"
            f"<pubDate>{format_datetime(moment(report))}</pubDate></item>"
            for report, address in written
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'

    def _sitemap(self, written: list[tuple[Report, str]]) -> str:
        items = "".join(
            f"<url><loc>{address}</loc><news:news><news:publication><news:name>N</news:name>"
            f"<news:language>en</news:language></news:publication><news:title>{report.title}</news:title>"
            f"<news:publication_date>{moment(report).isoformat()}</news:publication_date></news:news></url>"
            for report, address in written
        )
        spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        spaces += 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        return f'<?xml version="1.0"?><urlset {spaces}>{items}</urlset>'


def moment(report: Report) -> datetime:
    """When it was published."""
    return (START + timedelta(seconds=report.at)).astimezone(UTC).replace(microsecond=0)


async def through(said: bytes, writer: asyncio.StreamWriter, broken: float) -> None:
    """Hand out an answer, or, of a share of all, what a bad line leaves of it."""
    how = random.choice(("cut", "dropped", "late")) if random.random() < broken else ""
    if how == "late":
        await asyncio.sleep(LATE)
    if how != "dropped":
        writer.write(said[: len(said) // 2] if how == "cut" else said)
        await writer.drain()


def serving(
    press: Press, clock: Clock, broken: float
) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], object]:
    """What answers a connection: one request each."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
            at = clock.seconds()
            host, path = fields.get("host", "").rpartition(":")[0], head.split(" ")[1]
            said = press.answer(host, path, at, conditional=fields.get("if-none-match"))
            if said == SILENCE:
                await asyncio.sleep(SILENT)
            elif said == RESET:
                writer.transport.abort()
            else:
                await through(said, writer, broken)
        except (OSError, EOFError):
            pass  # who asked is gone
        finally:
            writer.close()

    return serve


async def main() -> None:
    """Listen until ended."""
    clock, port, outlets = Clock(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
    world = World(outlets=outlets, days=float(sys.argv[4]), a_day=float(sys.argv[5]), seed=int(sys.argv[6]))
    serve = serving(Press(world, port), clock, float(sys.argv[7]))
    for guest in world.guests:
        await asyncio.start_server(serve, guest.host, port, limit=1 << 20)
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
