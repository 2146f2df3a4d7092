"""`monitor story`: one story, its articles in order of report."""

from typing import Any

import click

from monitor.cli import output
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing
from monitor.errors import NotFoundError
from monitor.store import stories
from monitor.store.stories import StoryView


@click.command()
@click.argument("story_id", metavar="ID", type=int)
@listing(limit=200)
@click.pass_obj
def story(given: Given, *, story_id: int, wanted: Listing) -> None:
    """One story, its articles in order of report."""
    with given.archive() as archive:
        view = stories.get(archive, story_id)
    if view is None:
        raise NotFoundError(f"there is no story {story_id}", hint="`monitor hits` shows the stories of the hits")
    rows = _articles(view)
    if wanted.as_json:
        told = {name: getattr(view, name) for name in _SAID} | {"articles": rows[: wanted.limit]}
        output.json_line(told)
        return
    output.line(view.title)
    output.line(
        f"story {view.id}: {view.article_count} articles ({view.copy_count} copies) of {view.outlet_count} outlets, "
        f"first reported by {view.first_reported_by_name or 'nobody yet'}\n"
    )
    output.show(rows, ("reported_at", "outlet", "title", "copy_of", "url"), wanted)


_SAID = (
    "id", "title", "first_reported_by", "first_reported_by_name", "first_reported_at", "article_count", "outlet_count",
    "copy_count", "opened_at", "updated_at",
)  # fmt: skip


def _articles(view: StoryView) -> list[dict[str, Any]]:
    return [
        {
            "id": article.article_id,
            "url": article.url,
            "outlet": article.outlet_name,
            "outlet_id": article.outlet,
            "title": article.title,
            "published_at": article.published_at,
            "reported_at": article.reported_at,
            "found_at": article.found_at,
            "copy_of": article.copy_of,
        }
        for article in view.articles
    ]
