"""Articles that are read again: what a crawl is asked for, and what a second look found. See `desk.reread_clock`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model import Link


class LookOutcome(StrEnum):
    """What another look at an article's page found."""

    UNCHANGED = "unchanged"  # as the server says, or by the same bytes
    READ = "read"  # an article; what it says is an event of its own, before this one
    MISSING = "missing"  # HTTP 404 or 410
    REFUSED = "refused"  # something else than an article, or the page must not be asked for
    FAILED = "failed"  # no answer, or an error of the server

    @classmethod
    def _missing_(cls, _: object) -> "LookOutcome":
        return cls.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAnswer:
    """A page as it came: the headers of its answer, and its bytes (without a content coding) as gzip."""

    headers: tuple[tuple[str, str], ...]
    packed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReread:
    """An article to be read again, by its number, with what makes the request conditional. `digest` is of its bytes.

    `keep`: a person follows it, so the page itself is wanted as well.
    """

    article: int
    link: Link
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    keep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReread:
    """An article's page was asked for again. `status` is the HTTP status, if one came.

    `page`: of what is followed, unless it is as before.
    """

    outlet: str
    article: int
    link: Link
    at: datetime
    outcome: LookOutcome
    status: int | None = None
    detail: str = ""
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    page: PageAnswer | None = None
