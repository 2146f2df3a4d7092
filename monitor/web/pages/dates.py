"""`/dates`: what is to happen on which day, as articles say it; `/dates.ics?watch=ID` is for calendars."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from monitor.errors import NotFoundError
from monitor.store import watches
from monitor.views import calendar_form, dated_steps
from monitor.views.dated_steps import DatedStep
from monitor.web.answers import WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit

_SINCE = timedelta(days=90)
_READ = 200  # hits of one watch: a page is quick
_WATCHES = 40


def read(visit: Visit) -> WebAnswer:
    """The days to come, of one watch or of all."""
    known = {row.id: row.name for row in watches.listing(visit.archive, active_only=True)}
    chosen = visit.text("watch")
    if chosen and chosen not in known:
        raise NotFoundError(f"there is no watch {chosen[:80]}")
    wanted = [chosen] if chosen else list(known)[:_WATCHES]
    found = coming(visit, wanted)
    name = known[chosen] if chosen else "Monitor"
    return WebAnswer(
        title=f"Dates: {name}" if chosen else "Dates",
        rows=[dated_steps.row(step) for step in found],
        entries=[_entry(step) for step in sorted(found, key=lambda step: step.changed_at, reverse=True)],
        shown={"known": known, "chosen": chosen},
        calendar=partial(calendar_form.ics, found, name, visit.now),
    )


def coming(visit: Visit, wanted: Iterable[str]) -> list[DatedStep]:
    """The steps of these watches (ids) from today on, the next first."""
    since, today = visit.now - _SINCE, visit.now.astimezone(visit.zone).date()
    every = [step for watch in wanted for step in dated_steps.of_watch(visit.archive, watch, since, _READ)]
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


PAGE = WebPage(path="/dates", template="dates.html", nav="Dates", read=read, has_feed=True, has_calendar=True)
