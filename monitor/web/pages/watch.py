"""`/watch/ID`: what one watch found, to judge; its words, with a trial on the archive before they are saved."""

from datetime import timedelta
from typing import Any

from monitor.config import watch_edit
from monitor.errors import NotFoundError, UserError
from monitor.model import Watch
from monitor.store import verdicts, watches
from monitor.views import calendar_dates, calendar_form, watch_advice, watch_page
from monitor.web import remark_acts, trial
from monitor.web.answers import Moved, WebAnswer, WebEntry, WebPage
from monitor.web.pages import dates
from monitor.web.visit import Visit

_HITS = 30
_ADVICE = timedelta(days=30)


def read(visit: Visit) -> WebAnswer:
    """Hits by day and outlet, what was found last, and the trial of other words, if they are being tried."""
    id_ = str(visit.path["id"])
    watch, is_configured = _named(visit, id_)
    page = watch_page.of(visit.archive, id_, visit.now, visit.zone, before=visit.after, limit=visit.limit(_HITS))
    words = trial.Words.of_address(visit)
    is_trial = bool(words.query)
    return WebAnswer(
        title=watch.name,
        rows=page.rows,
        more=page.more,
        entries=[_entry(row) for row in page.rows],
        values={
            "id": id_,
            "query": watch.query,
            "paused": watch.paused,
            "days": page.days,
            "usual": page.usual,
            "by_outlet": page.outlets,
            "right": page.judged.right,
            "wrong": page.judged.wrong,
            "embargoes": calendar_dates.embargoes(visit.archive, id_, visit.now),
            "calendar": calendar_dates.read_state(visit.archive, watch.calendar),
        },
        shown={
            "watch": watch,
            "is_configured": is_configured,
            "judged": page.judged,
            "by_hour": lambda counted: calendar_dates.by_hour(counted, visit.now),
            "words": words if is_trial else trial.Words.of(watch),
            "was": trial.Words.of(watch).fingerprint,
            "tried": trial.of(visit, watch, words) if is_trial else None,
            "advice": _advice(visit, watch) if visit.text("advice") else None,
        },
        calendar=lambda: calendar_form.ics(dates.coming(visit, [id_]), watch.name, visit.now),
    )


def judge(visit: Visit) -> Moved:
    """Say whether a hit is right."""
    hit, given = visit.sent_number("hit"), visit.sent("verdict")
    if given not in {"yes", "no"}:
        raise UserError("a verdict is yes or no")
    if verdicts.judge(visit.archive, [hit], visit.now, is_right=given == "yes"):
        raise NotFoundError(f"there is no hit {hit}")
    return Moved(to=_here(visit), said=f"hit {hit} is judged {'right' if given == 'yes' else 'wrong'}")


def save(visit: Visit) -> Moved:
    """Write the words into the configuration, if nobody changed them since they were shown."""
    watch, is_configured = _named(visit, str(visit.path["id"]))
    if not is_configured:
        raise UserError("this watch stands in the configuration no more: it cannot be changed")
    if visit.form.get("was") != trial.Words.of(watch).fingerprint:
        raise UserError("this watch was changed meanwhile: nothing was saved", hint="open its page again")
    words = trial.Words.of_form(visit)
    trial.refuse_flawed(words.on(watch))
    watch_edit.reword(visit.config.path, watch.id, words.query, words.lists)
    return Moved(to=_here(visit), said="saved; a running daemon takes it within seconds")


def pause(visit: Visit) -> Moved:
    """Let the watch send nothing for now."""
    watch_edit.pause(visit.config.path, str(visit.path["id"]), is_paused=True)
    return Moved(to=_here(visit), said="it is paused: it finds, and sends nothing")


def resume(visit: Visit) -> Moved:
    """Let the watch send again."""
    watch_edit.pause(visit.config.path, str(visit.path["id"]), is_paused=False)
    return Moved(to=_here(visit), said="it sends again, from now on")


def _named(visit: Visit, id_: str) -> tuple[Watch, bool]:
    """The watch of that id as configured, else as the archive knows it; and whether it is configured."""
    for one in visit.config.watches:
        if one.id == id_:
            return one, True
    for row in watches.listing(visit.archive):
        if row.id == id_:
            return Watch(id=row.id, name=row.name, query=row.query, alert=row.alert), False
    raise NotFoundError(f"no watch has the id {id_[:60]!r}", hint="/watches lists them")


def _advice(visit: Visit, watch: Watch) -> dict[str, Any]:
    known = watch_advice.known(visit.archive, watch, visit.now - _ADVICE)
    rows = watch_advice.rows(watch, known, 3)
    return {"rows": rows, "missing": "" if rows else watch_advice.missing(watch, known)}


def _here(visit: Visit) -> str:
    return f"/watch/{visit.path['id']}"


def _entry(row: dict[str, Any]) -> WebEntry:
    return WebEntry(
        id=f"hit:{row['id']}",
        title=f"{'Early review: ' if row['early'] else ''}{row['outlet']}: {row['title']}",
        at=row["found_at"],
        text=row["snippet"],
        path=f"/story/{row['story']}" if row["story"] else "",
        url=row["url"],
    )


PAGE = WebPage(
    path="/watch/{id}",
    template="watch.html",
    read=read,
    acts={"judge": judge, "save": save, "pause": pause, "resume": resume, **remark_acts.acts(_here)},
    has_feed=True,
    has_calendar=True,
)
