"""`/thread/ID`: the stories on one saga, in order of opening."""

from monitor.errors import NotFoundError
from monitor.phrasing import count
from monitor.store import sagas, story_links
from monitor.store.sagas import SagaStory
from monitor.views import story_facts
from monitor.web.answers import WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit

_LINKED = 200  # stories whose links are looked up


def read(visit: Visit) -> WebAnswer:
    """The thread of that number, or the one that it was merged into."""
    number = visit.id()
    found = sagas.get(visit.archive, number)
    if found is None:
        raise NotFoundError(f"there is no thread {number}", hint="a story names its thread")
    links = {story.id: story_links.earlier_of(visit.archive, story.id) for story in found.stories[:_LINKED]}
    return WebAnswer(
        title=found.title,
        rows=[{name: getattr(story, name) for name in SagaStory.__dataclass_fields__} for story in found.stories],
        entries=[_entry(story) for story in reversed(found.stories)],
        values={"id": found.id, "merged": found.aliases, "opened_at": found.opened_at, "updated_at": found.updated_at},
        shown={"thread": found, "asked": number, "links": links, "link_words": story_facts.EARLIER},
    )


def _entry(story: SagaStory) -> WebEntry:
    first = f"First: {story.first_reported_by_name}. " if story.first_reported_by_name else ""
    return WebEntry(
        id=f"story:{story.id}",
        title=story.title,
        at=story.opened_at,
        text=f"{first}{count(story.article_count, 'article')} of {count(story.outlet_count, 'outlet')}.",
        path=f"/story/{story.id}",
    )


PAGE = WebPage(path="/thread/{id:int}", template="thread.html", read=read, has_feed=True)
