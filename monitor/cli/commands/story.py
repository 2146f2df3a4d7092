"""`monitor story`: one story, its articles in order of report; and a person's merges and splits of stories."""

from dataclasses import asdict

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing
from monitor.cli.stored_article import NUMBER, stored_article
from monitor.cli.time_options import now
from monitor.errors import NotFoundError
from monitor.phrasing import count
from monitor.store import stories
from monitor.store.archive import Archive
from monitor.story import Story
from monitor.story_moves import Move
from monitor.views import outlet_names, remarks, story_facts, story_figures

_COLUMNS = (
    Column("id", numeric=True),
    Column("reported_at", title="reported"),
    Column("outlet", minimum=12),
    Column("does", priority=1, title="role"),
    Column("remarks", priority=2, title="star, note"),
    Column("title", minimum=28, wish=44, link="url"),
)


@click.command()
@click.argument("story_id", metavar="ID", type=NUMBER)
@click.option("--split", metavar="URL|ID", help="Make this article, with its duplicates, a story of its own")
@click.option("--merge", type=NUMBER, metavar="ID", help="Make that story part of this one; its number leads here")
@click.option("--undo", is_flag=True, help="Take the last merge or split of this story back")
@listing(limit=200)
@click.pass_obj
def story(given: Given, *, story_id: int, split: str | None, merge: int | None, undo: bool, wanted: Listing) -> None:
    """One story, its articles in order of report, with what each does in it.

    The number of a story that was merged into another leads to that one. What a person merges or splits stays so,
    whatever is read later, also while the daemon runs; hits and messages follow their articles. The daemon alerts
    nobody again of what they had, and of what is a story now, while it is news, those who had nothing of it.
    """
    if (split is not None) + (merge is not None) + undo > 1:
        raise click.UsageError("--split, --merge and --undo are three moves: make one at a time")
    is_moved = split is not None or merge is not None or undo
    with given.archive(read_only=not is_moved) as archive:
        move = _moved(archive, story_id, split, merge) if is_moved else None
        view = stories.get(archive, story_id)
        if view is None:
            raise NotFoundError(f"there is no story {story_id}", hint="`monitor hits` shows the stories of the hits")
        if move is not None and not wanted.as_json:
            undoing = "" if move.undoes else f"; `monitor story {view.id} --undo` takes it back"
            output.say(f"{story_facts.said(move, view.id)}{undoing}")
        _show(archive, view, story_id, move, wanted)


def _moved(archive: Archive, story_id: int, split: str | None, merge: int | None) -> Move:
    from monitor.desk import moving  # noqa: PLC0415 - the desk only where it is needed

    if split is not None:
        return moving.split(archive, story_id, stored_article(archive, split), now())
    if merge is not None:
        return moving.merge(archive, story_id, merge, now())
    return moving.undo(archive, story_id, now())


def _show(archive: Archive, view: Story, asked: int, move: Move | None, wanted: Listing) -> None:
    found = story_facts.of_articles(archive, view)
    rows = story_figures.articles(archive, view, found)
    if wanted.as_json:
        moved = {"move": asdict(move)} if move else {}
        figures = story_figures.story(archive, view) | moved
        output.json_line(figures | {"articles": rows[: wanted.limit]})
        return
    rows = [row | {"credits": [one["outlet"] for one in row["credits"]]} for row in rows]
    if not wanted.as_csv:
        _heading(view, asked, outlet_names.names(archive, view.credited))
        for line in story_facts.lines(archive, view):
            output.line(line, hang=2)
        output.line("")
    shown = {report.article_id: story_facts.role(report, found) for report in view.reports}
    marked = (row | {"does": shown[row["id"]], "remarks": remarks.brief(row)} for row in rows)
    output.show(marked, _COLUMNS, wanted, below="url")


def _heading(view: Story, asked: int, named: dict[str, str]) -> None:
    output.line(view.title, hang=0)
    output.line(
        f"story {view.id}: {count(len(view.reports), 'article')} ({count(view.copy_count, 'duplicate')}) of "
        f"{count(view.outlet_count, 'outlet')}, "
        f"first reported by {view.first_reported_by_name or 'nobody yet'}",
        hang=2,
    )
    if asked != view.id:
        output.line(f"story {asked} was merged into it", hang=2)
    if view.releases:
        by = ", ".join(dict.fromkeys(report.outlet_name for report in view.releases))
        output.line(f"from a release of {by}: {view.release_shares}", hang=2)
    if perhaps := view.perhaps_first:
        names = ", ".join(view.outlet_name(outlet) or outlet for outlet in perhaps)
        output.line(f"or by {names}: who was earlier, the looks at their listings do not tell", hang=2)
    if credited := view.credited:
        said = ", ".join(f"{named[outlet]} by {count(number, 'outlet')}" for outlet, number in credited.items())
        output.line(f"credited: {said}", hang=2)
    if silent := view.without_credit:
        output.line(f"no credit given by: {', '.join(view.outlet_name(outlet) or outlet for outlet in silent)}", hang=2)
