"""Conditional requests of our own: validators go out with the request and come back from the answer.

Scrapy's HTTP cache is not used: under its RFC 2616 policy a second poll asked the server nothing at all.
"""

import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from scrapy.http import Response

from monitor.events import Validators

NOT_MODIFIED = 304
READ = frozenset({200, 203})  # answers with a body to be read; 203: as a proxy on the way has it
_LONGEST_FRESH = timedelta(days=1)
_OLDEST = timedelta(days=1)
_FIGURES = 10  # of a number of seconds that is none any more
_NOT_KEPT = re.compile(r"\bno-(?:store|cache)\b")
_MAX_AGE = re.compile(r"(?<![\w-])max-age\s*=\s*\"?(\d{1,9})")
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
    return validators(response.headers.get, response.body)


def validators(header: Callable[[str], bytes | None], body: bytes) -> Validators:
    """As `validators_of`, of an answer whose headers are asked for by name."""
    return Validators(
        etag=_value(header("ETag")),
        last_modified=_value(header("Last-Modified")),
        digest=hashlib.blake2b(body, digest_size=16).hexdigest(),
    )


def unchanged(status: int, after: Validators, before: Validators | None) -> Validators | None:
    """The validators of the next request, where the answer says, or its body shows, that nothing changed; else None.

    `after` are those of the answer, `before` those of the request.
    """
    before = before or Validators()
    if status == NOT_MODIFIED:
        return before
    if after.digest != before.digest:
        return None
    # An equal body may come with another ETag: the next request must carry that one.
    return after if status in READ else before


def is_same_by_validators(response: Response, before: Validators | None) -> bool:
    """Whether the server calls this answer the one of `before`, by its ETag or, where it has none, its date."""
    if before is None:
        return False
    after = validators_of(response)
    if before.etag or after.etag:
        return before.etag == after.etag
    return bool(after.last_modified) and before.last_modified == after.last_modified


def fresh_until(header: Callable[[str], bytes | None], now: datetime) -> datetime | None:
    """Until when an answer is fresh (RFC 9111, 4.2), a day at most; None: it does not say, or is stale."""
    said = (_value(header("Cache-Control")) or "").lower()
    if "no-" in said and _NOT_KEPT.search(said):
        return None
    age = _MAX_AGE.search(said) if said else None
    if age:
        fresh = timedelta(seconds=int(age[1])) - _age(header)
    else:
        expires = _moment(_value(header("Expires")))
        fresh = expires - (_moment(_value(header("Date"))) or now) if expires else timedelta()
    return now + min(fresh, _LONGEST_FRESH) if fresh > timedelta() else None


def as_of(header: Callable[[str], bytes | None], asked_at: datetime, now: datetime) -> datetime:
    """Of when an answer that came `now` is, at the latest: when it was asked for, less its age in caches.

    Its age is what they say (Age), or how long ago it was made by its own clock (Date), whichever is more (RFC 9111,
    4.2.3); a day at most, for clocks are wrong.
    """
    made_at = _moment(_value(header("Date")))
    age = max(_age(header), now - made_at if made_at else timedelta())
    return min(asked_at, now) - min(age, _OLDEST)


def _age(header: Callable[[str], bytes | None]) -> timedelta:
    said = _value(header("Age")) or ""
    return timedelta(seconds=int(said)) if said.isdecimal() and len(said) < _FIGURES else timedelta()


def _moment(header: str | None) -> datetime | None:
    if header is None:
        return None
    with suppress(TypeError, ValueError, OverflowError):
        at = parsedate_to_datetime(header)
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None


def _value(raw: bytes | None) -> str | None:
    text = raw.decode("latin-1").strip() if raw else ""
    return text if text and len(text) <= _LONGEST and text.isprintable() else None
