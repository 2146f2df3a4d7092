"""The events of an iCalendar file (RFC 5545), as others write it: zones, whole days, repetition, what is cancelled.

It may take as long as a hostile text makes it take: whoever calls it can be cut off (`calendar_reader`).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from dateutil.rrule import rrulestr  # type: ignore[import-untyped] # its stubs are a library of their own

from monitor.dated_events import MOST_EVENTS, DatedEvent
from monitor.phrasing import count, cut
from monitor.text.folding import fold

BEFORE, AFTER = timedelta(days=400), timedelta(days=800)  # from now: what is further away is not taken
_EMBARGO = re.compile(r"embarg|sperrfrist|解禁|엠바고")
_REVIEW = re.compile(r"review|critic|kritik|critique|critica|recens|resena|rezension|レビュー|리뷰")
_OTHER = re.compile(r"\b(?:social|socials|interviews?|trailer|press conference|set visit|announcement)\b")
_AT_ITS_START = re.compile(r"\b(?:lifts?|lifted|ends?|breaks?|broken|over|expires?)\b")
_TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_BY = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_DAY = timedelta(days=1)
_NOTES = 20
_LONGEST_UID = 200  # characters
# What icalendar, dateutil and zoneinfo raise for what somebody wrote; of an event it costs that event.
_BROKEN = (ValueError, TypeError, AttributeError, LookupError, OverflowError, ArithmeticError)


class NoCalendarError(ValueError):
    """The bytes are no calendar; its text says why."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the events of one calendar are read by. `notes`: what was not taken as it is written."""

    zone: ZoneInfo  # of times that say none
    now: datetime
    notes: dict[str, None]

    def note(self, text: str) -> None:
        if len(self.notes) < _NOTES:
            self.notes[text] = None


def read(body: bytes, zone: ZoneInfo, now: datetime) -> tuple[tuple[DatedEvent, ...], tuple[str, ...]]:
    """The events from a year before `now` to two after, in order; and notes on what was not taken as it is written.

    `zone` is that of times that name none, in a calendar that names none.

    Raises:
        NoCalendarError: it is none, or not whole.
    """
    notes: dict[str, None] = {}
    found: list[DatedEvent] = []
    for calendar in _calendars(body):
        reading = _Reading(_zone(calendar, zone), now, notes)
        found += _of_calendar(calendar, reading)
    near = [one for one in found if now - BEFORE <= one.begins_at <= now + AFTER]
    ordered = sorted({one.uid: one for one in near}.values(), key=lambda one: (one.begins_at, one.uid))
    if len(ordered) > MOST_EVENTS:
        recent = [one for one in ordered if one.begins_at >= now - timedelta(days=30)]
        said = (
            f"it has {count(len(ordered), 'event')}: of those from a month ago on the first {MOST_EVENTS:,} are taken"
        )
        notes = {said: None, **notes}
        ordered = recent[:MOST_EVENTS]
    return tuple(ordered), tuple(notes)


def _calendars(body: bytes) -> list[Any]:
    text = body.decode("utf-8-sig", "replace").strip()
    if text[:15].upper() != "BEGIN:VCALENDAR":
        what = "a web page came in its place" if text[:1] == "<" else "it does not begin as one"
        raise NoCalendarError(f"it is no calendar (iCalendar, RFC 5545): {what}")
    if not text.upper().endswith("END:VCALENDAR"):
        raise NoCalendarError("it ends in the middle of the calendar")
    try:
        return list(icalendar.Calendar.from_ical(text, multiple=True))
    except (*_BROKEN, RecursionError) as error:
        raise NoCalendarError("it is no calendar that can be read (iCalendar, RFC 5545)") from error


