"""Outlets on loopback addresses: a feed and its articles each, and a record of who asked for what, and when."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_WORDS = ("harbour", "lantern", "matinee", "sequel", "premiere", "festival", "director", "studio", "trailer")


@dataclass
class Site:
    """What the server saw. An outlet is an address and a folder: http://127.0.0.2:PORT/a/."""

    pages: int = 4
    slow: float = 0.0
    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)  # host, path; articles only
    most_at_once: Counter[str] = field(default_factory=Counter)
    _at_once: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def home(self, host: str, folder: str = "a") -> str:
        """The address of an outlet."""
        return f"http://{host}:{self.port}/{folder}/"

    def answer(self, host: str, path: str) -> tuple[int, str, str]:
        """Status, type and body; slow for an article."""
        folder, _, name = path.strip("/").partition("/")
        if name == "feed":
            items = "".join(
                f"<item><title>Report {number} of {folder} at {host}</title>"
                f"<link>http://{host}:{self.port}/{folder}/{number}</link></item>"
                for number in range(self.pages)
            )
            return 200, "application/rss+xml", f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
        if not name.isdecimal():
            return 404, "text/html", "no"
        with self._lock:
            self.asked.append((host, path))
            self._at_once[host] += 1
            self.most_at_once[host] = max(self.most_at_once[host], self._at_once[host])
        time.sleep(self.slow)
        with self._lock:
            self._at_once[host] -= 1
        word = _WORDS[(int(name) + len(host) + ord(folder[0])) % len(_WORDS)]
        title = f"Report {name} of {folder} at {host}"
        body = "".join(
            f"<p>{title}: the {word} of day {line} is told here at some length, once more.</p>" for line in range(9)
        )
        head = '<meta property="og:type" content="article">'
        return (
            200,
            "text/html; charset=utf-8",
            (
                f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head>'
                f"<body><article><h1>{title}</h1>{body}</article></body></html>"
            ),
        )


def serve(site: Site) -> ThreadingHTTPServer:
    """Answer on every loopback address; `shutdown` ends it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, text = site.answer(self.headers["Host"].partition(":")[0], self.path)
            body = text.encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                pass  # who asked is dead: that is what some tests are about

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server
