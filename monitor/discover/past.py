"""What an outlet published since a day: which sitemaps of an index to read, and which links of a listing to take.

Pure. A sitemap is known to be older by the month that its name shows, else by its `lastmod`, else not at all.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from monitor.discover.link_times import latest
from monitor.discover.sitemaps import is_of_articles
from monitor.model import Link

MOST_SITEMAPS = 120  # read in one crawl that fills in the past: ten years of months
MOST_LISTED = 10_000  # links of one sitemap: a year of a busy outlet
# "2026-11", "2026/11", "yyyy=2026&mm=11", "202611"; or a year alone.
_MONTH = re.compile(r"(?<!\d)(20\d\d)(?:[^\d]{1,4}(0?[1-9]|1[0-2])|(0[1-9]|1[0-2]))(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def sitemaps(index: Sequence[Link], back_to: datetime) -> list[str]:
    """The addresses of an index's sitemaps that may list what was published since then, the newest first."""
    kept = [link for link in index if is_of_articles(link) and _may_list(link, back_to)]
    ranked = sorted(kept, key=lambda link: (_begins(link) or latest(link) or back_to, _numbers(link)), reverse=True)
    return [link.url for link in ranked[:MOST_SITEMAPS]]


def since(links: Iterable[Link], back_to: datetime) -> list[Link]:
    """The links that were published since then, or may have been."""
    return [link for link in links if (latest(link) or back_to) >= back_to]


def is_older(links: Sequence[Link], back_to: datetime) -> bool:
    """Whether all that a listing declares lies before then: what comes after it in time is older still."""
    times = [at for link in links if (at := latest(link))]
    return bool(times) and max(times) < back_to


def _numbers(link: Link) -> list[int]:
    """Those in its address: of sitemaps that are only counted, the last one is the newest."""
    return [int(digits[:12]) for digits in re.findall(r"\d+", link.url)]


def _may_list(link: Link, back_to: datetime) -> bool:
    begins = _begins(link)
    if begins is None:
        return (latest(link) or back_to) >= back_to
    is_year = _MONTH.search(link.url) is None
    return begins.year >= back_to.year if is_year else (begins.year, begins.month) >= (back_to.year, back_to.month)


def _begins(link: Link) -> datetime | None:
    """The first day of the month or year that the name of a sitemap shows."""
    path = link.url.partition("://")[2].partition("/")[2]
    if month := _MONTH.search(path):
        return datetime(int(month[1]), int(month[2] or month[3]), 1, tzinfo=UTC)
    year = _YEAR.search(path)
    return datetime(int(year[1]), 1, 1, tzinfo=UTC) if year else None