def _zone(calendar: Any, default: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(str(calendar["x-wr-timezone"]))
    except (*_BROKEN, OSError):
        return default


def _of_calendar(calendar: Any, reading: _Reading) -> Iterator[DatedEvent]:
    is_called_off = str(calendar.get("method", "")).upper() == "CANCEL"
    masters: dict[str, Any] = {}
    changed: dict[str, list[Any]] = {}
    for event in calendar.walk("VEVENT"):
        try:
            uid = _uid(event)
            if event.get("recurrence-id") is not None:
                changed.setdefault(uid, []).append(event)
            elif uid not in masters or _sequence(event) >= _sequence(masters[uid]):
                masters[uid] = event
        except _BROKEN:
            reading.note("an event without a beginning that can be read is left out")
    for uid in dict.fromkeys([*masters, *changed]):
        for one in _of_event(uid, masters.get(uid), changed.get(uid, []), reading):
            yield replace(one, is_cancelled=True) if is_called_off else one


def _of_event(uid: str, master: Any, changed: Sequence[Any], reading: _Reading) -> Iterator[DatedEvent]:
    """The occurrences of an event; those that were changed by themselves in the place of what they were."""
    own: dict[str, DatedEvent] = {}
    try:
        for key, at in _occurrences(master, reading) if master is not None else ():
            name = f"{uid}/{key}" if key else uid
            own[name] = _event(name, master, at, reading)
    except _BROKEN:
        reading.note(f"{_title(master)}: its time cannot be read, so it is left out")
    for other in changed:
        try:
            name = f"{uid}/{_key(other['recurrence-id'].dt, _start(master or other))}"
            own[name] = _event(name, other, _start(other), reading)
            if other["recurrence-id"].params.get("RANGE"):
                reading.note(f"{_title(other)}: a change from one occurrence on is taken for that one alone")
        except _BROKEN:
            reading.note(f"{_title(other)}: a changed occurrence cannot be read, so it stays as it was")
    yield from own.values()


def _occurrences(event: Any, reading: _Reading) -> Iterator[tuple[str, datetime | date]]:
    """The occurrences near now, each with its key; of an event that does not repeat one, without a key."""
    start, rule = _start(event), event.get("rrule")
    further = list(_dates(event.get("rdate")))
    if rule is None and not further:
        yield "", start
        return
    left_out = {_key(at, start) for at in _dates(event.get("exdate"))}
    times: Iterable[datetime | date] = (start,)
    if isinstance(rule, list):
        reading.note(f"{_title(event)}: of its several rules the first is taken")
        rule = rule[0]
    if rule is not None and (_TOO_OFTEN & set(map(str, rule.get("FREQ", ()))) or _BY & set(rule)):
        reading.note(f"{_title(event)}: it repeats more often than each day, so its first time alone is taken")
    elif rule is not None:
        times = [start, *_by_rule(rule, start, reading.now)]  # the first is one, whatever the rule says
    for at in dict.fromkeys([*times, *further]):
        if (key := _key(at, start)) not in left_out:
            yield key, at


def _by_rule(rule: Mapping[str, Any], start: datetime | date, now: datetime) -> Iterator[datetime | date]:
    """The times of a rule until two years from now, by the clock on the wall: a day's saving moves none."""
    if any(step < 1 for step in rule.get("INTERVAL", ())):
        raise ValueError("it stays where it is")
    zone = start.tzinfo if isinstance(start, datetime) else None
    wall = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())
    parts = {name: value for name, value in rule.items() if name != "UNTIL"}
    until = _wall((rule.get("UNTIL") or [now + AFTER])[0], zone)
    last = min(until, _wall(now + AFTER, zone))
    first = _wall(now - BEFORE, zone)
    found = 0
    for at in rrulestr(_written(parts), dtstart=wall):
        if at > last or found > MOST_EVENTS:
            return
        if at >= first:
            found += 1
            yield at.replace(tzinfo=zone) if isinstance(start, datetime) else at.date()


def _written(rule: Mapping[str, Any]) -> str:
    return bytes(icalendar.vRecur(rule).to_ical()).decode()  # type: ignore[no-untyped-call]


def _wall(at: datetime | date, zone: Any) -> datetime:
    """A moment by the clock of a zone; of a day its end."""
    if not isinstance(at, datetime):
        return datetime.combine(at, time.max)
    return at.astimezone(zone or UTC).replace(tzinfo=None) if at.tzinfo else at


