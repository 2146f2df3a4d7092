"""What turns out later: two stories are one event, and a text is from an agency, or from who had it earlier."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import make
import pytest
from desk_made import BODY, NOW, config, mails, rows
from fire import FIRE

from monitor.desk import Desk, moving
from monitor.events import ArticleRead
from monitor.store import articles, moves, stories
from monitor.store.file import integrity
from monitor.views import story_facts

Read = Callable[..., ArticleRead]
WATCHES = tuple(
    make.watch(query, id=name, name=name, to=("hook",))
    for name, query in (("fire", "Pinetop"), ("ortiz", '"Lena Ortiz"'))
)
TABLES = (
    "select id, story_id, copy_of, role from articles order by id",
    "select id, story_id from hits order by id",
    "select id, story_id from messages order by rowid",
    "select id, title, thread_id, article_count, first_reported_by from stories order by id",
    "select story_id, to_story, kind from story_links order by 1, 2",
    "select story_id, was, became from first_changes where id < 3 order by id",
    "select id, story_count from threads order by id",
)


@pytest.fixture
def burning(tmp_path: Path, read: Read) -> Iterator[Desk]:
    """A desk that read the first four articles on the fire: two stories."""
    outlets = tuple(map(make.outlet, ("joblo", "variety", "deadline", "thr", "thewrap", "collider")))
    desk = Desk.open(config(tmp_path, outlets=outlets, watches=WATCHES))
    desk.sync(NOW)
    for number in range(4):
        tell(desk, read, number)
    yield desk
    desk.close()


def tell(desk: Desk, read: Read, number: int, outlet: str | None = None) -> None:
    """Ingest an article on the fire, each ten minutes after the one before."""
    by, title, body = FIRE[number]
    event = read(outlet or by, title, body, minutes=10 * (number + 1), slug=f"s{number}")
    desk.ingest(event, event.at)


def state(desk: Desk) -> list[list[tuple]]:
    """All that a merge changes."""
    return [rows(desk, query) for query in TABLES]


def sent(desk: Desk) -> list[tuple]:
    """The alerts that were made."""
    return [(mail["type"], mail["watch"]) for mail in mails(desk)]


@pytest.mark.parametrize("is_started_again", [False, True])
def test_an_article_on_both_makes_two_stories_one(burning: Desk, read: Read, *, is_started_again: bool) -> None:
    """As a move of the program; messages and hits go along, so nobody is alerted again of what he had."""
    before = sent(burning)
    if is_started_again:
        burning.context.stories.forget()
    tell(burning, read, 4)
    archive = burning.context.archive
    new = [(kind, watch) for kind, watch in sent(burning)[len(before) :]]

    assert before[:2] == [("story.opened", "fire"), ("story.opened", "ortiz")]
    assert all(kind == "story.updated" for kind, _ in new), new
    assert rows(burning, "select distinct story_id from articles union select story_id from hits") == [(2,)]
    assert rows(burning, "select distinct story_id from messages") == [(2,)]
    assert rows(burning, "select kind, moved_by, story_id, other_story, articles from moves") == [
        ("merge", "program", 2, 1, "[1]")
    ]
    assert stories.get(archive, 1) == stories.get(archive, 2)
    assert any("as a later article showed" in line for line in story_facts.lines(archive, stories.get(archive, 1)))
    assert integrity.check(archive) == []
    tell(burning, read, 5)
    assert rows(burning, "select story_id from articles where id = 6") == [(2,)]


def test_what_the_program_merged_a_person_takes_back(burning: Desk, read: Read) -> None:
    """Articles, hits, messages, threads, links, changes of the first and duplicates are as before, and stay apart."""
    archive = burning.context.archive
    tell(burning, read, 1, "collider")  # a duplicate of variety's
    archive.execute(
        "insert into story_links (story_id, to_story, kind, linked_at) values (2, 1, 'follows', '2026-11-29T12:00:00Z')"
    )
    archive.execute_many(
        "insert into first_changes (story_id, was, became, changed_at) values (?, 'thr', 'variety', ?)",
        [(1, "2026-11-29T12:00:00Z"), (2, "2026-11-29T12:00:00Z")],
    )
    before = state(burning)
    tell(burning, read, 4)
    assert rows(burning, "select distinct story_id from articles") == [(2,)]
    moving.split(archive, 2, articles.get(archive, 6), NOW)  # the one that tied them
    moving.undo(archive, 1, NOW)  # its split,
    moving.undo(archive, 1, NOW)  # and the merge
    after = state(burning)

    assert [row for row in after[0] if row[0] < 6] == before[0]
    assert [after[4], after[5]] == [before[4], before[5]]
    assert [row[:3] for row in after[3]] == [row[:3] for row in before[3]]
    tell(burning, read, 5)
    assert len(rows(burning, "select id from stories")) == 2
    assert integrity.check(archive) == []


def test_what_came_to_repeat_the_story_that_left_stays_where_it_was(desk: Desk, read: Read) -> None:
    """The whole text is a copy of two cuts, and the lesser story's was earlier: all repeat that, until it is undone."""
    archive, words = desk.context.archive, " ".join(FIRE[number][2] for number in (0, 3, 4)).split()
    cut = 7 * len(words) // 10
    first, last, title = " ".join(words[:cut]), " ".join(words[-cut:]), "Fire at Pinetop Studios"
    for event in (
        read("joblo", title, first, minutes=10, slug="a"),
        read("variety", title, first, minutes=11, slug="b"),
        read("deadline", title, last, minutes=5, slug="c"),
    ):
        desk.ingest(event, event.at)
    archive.execute("update articles set copy_of = iif(id = 2, 1, null), role = iif(id = 2, 'copy', 'own')")
    moves.split(archive, 1, [3], NOW)
    archive.execute("update moves set moved_by = 'program'")  # nobody said that they are two
    desk.context.stories.forget()
    before = rows(desk, TABLES[0])
    whole = read("joblo", title, " ".join(words), minutes=30, slug="d")
    desk.ingest(whole, whole.at)
    assert rows(desk, "select id, story_id, copy_of from articles where copy_of = 3") == [
        (1, 1, 3),
        (2, 1, 3),
        (4, 1, 3),
    ]
    moving.undo(archive, 1, NOW)
    again = read("variety", title, first + " More soon.", minutes=40, slug="e")
    desk.ingest(again, again.at)

    assert rows(desk, TABLES[0]) == [*before, (4, 2, 3, "copy"), (5, 1, 1, "copy")]
    assert integrity.check(archive) == []


