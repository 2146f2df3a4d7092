"""Calendars as others write them: zones, whole days, what repeats, what was changed, what is none."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.dated_events import MOST_EVENTS
from monitor.reading import ical_events
from monitor.reading.ical_events import NoCalendarError

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
ANGELES = ZoneInfo("America/Los_Angeles")


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar of these events, each the lines between BEGIN and END."""
    listed = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"\ufeffBEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n{head}{listed}END:VCALENDAR\n".encode()


def read(*events: str, head: str = ""):
    """The events, and the notes."""
    return ical_events.read(calendar(*events, head=head), ANGELES, NOW)


def utc(text: str) -> datetime:
    """A moment."""
    return datetime.fromisoformat(f"{text}:00+00:00")


@pytest.mark.parametrize(
    ("lines", "begins", "lifts", "on", "note"),
    [
        ("SUMMARY:Embargo lifts\nDTSTART:20261201T200000Z", "2026-12-01T20:00", True, None, ""),
        ("SUMMARY:Embargo lifts\nDTSTART:20261201T120000", "2026-12-01T20:00", True, None, ""),  # of the desk's zone
        ("SUMMARY:Embargo\nDTSTART;TZID=Europe/London:20261201T120000", "2026-12-01T12:00", True, None, ""),
        ("SUMMARY:EMBARGO\nDTSTART;TZID=Eastern Standard Time:20261201T120000", "2026-12-01T17:00", True, None, ""),
        ("SUMMARY:x\nDTSTART;TZID=Nowhere:20261201T120000", "2026-12-01T20:00", False, None, "zone Nowhere"),
        ("SUMMARY:Sperrfrist\nDTSTART;VALUE=DATE:20261201", "2026-12-01T08:00", True, "2026-12-01", "no hour"),
        ("SUMMARY:Opens\nDTSTART;VALUE=DATE:20261218", "2026-12-18T08:00", False, "2026-12-18", ""),
        # Of more than a day it is the time of the embargo, which lifts at its end, unless it says otherwise.
        ("SUMMARY:Embargo\nDTSTART:20261120T000000Z\nDTEND:20261201T170000Z", "2026-12-01T17:00", True, None, ""),
        ("SUMMARY:Embargo\nDTSTART;VALUE=DATE:20261120\nDURATION:P3D", "2026-11-23T08:00", True, "2026-11-23", ""),
        ("SUMMARY:Embargo lifts\nDTSTART:20261201T170000Z\nDURATION:P3D", "2026-12-01T17:00", True, None, ""),
        ("SUMMARY:Noon\nCATEGORIES:Embargo,Film\nDTSTART:20261201T170000Z", "2026-12-01T17:00", True, None, ""),
        ("SUMMARY:Social embargo\nDTSTART:20261201T170000Z", "2026-12-01T17:00", False, None, ""),
        ("SUMMARY:Social and review embargo\nDTSTART:20261201T170000Z", "2026-12-01T17:00", True, None, ""),
    ],
)
def test_when_a_date_is_and_whether_an_embargo_lifts_then(lines: str, begins: str, lifts, on, note: str) -> None:
    """By its zone, else the calendar's, else the desk's; a whole day begins where the desk is."""
    (event,), notes = read(f"UID:1\n{lines}")

    assert event.begins_at == utc(begins)
    assert (event.lifts_at, event.on) == (utc(begins) if lifts else None, on and date.fromisoformat(on))
    assert note in "".join(notes)
    assert bool(notes) is bool(note)


