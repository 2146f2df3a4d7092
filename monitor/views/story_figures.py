"""A story and a thread as programs have them: figures, and an object for each article or story."""

from dataclasses import asdict
from typing import Any

from monitor.store import sagas, thread_moves
from monitor.store.archive import Archive
from monitor.story import Story
from monitor.views import hit_rows, remarks, story_facts

Row = dict[str, Any]


def story(archive: Archive, view: Story) -> Row:
    """The figures of a story, with its thread, links and moves; without its articles."""
    return {
        "id": view.id,
        "thread": view.thread_id,
        "title": view.title,
        "first_reported_by": view.first_reported_by,
        "first_reported_by_name": view.first_reported_by_name,
        "first_reported_at": view.reports[0].reported if view.reports else None,
        "article_count": len(view.reports),
        "outlet_count": view.outlet_count,
        "copy_count": view.copy_count,
        "releases": [report.article_id for report in view.releases],
        "from_release": list(view.from_release),
        "own_reporting": list(view.voices),
        "perhaps_first": list(view.perhaps_first),
        "credited": view.credited,
        "without_credit": list(view.without_credit),
        "opened_at": view.opened_at,
        "updated_at": view.updated_at,
        **story_facts.facts(archive, view),
    }


def articles(archive: Archive, view: Story, found: story_facts.Passages) -> list[Row]:
    """The articles of a story in order of report, each with its passages, credits, stars and notes."""
    said = remarks.of_articles(archive, (report.article_id for report in view.reports))
    return [
        {
            "id": report.article_id,
            **hit_rows.report(report),
            "passages": [asdict(one) for one in found.get(report.article_id, ())],
            "credits": [asdict(one) for one in view.credits.get(report.article_id, ())],
            **said.get(report.article_id, remarks.NOTHING),
        }
        for report in view.reports
    ]


def thread(archive: Archive, found: sagas.Saga) -> Row:
    """The figures of a thread, with its moves; without its stories."""
    return {
        "id": found.id,
        "title": found.title,
        "story_count": len(found.stories),
        "merged": list(found.aliases),
        "opened_at": found.opened_at,
        "updated_at": found.updated_at,
        "moves": [asdict(move) for move in thread_moves.of_thread(archive, found.id)],
    }