def test_a_text_is_from_the_agency_that_its_copies_sign(desk: Desk, read: Read) -> None:
    """JoBlo had it first, signed by Variety; as Variety's own comes, it is that which the others copy."""
    first = read("joblo", "Heat 2 is next for Mann", BODY, slug="a")
    for event in (
        replace(first, article=replace(first.article, authors=("Variety",))),
        read("deadline", "Heat 2 is next for Mann", BODY, minutes=5, slug="b"),
        read("variety", "Heat 2 is next for Mann", BODY, minutes=9, slug="c"),
    ):
        desk.ingest(event, event.at)
    tail = read("deadline", "Heat 2 is next for Michael Mann", f"{BODY} More soon.", minutes=30, slug="d")
    desk.ingest(tail, tail.at)

    assert rows(desk, "select id, copy_of, role from articles order by id") == [
        (1, 3, "copy"),
        (2, 3, "copy"),
        (3, None, "own"),
        (4, 3, "copy"),
    ]
    assert rows(desk, "select copy_count from stories") == [(3,)]
    assert rows(desk, "select distinct of_article from passages where article_id = 1") == [(3,)]
    assert stories.get(desk.context.archive, 1).voices == ("variety",)


def test_a_text_is_else_from_who_had_it_earliest(desk: Desk, read: Read) -> None:
    """Read later, published earlier, and no look says otherwise: the text is that outlet's."""
    late = read("variety", "Heat 2 is next for Mann", BODY, minutes=30, slug="a")
    desk.ingest(late, late.at)
    early = read("joblo", "Heat 2 is next for Mann", BODY, minutes=10, slug="b")
    desk.ingest(replace(early, at=NOW + timedelta(minutes=40)), NOW + timedelta(minutes=40))

    assert rows(desk, "select id, copy_of from articles order by id") == [(1, 2), (2, None)]
    assert rows(desk, "select first_reported_by from stories") == [("joblo",)]