def test_what_repeats_is_each_of_its_times_as_they_were_changed() -> None:
    """By the clock on the wall through the end of summer time; left out, moved and added ones; in a calendar's zone."""
    weekly = (
        "UID:w\nSUMMARY:Embargo\nDTSTART;TZID=America/New_York:20261020T120000\nRRULE:FREQ=WEEKLY;UNTIL=20261118T000000Z\n"
        "EXDATE;TZID=America/New_York:20261027T120000\nRDATE;TZID=America/New_York:20261202T090000"
    )
    moved = (
        "UID:w\nSUMMARY:Embargo, moved\nRECURRENCE-ID;TZID=America/New_York:20261110T120000\n"
        "DTSTART;TZID=America/New_York:20261111T150000\nSEQUENCE:2"
    )
    off = "UID:w\nSUMMARY:Embargo\nSTATUS:CANCELLED\nRECURRENCE-ID:20261117T170000Z\nDTSTART:20261117T170000Z"
    events, notes = read(moved, weekly, off)

    assert [(one.begins_at, one.is_cancelled) for one in events] == [
        (utc("2026-10-20T16:00"), False),
        (utc("2026-11-03T17:00"), False),
        (utc("2026-11-11T20:00"), False),
        (utc("2026-11-17T17:00"), True),
        (utc("2026-12-02T14:00"), False),
    ]
    assert len({one.uid for one in events}) == 5
    assert notes == ()
    (floating,), _ = read("UID:1\nSUMMARY:x\nDTSTART:20261201T120000", head="X-WR-TIMEZONE:Asia/Tokyo\n")
    assert floating.begins_at == utc("2026-12-01T03:00")
    days, _ = read("UID:d\nSUMMARY:x\nDTSTART;VALUE=DATE:20261201\nRRULE:FREQ=DAILY;COUNT=3")
    assert [one.on and one.on.day for one in days] == [1, 2, 3]


def test_what_cannot_be_taken_costs_itself_alone_and_is_said() -> None:
    """A broken time, a rule of seconds, a year of no use; what is far away, and more than there is room for."""
    events, notes = read(
        "UID:a\nSUMMARY:Broken\nDTSTART:soon",
        "UID:b\nSUMMARY:Ticking\nDTSTART:20261201T000000Z\nRRULE:FREQ=SECONDLY",
        "SUMMARY:No uid\nDTSTART:20261202T000000Z",
        "UID:c\nSUMMARY:No time",
        "UID:d\nSUMMARY:Long ago\nDTSTART:00010101T000000Z",
        "UID:e\nSUMMARY:Next decade\nDTSTART:20361201T000000Z",
        "UID:f\nSUMMARY:Rule of nothing\nDTSTART:20261203T000000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "UID:g\nSUMMARY:\u202eevil\x07<b>\nDTSTART:20261204T000000Z",
        "UID:h\nSUMMARY:Stays\nDTSTART:20200101T000000Z\nRRULE:FREQ=DAILY;INTERVAL=0",
        "UID:i\nSUMMARY:Two\nSUMMARY:titles\nDTSTART:20261205T000000Z",
        f"UID:{'j' * 400}\nSUMMARY:Long\nDTSTART:20261206T000000Z\nRRULE:FREQ=DAILY;COUNT=2",
    )
    assert [one.title for one in events] == [
        *("Ticking", "No uid", "Rule of nothing", "evil <b>", "Two", "Long", "Long"),
    ]
    assert [said.partition(":")[0] for said in notes] == ["Broken", "Ticking", "No time", "Long ago", "Stays"]

    every, notes = read(
        *(f"UID:{n}\nSUMMARY:{n}\nDTSTART:{NOW + timedelta(minutes=n):%Y%m%dT%H%M%SZ}" for n in range(2100))
    )
    assert (len(every), every[0].title, every[-1].title) == (MOST_EVENTS, "0", str(MOST_EVENTS - 1))
    assert "2,100 events" in notes[0]
    (called_off,), _ = read("UID:1\nSUMMARY:x\nDTSTART:20261201T120000Z", head="METHOD:CANCEL\n")
    assert called_off.is_cancelled
    assert ical_events.read(calendar(), ANGELES, NOW) == ((), ())


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<!doctype html><title>Log in</title>", "a web page came in its place"),
        (b"", "does not begin as one"),
        (b"\xff\xfe\x00B", "does not begin as one"),
        (calendar("UID:1\nSUMMARY:x\nDTSTART:20261201T120000Z")[:-20], "ends in the middle"),
    ],
)
def test_what_is_no_calendar_says_why(body: bytes, why: str) -> None:
    """A value of its own kind, so that the dates that there were stay."""
    with pytest.raises(NoCalendarError, match=why):
        ical_events.read(body, ANGELES, NOW)
