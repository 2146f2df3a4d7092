"""robots.txt (RFC 9309): what a host allows, decided from a copy that is kept for a day.

A group for `scrapy` binds us too: whoever wrote it meant programs built on Scrapy, as this one is.
"""

import codecs
import functools
import logging
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from protego import Protego

from monitor.events import HostState, is_robots_answer

KEPT_FOR = timedelta(hours=24)
UNREACHABLE_KEPT_FOR = timedelta(minutes=5)  # no answer disallows the whole host: so it is asked again soon
_CLOCKS_DIFFER = timedelta(minutes=5)  # a copy from further ahead is of a clock that was set back: its age is unknown
LONGEST_BODY = 512 * 1024  # bytes that RFC 9309 wants parsed
_KEPT = 1 << 20  # characters of all those whose rules are kept; in memory the rules are 25 times as large
_SHORT = 16 * 1024  # characters of one whose rules are kept for the next crawl: nearly all are shorter
_ENTRY = 500  # characters for which rules count besides those of their file: of an empty one there may be many
_MOST_VERDICTS = 20_000  # addresses of sources, of which a process hardly has more
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
    crawl_delay: float = 0.0  # seconds that the host wants between requests
    verdicts: dict[str, bool] = field(default_factory=dict, compare=False)  # by address, of those asked for repeatedly

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

    def keep(self, url: str, *, is_allowed: bool) -> None:
        """Note a verdict, for whoever asks for the same address again and again."""
        if len(self.verdicts) >= _MOST_VERDICTS:
            self.verdicts.clear()
        self.verdicts[url] = is_allowed


def rules(state: HostState, token: str) -> Rules:
    """The rules of a host's robots.txt.

    An answer of 2xx is read, 4xx allows everything; 5xx, 429 and silence disallow everything (RFC 9309, 2.3.1).
    """
    status = state.robots_status
    if status is not None and 200 <= status < 300:
        body = (state.robots_body or "")[:LONGEST_BODY]
        parser, names_scrapy = Protego.parse(_plain(body)), bool(_NAMES_SCRAPY.search(body))
        delays = [parser.crawl_delay(name) or 0.0 for name in ((token, "scrapy") if names_scrapy else (token,))]
        return Rules(token, status, parser, names_scrapy, min(max(map(float, delays)), LONGEST_DELAY))
    return Rules(token, status)


class KeptRules:
    """The rules that crawls of a process have read, for the next ones: by whom they bind and what they were read of.

    The same file at another host is the same rules. Those that were not used for longest go first.
    """

    def __init__(self, most: int = _KEPT) -> None:
        self._rules: OrderedDict[tuple[str, int | None, str], Rules] = OrderedDict()
        self._left = most

    def of(self, state: HostState, token: str) -> Rules | None:
        """The rules, if they were read before."""
        key = token, state.robots_status, state.robots_body or ""
        found = self._rules.get(key)
        if found is not None:
            self._rules.move_to_end(key)
        return found

    def keep(self, state: HostState, rules: Rules) -> None:
        """Keep the rules that were read of this robots.txt, if it is no longer than nearly all are."""
        body = state.robots_body or ""
        key = rules.token, state.robots_status, body
        if len(body) > _SHORT or key in self._rules:
            return
        self._rules[key] = rules
        self._left -= len(body) + _ENTRY
        while self._left < 0:
            (_, _, other), _ = self._rules.popitem(last=False)
            self._left += len(other) + _ENTRY


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


@functools.lru_cache(maxsize=100)
def product_token(user_agent: str) -> str:
    """The name by which robots.txt speaks to us: `EntertainmentMonitor/0.1 (+https://…)` -> `EntertainmentMonitor`."""
    return re.split(r"[/\s]", user_agent.strip(), maxsplit=1)[0] or "*"
