"""Answers of a raw server, byte by byte."""

PAGE = b"""<!doctype html><html lang="en"><head><title>Heat 2 is next, says Mann</title>
<meta property="og:type" content="article">
<meta property="article:published_time" content="2024-01-05T10:00:00Z"></head>
<body><article><h1>Heat 2 is next, says Mann</h1>%s</article></body></html>""" % (
    b"<p>Michael Mann told a podcast that the sequel to his crime drama is the next film he will make, and soon.</p>"
    * 8
)


def answer(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """A whole HTTP/1.1 answer."""
    head = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def feed(*links: str) -> bytes:
    """An RSS feed of these links."""
    items = "".join(
        f"<item><title>Story {n} of today</title><link>{link}</link></item>" for n, link in enumerate(links)
    )
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
    return answer(text.encode(), 'ETag: "one"', kind="application/rss+xml")
