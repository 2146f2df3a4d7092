"""Archives by month: pages that list what an outlet published in one, and in which order they are read.

Pure. Many sites without sitemaps link to "/2026/11/", "/archive/2026-11" or "/?m=202611"; where the front page links
to none, the addresses of articles often begin with one ("/news/2026/11/29/what-happened").
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from urllib.parse import urljoin

from monitor.discover import page
from monitor.discover.listing import ListingError
from monitor.reading import urls

MOST_MONTHS = 120  # ten years
MOST_PAGES_OF_MONTH = 20  # such pages say of few articles how old they are
MISSES = 2  # months in a row that list nothing of their own: before an outlet's first article, or no archive at all
_FEW = 3  # articles under the address of a month, to guess that it lists them
_LINKS = 5_000  # of one page
_ARCHIVE = re.compile(
    r"(?P<before>(?:/[a-z][a-z_-]{0,30}){0,3}/|/[^?]{0,60}\?(?:m|month|date|archive)=)"
    r"(?P<year>20\d\d)(?P<between>[/-]?)(?P<month>0[1-9]|1[0-2])(?P<after>/?|\.html?)",
    re.IGNORECASE,
)
_OF_ARTICLE = re.compile(r"(?P<before>(?:/[a-z][a-z_-]{0,30}){0,2}/)(?P<year>20\d\d)/(?P<month>0[1-9]|1[0-2])/(?=.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthForm:
    """How a site writes the address of a month: what stands before the year, and around the month."""

    before: str
    between: str = "/"
    after: str = "/"

    def address(self, year: int, month: int) -> str:
        """The address of a month's page, relative to the site."""
        return f"{self.before}{year}{self.between}{month:02}{self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthWalk:
    """A walk through the archives, the newest month first.

    `url` is the page that is asked now, the `pages`-th of its month; `left` are the months after it. `seen` are the
    keys on the pages so far; `misses` the months before this one, in a row, that listed nothing else.
    """

    url: str
    left: tuple[str, ...] = ()
    pages: int = 1
    seen: frozenset[str] = frozenset()
    misses: int = 0

    def after(self, keys: Collection[str] = (), next_page: str | None = None) -> Self | None:
        """What is read after a page with these keys, if anything: its month's next page, else the month before it.

        Without keys: there was no such page. A site that answers with the same page for every month has no archive.
        """
        fresh = self.seen.union(keys)
        is_miss = len(fresh) == len(self.seen)
        if next_page and not is_miss and self.pages < MOST_PAGES_OF_MONTH:
            return replace(self, url=next_page, pages=self.pages + 1, seen=fresh, misses=0)
        misses = self.misses + 1 if is_miss and self.pages == 1 else 0
        if misses >= MISSES or not self.left:
            return None
        return replace(self, url=self.left[0], left=self.left[1:], pages=1, seen=fresh, misses=misses)


def linked(url: str, html: bytes) -> MonthForm | None:
    """How the page at `url` writes the addresses of months to which it links: the commonest form, if there is any."""
    try:
        root = page.tree(html)
    except ListingError:
        return None
    base = page.base(root, url)
    forms: Counter[MonthForm] = Counter()
    for anchor in list(root.iter("a"))[:_LINKS]:
        address = urls.fetchable(anchor.get("href") or "", base)
        if address and urls.same_site(address, url) and (found := _ARCHIVE.fullmatch(_path(address))):
            forms[MonthForm(before=found["before"], between=found["between"], after=found["after"])] += 1
    return _commonest(forms, 1)


def guessed(articles: Iterable[str]) -> MonthForm | None:
    """The form in which the addresses of articles begin, if it is one that several share."""
    found = (_OF_ARTICLE.match(_path(address)) for address in articles)
    return _commonest(Counter(MonthForm(before=one["before"]) for one in found if one), _FEW)


def walk(form: MonthForm, home: str, back_to: datetime, now: datetime) -> MonthWalk:
    """The walk from this month back to that of `back_to`, on the site of `home`."""
    newest, oldest = 12 * now.year + now.month - 1, 12 * back_to.year + back_to.month - 1
    months = range(newest, max(oldest, newest - MOST_MONTHS + 1) - 1, -1)
    addresses = [urljoin(home, form.address(number // 12, number % 12 + 1)) for number in months] or [home]
    return MonthWalk(url=addresses[0], left=tuple(addresses[1:]))


def _path(address: str) -> str:
    """The path and query of an absolute address."""
    return "/" + address.partition("://")[2].partition("/")[2]


def _commonest(forms: Counter[MonthForm], least: int) -> MonthForm | None:
    form, count = forms.most_common(1)[0] if forms else (None, 0)
    return form if count >= least else None
