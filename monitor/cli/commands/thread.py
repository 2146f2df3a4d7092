"""`monitor thread`: the stories on one saga, in order of opening; and a person's merges and splits of threads."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing
from monitor.cli.stored_article import NUMBER
from monitor.cli.time_options import now
from monitor.errors import NotFoundError
from monitor.phrasing import count
from monitor.store import sagas, thread_moves
from monitor.store.archive import Archive
from monitor.store.sagas import Saga
from monitor.story_moves import ThreadMove
from monitor.views import story_figures, thread_facts

_COLUMNS = (
    Column("id", title="story", numeric=True),
    Column("opened_at", title="opened"),
    Column("first_reported_by_name", minimum=12, title="first reported by"),
    Column("outlet_count", priority=1, title="outlets", numeric=True),
    Column("title", minimum=28, wish=44),
)


@click.command()
@click.argument("thread_id", metavar="ID", type=NUMBER)
@click.option("--split", multiple=True, type=NUMBER, metavar="STORY", help="Make this story a thread of its own; given "
              "several times, these stories together")  # fmt: skip
@click.option("--merge", type=NUMBER, metavar="ID", help="Make that thread part of this one; its number leads here")
@click.option("--undo", is_flag=True, help="Take the last merge or split of this thread back, the program's too")
@listing(limit=200)
@click.pass_obj
def thread(
    given: Given, *, thread_id: int, split: tuple[int, ...], merge: int | None, undo: bool, wanted: Listing
) -> None:
    """One thread: the stories on one saga, in order of opening.

    The number of a thread that was merged into another leads to that one. What a person merges or splits stays so,
    whatever is read later, also while the daemon runs.
    """
    if bool(split) + (merge is not None) + undo > 1:
        raise click.UsageError("--split, --merge and --undo are three moves: make one at a time")
    is_moved = bool(split) or merge is not None or undo
    with given.archive(read_only=not is_moved) as archive:
        move = _moved(archive, thread_id, split, merge) if is_moved else None
        found = sagas.get(archive, thread_id)
        if found is None:
            raise NotFoundError(
                f"there is no thread {thread_id}", hint="`monitor threads` lists them; a story names its own"
            )
        if move is not None and not wanted.as_json:
            undoing = "" if move.undoes else f"; `monitor thread {found.id} --undo` takes it back"
            output.say(f"{thread_facts.said(move, found.id)}{undoing}")
        _show(archive, found, thread_id, move, wanted)


def _moved(archive: Archive, thread: int, split: Sequence[int], merge: int | None) -> ThreadMove:
    from monitor.desk import thread_moving  # noqa: PLC0415 - the desk only where it is needed

    if split:
        return thread_moving.split(archive, thread, split, now())
    if merge is not None:
        return thread_moving.merge(archive, thread, merge, now())
    return thread_moving.undo(archive, thread, now())


def _show(archive: Archive, found: Saga, asked: int, move: ThreadMove | None, wanted: Listing) -> None:
    rows: list[dict[str, Any]] = [asdict(story) for story in found.stories]
    if wanted.as_json:
        moved = {"move": asdict(move)} if move else {}
        output.json_line(story_figures.thread(archive, found) | moved | {"stories": rows[: wanted.limit]})
        return
    if not wanted.as_csv:
        output.line(found.title, hang=0)
        output.line(_summary(found, asked), hang=2)
        for line in thread_facts.lines(thread_moves.of_thread(archive, found.id), found.id):
            output.line(line, hang=2)
        output.line("")
    output.show(rows, _COLUMNS, wanted)


def _summary(found: Saga, asked: int) -> str:
    merged = f"; thread {asked} was merged into it" if asked != found.id else ""
    return f"thread {found.id}: {count(len(found.stories), 'story', 'stories')}{merged}"
