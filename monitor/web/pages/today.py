"""`/`: the stories in which watches found something since yesterday; what is new to who looks, what is wrong."""

from datetime import timedelta
from typing import Any

from monitor import phrasing
from monitor.errors import NotFoundError
from monitor.phrasing import count
from monitor.store import hits, incidents, stars, stories, verdicts
from monitor.store.queries.developing import DevelopingStory
from monitor.views import today
from monitor.web import remark_acts
from monitor.web.answers import Moved, WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit

_SPANS = {"day": timedelta(days=1), "week": timedelta(days=7)}
_EACH = 12  # stories of one watch
_HITS = 200  # of a watch in one story
_DIGITS = 19  # of a number that an archive can count to
_MOST = 60  # of all: the page stays under 60 kB


def read(visit: Visit) -> WebAnswer:
    """The watches, each with its stories, newest first."""
    span = visit.text("since") if visit.text("since") in _SPANS else "day"
    watches = today.of(visit.archive, visit.now - _SPANS[span], each=_EACH, most=_MOST)
    listed = today.stories(watches)
    confirmed = {(watch.id, story): names for watch in watches for story, names in watch.confirmed.items()}
    open_incidents = incidents.listing(visit.archive, open_only=True)
    return WebAnswer(
        title="Today" if span == "day" else "This week",
        rows=[_row(story, confirmed[story.watch, story.story]) for story in listed],
        entries=[_entry(story) for story in listed],
        values={"span": span, "incidents": open_incidents},
        shown={"watches": watches, "looked_at": visit.looked_at},
    )


def mark(visit: Visit) -> Moved:
    """One button of one story: `wrong` says that the watch should not have found it, `star` chooses its first one."""
    what, _, rest = visit.sent("mark").partition(".")
    number, _, watch = rest.partition(".")
    story = stories.get(visit.archive, int(number)) if number.isdecimal() and len(number) < _DIGITS else None
    if story is None or what not in {"wrong", "star"}:
        raise NotFoundError("that story is not there any more")
    back = "/?since=week" if visit.text("since") == "week" else "/"
    title = phrasing.cut(story.title, 80)
    if what == "star":
        first = next((report for report in story.reports if report.outlet == story.first_reported_by), story.reports[0])
        stars.add(visit.archive, first.article_id, watch, remark_acts.who(visit), visit.now)
        return Moved(to=back, said=f"{phrasing.quoted(title)} has a star")
    found = hits.recent(visit.archive, watch=watch, story=story.id, limit=_HITS)
    verdicts.judge(visit.archive, [hit.id for hit in found], visit.now, is_right=False)
    return Moved(to=back, said=f"{phrasing.quoted(title)} is not relevant: {phrasing.count(len(found), 'hit')} judged")


def _row(story: DevelopingStory, confirmed: tuple[str, ...]) -> dict[str, Any]:
    figures = {name: getattr(story, name) for name in DevelopingStory.__dataclass_fields__}
    return figures | {"confirmed_by": list(confirmed)}


def _entry(story: DevelopingStory) -> WebEntry:
    first = f"First: {story.first_outlet_name}. " if story.first_outlet_name else ""
    copies = f", {count(story.copy_count, 'copy', 'copies')} of them" if story.copy_count else ""
    articles = f"{count(story.article_count, 'article')}{copies}, by {count(story.outlet_count, 'outlet')}."
    return WebEntry(
        id=f"watch:{story.watch}:story:{story.story}",
        title=f"{story.watch_name}: {story.title}",
        at=story.last_hit_at,
        text=first + articles,
        path=f"/story/{story.story}",
    )


PAGE = WebPage(
    path="/", stem="/today", template="today.html", nav="Today", read=read, has_feed=True, acts={"mark": mark}
)
