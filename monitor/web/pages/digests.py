"""`/digests`: the digests that were made, when the next ones come, and what the next would say now."""

from dataclasses import asdict

from monitor.desk import due_digests, posting
from monitor.desk.context import Context
from monitor.desk.story_window import StoryWindow
from monitor.digest import digest_window, payload
from monitor.digest.message import Digest, plain
from monitor.digest.render import Rendering
from monitor.errors import NotFoundError
from monitor.model import DigestPlan
from monitor.store import digests
from monitor.views import digest_rows
from monitor.web import digest_entries
from monitor.web.answers import WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit


def read(visit: Visit) -> WebAnswer:
    """The latest digests; the plans of the configuration."""
    limit = visit.limit(30)
    found = digests.past(visit.archive, before=visit.after, limit=limit + 1)
    return WebAnswer(
        title="Digests",
        rows=[asdict(one) for one in found[:limit]],
        entries=[
            WebEntry(
                id=f"digest:{one.id}",
                title=f"{one.name}, {one.window_end:%Y-%m-%d %H:%M} UTC",
                at=one.created_at,
                path=f"/digests/{one.id}",
            )
            for one in found[:limit]
        ],
        more=found[limit - 1].id if len(found) > limit else None,
        values={"plans": digest_rows.rows(visit.archive, visit.config.digests, visit.now)},
    )


def read_next(visit: Visit) -> WebAnswer:
    """The page around the preview of a digest."""
    plan = _plan(visit)
    of = digest_window.until(plan, digests.last_window_end(visit.archive, plan.name), visit.now)
    return WebAnswer(
        title=f"{plan.name}, as it would go out now",
        values={"name": plan.name, "window_start": of.start, "window_end": of.end, "to": plan.to},
        shown={"next_end": digest_window.next_end(plan, visit.now)},
        entries=lambda: [*digest_entries.entries(f"{plain(plan.name)}:next", payload.data(_next(visit, plan)))],
    )


def read_next_sheet(visit: Visit) -> WebAnswer:
    """The digest as a mail would show it if it went out now. Nothing is kept."""
    plan, config = _plan(visit), visit.config
    imprint = posting.imprint(config, visit.archive)
    forms = Rendering(message=_next(visit, plan), imprint=imprint, templates=config.templates)
    return WebAnswer(title=plan.name, html=forms.html)


def _next(visit: Visit, plan: DigestPlan) -> Digest:
    context = Context(visit.archive, visit.config, StoryWindow(visit.archive))
    of = digest_window.until(plan, digests.last_window_end(visit.archive, plan.name), visit.now)
    return due_digests.preview(context, plan, of, visit.now)


def _plan(visit: Visit) -> DigestPlan:
    name, plans = visit.text("name"), visit.config.digests
    chosen = next((plan for plan in plans if name in {plan.name, ""}), None)
    if chosen is None:
        raise NotFoundError(f"no digest of the configuration is named {name[:80]!r}", hint="/digests has them")
    return chosen


PAGE = WebPage(path="/digests", template="digests.html", nav="Digests", read=read, has_feed=True)
NEXT = WebPage(path="/digests/next", template="digest_next.html", read=read_next, has_rows=False, has_feed=True)
NEXT_SHEET = WebPage(path="/digests/next/sheet", template="digest_next.html", read=read_next_sheet, has_data=False)
