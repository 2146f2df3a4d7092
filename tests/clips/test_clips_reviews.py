"""Reviews around an embargo: early ones are marked, the others counted by the hour; outlets are asked often then."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import make
import pytest

from monitor import novelty
from monitor.clips import reviews
from monitor.clips.clip import Clip, ClipStanding
from monitor.desk import embargo_pace

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
HEAT = make.watch(embargo=NOON)


def clip(number: int, at: datetime | date, **fields: object) -> Clip:
    """A clip of the watch."""
    plain = Clip(
        title=f"Heat 2 review {number}", url="", outlet="v", outlet_name="V", at=at, standing=ClipStanding.OWN,
        article_id=number, watches=("Heat 2",),
    )  # fmt: skip
    return replace(plain, **fields)


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("‘Heat 2’ Review: Michael Mann's Return", "news", True),
        ("Heat 2 is a marvel", "review", True),
        ("Heat 2 opens on Friday", "news", False),
    ],
)
def test_what_is_a_review(title: str, kind: str, expected: bool) -> None:  # noqa: FBT001 - a case
    """By what its page declares, or by its headline."""
    assert novelty.is_review(make.article(title=title, kind=kind, language="en")) is expected


def test_early_ones_are_marked_and_the_others_counted_by_the_hour() -> None:
    """A minute before it lifts is early, the moment itself is not; a day alone is early if it is over before."""
    clips = [
        clip(1, NOON - timedelta(minutes=1)),
        clip(2, NOON),
        clip(3, NOON + timedelta(minutes=59)),
        clip(4, NOON + timedelta(minutes=60)),
        clip(5, NOON + timedelta(days=3)),
        clip(6, date(2026, 11, 30)),
        clip(7, date(2026, 12, 1)),
        clip(8, NOON, standing=ClipStanding.COPY),
        clip(9, NOON),  # no review
        clip(10, NOON, watches=("Dune 3",)),
    ]
    found = reviews.marked(clips, dict.fromkeys([1, 2, 3, 4, 5, 6, 7, 8, 10], NOON))
    (wave,) = reviews.waves(found, [HEAT, make.watch(id="dune-3", name="Dune 3")], {"heat-2": (NOON,)})

    assert [one.article_id for one in wave.early] == [1, 6]
    assert [(hour, [one.article_id for one in of]) for hour, of in wave.hours] == [(0, [2, 3]), (1, [4])]
    assert wave.later == 2


def test_a_day_alone_accuses_nobody() -> None:
    """Where the lift is four in the afternoon of the first, it is the second in UTC: the first may be after it."""
    lifts_at = datetime.fromisoformat("2026-12-01T16:00:00-08:00")
    clips = [clip(1, date(2026, 12, 1)), clip(2, date(2026, 11, 30))]

    assert [one.is_early for one in reviews.marked(clips, {1: lifts_at, 2: lifts_at})] == [False, True]


def test_outlets_are_asked_often_in_the_window_alone() -> None:
    """From two hours before to six hours after; the last wait before it ends where it begins."""
    begins, ends = NOON - timedelta(hours=2), NOON + timedelta(hours=6)
    narrowed = replace(HEAT, outlets=("variety",))
    soon = timedelta(minutes=2)

    def look(at: datetime, watch: object = HEAT) -> datetime | None:
        return embargo_pace.next_look([make.watch(id="other"), watch], {"heat-2": (NOON,)}, "joblo", at)

    assert look(begins - timedelta(hours=5)) == begins
    assert look(begins) == begins + soon
    assert look(ends - timedelta(seconds=1)) == ends - timedelta(seconds=1) + soon
    assert look(ends) is None
    assert look(NOON, narrowed) is None
