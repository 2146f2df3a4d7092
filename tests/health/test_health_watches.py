"""A watch that finds less than is expected of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from health_made import OUTLET

from monitor.durations import expected
from monitor.health import Facts, OpenIncident, WatchFacts, decide

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HEAT = WatchFacts(
    id="heat-2", name="Heat 2", least=2, span=7 * DAY, found=1, since=NOW - 30 * DAY, last_found_at=NOW - 5 * DAY
)


def kinds(*watches: WatchFacts) -> list[str]:
    """What is opened."""
    return [item.kind for item in decide(Facts(watches=watches), (), NOW).opened]


def test_less_than_expected_is_said_with_the_last_find() -> None:
    """How many in which time, and how many should have been."""
    (incident,) = decide(Facts(watches=(HEAT,)), (), NOW).opened

    assert (incident.kind, incident.subject) == ("watch_silent", "heat-2")
    assert incident.detail == "The watch Heat 2 found 1 article in 7 days, where 2 articles or more are expected"
    assert "2026-11-18" in incident.evidence["last found"]


@pytest.mark.parametrize(
    ("change", "opened"),
    [
        ({"found": 2}, []),
        ({"found": 0}, ["watch_silent"]),
        ({"since": NOW - 7 * DAY}, ["watch_silent"]),
        ({"since": NOW - 7 * DAY + timedelta(seconds=1)}, []),
    ],
)
def test_when_it_stands(change: dict[str, object], opened: list[str]) -> None:
    """Not before the watch has looked for as long as it may take."""
    assert kinds(replace(HEAT, **change)) == opened


def test_it_is_over_when_it_finds_again_or_is_watched_no_more() -> None:
    """Once; and it is not opened twice."""
    standing = [OpenIncident(kind="watch_silent", subject="heat-2", opened_at=NOW - DAY)]

    assert decide(Facts(watches=(HEAT,)), standing, NOW).closed == ()
    for facts in (Facts(watches=(replace(HEAT, found=2),)), Facts(watches=())):
        assert [item.subject for item in decide(facts, standing, NOW).closed] == ["heat-2"]


def test_who_judges_outlets_alone_ends_nothing_of_watches() -> None:
    """A crawl of some outlets by command: it may find as little as before."""
    standing = [OpenIncident(kind="watch_silent", subject="heat-2", opened_at=NOW - DAY)]

    assert decide(Facts(outlets=(OUTLET,)), standing, NOW).closed == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 per week", (1, 604_800)),
        ("20 per day", (20, 86_400)),
        ("3 per 12h", (3, 43_200)),
        (" 2  PER  Month ", (2, 2_592_000)),
    ],
)
def test_how_it_is_written(text: str, found: tuple[int, float]) -> None:
    """A number and a time."""
    assert expected(text) == found


@pytest.mark.parametrize("text", ["", "weekly", "0 per day", "1 per", "1 per fortnight", "-1 per day", "1 per 0.x"])
def test_what_is_not_understood(text: str) -> None:
    """With what would be."""
    with pytest.raises(ValueError, match="1 per week"):
        expected(text)
