"""Values in columns: times, and rows filled by name."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest
from store_made import NOW

from monitor.store.codec.records import record
from monitor.store.codec.timestamps import moment, stamp, stamp_up

SECOND = timedelta(seconds=1)


class Colour(StrEnum):
    """Some closed set."""

    RED = "red"


@dataclass(frozen=True, kw_only=True)
class Thing:
    """A value with a field of every kind that the archive holds."""

    name: str
    count: int | None
    is_right: bool | None
    is_on: bool
    colour: Colour
    other: Colour | None
    at: datetime
    until: datetime | None
    on: datetime | date | None
    pairs: tuple[tuple[int, int], ...]
    facts: dict[str, str]


ROW = {
    "name": "x",
    "count": 3,
    "is_right": 0,
    "is_on": 1,
    "colour": "red",
    "other": "red",
    "at": "2026-11-22T08:00:00Z",
    "until": None,
    "on": "2026-11-22",
    "pairs": "[[0,6]]",
    "facts": '{"a":"b"}',
}


def test_a_row_fills_every_field_by_its_name() -> None:
    """Each column is read as the type of its field."""
    thing = record(Thing, ROW)

    assert thing == Thing(
        name="x",
        count=3,
        is_right=False,
        is_on=True,
        colour=Colour.RED,
        other=Colour.RED,
        at=NOW,
        until=None,
        on=date(2026, 11, 22),
        pairs=((0, 6),),
        facts={"a": "b"},
    )


@pytest.mark.parametrize("name", ROW)
def test_a_column_that_a_query_forgot_is_an_error(name: str) -> None:
    """A field is never empty because nobody asked for its column."""
    with pytest.raises(KeyError, match=name):
        record(Thing, {key: value for key, value in ROW.items() if key != name})


def test_what_is_given_needs_no_column() -> None:
    """A field may be made by the caller, and columns may share a prefix."""
    row = {f"thing_{name}": value for name, value in ROW.items() if name != "facts"}

    assert record(Thing, row, prefix="thing_", facts={}).facts == {}


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("other", "mauve", None),
        ("is_right", None, None),
        ("until", "soon", None),
        ("on", "2026-11-22T08:00:00Z", NOW),
        ("on", "2026-13-41", None),
        ("on", None, None),
        ("pairs", "not JSON", ()),
        ("facts", None, {}),
        ("facts", '{"a":1}', {}),
    ],
)
def test_what_another_program_wrote_wrongly_is_nothing(column: str, value: str | None, expected: object) -> None:
    """A value that cannot be is None or empty, and no error."""
    assert getattr(record(Thing, {**ROW, column: value}), column) == expected


def test_times_are_utc_whatever_the_zone() -> None:
    """A time of another zone is the same moment, in and out; one without a zone is UTC."""
    there = NOW.astimezone(timezone(timedelta(hours=-8)))

    assert stamp(there) == "2026-11-22T08:00:00Z"
    assert moment("2026-11-22T10:00:00+02:00") == NOW
    assert moment("2026-11-22T08:00:00") == NOW
    assert moment("2026-11-22T08:00:00").tzinfo is UTC  # type: ignore[union-attr]
    assert moment("") is None


def test_two_moments_that_a_wall_clock_shows_alike_are_two() -> None:
    """They are equal, and have one hash."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))

    assert [stamp(first), stamp(first.replace(fold=1))] == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]


def test_facts_are_rounded_down_and_waits_up() -> None:
    """A fact is never later than it was, a wait never shorter; the last second of all is not passed."""
    late = NOW + SECOND / 2
    last = datetime.max.replace(tzinfo=UTC)

    assert (stamp(late), stamp_up(late)) == ("2026-11-22T08:00:00Z", "2026-11-22T08:00:01Z")
    assert stamp_up(NOW) == stamp(NOW)
    assert stamp_up(last) == "9999-12-31T23:59:59Z"
    assert stamp(datetime.max.replace(tzinfo=timezone(timedelta(hours=-1)))) == "9999-12-31T23:59:59Z"
    assert (stamp(None), stamp_up(None)) == (None, None)


def test_a_time_without_a_zone_is_a_defect() -> None:
    """It is refused: nobody could tell which moment it is."""
    with pytest.raises(ValueError, match="without a zone"):
        stamp(NOW.replace(tzinfo=None))
