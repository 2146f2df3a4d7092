"""Made-up messages with everything that messages may hold, on which templates are tried."""

from datetime import UTC, datetime, timedelta

from monitor.digest.changes import Brought, Edit, Standing, Trouble
from monitor.digest.digest_window import Window
from monitor.digest.message import (
    STORY_UPDATED,
    Correction,
    Digest,
    IncidentNotice,
    Item,
    Message,
    Older,
    Section,
    Spike,
    StoryAlert,
    Totals,
    Unreached,
    Unread,
    WaitedAlerts,
)
from monitor.embargo import ReviewCount
from monitor.model import Incident, Origin, Watch
from monitor.news import NewsKind
from monitor.report_time import ReportTime
from monitor.story import Report, Story, StoryHit

_NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
_WATCH = Watch(id="cold-count", name="Cold Count", query='"Cold Count"')
_OTHER = Watch(id="anna-delgado", name="Anna Delgado", query='"Anna Delgado"')
_FACT = "Filming of Cold Count begins on August 3, two people familiar with the plans said."


def messages() -> dict[str, Message]:
    """One of each kind, by the template that makes its page."""
    first = _report(1, "The Reel Ledger", "Cold Count is close to a deal", hours=9)
    second = _report(2, "Screenwire", "Cold Count: deal closed, filming begins on August 3", hours=2)
    third = _report(3, "Second Feature", "Cold Count: deal closed", hours=1, copy_of=2)
    story = Story(
        id=1,
        title=first.title,
        first_reported_by=first.outlet,
        opened_at=first.found_at,
        updated_at=third.found_at,
        reports=(first, second, third),
    )
    alert = StoryAlert(
        id="specimen_alert",
        type=STORY_UPDATED,
        at=_NOW,
        watch=_WATCH,
        reason="New at Screenwire",
        story=story,
        lead=second,
        hits=(_hit(second),),
        kind=NewsKind.DEVELOPMENT,
        fact=_FACT,
    )
    held = WaitedAlerts(id="specimen_held", person="ann", at=_NOW, alerts=(alert,))
    trouble = Incident(
        kind="example",
        subject="https://example.org/feed/",
        detail="The Reel Ledger: no answer for six hours",
        evidence={"status": "503", "what to do": "It is asked again by itself: `monitor status` shows it."},
    )
    notice = IncidentNotice(id="specimen_incident", at=_NOW, incident=trouble, opened_at=_NOW - timedelta(hours=6))
    return {"digest.html": _digest(story), "alert.html": alert, "held.html": held, "incident.html": notice}


def _digest(story: Story) -> Digest:
    """A digest with each of its parts."""
    first, second, _ = story.reports
    item = Item(
        story=story,
        lead=_hit(second),
        hits=(_hit(first), _hit(second)),
        also=story.reports[2:],
        tags=(_OTHER.name,),
        seed=False,
        adds=(first,),
        brought=Brought(kind=NewsKind.DENIAL, fact=_FACT),
        standing=Standing.UPDATED,
        sent_at=_NOW - timedelta(hours=5),
    )
    return Digest(
        id="specimen_digest",
        name="morning",
        window=Window(start=_NOW - timedelta(days=2), end=_NOW - timedelta(hours=1), missed=1),
        at=_NOW,
        timezone="UTC",
        sections=(
            Section(watch=_WATCH, items=(item,), articles=3, elsewhere=1, more=2),
            Section(watch=_OTHER, items=(), articles=1, elsewhere=1),
        ),
        totals=Totals(stories=4, articles=9, outlets=3, previous_stories=2, outlets_checked=12, checks=90),
        spikes=(Spike(watch=_WATCH.name, articles=9, usual=1.5),),
        embargoes=(
            ReviewCount(watch=_WATCH.name, lifts_at=_NOW - timedelta(hours=4), early=1, hours=((0, 3), (1, 2))),
        ),
        quiet=("Night Ferry",),
        unreached=(Unreached(outlet_name="Screenwire", why="HTTP 503", since=_NOW - timedelta(hours=3)),),
        unread=(Unread(title=second.title, url=second.url, outlet_name="Screenwire", why="HTTP 403", watches=()),),
        older=(Older(report=first, watches=(_WATCH.name,)),),
        corrections=(Correction(story=story, was_name="Screenwire"),),
        edits=(_edit(first),),
        incidents=(Trouble(detail="The channel hook refuses us: HTTP 403", opened_at=_NOW - timedelta(hours=4)),),
        more=2,
    )


def _edit(report: Report) -> Edit:
    return Edit(
        kind=NewsKind.CORRECTION,
        story=1,
        title=report.title,
        url=report.url,
        outlet_name=report.outlet_name,
        at=_NOW - timedelta(hours=1),
        was="It has 180 pages.",
        now="It has 108 pages.",
        watches=(_WATCH.name,),
    )


def _report(number: int, outlet: str, title: str, *, hours: int, copy_of: int | None = None) -> Report:
    published = _NOW - timedelta(hours=hours)
    return Report(
        article_id=number,
        url=f"https://example.org/{number}/",
        outlet=f"outlet-{number}",
        outlet_name=outlet,
        title=title,
        authors=("Kay Fox",),
        published_at=published,
        reported=ReportTime(published),
        found_at=published,
        language="en",
        copy_of=copy_of,
    )


def _hit(report: Report) -> StoryHit:
    return StoryHit(
        id=report.article_id,
        watch=_WATCH.id,
        watch_name=_WATCH.name,
        report=report,
        story=1,
        story_title=report.title,
        origin=Origin.LIVE,
        found_at=report.found_at,
        field="body",
        snippet="A sentence that names Cold Count.",
        snippet_marks=((22, 32),),
        marks=(),
        is_right=None,
        watch_kind=None,
        watch_ids={},
        lifts_at=_NOW - timedelta(hours=4),
    )
