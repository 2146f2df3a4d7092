"""Links in messages that do one thing at the pages, for whoever has them: signed, for one thing and for some time.

    https://desk.example.org/link/pause/heat-2/1799999999/5f3c…

Who reads the message may do that thing without a log-in, and nothing else: the signature (HMAC-SHA256, RFC 2104, its
first 160 bits) is over what is done, to what, and until when.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote

LASTS = timedelta(days=30)
_DIGITS = 40  # hexadecimal, of a signature


class LinkAct(StrEnum):
    """What a link does."""

    OPEN = "open"  # shows a story
    IRRELEVANT = "irrelevant"  # says that a watch should not have found an article
    PAUSE = "pause"  # sends nothing of a watch for a time


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLinks:
    """Makes links of messages that were made at `at`. `base` is the pages' address without a slash at its end."""

    base: str
    key: bytes = field(repr=False)

    def story(self, story: int, at: datetime) -> str:
        """Shows a story."""
        return self._link(LinkAct.OPEN, str(story), at)

    def irrelevant(self, watch: str, article: int, at: datetime) -> str:
        """Says that a watch (id) should not have found an article."""
        return self._link(LinkAct.IRRELEVANT, f"{article}.{watch}", at)

    def pause(self, watch: str, person: str | None, at: datetime) -> str:
        """Sends nothing of a watch (id) for a time, to a person (id) or, None, to anybody."""
        return self._link(LinkAct.PAUSE, f"{watch}.{person or ''}", at)

    def _link(self, act: LinkAct, what: str, at: datetime) -> str:
        until = int((at + LASTS).timestamp())
        return f"{self.base}/link/{act.value}/{quote(what, safe='.')}/{until}/{_signed(self.key, act, what, until)}"


def holds(key: bytes, act: str, what: str, until: str, signature: str, now: datetime) -> bool:  # noqa: PLR0917
    """Whether these parts of a link were made with this key, and its time is not over."""
    if not (until.isascii() and until.isdecimal()) or len(until) > 11 or act not in set(LinkAct):
        return False
    right = _signed(key, LinkAct(act), what, int(until))
    return hmac.compare_digest(right.encode(), signature.encode()) and now < datetime.fromtimestamp(int(until), UTC)


def _signed(key: bytes, act: LinkAct, what: str, until: int) -> str:
    text = f"link\n{act.value}\n{len(what)}:{what}\n{until}"
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:_DIGITS]
