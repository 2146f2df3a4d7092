"""A brief article shows that others are of another story than theirs: they move, and what was sent of them is known."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import make
import pytest
from brief_news import LIBRARY, ROOF
from desk_made import NOW, config, mails, rows

from monitor.desk import Desk, moving
from monitor.events import ArticleRead
from monitor.store import articles, moves, stories
from monitor.store.file import integrity
from monitor.story_moves import MovedBy
from monitor.views import story_facts

Read = Callable[..., ArticleRead]
OUTLETS = ("joblo", "variety", "deadline", "thr", "thewrap", "collider")
WATCHES = tuple(
    make.watch(query, id=name, name=name, to=("hook",)) for name, query in (("roof", "roof"), ("library", "library"))
)

PUT = (
    "update articles set story_id = ? where id = ?",
    "update hits set story_id = ? where article_id = ?",
    "update messages set story_id = ? where article_id = ?",
)


@pytest.fixture
def torn(tmp_path: Path, read: Read) -> Iterator[Desk]:
    """A desk that has one report on the roof (4) among those on the library (2, 3), as the program put it there."""
    desk = Desk.open(config(tmp_path, outlets=tuple(map(make.outlet, OUTLETS)), watches=WATCHES))
    desk.sync(NOW)
    for number, brief in enumerate((ROOF[0], *LIBRARY, ROOF[1], ROOF[2])):
        tell(desk, read, number, brief)
    roof, library = (articles.get(desk.context.archive, number).story_id for number in (1, 2))
    put(desk, 4, library)
    assert placed(desk) == [(1, roof), (2, library), (3, library), (4, library), (5, roof)]
    yield desk
    desk.close()


def put(desk: Desk, article: int, story: int) -> None:
    """Put an article with its hits and messages into a story, as if it had always been there."""
    archive, was = desk.context.archive, articles.get(desk.context.archive, article).story_id
    for move in PUT:
        archive.execute(move, (story, article))
    for number in {was, story}:
        stories.joined(archive, number, NOW)
    desk.context.stories.forget()


def tell(desk: Desk, read: Read, number: int, brief: Sequence[str]) -> None:
    """Ingest a brief article, each ten minutes after the one before."""
    title, body = brief
    event = read(OUTLETS[number], title, body, minutes=10 * (number + 1), slug=f"s{number}")
    event = replace(event, article=replace(event.article, standfirst=body))
    desk.ingest(event, event.at)


def placed(desk: Desk) -> list[tuple[int, int]]:
    """The story of each article."""
    return rows(desk, "select id, story_id from articles order by id")


@pytest.mark.parametrize("is_started_again", [False, True])
def test_an_article_moves_to_the_story_that_it_is_of(torn: Desk, read: Read, *, is_started_again: bool) -> None:
    """By a split and a merge of the program's; hits and the messages on it go along, and nobody is told again."""
    (_, roof), (_, library), *_ = placed(torn)
    before = mails(torn)
    tell(torn, read, 5, ROOF[3])

    assert placed(torn) == [(1, roof), (2, library), (3, library), (4, roof), (5, roof), (6, roof)]
    assert rows(torn, "select kind, moved_by, story_id, articles from moves order by id") == [
        ("split", "program", library, "[4]"), ("merge", "program", roof, "[4]"),
    ]  # fmt: skip
    assert rows(torn, "select count(*) from hits join articles on articles.id = article_id "
                      "where hits.story_id <> articles.story_id") == [(0,)]  # fmt: skip
    assert rows(torn, "select count(*) from messages join articles on articles.id = article_id "
                      "where messages.story_id <> articles.story_id") == [(0,)]  # fmt: skip
    assert [mail["type"] for mail in mails(torn)[len(before) :] if mail["type"] == "story.opened"] == []
    told = [
        line
        for line in story_facts.lines(torn.context.archive, stories.get(torn.context.archive, library))
        if "split off" in line
    ]
    assert len(told) == 1
    assert "as a later article showed" in told[0]
    assert integrity.check(torn.context.archive) == []
    if is_started_again:
        torn.context.stories.forget()
    assert torn.context.stories._filled(NOW).member(4).story == roof


def test_a_copy_that_has_left_the_window_goes_along(torn: Desk, read: Read) -> None:
    """With its original, which may have been found days later: whose text it is, is not who was first."""
    (_, roof), (_, library), *_ = placed(torn)
    title, body = ROOF[1]
    event = read("collider", title, body, minutes=55, slug="copy")
    torn.ingest(event, event.at)
    archive = torn.context.archive
    archive.execute("update articles set copy_of = 4, role = 'copy', found_at = '2026-11-18T12:00:00Z' where id = 6")
    put(torn, 6, library)
    tell(torn, read, 5, ROOF[3])

    assert placed(torn)[3:] == [(4, roof), (5, roof), (6, roof), (7, roof)]
    assert integrity.check(archive) == []


def test_what_was_told_as_an_update_is_not_opened(torn: Desk, read: Read) -> None:
    """Where the message that opened the story went to another one with its article, and an update is left."""
    (_, roof), *_ = placed(torn)
    archive = torn.context.archive
    archive.execute(
        "update messages set type = 'story.updated', data = json_set(data, '$.kind', 'confirmed') where story_id = ?",
        (roof,),
    )
    before = mails(torn)
    assert [mail["watch"] for mail in before if mail["story"]["id"] == roof] != []
    tell(torn, read, 5, ROOF[3])
    assert [mail["type"] for mail in mails(torn)[len(before) :] if mail["type"] == "story.opened"] == []


def test_what_a_person_moved_stays(torn: Desk, read: Read) -> None:
    """Also by taking back what the program moved."""
    (_, roof), (_, library), *_ = placed(torn)
    tell(torn, read, 5, ROOF[3])
    moving.undo(torn.context.archive, roof, NOW)
    assert set(moves.by_persons(torn.context.archive)) >= {roof}
    moving.undo(torn.context.archive, library, NOW)
    assert set(moves.by_persons(torn.context.archive)) == {roof, library}
    before = placed(torn)
    assert before[3] == (4, library)
    tell(torn, read, 4, ("Storm Takes Pier Cinema Roof in Mallory", ROOF[3][1].replace("A storm", "Friday's storm")))
    assert placed(torn)[:6] == before


def test_nothing_is_moved_that_would_leave_nothing(torn: Desk) -> None:
    """Nor what is not there."""
    _, (_, library), *_ = placed(torn)
    assert moving.part(torn.context.archive, library, [2, 3, 4], None, NOW) is None
    assert moving.part(torn.context.archive, library, [1], None, NOW) is None
    assert rows(torn, "select * from moves") == []


def test_a_new_story_is_opened_with_what_leaves(torn: Desk) -> None:
    """It stays in the thread, and says who moved it."""
    _, (_, library), *_ = placed(torn)
    story, listed = moving.part(torn.context.archive, library, [4], None, NOW) or (0, [])
    assert (listed, placed(torn)[3]) == ([4], (4, story))
    assert moves.of_story(torn.context.archive, story)[0].moved_by is MovedBy.PROGRAM
    assert moves.by_persons(torn.context.archive) == []
    assert moves.kept_apart(torn.context.archive) == []
    assert integrity.check(torn.context.archive) == []
