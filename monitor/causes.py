"""Why a source could not be read, and how a crawl ended: values that decisions read in place of sentences.

They cross process borders, where the other side may be of another version: a value that this version does not know
is read as the most general one.
"""

from enum import StrEnum
from http import HTTPStatus


class SourceCause(StrEnum):
    """Why a source could not be read."""

    NO_ANSWER = "no_answer"  # no connection, no name, a time-out, a broken answer
    HTTP_STATUS = "http_status"  # it answered with an error
    NOT_A_LISTING = "not_a_listing"  # it answered with something that cannot be read as a listing
    ROBOTS = "robots"  # robots.txt disallows it
    ROBOTS_UNREACHABLE = "robots_unreachable"  # robots.txt answered with an error, which disallows the host for now
    ADDRESS = "address"  # it leads to a private or local address
    BLOCK_PAGE = "block_page"  # a login, a request for consent or a challenge came in the place of the listing
    OUTAGE = "outage"  # a page came that says that the outlet is out of order
    TOO_LARGE = "too_large"  # more bytes than a listing may have
    TOO_LONG = "too_long"  # what it lists is more than one event can hold
    REDIRECT = "redirect"  # redirects in a circle
    PARSER_HUNG = "parser_hung"  # the parsing process hung or died on it

    @classmethod
    def _missing_(cls, _: object) -> "SourceCause":
        return cls.NO_ANSWER

    @classmethod
    def of_status(cls, status: int | None) -> "SourceCause":
        """The cause that a status alone tells; for failures that come without one, as from older versions."""
        if status is None:
            return cls.NO_ANSWER
        return cls.HTTP_STATUS if status >= 400 else cls.NOT_A_LISTING


# The host's fault, or that of our own network: a gateway may answer for every name with an address of its own.
WITHOUT_ANSWER = frozenset({SourceCause.NO_ANSWER, SourceCause.ADDRESS})
# An error, which an outlet gives for itself, or a proxy for all: then several outlets give the same one.
ERRORS = frozenset({SourceCause.HTTP_STATUS, SourceCause.ROBOTS_UNREACHABLE})
# All that a gateway makes up: an error, or, in a hotel, its login page in place of everything, or a redirect to it.
MADE_UP = (
    WITHOUT_ANSWER
    | ERRORS
    | {SourceCause.NOT_A_LISTING, SourceCause.BLOCK_PAGE, SourceCause.OUTAGE, SourceCause.REDIRECT}
)


def may_be_ours(cause: SourceCause, status: int | None) -> bool:
    """Whether a failure may be that of our own network: no answer came, or one that a gateway can make up.

    That we ask too often is said of us, by whoever says it.
    """
    return cause in MADE_UP and status != HTTPStatus.TOO_MANY_REQUESTS


def shows_nothing(cause: SourceCause) -> bool:
    """Whether a failure alone, whatever others say, shows neither that the host works nor that our network does."""
    return cause in MADE_UP - ERRORS


class Requested(StrEnum):
    """What a request asked for."""

    SOURCE = "source"
    PAGE = "page"
    ROBOTS = "robots"

    @classmethod
    def _missing_(cls, _: object) -> "Requested":
        return cls.PAGE


class CrawlOutcome(StrEnum):
    """How a crawl ended."""

    FINISHED = "finished"
    CUT = "cut"  # before its end: a host asked us to back off, or the page limit was reached
    SHUTDOWN = "shutdown"  # by us: the daemon or the worker was stopped
    FAILED = "failed"
    DIED = "died"  # with its process
    INTERRUPTED = "interrupted"  # with its process, which another outlet's page or listing hung or ended

    @classmethod
    def _missing_(cls, _: object) -> "CrawlOutcome":
        return cls.FAILED

    @property
    def is_in_order(self) -> bool:
        """Whether the crawl ended by itself, with a whole event for all that it did."""
        return self in {CrawlOutcome.FINISHED, CrawlOutcome.CUT}


class BrakeCause(StrEnum):
    """Why a channel is not used now."""

    PASSING = "passing"  # its receiver is away, or busy: it is tried every few minutes
    FOR_A_PERSON = "for_a_person"  # it does not accept us: a password or an address has to be corrected
    GONE = "gone"  # it wants no more messages
