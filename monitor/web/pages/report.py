"""`/report`: the clip report of a period: choose, look, take it away; stars, notes and coverage added by hand."""

from datetime import datetime, timedelta
from typing import Any

from monitor.clips import forms_of_report, gathering, report_words
from monitor.clips.clip import Clip, ClipReport, Period
from monitor.clips.forms_of_report import ReportForm
from monitor.clips.gathering import Wanted
from monitor.errors import UserError
from monitor.model import Watch
from monitor.phrasing import line
from monitor.reading import urls
from monitor.store import added_coverage, watches
from monitor.store.added_coverage import Medium, NewCoverage
from monitor.web import remark_acts
from monitor.web.answers import Moved, WebAnswer, WebEntry, WebFile, WebPage
from monitor.web.visit import Visit, with_query

_WEEK = timedelta(days=7)
_OTHERS = 3  # watches to compare with
_SHOWN = 200  # clips on the page; files have all
_ON_PAPER = 400  # clips: more takes longer than a page may
_LED = 10


def read(visit: Visit) -> WebAnswer:
    """The form; with a watch or a tag in the address, the report, or a file of it."""
    known = _known(visit)
    chosen = _chosen(visit, known)
    if not chosen:
        return WebAnswer(title="Report", shown=_frame(visit, known) | {"report": None})
    report = _report(visit, chosen, known)
    form = visit.text("form")
    if form in set(ReportForm):
        return _file(report, ReportForm(form))
    return WebAnswer(
        title=f"Report: {report.title}",
        rows=[_row(clip) for clip in report.clips],
        entries=[_entry(clip) for clip in report.clips[:_SHOWN]],
        values={"watches": report.watches, "start": report.period.start, "end": report.period.end},
        shown=_frame(visit, known)
        | {
            "report": report,
            "words": report_words,
            "led": report.led[:_LED],
            "listed": report.clips[:_SHOWN],
            "files": [(form.value, _again(visit, form=form.value)) for form in ReportForm],
        },
    )


def add(visit: Visit) -> Moved:
    """Enter coverage by hand for the watch of the report."""
    chosen = _chosen(visit, _known(visit))
    if len(chosen) != 1:
        raise UserError("choose one watch, to which it is added")
    url, outlet = visit.form.get("url", "").strip(), line(visit.sent("outlet"))
    key = urls.canonical(url) if url else None
    if url and key is None:
        raise UserError(f"{url[:200]} is not a web address")
    medium = visit.form.get("medium", "")
    new = NewCoverage(
        watch=chosen[0].id,
        medium=Medium(medium) if medium in set(Medium) else Medium.WEB,
        url=url or None,
        url_key=key,
        title=line(visit.sent("title")),
        outlet=outlet,
        published_at=visit.sent_day("date") or visit.now.astimezone(visit.zone).date(),
        quote=line(visit.form.get("quote", "")) or None,
    )
    if added_coverage.add(visit.archive, new, remark_acts.who(visit), visit.now) is None:
        raise UserError("the watch has this address already")
    return Moved(to=_again(visit), said=f"added: {new.title}")


def remove(visit: Visit) -> Moved:
    """Take coverage that was added back."""
    if not added_coverage.remove(visit.archive, visit.sent_number("added"), remark_acts.who(visit), visit.now):
        raise UserError("that was taken back before")
    return Moved(to=_again(visit), said="it counts no more")


def _known(visit: Visit) -> dict[str, Watch]:
    return {watch.id: watch for watch in watches.all_in_use(visit.archive)}


def _chosen(visit: Visit, known: dict[str, Watch]) -> tuple[Watch, ...]:
    """Those of the address, which says `watch=ID` or `watch=@tag`; the only one there is needs no saying."""
    name = visit.text("watch")
    if not name:
        return tuple(known.values()) if len(known) == 1 else ()
    if name.startswith("@"):
        found = tuple(watch for watch in known.values() if name[1:] in watch.tags)
    else:
        found = tuple(watch for watch in known.values() if name in {watch.id, watch.name})
    if not found:
        raise UserError(f"there is no watch {name[:80]}", hint="choose one on the page of reports")
    return found


