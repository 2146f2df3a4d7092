"""What a listing shows of a gap: since when, until when, about how many."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.discover import gap_finding
from monitor.listing_gap import Gap, OpenGap
from monitor.model import Link, SourceKind

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


DAY = datetime(2026, 11, 2, tzinfo=UTC)
WHOLE_DAY = {"published_at": DAY, "published_has_time": False}


@pytest.mark.parametrize(
    ("times", "is_within"),
    [
        (WHOLE_DAY, True),
        ({"updated_at": DAY}, True),  # a sitemap's lastmod without a time
        ({"published_at": DAY}, False),  # midnight, and it says so
        ({"updated_at": DAY + 7 * MINUTE}, False),
        ({"published_at": DAY - timedelta(days=1), "published_has_time": False}, True),  # it ends in the west at noon
        ({"published_at": DAY - timedelta(days=2), "published_has_time": False}, False),
        ({}, True),
    ],
)
def test_a_day_alone_is_as_late_as_its_end(times: dict[str, Any], *, is_within: bool) -> None:
    """What may have been published since the last look fills the gap; most sitemaps of a day's articles say no more."""
    gap = Gap(since=SINCE, until=NOW, missing=3)
    link = Link(url="https://reel.example/day", **times)

    assert (gap_finding.within([link], gap) == [link]) is is_within


def test_a_day_alone_does_not_reach_back_to_a_look_within_it() -> None:
    """Its midnight is no sign that a listing goes back as far, nor is it a time by which a pace is estimated."""
    gap = OpenGap(source="", gap=Gap(since=SINCE, until=NOW, missing=3), before=frozenset(), seen=frozenset(), ask=())
    dated, timed = (
        [Link(url=f"https://reel.example/{n}", published_at=DAY, published_has_time=has_time) for n in range(4)]
        for has_time in (False, True)
    )

    assert not gap_finding.reaches_back(dated, gap, SourceKind.SITEMAP)
    assert gap_finding.reaches_back(timed, gap, SourceKind.SITEMAP)
    assert gap_finding.gap_in(dated, {}, DAY - MINUTE, NOW) == Gap(since=DAY - MINUTE, until=NOW)
