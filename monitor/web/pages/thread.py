"""`/thread/ID`: the stories on one saga, in order of opening; a person's merge, split, undo."""

from monitor.desk import thread_moving
from monitor.errors import NotFoundError
from monitor.phrasing import count
from monitor.store import sagas, story_links, thread_moves
from monitor.store.sagas import SagaStory
from monitor.story_moves import ThreadMove
from monitor.views import story_facts, thread_facts
from monitor.web.answers import Moved, WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit

_LINKED = 200  # stories whose links are looked up


def read(visit: Visit) -> WebAnswer:
    """The thread of that number, or the one that it was merged into."""
    number = visit.id()
    found = sagas.get(visit.archive, number)
    if found is None:
        raise NotFoundError(f"there is no thread {number}", hint="a story names its thread")
    moves = thread_moves.of_thread(visit.archive, found.id)
    links = {story.id: story_links.earlier_of(visit.archive, story.id) for story in found.stories[:_LINKED]}
    return WebAnswer(
        title=found.title,
        rows=[{name: getattr(story, name) for name in SagaStory.__dataclass_fields__} for story in found.stories],
        entries=[_entry(story) for story in reversed(found.stories)],
        values={
            "id": found.id,
            "merged": found.aliases,
            "opened_at": found.opened_at,
            "updated_at": found.updated_at,
            "moves": moves,
        },
        shown={
            "thread": found,
            "asked": number,
            "links": links,
            "link_words": story_facts.EARLIER,
            "moved": moves[-thread_facts.SHOWN :],
            "move_said": thread_facts.said,
            "has_moves": any(move.can_be_undone for move in moves),
        },
    )


def merge(visit: Visit) -> Moved:
    """Make another thread part of this one."""
    return _moved(thread_moving.merge(visit.archive, visit.id(), visit.sent_number("other"), visit.now))


def split(visit: Visit) -> Moved:
    """Make stories of this thread a thread of their own."""
    return _moved(thread_moving.split(visit.archive, visit.id(), visit.sent_numbers("stories"), visit.now))


def undo(visit: Visit) -> Moved:
    """Take the last merge or split of this thread back."""
    move = thread_moving.undo(visit.archive, visit.id(), visit.now)
    return Moved(to=f"/thread/{move.thread_id}", said=f"taken back: {thread_facts.said(move, move.thread_id)}")


def _moved(move: ThreadMove) -> Moved:
    return Moved(to=f"/thread/{move.thread_id}", said=thread_facts.said(move, move.thread_id))


def _entry(story: SagaStory) -> WebEntry:
    first = f"First: {story.first_reported_by_name}. " if story.first_reported_by_name else ""
    return WebEntry(
        id=f"story:{story.id}",
        title=story.title,
        at=story.opened_at,
        text=f"{first}{count(story.article_count, 'article')} of {count(story.outlet_count, 'outlet')}.",
        path=f"/story/{story.id}",
    )


PAGE = WebPage(
    path="/thread/{id:int}",
    template="thread.html",
    read=read,
    acts={"merge": merge, "split": split, "undo": undo},
    has_feed=True,
)
