"""What was published since a day: the sitemaps of an index that may list it, and the links of it."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.discover import past
from monitor.model import Link

BACK_TO = datetime(2026, 9, 15, tzinfo=UTC)
DAY = timedelta(days=1)
SITE = "https://reel.example/"


@pytest.mark.parametrize(
    ("name", "changed", "is_read"),
    [
        ("sitemap-2026-09.xml", None, True),
        ("sitemap-2026-08.xml", None, False),
        ("sitemap-2026-08.xml", BACK_TO + DAY, False),  # made again, and still of August
        ("2026/10/posts.xml", None, True),
        ("sitemap.xml?yyyy=2026&mm=11&dd=02", None, True),
        ("sitemap.xml?yyyy=2026&mm=07&dd=31", None, False),
        ("post-202609.xml", None, True),
        ("post-202507.xml", None, False),
        ("sitemap-2026.xml", None, True),
        ("sitemap-2025.xml", None, False),
        ("post-sitemap12.xml", BACK_TO, True),
        ("post-sitemap11.xml", BACK_TO - timedelta(minutes=1), False),
        ("post-sitemap11.xml", BACK_TO - DAY, True),  # a day alone, which ends later in the west
        ("post-sitemap11.xml", BACK_TO - 2 * DAY, False),
        ("post-sitemap9.xml", None, True),  # nothing is known of it
        ("category-sitemap.xml", BACK_TO + DAY, False),
        ("author-2026-10.xml", None, False),
    ],
)
def test_which_sitemaps_of_an_index_may_list_it(name: str, changed: datetime | None, *, is_read: bool) -> None:
    """By the month or year of their names, else by their last change; lists of authors and sections never."""
    index = [Link(url=SITE + name, updated_at=changed)]

    assert bool(past.sitemaps(index, BACK_TO)) is is_read


def test_the_newest_first_and_not_without_end() -> None:
    """By the months of their names; more than ten years of months are not asked for."""
    months = [Link(url=f"{SITE}s-{2001 + n // 12}-{n % 12 + 1:02}.xml") for n in range(300)]
    found = past.sitemaps(months, datetime(2001, 1, 1, tzinfo=UTC))

    assert found[:2] == [f"{SITE}s-2025-12.xml", f"{SITE}s-2025-11.xml"]
    assert len(found) == past.MOST_SITEMAPS


def test_of_those_that_are_only_counted_the_last_is_the_newest() -> None:
    """As numbers: the twelfth after the ninth."""
    counted = [Link(url=f"{SITE}post-sitemap{n}.xml") for n in (9, 12, 1)]

    assert past.sitemaps(counted, BACK_TO) == [f"{SITE}post-sitemap{n}.xml" for n in (12, 9, 1)]


def test_links_since_a_day() -> None:
    """By their publication, else by their change; without both they may be of it."""
    young, old, bare = (Link(url=f"{SITE}{n}", published_at=at) for n, at in enumerate((BACK_TO, BACK_TO - DAY, None)))
    changed = Link(url=f"{SITE}x", updated_at=BACK_TO - 2 * DAY)

    assert past.since([young, old, bare, changed], BACK_TO) == [young, bare]
    assert past.is_older([old, changed], BACK_TO)
    assert not past.is_older([young, old], BACK_TO)
    assert not past.is_older([bare], BACK_TO)


def test_a_day_alone_is_as_late_as_its_end() -> None:
    """Who asks for an afternoon gets what is dated with that day; its midnight alone would leave it out."""
    afternoon = BACK_TO + timedelta(hours=15)
    dated = Link(url=f"{SITE}day", published_at=BACK_TO, published_has_time=False)
    timed = Link(url=f"{SITE}time", published_at=BACK_TO)

    assert past.since([dated, timed], afternoon) == [dated]
    assert not past.is_older([dated], afternoon)
    assert past.is_older([timed], afternoon)