def _dates(lists: Any) -> Iterator[datetime | date]:
    """The times of EXDATE or RDATE; of a period its beginning."""
    for each in lists if isinstance(lists, list) else [lists]:
        for one in getattr(each, "dts", ()):
            yield one.dt[0] if isinstance(one.dt, tuple) else one.dt


def _key(at: datetime | date, start: datetime | date) -> str:
    """What an occurrence is called: its time as the rule has it, by the clock of the event."""
    if isinstance(at, datetime) and isinstance(start, datetime):
        return _wall(at, start.tzinfo).isoformat()
    return at.isoformat() if not isinstance(at, datetime) else at.date().isoformat()


def _event(uid: str, event: Any, at: datetime | date, reading: _Reading) -> DatedEvent:
    begins_at, title = _moment(at, event, reading), _title(event)
    if not 1990 <= begins_at.year <= 2200:
        raise ValueError("a year of no use")
    lifts_at = _lift(event, at, begins_at, title, reading)
    on = None if isinstance(at, datetime) else at
    if lifts_at is not None:
        begins_at, on = lifts_at, lifts_at.date() if on is not None else None
    return DatedEvent(
        uid=cut(uid, 300),
        title=title,
        begins_at=begins_at.astimezone(UTC),
        on=on,
        lifts_at=lifts_at and lifts_at.astimezone(UTC),
        is_cancelled=str(event.get("status", "")).upper() == "CANCELLED",
        sequence=_sequence(event),
    )


def _lift(event: Any, at: datetime | date, begins_at: datetime, title: str, reading: _Reading) -> datetime | None:
    """When an embargo on reviews lifts; None: the event is none.

    An event of more than a day is the time of the embargo, which lifts at its end; a shorter one is the lift.
    """
    said = fold(f"{title} {_categories(event)}")
    if not _EMBARGO.search(said) or (_OTHER.search(said) and not _REVIEW.search(said)):
        return None
    end, length = event.get("dtend"), event.get("duration")
    lasts = end.dt - _start(event) if end is not None else length.dt if length is not None else timedelta()
    if lasts <= _DAY or _AT_ITS_START.search(fold(title)):
        if not isinstance(at, datetime):
            reading.note(f"{title}: no hour is said, so it lifts as the day begins")
        return begins_at
    return _moment(at + lasts, event, reading)


def _moment(at: datetime | date, event: Any, reading: _Reading) -> datetime:
    """The moment, aware; of a day its beginning."""
    if not isinstance(at, datetime):
        return datetime.combine(at, time(), reading.zone)
    if at.tzinfo is not None:
        return at
    if named := event["dtstart"].params.get("TZID"):
        reading.note(f"the zone {cut(named, 60)} is not known: its times are taken as of {reading.zone.key}")
    return at.replace(tzinfo=reading.zone)


def _start(event: Any) -> datetime | date:
    found: datetime | date = event["dtstart"].dt
    if not isinstance(found, date):
        raise TypeError("no day")
    return found


def _sequence(event: Any) -> int:
    try:
        return min(max(int(event.get("sequence", 0)), 0), 1 << 31)
    except _BROKEN:
        return 0


def _uid(event: Any) -> str:
    """Its uid; of one without, what it says and when. A long one is hashed, for its occurrences differ at the end."""
    uid = str(event.get("uid", "")).strip()
    if 0 < len(uid) <= _LONGEST_UID:
        return uid
    return hashlib.sha256((uid or f"{_title(event)}\n{_start(event)}").encode("utf-8", "replace")).hexdigest()[:24]


def _title(event: Any) -> str:
    said = event.get("summary", "") if event is not None else ""
    return cut(str(said[0] if isinstance(said, list) else said), 200) or "without a title"


def _categories(event: Any) -> str:
    found = event.get("categories")
    lists = found if isinstance(found, list) else [found]
    return " ".join(str(one) for each in lists for one in getattr(each, "cats", ()))
