"""Where an address moved to: the end of the permanent redirects that a request went through."""

from urllib.parse import urlsplit

from scrapy.http import Response

_PERMANENT = frozenset({301, 308})


def moved_to(response: Response, address: str) -> str | None:
    """The address to which the permanent redirects from `address` led; None: it did not move.

    A temporary redirect ends the way: what is after it says nothing of where the address will be tomorrow. The same
    place by another scheme, with or without "www." or a slash at its end, is no move.
    """
    asked: list[str] = response.meta.get("redirect_urls", [])
    places = [*asked[1:], response.url]
    reached = None
    for place, reason in zip(places, response.meta.get("redirect_reasons", []), strict=False):
        if reason not in _PERMANENT:
            break
        reached = place
    if reached is None:
        return None
    # What the request added to the address (which posts WordPress is to list) is not a part of the new one.
    if urlsplit(asked[0]).query != urlsplit(address).query:
        reached = urlsplit(reached)._replace(query=urlsplit(address).query).geturl()
    return None if _place(reached) == _place(address) else reached


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query
