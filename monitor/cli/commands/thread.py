"""`monitor thread`: the stories on one saga, in order of opening."""

from dataclasses import asdict
from typing import Any

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing
from monitor.cli.stored_article import NUMBER
from monitor.errors import NotFoundError
from monitor.phrasing import count
from monitor.store import sagas
from monitor.store.sagas import Saga
from monitor.views import story_figures

_COLUMNS = (
    Column("id", title="story", numeric=True),
    Column("opened_at", title="opened"),
    Column("first_reported_by_name", minimum=12, title="first reported by"),
    Column("outlet_count", priority=1, title="outlets", numeric=True),
    Column("title", minimum=28, wish=44),
)


@click.command()
@click.argument("thread_id", metavar="ID", type=NUMBER)
@listing(limit=200)
@click.pass_obj
def thread(given: Given, *, thread_id: int, wanted: Listing) -> None:
    """One thread: the stories on one saga, in order of opening.

    The number of a thread that was merged into another leads to that one.
    """
    with given.archive() as archive:
        found = sagas.get(archive, thread_id)
    if found is None:
        raise NotFoundError(f"there is no thread {thread_id}", hint="`monitor story ID` names the thread of a story")
    rows: list[dict[str, Any]] = [asdict(story) for story in found.stories]
    if wanted.as_json:
        output.json_line(story_figures.thread(found) | {"stories": rows[: wanted.limit]})
        return
    if not wanted.as_csv:
        output.line(found.title, hang=0)
        output.line(_summary(found, thread_id), hang=2)
        output.line("")
    output.show(rows, _COLUMNS, wanted)


def _summary(found: Saga, asked: int) -> str:
    merged = f"; thread {asked} was merged into it" if asked != found.id else ""
    return f"thread {found.id}: {count(len(found.stories), 'story', 'stories')}{merged}"
