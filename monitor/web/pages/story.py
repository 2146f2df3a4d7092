"""`/story/ID`: one story, its articles in order of report, with who credits whom and what repeats what."""

from typing import Any

from monitor.errors import NotFoundError
from monitor.store import stories
from monitor.story import Report, Story
from monitor.views import hit_rows, outlet_names, story_facts
from monitor.web.answers import WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit


def read(visit: Visit) -> WebAnswer:
    """The story of that number, or the one that it is part of now."""
    number = visit.id()
    found = stories.get(visit.archive, number)
    if found is None:
        raise NotFoundError(f"there is no story {number}", hint="it may have been pruned; /search finds what there is")
    passages = story_facts.of_articles(visit.archive, found)
    return WebAnswer(
        title=found.title,
        rows=[_row(found, report, story_facts.role(report, passages)) for report in found.reports],
        entries=[_entry(report) for report in found.reports],
        values={"id": found.id, **story_facts.facts(visit.archive, found)},
        shown={
            "story": found,
            "asked": number,
            "lines": list(story_facts.lines(visit.archive, found)),
            "names": outlet_names.names(visit.archive, found.credited),
        },
    )


def _row(story: Story, report: Report, does: str) -> dict[str, Any]:
    given = story.credits.get(report.article_id, ())
    return {"id": report.article_id, **hit_rows.report(report), "does": does, "credits": given}


def _entry(report: Report) -> WebEntry:
    return WebEntry(
        id=f"urn:entertainment-monitor:article:{report.article_id}",
        title=f"{report.outlet_name}: {report.title}",
        at=report.found_at,
        url=report.url,
    )


PAGE = WebPage(path="/story/{id:int}", template="story.html", read=read, has_feed=True)
