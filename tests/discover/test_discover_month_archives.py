"""Archives by month: how a site writes their addresses, and in which order they are read."""

from datetime import UTC, datetime

import pytest

from monitor.discover import month_archives
from monitor.discover.month_archives import MISSES, MOST_MONTHS, MOST_PAGES_OF_MONTH, MonthForm, MonthWalk

NOW = datetime(2026, 11, 29, tzinfo=UTC)
HOME = "https://reel.example/"
WALK = MonthWalk(url="/2026/11/", left=("/2026/10/", "/2026/09/"))


@pytest.mark.parametrize(
    ("href", "september"),
    [
        ("/2026/11/", "/2026/09/"),
        ("https://reel.example/2026/11", "/2026/09"),
        ("news/2026/11/", "/news/2026/09/"),
        ("/archive/2026-11", "/archive/2026-09"),
        ("/archive/2026/11.html", "/archive/2026/09.html"),
        ("/?m=202611", "/?m=202609"),
        ("/archive.php?month=2026-11", "/archive.php?month=2026-09"),
        ("/2026/11/29/what-happened", None),  # an article
        ("/2026/13/", None),
        ("/story-202611", None),
        ("https://other.example/2026/11/", None),
    ],
)
def test_how_a_front_page_links_to_months(href: str, september: str | None) -> None:
    """One link shows how all months are written; articles and other sites show nothing."""
    form = month_archives.linked(HOME, f"<html><body><footer><a href='{href}'>November</a></footer>".encode())

    assert (form.address(2026, 9) if form else None) == september


def test_what_is_no_page_links_to_no_months() -> None:
    """An empty answer is no error."""
    assert month_archives.linked(HOME, b"") is None


def test_months_are_guessed_from_several_articles() -> None:
    """Three that begin alike do; two, or dates that are no folders, do not."""
    dated = [f"{HOME}news/2026/11/{day}/what-happened-then" for day in (27, 28, 29)]

    assert month_archives.guessed([*dated, f"{HOME}about"]) == MonthForm(before="/news/")
    assert month_archives.guessed(dated[:2]) is None
    assert month_archives.guessed([f"{HOME}2026-11-{day}-what-happened" for day in range(10, 20)]) is None


def test_the_months_back_to_a_day() -> None:
    """The newest first, over the turn of a year, to the month of the day; and not without end."""
    walk = month_archives.walk(MonthForm(before="/"), HOME, datetime(2025, 12, 31, tzinfo=UTC), NOW)
    addresses = [walk.url, *walk.left]

    assert addresses[0] == f"{HOME}2026/11/"
    assert addresses[-2:] == [f"{HOME}2026/01/", f"{HOME}2025/12/"]
    assert len(addresses) == 12
    long = month_archives.walk(MonthForm(before="/"), HOME, datetime(2001, 1, 1, tzinfo=UTC), NOW)
    assert len(long.left) == MOST_MONTHS - 1


def test_all_pages_of_a_month_come_before_the_month_before_it() -> None:
    """As far as each lists something; not without end."""
    second = WALK.after(["a", "b"], "/2026/11/page/2/")
    assert second is not None
    assert second.url == "/2026/11/page/2/"
    third = second.after(["b"], "/2026/11/page/3/")  # nothing that was not on the page before
    assert third is not None
    assert third.url == "/2026/10/"

    page: MonthWalk | None = WALK
    for number in range(MOST_PAGES_OF_MONTH):
        assert page is not None
        page = page.after([f"{number}"], f"/2026/11/page/{number + 2}/")
    assert page is not None
    assert page.url == "/2026/10/"


def test_months_that_list_nothing_end_the_walk() -> None:
    """One may be empty, as on the first of a month; two in a row, or the same page again and again, are no archive."""
    missed = WALK.after()
    assert missed is not None
    assert missed.misses == 1 < MISSES
    assert missed.after() is None
    found = missed.after(["a"])
    assert found is not None
    assert (found.url, found.misses) == ("/2026/09/", 0)

    same = WALK.after(["a", "b"])
    assert same is not None
    again = same.after(["a", "b"])
    assert again is not None
    assert again.after(["a", "b"]) is None
