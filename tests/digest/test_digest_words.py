"""Pieces of English, subjects, and text that cannot break its line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from digest_samples import incident
from hypothesis import given
from hypothesis import strategies as st

from monitor import phrasing
from monitor.digest import formats, subject
from monitor.digest.render import Rendering

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@given(st.text(st.characters(), max_size=200), st.integers(1, 90))
def test_a_cut_text_is_one_short_line(text: str, limit: int) -> None:
    """Whatever comes in, what comes out is one printable line within the limit, and cutting again changes nothing."""
    shown = phrasing.cut(text, limit)

    assert len(shown) <= limit
    assert len(shown.splitlines()) <= 1
    assert shown.encode().decode() == shown
    assert phrasing.cut(shown, limit) == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\nb\r\nc\td\x00e\x1b[31mf", "a b c d e [31mf"),
        ("a\u2028b\u2029c\x85d\x0be", "a b c d e"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("  many   spaces\u00a0 ", "many spaces"),
        ("👩\u200d👩\u200d👧 family", "👩\u200d👩\u200d👧 family"),
    ],
)
def test_a_line_shows_only_what_can_be_seen(raw: str, shown: str) -> None:
    """Control, bidi, separator and surrogate characters become spaces; joiners of emoji stay."""
    assert phrasing.line(raw) == shown


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("Michael Mann says the script is close", 30, "Michael Mann says the script…"),
        ("Supercalifragilistic", 10, "Supercali…"),
        ("Short", 5, "Short"),
        ("One, two", 6, "One…"),
    ],
)
def test_a_cut_comes_at_a_word(text: str, limit: int, shown: str) -> None:
    """A text is cut between words where that costs little, without hanging punctuation."""
    assert phrasing.cut(text, limit) == shown


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (list("ABCDEFG"), "A, B, C, D, E and 2 more"),
    ],
)
def test_lists_read_as_sentences(names: list[str], shown: str) -> None:
    """A list of names reads as English, however long."""
    assert phrasing.listing(names) == shown


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (NOW, "08:00"),
        (NOW - timedelta(hours=9), "Sun 22 Nov, 23:00"),
        (NOW - timedelta(days=400), "19 Oct 2025"),
    ],
)
def test_times_are_as_short_as_they_can_be(moment: datetime, shown: str) -> None:
    """A time today is an hour, this season a day and an hour, else a date."""
    assert formats.when(moment, LOS_ANGELES, NOW) == shown


def test_zones_have_the_names_that_people_use() -> None:
    """A zone's letters where it has some, else its place."""
    assert formats.zone_name(LOS_ANGELES, NOW) == "PST"
    assert formats.zone_name(ZoneInfo("Asia/Kathmandu"), NOW) == "Asia/Kathmandu"


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("paused until 2026-11-23 20:30 UTC, after 3 strikes", "paused until 12:30, after 3 strikes"),
        ("feed, since 2026-11-20 03:15 UTC", "feed, since Thu 19 Nov, 19:15"),
        ("2026-02-31 10:00 UTC, 0001-01-01 00:00 UTC", "2026-02-31 10:00 UTC, 0001-01-01 00:00 UTC"),
        ("never", "never"),
    ],
)
def test_the_times_of_incidents_are_local(text: str, visible: str) -> None:
    """A time of UTC within a sentence is written as those around it; what is no time stays."""
    assert formats.local(text, LOS_ANGELES, NOW) == visible


def test_an_incident_has_times_of_one_zone() -> None:
    """In its sentence and in its facts, in every form that a person reads; a program reads UTC."""
    notice = incident()
    trouble = replace(notice.incident, detail="Deadline: is paused until 2026-11-23 20:30 UTC")
    forms = Rendering(message=replace(notice, incident=trouble))

    for form in (forms.text, forms.html.partition("</head>")[2], forms.markdown):
        assert "is paused until 12:30" in form
        assert "02:02" in form
        assert "UTC" not in form
    assert "2026-11-23 20:30 UTC" in forms.json


def test_subjects_say_the_news_first() -> None:
    """A subject is the watch, the headline and the outlet; the watch is not said twice, and the headline is whole."""
    headline = "Michael Mann says the script is close to done"
    long = "Michael Mann tells Variety podcast that “Heat 2” is his next film, as rumors go"

    assert subject.of_story("Heat 2", headline, "JoBlo") == f"Heat 2: {headline} (JoBlo)"
    assert subject.of_story("Heat 2", "Heat 2 gets a date", "JoBlo") == "Heat 2 gets a date (JoBlo)"
    assert subject.of_story("Heat 2", "‘Heat 2’ Gets Elliot", "JoBlo") == "‘Heat 2’ Gets Elliot (JoBlo)"
    assert subject.of_story("Dune: Part Three", "‘Dune Part Three’ wraps", None) == "‘Dune Part Three’ wraps"
    assert subject.of_story("Heat", "‘Heated Rivalry’ returns", None) == "Heat: ‘Heated Rivalry’ returns"
    assert subject.of_story("Heat 2", long + " and rumors come", "The Hollywood Reporter") == long + " and rumors come"
    assert subject.of_digest("morning", headline, 11) == f"Morning: {headline}, and 11 more"
    assert subject.of_digest("morning", headline, 1) == f"Morning: {headline}, and 1 more"
    assert subject.of_digest("morning", headline, 0) == f"Morning: {headline}"
    assert subject.of_digest("morning", None, -1) == "Morning: nothing new"


def test_a_subject_is_cut_at_a_word_and_only_when_needed() -> None:
    """A headline of the trades is whole; one that is longer than any of them ends at a word."""
    headline = (
        "‘Heat 2’: Warner Bros. In Talks To Part Ways With Michael Mann Sequel As Its Budget Reaches $170 Million"
    )

    assert subject.of_story("Heat 2", headline, "Variety") == headline
    cut = subject.of_story("Heat 2", f"{headline}, Which Nobody At The Studio Wants To Pay", None)
    assert cut == f"{headline}…"


@given(st.text(max_size=150), st.text(max_size=300), st.text(max_size=150), st.integers(0, 10**6))
def test_subjects_fit_a_line(watch: str, headline: str, outlet: str, others: int) -> None:
    """Whatever the names, a subject is short and one line."""
    for line in (
        subject.of_story(watch, headline, outlet),
        subject.of_story(watch, headline, None),
        subject.of_digest(watch, headline, others),
        subject.of_digest(watch, None, 0),
        subject.of_incident(headline),
    ):
        assert len(line) <= subject.LONGEST
        assert len(line.splitlines()) <= 1