def _report(visit: Visit, chosen: tuple[Watch, ...], known: dict[str, Watch]) -> ClipReport:
    start, end = _period(visit)
    others = (visit.text(f"against{place}") for place in range(1, _OTHERS + 1))
    wanted = Wanted(
        watches=chosen,
        period=Period(start=start, end=end, zone=visit.zone),
        against=tuple(known[name] for name in dict.fromkeys(others) if name in known),
        title=visit.text("title") or None,
    )
    return gathering.gather(visit.archive, wanted, gathering.known_outlets(visit.config), visit.now)


def _period(visit: Visit) -> tuple[datetime, datetime]:
    """By days of the desk's zone, the last one whole; without any, the seven days up to now."""
    since, until = (visit.day(name) for name in ("since", "until"))
    end = visit.now if until is None else visit.midnight(until + timedelta(days=1))
    start = end - _WEEK if since is None else visit.midnight(since)
    if start >= end:
        raise UserError("the first day is not before the last one")
    return start, end


def _file(report: ClipReport, form: ReportForm) -> WebAnswer:
    if form is ReportForm.PDF and len(report.clips) > _ON_PAPER:
        raise UserError(
            f"{len(report.clips):,} pieces of coverage take longer than a page may", hint="`monitor report -o FILE.pdf`"
        )
    content = forms_of_report.made(report, form)
    if form is ReportForm.HTML:
        return WebAnswer(title=report.title, html=content.decode())
    name = forms_of_report.file_name(report, form)
    return WebAnswer(title=report.title, file=WebFile(content=content, name=name, media_type=form.media_type))


def _frame(visit: Visit, known: dict[str, Watch]) -> dict[str, Any]:
    """What the form shows as chosen."""
    tags = sorted({tag for watch in known.values() for tag in watch.tags})
    return {
        "choices": [
            *((watch.id, watch.name) for watch in known.values()),
            *((f"@{tag}", f"all of {tag}") for tag in tags),
        ],
        "subjects": [(watch.id, watch.name) for watch in known.values()],
        "chosen": visit.text("watch") or next(iter(known), ""),
        "others": [visit.text(f"against{place}") for place in range(1, _OTHERS + 1)],
        "since": visit.text("since"),
        "until": visit.text("until"),
        "headline": visit.text("title"),
    }


def _again(visit: Visit, **more: str) -> str:
    """The same report once more."""
    query = {name: value for name, value in visit.query.items() if name not in {"form", "after"}} | more
    return with_query("/report", query)


def _row(clip: Clip) -> dict[str, Any]:
    return {
        "article": clip.article_id,
        "at": clip.at,
        "outlet": clip.outlet_name,
        "tier": clip.tier,
        "title": clip.title,
        "url": clip.url,
        "counts_as": clip.standing.value,
        "story": clip.story,
        "first": clip.is_first,
        "paywalled": clip.is_paywalled,
        "medium": clip.medium.value,
        "starred_by": [star.by for star in clip.stars],
        "notes": [note.text for note in clip.notes],
        "quote": clip.quoted,
        "added_by": clip.added_by,
    }


def _entry(clip: Clip) -> WebEntry:
    which = f"article:{clip.article_id}" if clip.added_id is None else f"added:{clip.added_id}"
    return WebEntry(
        id=which,
        title=f"{clip.outlet_name}: {clip.title}",
        at=clip.moment,
        text=clip.quoted,
        path="" if clip.url else "/report",
        url=clip.url,
    )


PAGE = WebPage(
    path="/report",
    template="report.html",
    nav="Report",
    read=read,
    has_feed=True,
    acts={"add": add, "remove": remove, **remark_acts.acts(_again)},
)
