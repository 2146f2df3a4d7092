"""`/threads`: the sagas, that with the newest story first."""

from dataclasses import asdict

from monitor.phrasing import count, quoted
from monitor.store import sagas
from monitor.store.sagas import ListedSaga
from monitor.web.answers import WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit


def read(visit: Visit) -> WebAnswer:
    """The threads of several stories."""
    limit = visit.limit(50)
    found = sagas.newest(visit.archive, after=visit.after, limit=limit + 1)
    return WebAnswer(
        title="Threads",
        rows=[asdict(one) for one in found[:limit]],
        entries=[_entry(one) for one in found[:limit]],
        more=found[limit - 1].id if len(found) > limit else None,
    )


def _entry(one: ListedSaga) -> WebEntry:
    """An entry a new story of a thread: a feed reader hears of each."""
    return WebEntry(
        id=f"thread:{one.id}:story:{one.newest_story}",
        title=one.newest_title,
        at=one.updated_at,
        text=f"Thread {quoted(one.title)}: {count(one.story_count, 'story', 'stories')}.",
        path=f"/thread/{one.id}",
    )


PAGE = WebPage(path="/threads", template="threads.html", nav="Threads", read=read, has_feed=True)
