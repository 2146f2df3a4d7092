"""The course of a story: when a report was seen to appear, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.report_time import ReportTime
from monitor.story import Report
from monitor.views.story_course import witnessed

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("reported", "listed", "absent", "words"),
    [
        (ReportTime(NOW - 20 * MINUTE), 8 * MINUTE, 18 * MINUTE, "listed by 11:52, not yet at 11:42"),
        (ReportTime(NOW - 20 * MINUTE), 8 * MINUTE - 50 * SECOND, 8 * MINUTE, "seen within the minute"),
        (ReportTime(NOW - 20 * MINUTE), 8 * MINUTE, None, "listed by 11:52"),
        (ReportTime(NOW - 10 * MINUTE), 8 * MINUTE, None, ""),
        (ReportTime(NOW, day=NOW.date()), 8 * MINUTE, None, ""),
        (ReportTime(NOW), None, None, ""),
    ],
)
def test_when_it_appeared_is_said_where_it_says_more(
    reported: ReportTime, listed: timedelta | None, absent: timedelta | None, words: str
) -> None:
    """Between two looks; where no look was before, the first one, if that is not the time that the page states."""
    report = Report(
        article_id=1, url="", outlet="v", outlet_name="Variety", title="Heat 2", authors=(), published_at=None,
        reported=reported, found_at=NOW, language="en", copy_of=None,
        listed_at=None if listed is None else NOW - listed, absent_at=None if absent is None else NOW - absent,
    )  # fmt: skip

    assert witnessed(report, NOW) == words
