"""Why a link did not become an article: one row a reason, from which follows what is done with the link.

To add a reason: a row here, and the place that finds it. Rechecks, quarantine, incidents and the table in
`docs/reference/troubles.md` follow from the row.
"""

from enum import Enum, StrEnum, auto
from typing import Self


class Sort(Enum):
    """What a reason says of the page; each sort has its consequence."""

    BLOCK_PAGE = auto()  # something stands in front of the article that a person could pass: looked at again later
    NO_ARTICLE = auto()  # it was read, and no article could be made of it: many in a row are an incident
    OUTAGE = auto()  # the outlet is out of order: as a block page, but looked at again soon
    DANGEROUS = auto()  # it could hang or kill the parser: quarantined
    UNREAD = auto()  # it was never read


_LASTS = True  # what the address, the host or the kind of content says does not pass within hours


class Reason(StrEnum):
    """A reason with its sort; `seen`, a line for people on what was met; `lasts`: another look would show the same."""

    HTTP_STATUS = "http_status", Sort.UNREAD, "the page answered with an error (404, 500), in all attempts", _LASTS
    NOT_HTML = "not_html", Sort.NO_ARTICLE, "something else than a page: a PDF, an image, a film", _LASTS
    TOO_LARGE = "too_large", Sort.NO_ARTICLE, "more bytes or elements than a page may have", _LASTS
    HOSTILE_MARKUP = (
        "hostile_markup",
        Sort.DANGEROUS,
        "a tag or attributes that could hang the parser; it was not parsed",
    )
    PARSER_HUNG = "parser_hung", Sort.DANGEROUS, "the parsing process hung or died on this page"
    PARSER_FAULT = (
        "parser_fault",
        Sort.NO_ARTICLE,
        "a defect of this program on this page; the detail names it, the log has where",
    )
    NO_TEXT = (
        "no_text",
        Sort.NO_ARTICLE,
        "no text that could be an article's; the detail says how much of how large a page",
    )
    SOFT_404 = "soft_404", Sort.NO_ARTICLE, "a page that says that there is nothing, with status 200"
    OUTAGE = (
        "outage",
        Sort.OUTAGE,
        "the outlet is out of order, with status 200: maintenance, an error, nothing without JavaScript",
    )
    CAPTCHA = "captcha", Sort.BLOCK_PAGE, "a challenge: are you human?"
    CONSENT = "consent", Sort.BLOCK_PAGE, "a request for consent in place of the text"
    LOGIN = "login", Sort.BLOCK_PAGE, "a login or a subscription is asked for, and nothing else is there"
    GEO_BLOCKED = "geo_blocked", Sort.UNREAD, "the outlet does not show it in this machine's country", _LASTS
    FRONT_PAGE = "front_page", Sort.NO_ARTICLE, "the address leads to the outlet's front page"
    SECTION_PAGE = "section_page", Sort.NO_ARTICLE, "a list of articles"
    NOT_ARTICLE = "not_article", Sort.NO_ARTICLE, "a domain for sale, a form for a newsletter, terms of use"
    ROBOTS = "robots", Sort.UNREAD, "robots.txt disallows it", _LASTS
    ADDRESS = (
        "address",
        Sort.UNREAD,
        "it leads to a private or local address that `[network] allow` does not name",
        _LASTS,
    )
    REDIRECT = "redirect", Sort.UNREAD, "redirects that lead nowhere, in a circle, or to what is not a web address"
    NETWORK = "network", Sort.UNREAD, "no answer, in all attempts", _LASTS

    sort: Sort
    seen: str
    lasts: bool

    def __new__(cls, value: str, sort: Sort, seen: str, lasts: bool = False) -> Self:  # noqa: FBT001, FBT002 - a row
        """A member: a string that knows its row."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.sort = sort
        member.seen = seen
        member.lasts = lasts
        return member

    @classmethod
    def named(cls, value: str | None) -> "Reason | None":
        """The reason of this name; None where this version knows none."""
        found = cls._value2member_map_.get(value)
        return found if isinstance(found, cls) else None

    @property
    def is_block_page(self) -> bool:
        """Whether it stands in front of the article, which may appear later."""
        return self.sort in {Sort.BLOCK_PAGE, Sort.OUTAGE}

    @property
    def is_outage(self) -> bool:
        """Whether the outlet is out of order."""
        return self.sort is Sort.OUTAGE

    @property
    def is_no_article(self) -> bool:
        """Whether the page was read, and no article could be made of it."""
        return self.sort is Sort.NO_ARTICLE

    @property
    def is_dangerous(self) -> bool:
        """Whether the page must not be parsed again: it is quarantined, with an incident."""
        return self.sort is Sort.DANGEROUS

    @property
    def is_final(self) -> bool:
        """Whether it is so by nature: another look at the link would show the same."""
        return self.is_dangerous or self.lasts
