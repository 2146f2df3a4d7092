"""robots.txt (RFC 9309): what a host allows, decided from a copy that is kept for a day.

A group for `scrapy` binds us too: whoever wrote it meant programs built on Scrapy, as this one is.
"""

import codecs
import functools
import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

from monitor.events import HostState, is_robots_answer

KEPT_FOR = timedelta(hours=24)
UNREACHABLE_KEPT_FOR = timedelta(minutes=5)  # no answer disallows the whole host: so it is asked again soon
_CLOCKS_DIFFER = timedelta(minutes=5)  # a copy from further ahead is of a clock that was set back: its age is unknown
LONGEST_BODY = 512 * 1024  # bytes that RFC 9309 wants parsed
_SHORT = 16 * 1024  # characters of one whose reading is kept for the next crawl: nearly all are shorter
LONGEST_DELAY = 600.0  # seconds; a larger crawl delay is a mistake or a ban in disguise
_NAMES_SCRAPY = re.compile(r"^[ \t]{0,100}user-agent[ \t]{0,100}:[ \t]{0,100}scrapy\b", re.IGNORECASE | re.MULTILINE)
_GROUP = re.compile(r"^(\s{0,100}user[- ]?agent(?:\s{0,100}:|\s)\s{0,100})(\*(?=\s|$)|[a-z_-]+).*", re.IGNORECASE)
_MEANT = re.compile(r"\s{0,100}(?:user|allow|di[as]|crawl)", re.IGNORECASE)  # lines that say whom they bind, or to what
# One line of a robots.txt that Protego cannot read is a debug message there; a crawl has no use for it.
logging.getLogger("protego").setLevel(logging.WARNING)


def is_fresh(state: HostState | None, now: datetime) -> bool:
    """Whether the kept copy may still be used."""
    if state is None or state.robots_at is None:
        return False
    kept_for = KEPT_FOR if is_robots_answer(state.robots_status) else UNREACHABLE_KEPT_FOR
    return -_CLOCKS_DIFFER < now - state.robots_at < kept_for


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one host for one product token, by an answer with this HTTP status (None: there was none)."""

    token: str
    status: int | None
    parser: Protego | None = None  # None: all allowed, or, of an unreachable host, all disallowed
    names_scrapy: bool = False

    @property
    def unreachable(self) -> bool:
        """Whether there is no usable answer, which disallows everything for now."""
        return not is_robots_answer(self.status)

    def allows(self, url: str) -> bool:
        """Whether `url` may be requested."""
        if self.parser is None:
            return not self.unreachable
        if self.names_scrapy and not self.parser.can_fetch(url, "scrapy"):
            return False
        return bool(self.parser.can_fetch(url, self.token))

    @property
    def crawl_delay(self) -> float:
        """Seconds that the host wants between requests; 0 where it says nothing."""
        if self.parser is None:
            return 0.0
        asked = [self.parser.crawl_delay(self.token) or 0.0]
        if self.names_scrapy:
            asked.append(self.parser.crawl_delay("scrapy") or 0.0)
        return min(max(float(delay) for delay in asked), LONGEST_DELAY)


def rules(state: HostState, token: str) -> Rules:
    """The rules of a host's robots.txt.

    An answer of 2xx is read, 4xx allows everything; 5xx, 429 and silence disallow everything (RFC 9309, 2.3.1).
    """
    status = state.robots_status
    if status is not None and 200 <= status < 300:
        body = (state.robots_body or "")[:LONGEST_BODY]
        read = _read_again if len(body) <= _SHORT else _read
        return Rules(token, status, *read(body))
    return Rules(token, status)


def _read(body: str) -> tuple[Protego, bool]:
    return Protego.parse(_plain(body)), bool(_NAMES_SCRAPY.search(body))


_read_again = functools.lru_cache(maxsize=256)(_read)


def text_of(body: bytes) -> str:
    """The characters of a robots.txt: UTF-8, as RFC 9309 wants it, or UTF-16, which some editors write."""
    body = body[:LONGEST_BODY]
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    head = body[:64]
    high, low = head[::2].count(0), head[1::2].count(0)
    if 3 * abs(high - low) > len(head):  # ASCII in two bytes each, without a mark; a file that NULs fill up has both
        return body.decode("utf-16-be" if high > low else "utf-16-le", "replace")
    return body.decode("utf-8-sig", "replace")


def _plain(body: str) -> str:
    """The lines that bind somebody, each group under a bare product token: "Foo" of "Foo/2 (bar)", as RFC 9309 has it.

    A line of another kind between the names of a group would separate them for the parser.
    """
    return "\n".join(_GROUP.sub(r"\1\2", line) for line in body.splitlines() if _MEANT.match(line))


def product_token(user_agent: str) -> str:
    """The name by which robots.txt speaks to us: `EntertainmentMonitor/0.1 (+https://…)` -> `EntertainmentMonitor`."""
    return re.split(r"[/\s]", user_agent.strip(), maxsplit=1)[0] or "*"
