"""A process that is killed between any two statements leaves no half story: what the disk holds is before or after.

At each statement the files are copied as a killed process would leave them, and each copy is opened and read.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from desk_made import NOW, left, rows, state
from saga import SAGA

from monitor.desk import Desk, moving
from monitor.events import ArticleRead
from monitor.store import articles
from monitor.store.archive import Archive

Read = Callable[..., ArticleRead]
MONTH = 30 * 24 * 60  # minutes
DRIVER = "Michael Mann wants Adam Driver as Neil McCauley: talks on Heat 2 with Amazon MGM Studios are nearly done."
STRIKE = (
    "Stagehands Begin Strike at Lindgren Opera",
    "Stagehands at the Lindgren Opera walked out over wages. The Lindgren Opera cancelled its premiere of Tosca.",
)
STEPS = ("opens", "joins", "repeats", "opens in a thread", "is revised", "merge", "undo", "split")


def step(desk: Desk, read: Read, name: str) -> None:
    """One step of a story's life."""
    archive = desk.context.archive
    events = {
        "opens": read("joblo", *SAGA[0], slug="a"),
        "joins": read("variety", SAGA[0][0], DRIVER, minutes=-5, slug="b"),
        "repeats": read("deadline", *SAGA[0], minutes=6, slug="c"),
        "opens in a thread": read("joblo", *SAGA[1], minutes=MONTH, slug="d"),
        "is revised": read("joblo", SAGA[0][0], SAGA[0][1] + " Production starts on 4 May.", minutes=90, slug="a"),
    }
    match name:
        case "merge":
            moving.merge(archive, 1, 2, NOW)
        case "undo":
            moving.undo(archive, 1, NOW)
        case "split":
            moving.split(archive, 1, articles.get(archive, 2), NOW)
        case _:
            desk.ingest(events[name], events[name].at)


@pytest.mark.parametrize("number", range(len(STEPS)), ids=STEPS)
def test_killed_between_any_two_statements(desk: Desk, read: Read, tmp_path: Path, number: int) -> None:
    """The archive is as it was before the step, or as it is after it."""
    for name in STEPS[:number]:
        step(desk, read, name)
    before = state(left(desk, tmp_path / "before"))
    copies: list[Path] = []
    connection = desk.context.archive.db.conn
    connection.set_trace_callback(lambda _: copies.append(left(desk, tmp_path / f"killed-{len(copies)}")))
    step(desk, read, STEPS[number])
    connection.set_trace_callback(None)
    after = state(left(desk, tmp_path / "after"))
    found = [state(copy) for copy in copies]

    assert before != after
    assert len(copies) > 15
    assert found[0] == before
    assert set(found) <= {before, after}


@pytest.mark.parametrize("shift", [timedelta(0), timedelta(days=1)])
def test_what_is_read_again_changes_nothing(desk: Desk, read: Read, shift: timedelta) -> None:
    """The same articles again, at once or a day later, after a start: no story, thread, link or role moves."""
    steps = STEPS[:4]
    for name in steps:
        step(desk, read, name)
    kept = (
        "stories",
        "threads",
        "story_links",
        "passages",
        "story_terms",
        "story_subjects",
        "thread_subjects",
    )
    before = [rows(desk, f"select * from {table}") for table in kept]  # noqa: S608 - named above
    roles = rows(desk, "select id, story_id, copy_of, role, placement from articles order by id")
    desk.context.stories.forget()
    for event in (read("joblo", *SAGA[0], slug="a"), read("joblo", *SAGA[1], minutes=MONTH, slug="d")):
        desk.ingest(event, event.at + shift)

    assert all(before), [table for table, found in zip(kept, before, strict=True) if not found]
    assert [rows(desk, f"select * from {table}") for table in kept] == before  # noqa: S608 - named above
    assert rows(desk, "select id, story_id, copy_of, role, placement from articles order by id") == roles


def test_moves_survive_what_the_engine_knows(desk: Desk, read: Read, tmp_path: Path) -> None:
    """With all terms of stories and threads gone, what a person moved is where they put it, and is found again."""
    for name in STEPS[:4]:
        step(desk, read, name)
    archive: Archive = desk.context.archive
    moving.split(archive, 1, articles.get(archive, 2), NOW)
    placed = rows(desk, "select id, story_id from articles order by id")
    for table in ("story_terms", "story_subjects", "thread_subjects"):
        archive.execute(f"delete from {table}")  # noqa: S608 - named above
    desk.context.stories.forget()
    event = read("variety", "‘Heat 2’ Trailer: Driver Robs a Bank", SAGA[2][1], minutes=2 * MONTH, slug="e")
    desk.ingest(event, event.at)

    assert rows(desk, "select id, story_id from articles order by id")[:4] == placed
    assert rows(desk, "select count(*) from story_terms")[0][0] > 0
