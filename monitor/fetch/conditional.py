"""Conditional requests of our own: validators go out with the request and come back from the answer.

Scrapy's HTTP cache is not used: under its RFC 2616 policy a second poll asked the server nothing at all.
"""

import hashlib

from scrapy.http import Response

from monitor.events import Validators

_LONGEST = 1000  # characters of a header value that is worth keeping


def headers(validators: Validators | None) -> dict[str, str]:
    """The request headers that make a request conditional on these validators."""
    found = {}
    if validators and validators.etag:
        found["If-None-Match"] = validators.etag
    if validators and validators.last_modified:
        found["If-Modified-Since"] = validators.last_modified
    return found


def validators_of(response: Response) -> Validators:
    """The validators that an answer carries, with the hash of its body."""
    return Validators(
        etag=_value(response, "ETag"),
        last_modified=_value(response, "Last-Modified"),
        digest=hashlib.blake2b(response.body, digest_size=16).hexdigest(),
    )


def is_unchanged(response: Response, before: Validators | None) -> bool:
    """Whether the answer says, or its body shows, that nothing changed since `before`."""
    if response.status == 304:
        return True
    return bool(before and before.digest and before.digest == validators_of(response).digest)


def is_same_by_validators(response: Response, before: Validators | None) -> bool:
    """Whether the server calls this answer the one of `before`, by its ETag or, where it has none, its date."""
    if before is None:
        return False
    after = validators_of(response)
    if before.etag or after.etag:
        return before.etag == after.etag
    return bool(after.last_modified) and before.last_modified == after.last_modified


def _value(response: Response, name: str) -> str | None:
    raw = response.headers.get(name)
    text = raw.decode("latin-1").strip() if raw else ""
    return text if text and len(text) <= _LONGEST and text.isprintable() else None
