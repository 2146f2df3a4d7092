"""A date means the same in a feed and on a page: both callers of the one parser, case by case."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

import pytest

from monitor.discover import read_listing
from monitor.extract import statements
from monitor.extract.dating import publication
from monitor.model import SourceKind
from monitor.reading import html

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
Told = tuple[datetime | None, bool]  # the moment, and whether a time of day is in it


def in_a_feed(text: str, language: str) -> Told:
    """What a feed's entry says."""
    item = f"<item><title>t</title><link>https://www.example.org/a</link><pubDate>{escape(text)}</pubDate></item>"
    body = f"<rss version='2.0'><channel><title>x</title><language>{language}</language>{item}</channel></rss>"
    (link,) = read_listing(SourceKind.FEED, body.encode(), "https://www.example.org/feed", now=NOW).links
    return link.published_at, link.published_has_time


def in_a_sitemap(text: str, language: str) -> Told:
    """What a news sitemap says."""
    news = f"<n:publication_date>{escape(text)}</n:publication_date>"
    name = f"<n:publication><n:language>{language}</n:language></n:publication>"
    url = f"<url><loc>https://www.example.org/a</loc><n:news>{name}{news}</n:news></url>"
    body = f'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{url}</urlset>'
    (link,) = read_listing(SourceKind.SITEMAP, body.encode(), "https://www.example.org/map", now=NOW).links
    return link.published_at, link.published_has_time


def in_metadata(text: str, language: str) -> Told:
    """What the metadata of a page declare."""
    return _on_a_page(f'<meta property="article:published_time" content="{escape(text)}">', language, ())


def by_a_headline(text: str, language: str) -> Told:
    """What a line by a page's headline says."""
    return _on_a_page("", language, (text,))


def _on_a_page(head: str, language: str, lines: tuple[str, ...]) -> Told:
    root = html.tree(f'<html lang="{language}"><head>{head}</head><body><h1>T</h1></body></html>')
    assert root is not None
    page = statements.read(root, "https://www.example.org/a")
    found = publication.read(page, now=NOW, lines=publication.Lines(after=lines))
    return found.published, found.has_time


CALLERS = (in_a_feed, in_a_sitemap, in_metadata, by_a_headline)
Caller = Callable[[str, str], Told]


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("28. marraskuuta 2026", "fi", "2026-11-28"),
        ("28. marraskuuta 2026", "", "2026-11-28"),
        ("28.11.2026", "", "2026-11-28"),
        ("2026年11月28日", "ja", "2026-11-28"),
        ("11/28/2026", "", "2026-11-28"),
        ("28 Nov 26", "en", "2026-11-28"),
        ("28-Nov-26", "", "2026-11-28"),
        ("03/04/2026", "en-US", "2026-03-04"),
        ("03/04/2026", "en-GB", "2026-04-03"),
        ("03/04/2026", "de", "2026-04-03"),
        ("Friday 03/04/2026", "", "2026-04-03"),
        ("Wednesday 03/04/2026", "", "2026-03-04"),
        ("26/11/28", "ja", "2026-11-28"),
        ("27 lis 2026", "pl", "2026-11-27"),
        ("27. listopada 2026.", "hr", "2026-10-27"),
        ("٢٨ نوفمبر ٢٠٢٦", "ar", "2026-11-28"),
        ("2026-11-28", "", "2026-11-28"),
    ],
)
def test_a_day(caller: Caller, text: str, language: str, day: str) -> None:
    """A day alone is the same day for all callers, and stays a day alone."""
    at, has_time = caller(text, language)

    assert at is not None
    assert (at.date().isoformat(), has_time) == (day, False)


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("28 Nov 2026 10:00 WIB", "2026-11-28T10:00:00+07:00"),
        ("Samstag, 28. November 2026, 18.45 Uhr MEZ", "2026-11-28T18:45:00+01:00"),
        ("28 November 2026 18:45 hrs IST", "2026-11-28T18:45:00+05:30"),
        ("28 ноября 2026, 19:03 (МСК)", "2026-11-28T19:03:00+03:00"),
        ("Sat, 28 Nov 2026 10:00:00 Europe/Paris", "2026-11-28T10:00:00+01:00"),
        ("Sat, 28 Nov 2026 10:00:00 +0100 (CET)", "2026-11-28T10:00:00+01:00"),
        ("Sat, 28 Nov 2026 10:00:00 EST -0500", "2026-11-28T10:00:00-05:00"),
        ("Sat Nov 28 2026 10:00:00 GMT+0100 (Central European Standard Time)", "2026-11-28T10:00:00+01:00"),
        ("Sat Nov 28 10:00:00 CET 2026", "2026-11-28T10:00:00+01:00"),
        ("Sat, 28 Nov 2026 15:04:00 −0500", "2026-11-28T15:04:00-05:00"),
        ("10:00 AM ET, Sat November 28, 2026", "2026-11-28T10:00:00-05:00"),
        ("2026-11-28T10:00:00+01:00[Europe/Paris]", "2026-11-28T10:00:00+01:00"),
        ("Sat, 28 Nov 2026 15:04:60 GMT", "2026-11-28T15:04:59+00:00"),
        ("2026-11-28T24:00:00Z", "2026-11-29T00:00:00+00:00"),
        ("11/28/2026 10:19 PM", "2026-11-28T22:19:00+00:00"),
        ("2026-W48-6T10:00Z", "2026-11-28T10:00:00+00:00"),
    ],
)
def test_a_time_of_day(caller: Caller, text: str, moment: str) -> None:
    """A point in time is the same for all callers; without a zone, and without a country, it is UTC."""
    at, has_time = caller(text, "")

    assert at is not None
    assert at == datetime.fromisoformat(moment)
    assert has_time


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize(
    "text", ["03/04/2026", "27 lis 2026", "2026-11", "November 2026", "2026", "Sat 28 Nov", "soon"]
)
def test_what_may_be_several_days_is_none(caller: Caller, text: str) -> None:
    """No caller guesses: what may be two days, or is a month or a year, is no date."""
    assert caller(text, "")[0] is None


@pytest.mark.parametrize("caller", [in_a_feed, in_a_sitemap, by_a_headline])
@pytest.mark.parametrize(
    ("text", "moment", "has_time"),
    [
        ("25 minutes ago", "2026-12-01T11:35:00+00:00", True),
        ("vor 2 Tagen", "2026-11-29T00:00:00+00:00", False),
        ("3時間前", "2026-12-01T00:00:00+00:00", False),
    ],
)
def test_a_distance(caller: Caller, text: str, moment: str, *, has_time: bool) -> None:
    """What is written as a distance from now is understood by feeds as by pages; far ones are days."""
    at, found = caller(text, "")

    assert (at, found) == (datetime.fromisoformat(moment), has_time)
