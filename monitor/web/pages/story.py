"""`/story/ID`: one story as it came, who credits whom, what changed, what was sent; a person's merge, split, undo."""

from collections.abc import Iterable, Mapping
from typing import Any

from monitor.desk import moving
from monitor.errors import NotFoundError
from monitor.phrasing import count
from monitor.store import articles, hits, stories, verdicts
from monitor.store.archive import Archive
from monitor.story import Report, Story, StoryHit
from monitor.views import hit_rows, outlet_names, remarks, story_course, story_facts
from monitor.web import remark_acts
from monitor.web.answers import Moved, WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit

_HITS = 300  # of a story, that are shown
_FEED = 300  # the newest reports: a reader of feeds asks often, and keeps what it had


def read(visit: Visit) -> WebAnswer:
    """The story of that number, or the one that it is part of now."""
    number = visit.id()
    story = stories.get(visit.archive, number)
    if story is None:
        raise NotFoundError(f"there is no story {number}", hint="it may have been deleted when its time was over")
    passages = story_facts.of_articles(visit.archive, story)
    credited = {credit.outlet for given in story.credits.values() for credit in given}
    facts = story_facts.facts(visit.archive, story)
    local = visit.now.astimezone(visit.zone)
    found = _found(visit.archive, story)
    return WebAnswer(
        title=story.title,
        rows=[_row(story, report, story_facts.role(report, passages), found) for report in story.reports],
        entries=[_entry(report) for report in story.reports[: -_FEED - 1 : -1]],
        values={
            "id": story.id,
            "thread": story.thread_id,
            "first_reported_by": story.first_reported_by,
            "perhaps_first": story.perhaps_first,
            "own_reporting": story.voices,
            "from_release": story.from_release,
            "copies": story.copy_count,
            "credited": story.credited,
            "without_credit": story.without_credit,
            **facts,
        },
        shown={
            "story": story,
            "asked": number,
            "course": story_course.of(visit.archive, story, passages),
            "listed": story_course.ends(story.reports),
            "move_said": story_facts.said,
            "found": found,
            "remarks": remarks.of_articles(visit.archive, (one.article_id for one in story.reports)),
            "has_moves": any(move["undoes"] is None and not move["is_undone"] for move in facts["moves"]),
            "witnessed": {one.article_id: story_course.witnessed(one, local) for one in story.reports},
            "thread_size": story_facts.thread_size(visit.archive, story),
            "names": outlet_names.names(visit.archive, credited),
            "link_words": story_facts.EARLIER,
            "back_words": story_facts.LATER,
        },
    )


def merge(visit: Visit) -> Moved:
    """Make another story part of this one."""
    other = visit.sent_number("other")
    move = moving.merge(visit.archive, visit.id(), other, visit.now)
    return Moved(to=f"/story/{move.story_id}", said=story_facts.said(move, move.story_id))


def split(visit: Visit) -> Moved:
    """Make an article of this story, with its duplicates, a story of its own."""
    number = visit.sent_number("article")
    article = articles.get(visit.archive, number)
    if article is None:
        raise NotFoundError(f"there is no article {number}")
    move = moving.split(visit.archive, visit.id(), article, visit.now)
    return Moved(to=f"/story/{move.story_id}", said=f"story {move.other_story} was split off")


def undo(visit: Visit) -> Moved:
    """Take the last merge or split of this story back."""
    move = moving.undo(visit.archive, visit.id(), visit.now)
    return Moved(to=f"/story/{move.story_id}", said=f"taken back: {story_facts.said(move, move.story_id)}")


def judge(visit: Visit) -> Moved:
    """Say of all hits in an article whether they are right."""
    article, is_right = visit.sent_number("article"), visit.sent("verdict") == "right"
    found = [hit.id for hit in hits.of_article(visit.archive, article)]
    if not found:
        raise NotFoundError(f"no watch finds article {article}")
    verdicts.judge(visit.archive, found, visit.now, is_right=is_right)
    return Moved(to=_here(visit), said=f"{count(len(found), 'hit')} judged: {'right' if is_right else 'not relevant'}")


def _here(visit: Visit) -> str:
    return f"/story/{visit.id()}"


def _found(archive: Archive, story: Story) -> dict[int, list[StoryHit]]:
    """The hits in a story, by article."""
    found: dict[int, list[StoryHit]] = {}
    for hit in hits.recent(archive, story=story.id, limit=_HITS):
        found.setdefault(hit.report.article_id, []).append(hit)
    return found


def _row(story: Story, report: Report, does: str, found: Mapping[int, Iterable[StoryHit]]) -> dict[str, Any]:
    given = story.credits.get(report.article_id, ())
    early = any(hit.is_early for hit in found.get(report.article_id, ()))
    return {"id": report.article_id, **hit_rows.report(report), "does": does, "credits": given, "early": early}


def _entry(report: Report) -> WebEntry:
    return WebEntry(
        id=f"article:{report.article_id}",
        title=f"{report.outlet_name}: {report.title}",
        at=report.found_at,
        url=report.url,
    )


PAGE = WebPage(
    path="/story/{id:int}",
    template="story.html",
    read=read,
    acts={"merge": merge, "split": split, "undo": undo, "judge": judge, **remark_acts.acts(_here)},
    has_feed=True,
)
