"""Dated steps: what articles say is to happen on a day, how it moves, and the calendar of it."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from monitor.model import Article, Mark, Origin
from monitor.report_time import ReportTime
from monitor.story import Report, StoryHit
from monitor.views import calendar_form, dated_steps
from monitor.views.dated_steps import DatedStep, DateKind, DateStated

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def said(
    title: str, body: str = "", *, days: int = 0, outlet: str = "Variety", url: str = "https://v.example/a"
) -> list[DateStated]:
    """What an article says of days, some days later."""
    article = Article(url=url, outlet="v", title=title, body=body, language="en")
    marks = tuple(Mark(field=field, start=at, end=at + 6, text="Heat 2") for field in ("title", "body")
                  if (at := getattr(article, field).find("Heat 2")) >= 0)  # fmt: skip
    at = NOW + timedelta(days=days)
    report = Report(
        article_id=days, url=url, outlet="v", outlet_name=outlet, title=title, authors=(), published_at=at,
        reported=ReportTime(at), found_at=at, language="en", copy_of=None,
    )  # fmt: skip
    hit = StoryHit(
        id=1, watch="heat-2", watch_name="Heat 2", report=report, story=1, story_title=None, origin=Origin.LIVE,
        found_at=at, field="title", snippet="", snippet_marks=(), marks=marks, is_right=None, watch_kind=None,
        watch_ids={},
    )  # fmt: skip
    return list(dated_steps.stated(article, hit))


def steps_of(*articles: list[DateStated]) -> list[DatedStep]:
    """The steps of these articles, in order."""
    return dated_steps.steps("heat-2", "Heat 2", [one for each in articles for one in each])


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Heat 2 Opens 18 June 2027", "", [(date(2027, 6, 18), DateKind.RELEASE)]),
        ("Heat 2 to hit theaters on June 18", "", [(date(2027, 6, 18), DateKind.RELEASE)]),
        ("Heat 2 premieres Dec. 3 in Los Angeles", "", [(date(2026, 12, 3), DateKind.PREMIERE)]),
        ("Tickets for Heat 2 go on sale 3 May 2027", "", [(date(2027, 5, 3), DateKind.TICKETS)]),
        ("Heat 2 starts filming on March 3", "", [(date(2027, 3, 3), DateKind.SHOOTING)]),
        ("Heat 2 is on", "Michael Mann's Heat 2 opens in cinemas on 18 June 2027, Warner said.",
         [(date(2027, 6, 18), DateKind.RELEASE)]),
        ("Heat 2 has a star", "He was born on 18 June 1990. Heat 2 is next.", []),  # nothing is to happen
        ("Heat 2 opened 18 June 2024", "", []),  # it is over
        ("Heat 2 opens 31 June 2027", "", []),  # there is no such day
        ("Heat 2 opens 18 June 2099", "", []),  # a slip
        ("Heat 2 opens in June 2027", "", []),  # a month is no day
        ("Heat 2 is on", "LEEDS, Nov 23 (Wire) - Heat 2 will open theatres to all, Mann said.", []),  # a dateline
        ("Heat 2 is not going to make its 4 December release", "", []),
        ("Heat 2 made less since its release on 22 October", "", []),  # rather this year's than next year's
    ],
)  # fmt: skip
def test_a_sentence_states_what_is_to_happen_on_a_day(title: str, body: str, expected: list) -> None:
    """The day with its year, stated or the next one, and what it is of."""
    assert [(one.on, one.kind) for one in said(title, body)] == expected


def test_a_day_that_moves_stays_one_event() -> None:
    """Same uid, a higher sequence, the day before it; who states the old day later moves nothing back."""
    first = steps_of(said("Heat 2 opens 18 June 2027"))
    second = said("Heat 2 opens 18 June 2027", days=1, outlet="Deadline")
    moved = said("Heat 2 moved from 18 June to 2 July 2027, when it opens", days=5, outlet="Empire")
    slow = said("Heat 2 opens 18 June 2027", days=6, outlet="JoBlo")
    (step,) = steps_of(said("Heat 2 opens 18 June 2027"), second, moved, slow)

    assert [one.on for one in moved] == [date(2027, 7, 2)]
    assert (step.uid, step.sequence, step.on, step.was) == (first[0].uid, 1, date(2027, 7, 2), (date(2027, 6, 18),))
    assert step.outlets == ("Empire",)
    (pushed,) = steps_of(said("Heat 2 opens 18 June 2027"), said("Heat 2 pushed to July 2, 2027", days=5))
    assert (pushed.kind, pushed.on, pushed.was) == (DateKind.RELEASE, date(2027, 7, 2), (date(2027, 6, 18),))
    (agreed,) = steps_of(said("Heat 2 opens 18 June 2027"), second)
    assert (agreed.sequence, agreed.outlets) == (0, ("Variety", "Deadline"))


def test_another_day_without_a_move_is_another_event() -> None:
    """Two countries have two days, and a premiere is no release."""
    steps = steps_of(
        said("Heat 2 opens 18 June 2027"),
        said("Heat 2 opens 25 June 2027 in Japan", days=1),
        said("Heat 2 premieres 3 May 2027", days=2),
    )

    assert [(step.on.day, step.kind, step.sequence) for step in steps] == [
        (3, DateKind.PREMIERE, 0),
        (18, DateKind.RELEASE, 0),
        (25, DateKind.RELEASE, 0),
    ]
    assert len({step.uid for step in steps}) == 3


def test_the_calendar_is_read_by_others_and_holds_text_alone() -> None:
    """All days are whole ones; line breaks in a headline make no property, and an address is of the web."""
    hostile = "Heat 2 opens 18 June 2027\r\nATTENDEE:mailto:e@x.test\nEND:VEVENT;,\\ \ud800"
    steps = steps_of(said(hostile, url="javascript:alert(1)"), said("Heat 2 premieres 3 May 2027", days=2))
    made = calendar_form.ics(steps, "Heat 2\nX-EVIL:1", NOW)
    calendar = icalendar.Calendar.from_ical(made)
    premiere, release = calendar.walk("VEVENT")

    assert calendar_form.ics(steps, "Heat 2\nX-EVIL:1", NOW) == made
    assert (premiere.decoded("dtstart"), premiere.decoded("dtend")) == (date(2027, 5, 3), date(2027, 5, 4))
    assert (str(premiere["summary"]), premiere["sequence"], str(premiere["url"])) == (
        "Heat 2: premiere",
        0,
        "https://v.example/a",
    )
    assert "ATTENDEE:mailto" in str(release["description"])
    assert {"attendee", "url", "x-evil"}.isdisjoint({name.lower() for name in (*release, *calendar)})
    assert str(release["uid"]).endswith("@entertainment-monitor")
