"""`monitor story`: one story, its articles in order of report."""

from dataclasses import asdict
from typing import Any

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing
from monitor.errors import NotFoundError
from monitor.phrasing import count
from monitor.store import sagas, stories
from monitor.story import Story

_COLUMNS = (
    Column("id", numeric=True),
    Column("reported_at", title="reported"),
    Column("outlet", minimum=12),
    Column("copy_of", priority=1, title="duplicate of", numeric=True),
    Column("title", minimum=28, wish=44, link="url"),
)


@click.command()
@click.argument("story_id", metavar="ID", type=int)
@listing(limit=200)
@click.pass_obj
def story(given: Given, *, story_id: int, wanted: Listing) -> None:
    """One story, its articles in order of report."""
    with given.archive() as archive:
        view = stories.get(archive, story_id)
        thread_size = sagas.story_count(archive, view.thread_id) if view and view.thread_id else 0
    if view is None:
        raise NotFoundError(f"there is no story {story_id}", hint="`monitor hits` shows the stories of the hits")
    rows = _articles(view)
    if wanted.as_json:
        output.json_line(_figures(view) | {"articles": rows[: wanted.limit]})
        return
    rows = [row | {"credits": [one["outlet"] for one in row["credits"]]} for row in rows]
    if not wanted.as_csv:
        _heading(view, thread_size)
    output.show(rows, _COLUMNS, wanted, below="url")


def _heading(view: Story, thread_size: int) -> None:
    output.line(view.title, hang=0)
    output.line(
        f"story {view.id}: {count(len(view.reports), 'article')} ({count(view.copy_count, 'duplicate')}) of "
        f"{count(view.outlet_count, 'outlet')}, "
        f"first reported by {view.first_reported_by_name or 'nobody yet'}",
        hang=2,
    )
    if thread_size > 1:
        number = count(thread_size, "story", "stories")
        output.line(f"thread {view.thread_id}: {number}, `monitor thread {view.thread_id}`", hang=2)
    if perhaps := view.perhaps_first:
        names = ", ".join(view.outlet_name(outlet) or outlet for outlet in perhaps)
        output.line(f"or by {names}: who was earlier, the looks at their listings do not tell", hang=2)
    if credited := view.credited:
        said = ", ".join(
            f"{view.outlet_name(outlet)} by {count(number, 'outlet')}" for outlet, number in credited.items()
        )
        output.line(f"credited: {said}", hang=2)
    if silent := view.without_credit:
        output.line(f"no credit given by: {', '.join(view.outlet_name(outlet) or outlet for outlet in silent)}", hang=2)
    output.line("")


def _figures(story: Story) -> dict[str, Any]:
    return {
        "id": story.id,
        "thread": story.thread_id,
        "title": story.title,
        "first_reported_by": story.first_reported_by,
        "first_reported_by_name": story.first_reported_by_name,
        "first_reported_at": story.reports[0].reported if story.reports else None,
        "article_count": len(story.reports),
        "outlet_count": story.outlet_count,
        "copy_count": story.copy_count,
        "perhaps_first": list(story.perhaps_first),
        "credited": story.credited,
        "without_credit": list(story.without_credit),
        "opened_at": story.opened_at,
        "updated_at": story.updated_at,
    }


def _articles(story: Story) -> list[dict[str, Any]]:
    return [
        {
            "id": report.article_id,
            **output.report(report),
            "credits": [asdict(one) for one in story.credits.get(report.article_id, ())],
        }
        for report in story.reports
    ]
