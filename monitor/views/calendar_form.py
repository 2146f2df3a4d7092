"""Dated steps as a calendar (RFC 5545), which calendars on phones and desks subscribe to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import icalendar

from monitor.phrasing import count, cut, line, listing
from monitor.views.dated_steps import DatedStep

_PRODUCER = "-//entertainment-monitor//dated steps//EN"
_SENTENCE = 500  # characters


def ics(steps: Iterable[DatedStep], name: str, now: datetime) -> bytes:
    """The calendar. Its events keep their uid when a day moves, and their sequence grows; texts are text."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _text(name, 120))
    for step in steps:
        calendar.add_component(_event(step, now))
    return bytes(calendar.to_ical())


def _event(step: DatedStep, now: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", step.uid)
    event.add("dtstamp", min(step.changed_at, now))
    event.add("last-modified", min(step.changed_at, now))
    event.add("sequence", step.sequence)
    event.add("dtstart", step.on)
    event.add("dtend", step.on + timedelta(days=1))
    event.add("summary", _text(step.title, 200))
    event.add("description", "\n".join(_lines(step)))
    event.add("transp", "TRANSPARENT")  # it takes nobody's time
    latest = step.stated[0]
    if latest.url:
        event.add("url", line(latest.url))
    return event


def _lines(step: DatedStep) -> Iterable[str]:
    latest = step.stated[0]
    yield _text(latest.sentence, _SENTENCE)
    by = listing([_text(name, 60) for name in step.outlets], 5)
    yield f"Stated by {count(len(step.outlets), 'outlet')}: {by}"
    if step.was:
        yield f"Before: {', '.join(on.isoformat() for on in step.was)}"
    if latest.url:
        yield line(latest.url)


def _text(said: str, limit: int) -> str:
    return cut(said, limit).encode("utf-8", "replace").decode()
