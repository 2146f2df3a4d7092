"""What a listing shows of a gap: since when, until when, about how many."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.discover import gap_finding
from monitor.listing_gap import Gap
from monitor.model import Link

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SINCE = NOW - 60 * MINUTE


def links(*minutes: float | None) -> list[Link]:
    """Links that were published so many minutes ago; None: they do not say when."""
    return [
        Link(url=f"https://reel.example/{n}", published_at=None if ago is None else NOW - ago * MINUTE)
        for n, ago in enumerate(minutes)
    ]


@pytest.mark.parametrize(
    ("minutes", "until", "missing"),
    [
        ((0, 10, 20, 30), 30, 3),  # one in ten minutes, and half an hour of which nothing is listed
        ((30, 0, 20, 10), 30, 3),  # in any order
        ((0, 1, 2, 3), 3, 57),
        ((0, 19, 38, 57), 57, 1),
        ((5, 5, 5, 5), 5, None),  # all at once: that is no pace
        ((0, 10, 20, 61), 0, None),  # older than the last look, and not known at it: its times say nothing
        ((0, 10, 20, None), 0, None),
    ],
)
def test_what_is_missing_by_the_pace_of_what_is_listed(
    minutes: tuple[float | None, ...], until: float, missing: int | None
) -> None:
    """Between the last look and the oldest that is listed, if all is dated after that look."""
    found = gap_finding.gap_in(links(*minutes), {}, SINCE, NOW)

    assert found == Gap(since=SINCE, until=NOW - until * MINUTE, missing=missing)


def test_where_there_is_no_gap() -> None:
    """Something is known, or it is the first look, or there are too few to tell."""
    four = links(0, 1, 2, 3)

    assert gap_finding.gap_in(four, {gap_finding.keys_of(four)[3]: ""}, SINCE, NOW) is None
    assert gap_finding.gap_in(four, {}, None, NOW) is None
    assert gap_finding.gap_in(four[:3], {}, SINCE, NOW) is None
