"""Where an address moved to: the end of the permanent redirects that a request went through."""

from urllib.parse import urlsplit

from scrapy.http import Response

_PERMANENT = frozenset({301, 308})


def moved_to(response: Response, address: str) -> str | None:
    """The address on another host to which the permanent redirects from `address` led; None: it did not move there.

    A temporary redirect ends the way: what is after it says nothing of where the address will be tomorrow. A path that
    changes on the same host, with or without "www.", is the outlet's own business.
    """
    asked: list[str] = response.meta.get("redirect_urls", [])
    places = [*asked[1:], response.url]
    reached = None
    for place, reason in zip(places, response.meta.get("redirect_reasons", []), strict=False):
        if reason not in _PERMANENT:
            break
        reached = place
    if reached is None or _host(reached) == _host(address):
        return None
    # What the request added to the address (a reader's parameters) is not a part of the new one.
    added = urlsplit(asked[0]).query != urlsplit(address).query
    return urlsplit(reached)._replace(query="").geturl() if added else reached


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")
