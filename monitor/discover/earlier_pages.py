"""Earlier pages of a listing: where they are, and how far back to read when articles came and went between two looks.

Pure: what a page lists goes in, a decision comes out. Whoever asks for the pages minds the pace.
"""

import re
from collections.abc import Collection, Container
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from monitor.discover import link_times
from monitor.listing_gap import SOME
from monitor.model import Link
from monitor.reading import urls

MOST_PAGES = 20  # asked for in one crawl of a source: of a feed of ten, two hundred articles since the last look
MOST_PAGES_BACK = 200  # where a person asks for what was published since a day
MOST_UNDATED_BACK = 20  # of such pages, where they do not say how old they are
_WORDPRESS_ID = re.compile(r"[?&]p=\d{1,12}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFill:
    """How far the gap of a listing is filled. `since`: the last look at it; `seen`: the keys on the pages so far.

    `back_to`: a person asked for all that was published since then, so what is known ends nothing.
    """

    since: datetime
    back_to: datetime | None = None
    pages: int = 0
    seen: frozenset[str] = frozenset()

    def unseen(self, keys: Collection[str]) -> list[str]:
        """The keys that no later page had: while one reads, new articles push others to the next page."""
        return [key for key in keys if key not in self.seen]

    def is_wanted(self, link: Link) -> bool:
        """Whether an article is asked for, as far as its times say; one without a time may be."""
        at = link_times.latest(link)
        return self.back_to is None or at is None or at >= self.back_to

    def after(self, keys: Collection[str], known: Container[str], newest: datetime | None = None) -> Self | None:
        """What is left to be filled after a page with these keys; None: nothing, or nothing more can be had.

        A page that holds something known has reached the last look. The first page counts as one with a gap only if it
        holds a few articles. `newest`: the newest time that it may have, by what the page declares.
        """
        fresh = self.unseen(keys)
        if self.back_to is not None:
            is_reached = newest is not None and newest < self.back_to
            most = MOST_UNDATED_BACK if newest is None else MOST_PAGES_BACK
            if is_reached or not fresh or self.pages >= most:
                return None
            return replace(self, pages=self.pages + 1, seen=self.seen.union(fresh))
        enough = len(fresh) >= (1 if self.pages else SOME)
        if not enough or self.pages >= MOST_PAGES or any(key in known for key in fresh):
            return None
        return replace(self, pages=self.pages + 1, seen=self.seen.union(fresh))


def declared(address: str | None, url: str) -> str | None:
    """The address that a listing names for its next page, if it is on the same site."""
    following = urls.fetchable(address, url) if address else None
    return following if following and following != url and urls.same_site(following, url) else None


def numbered(url: str, parameter: str) -> str:
    """The address of the page that follows the one at `url`, by a parameter with its number."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    here = next((int(value[:6]) for name, value in query if name == parameter and value.isdecimal()), 1)
    others = [(name, value) for name, value in query if name != parameter]
    return parts._replace(query=urlencode([*others, (parameter, str(here + 1))], safe=",:"), fragment="").geturl()


def is_wordpress(generator: str | None, ids: Collection[str | None]) -> bool:
    """Whether WordPress made a feed: it says so, or its ids are those of posts ("…?p=12")."""
    if generator and "wordpress" in generator.lower():
        return True
    return bool(ids) and all(value is not None and _WORDPRESS_ID.search(value) for value in ids)
