"""Which of a page's moments is its publication."""

from datetime import UTC, datetime

import pytest

from monitor.extract import dates, decode, statements
from monitor.model import Link

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def dates_of(
    head: str = "",
    body: str = "",
    *,
    url: str = "https://www.example.org/a",
    lang: str = "en",
    link: Link | None = None,
) -> dates.Dates:
    """The dates of a page made of these parts."""
    root = decode.parse(f'<html lang="{lang}"><head>{head}</head><body>{body}</body></html>')
    assert root is not None
    return dates.read(statements.read(root, url), now=NOW, link=link)


def meta(name: str, content: str) -> str:
    """One meta element."""
    return f'<meta property="{name}" content="{content}">'


def test_published_and_updated_stay_apart() -> None:
    """Each with its own zone."""
    found = dates_of(
        meta("article:published_time", "2024-03-05T08:15:00-08:00")
        + meta("article:modified_time", "2024-03-06T10:00:00+01:00")
    )

    assert found.published == datetime.fromisoformat("2024-03-05T08:15:00-08:00")
    assert found.updated == datetime.fromisoformat("2024-03-06T10:00:00+01:00")


def test_an_update_before_the_publication_is_none() -> None:
    """A clock that runs backwards is not believed."""
    head = meta("article:published_time", "2024-03-05T08:15:00Z") + meta(
        "article:modified_time", "2024-03-05T08:15:00Z"
    )

    assert dates_of(head).updated is None


@pytest.mark.parametrize("stated", ["2031-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z"])
def test_the_future_and_the_absurd_are_refused(stated: str) -> None:
    """No date is better than such a one."""
    assert dates_of(meta("article:published_time", stated)).published is None


def test_a_day_is_completed_by_a_time_of_the_same_day() -> None:
    """A source that knows only the day is joined by one that knows the hour."""
    found = dates_of(meta("date", "2024-03-05"), '<h1>T</h1><time datetime="2024-03-05T08:15:00Z">8:15</time>')

    assert found.published == datetime(2024, 3, 5, 8, 15, tzinfo=UTC)
    assert found.has_time


def test_a_day_alone_says_so() -> None:
    """Without any time of day, none is made up."""
    found = dates_of(meta("date", "2024-03-05"))

    assert found.published is not None
    assert not found.has_time


@pytest.mark.parametrize(
    ("url", "lang", "expected"),
    [
        ("https://www.kinoblatt.de/a", "de", "2024-07-05T08:15:00+02:00"),
        ("https://www.eiga.jp/a", "ja", "2024-07-05T08:15:00+09:00"),
        ("https://www.film.co.uk/a", "en", "2024-07-05T08:15:00+01:00"),
        ("https://www.kinoblatt.com/a", "de-AT", "2024-07-05T08:15:00+02:00"),
        ("https://www.filmpost.com/a", "en-US", "2024-07-05T08:15:00-04:00"),
        ("http://127.0.0.1:8000/a", "", "2024-07-05T08:15:00+00:00"),
    ],
)
def test_a_clock_without_zone_is_that_of_its_country(url: str, lang: str, expected: str) -> None:
    """By the country of the address, else the language, else UTC."""
    found = dates_of(meta("article:published_time", "2024-07-05T08:15:00"), url=url, lang=lang)

    assert found.published is not None
    assert found.published.isoformat() == expected


def test_month_and_day_stand_as_in_the_pages_country() -> None:
    """3/5 is in March for an American page, in May for others."""
    american, british = (dates_of(meta("date", "3/5/2024"), lang=lang).published for lang in ("en-US", "en-GB"))

    assert american is not None
    assert american.date().isoformat() == "2024-03-05"
    assert british is not None
    assert british.date().isoformat() == "2024-05-03"


def test_the_address_kept_the_day_of_a_moved_article() -> None:
    """A later import that calls itself the publication is not believed against the address."""
    found = dates_of(
        meta("article:published_time", "2019-06-17T18:28:00Z"), url="https://www.example.org/2017/7/12/montauk"
    )

    assert found.published is not None
    assert found.published.date().isoformat() == "2017-07-12"


def test_the_listing_is_the_last_resort() -> None:
    """A page without any date has the one of its listing."""
    at = datetime(2024, 3, 5, 8, 15, tzinfo=UTC)

    assert dates_of(link=Link(url="https://www.example.org/a", published_at=at)).published == at
