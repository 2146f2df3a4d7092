"""A page and a feed, as bytes on the wire."""

from website import answer, rss

__all__ = ["PAGE", "answer", "feed"]

PAGE = b"""<!doctype html><html lang="en"><head><title>Heat 2 is next, says Mann</title>
<meta property="og:type" content="article">
<meta property="article:published_time" content="2024-01-05T10:00:00Z"></head>
<body><article><h1>Heat 2 is next, says Mann</h1>%s</article></body></html>""" % (
    b"<p>Michael Mann told a podcast that the sequel to his crime drama is the next film he will make, and soon.</p>"
    * 8
)


def feed(*links: str) -> bytes:
    """An answer with an RSS feed of these links, and a validator."""
    return rss(((f"Story {n} of today", link) for n, link in enumerate(links)), 'ETag: "one"')
