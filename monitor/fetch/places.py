"""Where a request goes, by its address: the host as paces and robots.txt know it, the connection, and the first lines.

An address is taken apart once for each request; that of a source, which is asked for every few minutes, once for all.
"""

import base64
import functools
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

from scrapy.exceptions import UnsupportedURLSchemeError

from monitor.fetch.connections import Endpoint

_PORTS = {"http": 80, "https": 443}


class Whereabouts(NamedTuple):
    """`host` is in lower case and has its port, `base` is the address of its front page without a slash.

    `lines` are the request line and the headers that follow from the address.
    """

    host: str
    base: str
    endpoint: Endpoint
    lines: tuple[str, ...]


def of(url: str) -> Whereabouts:
    """Where a request for this address goes.

    Raises:
        UnsupportedURLSchemeError: it is no address of the web.
        ValueError: nothing can be made of it.
    """
    parts = urlsplit(url)
    usual = _PORTS.get(parts.scheme)
    if usual is None or not parts.hostname:
        raise UnsupportedURLSchemeError(f"{url} is no address of the web")
    user, _, authority = parts.netloc.rpartition("@")
    lines = [
        f"GET {parts.path or '/'}{'?' if parts.query else ''}{parts.query} HTTP/1.1",
        f"Host: {authority.lower().removesuffix(f':{usual}')}",
    ]
    if user:
        lines.append(f"Authorization: Basic {base64.b64encode(unquote_to_bytes(user)).decode()}")
    return Whereabouts(
        host=parts.netloc.lower(),
        base=f"{parts.scheme}://{parts.netloc}",
        endpoint=Endpoint(parts.scheme == "https", parts.hostname, parts.port or usual),
        lines=tuple(lines),
    )


@functools.lru_cache(maxsize=20_000)  # sources of a process
def of_source(url: str) -> Whereabouts | None:
    """As `of`, kept for the next look; None: nothing can be made of it, as the request will say."""
    try:
        return of(url)
    except (UnsupportedURLSchemeError, ValueError):
        return None
