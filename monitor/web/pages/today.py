"""`/`: the stories in which watches found something since yesterday; what is new to who looks, what is wrong."""

from datetime import timedelta
from typing import Any

from monitor.phrasing import count
from monitor.store import incidents
from monitor.store.queries.developing import DevelopingStory
from monitor.views import today
from monitor.web.answers import WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit

_SPANS = {"day": timedelta(days=1), "week": timedelta(days=7)}
_EACH = 12  # stories of one watch
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


def _row(story: DevelopingStory, confirmed: tuple[str, ...]) -> dict[str, Any]:
    figures = {name: getattr(story, name) for name in DevelopingStory.__dataclass_fields__}
    return figures | {"confirmed_by": list(confirmed)}


def _entry(story: DevelopingStory) -> WebEntry:
    first = f"First: {story.first_outlet_name}. " if story.first_outlet_name else ""
    copies = f", {count(story.copy_count, 'copy', 'copies')} of them" if story.copy_count else ""
    articles = f"{count(story.article_count, 'article')}{copies}, by {count(story.outlet_count, 'outlet')}."
    return WebEntry(
        id=f"urn:entertainment-monitor:watch:{story.watch}:story:{story.story}",
        title=f"{story.watch_name}: {story.title}",
        at=story.last_hit_at,
        text=first + articles,
        path=f"/story/{story.story}",
    )


PAGE = WebPage(path="/", stem="/today", template="today.html", nav="Today", read=read, has_feed=True)
