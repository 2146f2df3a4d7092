"""What is known of a story beyond its articles: its thread, its links, its moves, and the roles of its articles."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from monitor.phrasing import count, quoted
from monitor.store import moves, sagas, shared_passages, story_links
from monitor.store.archive import Archive
from monitor.store.articles import StoredArticle
from monitor.story import LinkKind, Report, Role, SharedPassage, Story, StoryLink
from monitor.story_moves import Move, MovedBy, MoveKind
from monitor.views import readable

EARLIER = {
    LinkKind.FOLLOWS: "follows",
    LinkKind.REACTION: "reaction to",
    LinkKind.REVIEW: "review after",
    LinkKind.CONTRADICTS: "contradicts",
}
LATER = {
    LinkKind.FOLLOWS: "followed by",
    LinkKind.REACTION: "reaction in",
    LinkKind.REVIEW: "review in",
    LinkKind.CONTRADICTS: "contradicted by",
}
_ROLES = {
    Role.OWN: "",
    Role.COPY: ": another article's text",
    Role.UPDATED_COPY: ": another article's text, with words of its own",
    Role.CONTAINS: ": its own report, and another article's text as a whole",
    Role.COMMENT: ": its headline reviews, remembers, lists or explains",
    Role.MENTION: ": a round-up of many events, which joins and confirms none",
}
_CONFLICTS = {  # by the names of `dedupe.conflicts`
    "acts": "its headline says that something else was done",
    "comment": "one reports, the other comments",
    "round-up": "one is a round-up of many events",
    "part": "they are on another season, episode or part",
    "subject": "its headline's subject is not in the other's text",
    "claim": "what its headline says is not in the other's text",
    "name": "one name is all that the two have in common",
    "time": "they are too far apart in time",
}
_BY = {MovedBy.PERSON: "a person", MovedBy.PROGRAM: "the program"}
_COPIES = {Role.COPY: "copy of", Role.UPDATED_COPY: "updated copy of"}

Passages = Mapping[int, tuple[SharedPassage, ...]]


def facts(archive: Archive, story: Story) -> dict[str, Any]:
    """For programs: thread, links both ways, moves and the numbers of merged stories."""
    return {
        "merged": moves.aliases(archive, story.id),
        "links": [asdict(link) for link in story_links.earlier_of(archive, story.id)],
        "linked_from": [asdict(link) for link in story_links.later_of(archive, story.id)],
        "moves": [asdict(move) for move in moves.of_story(archive, story.id)],
    }


def thread_size(archive: Archive, story: Story) -> int:
    """Of how many stories its thread is; 0 of one that is the story alone, by the same number: that says nothing."""
    size = sagas.story_count(archive, story.thread_id) if story.thread_id else 0
    return size if size > 1 or story.thread_id != story.id else 0


def lines(archive: Archive, story: Story) -> Iterator[str]:
    """The same for people, a line each; nothing of a story that stands alone."""
    if size := thread_size(archive, story):
        number = count(size, "story", "stories")
        yield f"thread {story.thread_id}: {number}, `monitor thread {story.thread_id}`"
    yield from (_link(EARLIER[link.kind], link) for link in story_links.earlier_of(archive, story.id))
    yield from (_link(LATER[link.kind], link) for link in story_links.later_of(archive, story.id))
    yield from (_moved(move, story.id) for move in moves.of_story(archive, story.id))


def said(move: Move, story: int) -> str:
    """What a move of a story did."""
    number = count(len(move.articles), "article")
    why = ", as a later article showed" if move.moved_by is MovedBy.PROGRAM else ""
    if move.kind is MoveKind.MERGE:
        return f"story {move.other_story} was merged into story {move.story_id} ({number}){why}"
    origin = "split off" if move.story_id == story else f"split off from story {move.story_id}"
    return f"story {move.other_story} was {origin} ({number}){why}"


def role(report: Report, found: Passages) -> str:
    """What an article does in its story, and whose text it has; nothing is said of what was stored before roles."""
    of = report.copy_of or next((passage.of_article for passage in found.get(report.article_id, ())), None)
    if report.copy_of is not None:
        return f"{_COPIES.get(report.role or Role.COPY, 'copy of')} {report.copy_of}"
    if report.role is Role.CONTAINS and of is not None:
        return f"contains {of}"
    return report.role.value if report.role else ""


def of_articles(archive: Archive, story: Story) -> Passages:
    """The passages that are the evidence of the roles of a story's articles."""
    return shared_passages.of_articles(archive, (report.article_id for report in story.reports))


def of_article(archive: Archive, story: Story, stored: StoredArticle) -> dict[str, Any]:
    """What an article does in its story, and why it is in it; the story's thread and links, as lines."""
    found = shared_passages.of_articles(archive, [stored.id]).get(stored.id, ())
    links = story_links.earlier_of(archive, story.id)
    return {
        "role": stored.role,
        "passages": [asdict(one) for one in found],
        "placed": asdict(stored.placed) if stored.placed else None,
        "thread": story.thread_id,
        "thread_stories": sagas.story_count(archive, story.thread_id) if story.thread_id else 0,
        "links": [_link(EARLIER[link.kind], link) for link in links],
        "moved": [
            f"by {_BY[move.moved_by]}: {said(move, story.id)}"
            for move in moves.of_story(archive, story.id)
            if stored.id in move.articles
        ],
    }


def reasons(story: Mapping[str, Any]) -> Iterator[str]:
    """The role of an article and why it is in its story, as `explain` says them."""
    if story["role"]:
        yield f"role       {story['role']}{_ROLES.get(story['role'], '')}"
    for passage in story["passages"]:
        yield f"  the same {passage['words']} words as in article {passage['of_article']}: {quoted(passage['text'])}"
    if placed := story["placed"]:
        terms = f": {', '.join(placed['terms'])}" if placed["terms"] else ""
        if placed["nearest"] is not None:
            why = _CONFLICTS.get(placed["conflict"], "not enough in common")
            yield f"opened     a story; nearest was story {placed['nearest']}{terms}; {why}"
        elif terms:
            yield f"joined     by what it shares with the story{terms}"
        elif not story["copy_of"]:
            yield "opened     a story: nothing near to it was known"
    yield from (f"moved      {moved}" for moved in story["moved"])


def _link(kind: str, link: StoryLink) -> str:
    return f"{kind} story {link.story}: {link.title}"


def _moved(move: Move, story: int) -> str:
    undone = " (undone)" if move.is_undone else " (undo of an earlier move)" if move.undoes else ""
    return f"{readable.visible(move.moved_at)}: {said(move, story)}{undone}"
