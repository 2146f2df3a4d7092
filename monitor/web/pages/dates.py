"""`/dates`: what is to happen on which day, as articles and calendars of watches say it.

`/dates.ics?watch=ID` is for calendars: what articles say alone, for what came out of a calendar is in one.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta, tzinfo
from functools import partial
from typing import Any

from monitor.errors import NotFoundError
from monitor.phrasing import repeats
from monitor.store import watches
from monitor.views import calendar_dates, calendar_form, dated_steps, readable
from monitor.views.dated_steps import DatedStep
from monitor.web.answers import WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit

_SINCE = timedelta(days=90)
_READ = 200  # hits of one watch, the newest: a page is quick
_READ_IN_ALL = 800  # of all watches, evenly: what is older stands on the page of its watch
_GIVEN = 200  # dates of calendars
_WATCHES = 40


def read(visit: Visit) -> WebAnswer:
    """The days to come, of one watch or of all."""
    known = {row.id: row.name for row in watches.listing(visit.archive, active_only=True)}
    chosen = visit.text("watch")
    if chosen and chosen not in known:
        raise NotFoundError(f"there is no watch {chosen[:80]}")
    wanted = [chosen] if chosen else list(known)[:_WATCHES]
    found = coming(visit, wanted)
    begins = datetime.combine(visit.now.astimezone(visit.zone).date(), time(), visit.zone)
    given = calendar_dates.rows(visit.archive, wanted, begins, _GIVEN)
    name = known[chosen] if chosen else "Monitor"
    return WebAnswer(
        title=f"Dates: {name}" if chosen else "Dates",
        rows=calendar_dates.in_order([*map(dated_steps.row, found), *given]),
        entries=sorted(
            [*map(_entry, found), *(_given(row, visit.zone) for row in given)], key=lambda entry: entry.at, reverse=True
        ),
        shown={"known": known, "chosen": chosen},
        calendar=partial(calendar_form.ics, found, name, visit.now),
    )


def coming(visit: Visit, wanted: Iterable[str]) -> list[DatedStep]:
    """The steps of these watches (ids) from today on, the next first."""
    since, today = visit.now - _SINCE, visit.now.astimezone(visit.zone).date()
    watches_ = list(wanted)
    each = min(_READ, _READ_IN_ALL // max(len(watches_), 1))
    every = [step for watch in watches_ for step in dated_steps.of_watch(visit.archive, watch, since, each)]
    return sorted((step for step in every if step.on >= today), key=lambda step: (step.on, step.uid))


def _entry(step: DatedStep) -> WebEntry:
    latest = step.stated[0]
    return WebEntry(
        id=f"date:{step.uid}:{step.sequence}",
        title=f"{step.title}, {step.on.isoformat()}",
        at=step.changed_at,
        text=latest.sentence,
        url=latest.url,
    )


def _given(row: Mapping[str, Any], zone: tzinfo) -> WebEntry:
    """A date of a calendar; one that moves or is called off is an entry of its own."""
    what = hashlib.sha256(f"{row['watch_id']}\n{row['uid']}".encode("utf-8", "replace")).hexdigest()[:24]
    state = f" ({row['state']})" if row["state"] else ""
    of = "" if repeats(row["watch"], row["title"]) else f"{row['watch']}: "
    return WebEntry(
        id=f"date:{what}:{row['changed_at']:%Y%m%dT%H%M%S}",
        title=f"{of}{row['title']}, {readable.short_time(row['on'], row['changed_at'], zone)}{state}",
        at=row["changed_at"],
        path=f"/watch/{row['watch_id']}",
    )


PAGE = WebPage(path="/dates", template="dates.html", nav="Dates", read=read, has_feed=True, has_calendar=True)
