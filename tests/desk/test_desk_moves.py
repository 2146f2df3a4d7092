"""A person's merges and splits of stories are kept by all that comes later, in the daemon and after a start."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from desk_made import BODY, NOW, config, rows
from saga import SAGA

from monitor.dedupe import Document
from monitor.desk import Desk, moving
from monitor.errors import NotFoundError, UserError
from monitor.events import ArticleRead
from monitor.store import articles, moves, sagas, stories, thread_terms
from monitor.store.archive import Archive
from monitor.store.file import integrity
from monitor.story_moves import Move

Read = Callable[..., ArticleRead]
STRIKE = (
    "Stagehands Begin Strike at Lindgren Opera",
    (
        "Stagehands at the Lindgren Opera walked out over wages. The Lindgren Opera cancelled its premiere of "
        "Tosca; the union of stagehands asks for eleven percent."
    ),
)
CUT = BODY[: len(BODY) // 2]


@pytest.fixture
def grown(desk: Desk, read: Read) -> Desk:
    """A story of two outlets' reports and a duplicate of the first, and one on something else."""
    driver = "Michael Mann wants Adam Driver as Neil McCauley: talks on Heat 2 with Amazon MGM Studios are nearly done."
    for event in (
        read("joblo", *SAGA[0], slug="a"),
        read("variety", SAGA[0][0], driver, minutes=5, slug="b"),
        read("deadline", *SAGA[0], minutes=6, slug="c"),
        read("joblo", *STRIKE, minutes=7, slug="d"),
    ):
        desk.ingest(event, event.at)
    assert of_articles(desk) == [(1, 1, None), (2, 1, None), (3, 1, 1), (4, 2, None)]
    return desk


def split(archive: Archive, story: int, article: int) -> Move:
    """Split off an article, by its number."""
    return moving.split(archive, story, articles.get(archive, article), NOW)


def of_articles(desk: Desk) -> list[tuple]:
    """Each article with its story and what it copies."""
    return rows(desk, "select id, story_id, copy_of from articles order by id")


def whole(desk: Desk) -> None:
    """No reference leads nowhere, and each story's and thread's figures are those of its parts."""
    archive = desk.context.archive
    assert integrity.check(archive) == []
    assert (
        rows(
            desk,
            """
        select id from stories where article_count is not (select count(*) from articles where story_id = stories.id)
          or article_count = 0
        """,
        )
        == []
    )
    assert (
        rows(
            desk,
            """
        select id from threads where story_count is not (select count(*) from stories where thread_id = threads.id)
        """,
        )
        == []
    )


def test_a_split_takes_the_article_with_its_duplicates_and_hits(grown: Desk) -> None:
    """What repeats the article goes with it; hits follow; the thread is the same."""
    archive = grown.context.archive
    move = moving.split(archive, 1, articles.get(archive, 1), NOW)

    assert of_articles(grown) == [(1, 3, None), (2, 1, None), (3, 3, 1), (4, 2, None)]
    assert (move.story_id, move.other_story, move.articles) == (1, 3, (1, 3))
    assert rows(grown, "select article_id, story_id from hits order by article_id") == [(1, 3), (2, 1), (3, 3)]
    assert [sagas.of(archive, story) for story in (1, 3)] == [1, 1]
    assert stories.get(archive, 1).first_reported_by == "variety"
    whole(grown)


def test_a_duplicate_that_is_split_off_is_its_own(grown: Desk) -> None:
    """A person says that it tells something else: it repeats no article of the story that it left."""
    split(grown.context.archive, 1, 3)

    assert of_articles(grown)[2] == (3, 3, None)
    assert rows(grown, "select role from articles where id = 3") == [("own",)]
    whole(grown)


def test_later_articles_keep_a_split(grown: Desk, read: Read, later: Callable[[Desk], None]) -> None:
    """What repeats an article that was split off joins its story, and what is read again stays where it was put."""
    split(grown.context.archive, 1, 2)
    later(grown)
    text = "Michael Mann wants Adam Driver as Neil McCauley: talks on Heat 2 with Amazon MGM Studios are nearly done."
    grown.ingest(read("deadline", SAGA[0][0], text, minutes=9, slug="e"), NOW)
    grown.ingest(read("variety", SAGA[0][0], text + " Production starts in May.", minutes=9, slug="b"), NOW)

    assert of_articles(grown)[1:] == [(2, 3, None), (3, 1, 1), (4, 2, None), (5, 3, 2)]
    whole(grown)


def test_later_articles_keep_a_merge(grown: Desk, read: Read, later: Callable[[Desk], None]) -> None:
    """Articles on either join the story that stays; the number of the other leads to it."""
    archive = grown.context.archive
    grown.context.stories.place(Document.of(read("joblo", *STRIKE).article, None, NOW))
    moving.merge(archive, 1, 2, NOW)
    later(grown)
    grown.ingest(read("variety", *STRIKE, minutes=9, slug="f"), NOW)

    assert of_articles(grown)[3:] == [(4, 1, None), (5, 1, 4)]
    assert stories.get(archive, 2).id == 1
    assert moves.aliases(archive, 1) == [2]
    whole(grown)


def test_the_number_of_a_merged_story_is_not_used_again(grown: Desk, read: Read) -> None:
    """A person may hold it: it leads to the story for ever."""
    archive = grown.context.archive
    moving.merge(archive, 1, 2, NOW)
    grown.ingest(read("joblo", "Jazz Fest Names a New Director", "Ana Ruiz will lead the fest.", slug="j"), NOW)

    assert rows(grown, "select id from stories order by id") == [(1,), (3,)]


def test_a_merge_moves_messages_so_nothing_is_alerted_again(grown: Desk) -> None:
    """What was sent on either story is known to be sent on the one that is left."""
    archive = grown.context.archive
    archive.execute("update messages set story_id = 2")
    sent = rows(grown, "select count(*) from messages where story_id = 2")
    moving.merge(archive, 1, 2, NOW)

    assert sent[0][0] > 0
    assert rows(grown, "select count(*) from messages where story_id = 1") == sent


def test_a_merge_joins_threads_that_have_no_other_story(grown: Desk) -> None:
    """The thread of a story that is merged leads to the other's, if it held nothing else."""
    archive = grown.context.archive
    before = [sagas.of(archive, story) for story in (1, 2)]
    moving.merge(archive, 1, 2, NOW)

    assert before == [1, 2]
    assert sagas.get(archive, 2).id == 1
    whole(grown)


@pytest.mark.parametrize("story", [1, 2])
def test_a_merge_is_undone(grown: Desk, story: int) -> None:
    """Each article, hit and message is where it was, under the number that it had; by either number."""
    archive = grown.context.archive
    archive.execute("update messages set story_id = 2")
    queries = (
        "select id, story_id, copy_of from articles order by id",
        "select id, story_id from hits order by id",
        "select id, story_id from messages order by id",
        "select id, title, opened_at, first_reported_by, article_count from stories order by id",
    )
    before = [rows(grown, query) for query in queries]
    moving.merge(archive, 1, 2, NOW)
    moving.undo(archive, story, NOW)

    assert [rows(grown, query) for query in queries] == before
    assert moves.aliases(archive, 1) == []
    assert [(move.kind, move.is_undone, move.undoes) for move in moves.of_story(archive, 2)] == [
        ("merge", True, None),
        ("split", False, 1),
    ]
    whole(grown)


@pytest.mark.parametrize("others", [False, True])
def test_an_undone_merge_leads_back_to_the_thread(grown: Desk, read: Read, *, others: bool) -> None:
    """A merge by mistake makes no saga of two: the story is of its own thread again, emptied meanwhile or not.

    Nor do the numbers of threads that led to one of the two lead to the other.
    """
    archive = grown.context.archive
    if others:
        event = read("joblo", *SAGA[1], minutes=20 * 24 * 60, slug="g")
        grown.ingest(event, event.at)
    query = "select id, thread_id from stories order by id"
    before = rows(grown, query)
    archive.execute(
        """
        insert into threads (id, title, opened_at, updated_at, merged_into)
        select id + 10, title, opened_at, updated_at, id from threads where id < 3
        """
    )
    threads = rows(grown, "select id, story_count, merged_into from threads order by id")
    moving.merge(archive, 2, 1, NOW)
    moving.undo(archive, 2, NOW)

    assert rows(grown, query) == before
    assert rows(grown, "select id, story_count, merged_into from threads order by id") == threads
    whole(grown)


def test_an_undone_merge_takes_along_the_duplicates_that_came_since(grown: Desk, read: Read) -> None:
    """What repeats an article of the story is of no other one, whenever it came."""
    moving.merge(grown.context.archive, 1, 2, NOW)
    grown.ingest(read("deadline", *STRIKE, minutes=9, slug="s"), NOW + timedelta(minutes=9))
    assert of_articles(grown)[-2:] == [(4, 1, None), (5, 1, 4)]
    moving.undo(grown.context.archive, 1, NOW)

    assert of_articles(grown)[-2:] == [(4, 2, None), (5, 2, 4)]
    whole(grown)


def test_merges_one_after_the_other_are_undone_one_after_the_other(grown: Desk, read: Read) -> None:
    """The number of a story that was merged into a merged one leads back with that, and is a story again at last."""
    archive = grown.context.archive
    rivers = BODY.replace("Heat 2", "Rivers")
    grown.ingest(read("joblo", "Rivers of Bergamo Wins the Golden Otter", rivers, slug="e"), NOW)
    before = of_articles(grown)
    assert before[-1] == (5, 3, None)
    moving.merge(archive, 2, 3, NOW)
    moving.merge(archive, 1, 2, NOW)

    moving.undo(archive, 1, NOW)
    assert [moves.present(archive, story) for story in (1, 2, 3)] == [1, 2, 2]
    moving.undo(archive, 2, NOW)
    assert [moves.present(archive, story) for story in (1, 2, 3)] == [1, 2, 3]
    assert of_articles(grown) == before
    whole(grown)


def test_a_running_desk_reads_again_what_moved_stories_are_about(grown: Desk, read: Read) -> None:
    """What is held of a story's first article is forgotten once articles were moved, by another process maybe."""
    archive = grown.context.archive
    memory = grown.context.stories._memory
    before = [opening.about.terms for opening in memory.openings([1])]
    split(archive, 1, 1)
    event = read("joblo", "Jazz Fest Names a New Director", "Ana Ruiz will lead the fest.", minutes=9, slug="j")
    grown.ingest(event, event.at)
    after = [opening.about.terms for opening in memory.openings([1])]

    assert before != after
    assert after == [thread_terms.openings(archive, [1])[1]]


def test_a_window_that_lived_is_as_one_that_starts(grown: Desk) -> None:
    """What was moved keeps its place in the order of arrival, and how rare its words were when it came."""
    window = grown.context.stories
    window.place(Document.of(articles.get(grown.context.archive, 4).article, None, NOW))
    moving.merge(grown.context.archive, 2, 1, NOW)
    lived = members(grown)
    moving.undo(grown.context.archive, 2, NOW)
    lived_on = members(grown)
    window.forget()

    assert [(article, story) for article, story, *_ in lived] == [(1, 2), (2, 2), (3, 2), (4, 2)]
    assert lived_on == members(grown)


def members(desk: Desk) -> list[tuple]:
    """The articles of the window in order: what it knows of each."""
    index = desk.context.stories._filled(NOW)
    return [(one.id, one.story, one.copy_of, one.subject.terms, [*one.subject.weights]) for one in index.members()]


def test_a_thread_says_no_more_what_a_story_said_that_left_it(grown: Desk, read: Read) -> None:
    """What is merged by mistake weighs in the other thread until it is taken back, and in neither twice."""
    archive = grown.context.archive
    event = read("joblo", *SAGA[1], minutes=20 * 24 * 60, slug="g")
    grown.ingest(event, event.at)
    moving.merge(archive, 2, 1, NOW)
    joined = thread_terms.wholes(archive, [1, 2])
    moving.undo(archive, 2, NOW)
    apart = thread_terms.wholes(archive, [1, 2])

    assert {thread: whole.articles for thread, whole in joined.items()} == {1: 1, 2: 3}
    assert {thread: whole.articles for thread, whole in apart.items()} == {1: 3, 2: 1}
    assert "stagehands" in joined[2].terms
    assert "stagehands" not in apart[1].terms
    assert "heat 2" not in apart[2].terms


def test_a_split_is_undone(grown: Desk) -> None:
    """The articles are back, and the number that the split gave leads to them."""
    archive = grown.context.archive
    split(archive, 1, 2)
    moving.undo(archive, 1, NOW)

    assert [story for _, story, _ in of_articles(grown)] == [1, 1, 1, 2]
    assert stories.get(archive, 3).id == 1
    with pytest.raises(UserError, match="no merge or split of story 1 is left"):
        moving.undo(archive, 1, NOW)
    whole(grown)


def test_what_was_moved_again_is_not_undone(grown: Desk) -> None:
    """A merge whose articles have all been split off since is refused, with what to do."""
    archive = grown.context.archive
    moving.merge(archive, 1, 2, NOW)
    archive.execute("update articles set story_id = 1")
    archive.execute("delete from story_aliases")

    with pytest.raises(UserError, match="moved again") as refused:
        moving.undo(archive, 1, NOW)
    assert "--split" in (refused.value.hint or "")


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda archive: split(archive, 9, 1), NotFoundError, "there is no story 9"),
        (lambda archive: split(archive, 1, 4), UserError, "of story 2, not of 1"),
        (lambda archive: split(archive, 2, 4), UserError, "no article besides"),
        (lambda archive: moving.merge(archive, 1, 9, NOW), NotFoundError, "there is no story 9"),
        (lambda archive: moving.merge(archive, 1, 1, NOW), UserError, "are one already"),
        (lambda archive: moving.undo(archive, 1, NOW), UserError, "no merge or split"),
    ],
)
def test_a_move_that_cannot_be_is_refused(
    grown: Desk, call: Callable[..., object], error: type[Exception], said: str
) -> None:
    """With what is wrong and what to do, and nothing is changed."""
    before = of_articles(grown)
    with pytest.raises(error, match=said) as refused:
        call(grown.context.archive)

    assert refused.value.hint
    assert of_articles(grown) == before
    assert moves.last(grown.context.archive) == 0


def test_a_merged_story_is_found_by_what_either_was_about(grown: Desk, read: Read) -> None:
    """A story on the saga of the one that was merged joins the thread that its articles are in now."""
    moving.merge(grown.context.archive, 2, 1, NOW)
    event = read("joblo", *SAGA[1], minutes=20 * 24 * 60, slug="g")
    grown.ingest(event, event.at)

    assert rows(grown, "select thread_id from stories order by id desc limit 1") == [(2,)]


def test_a_story_that_was_split_off_finds_its_thread(grown: Desk, read: Read) -> None:
    """It is found by what its own first article is about, and so is the story that it left."""
    split(grown.context.archive, 1, 1)
    kept = rows(grown, "select story_id, count(*) from story_terms group by story_id order by story_id")
    event = read("joblo", *SAGA[1], minutes=20 * 24 * 60, slug="g")
    grown.ingest(event, event.at)

    assert [story for story, _ in kept] == [1, 2, 3]
    assert rows(grown, "select thread_id from stories order by id desc limit 1") == [(1,)]


def test_moves_go_with_their_story(tmp_path: Path, read: Read) -> None:
    """Pruning takes the moves, aliases, links and passages of a story with it."""
    desk = Desk.open(config(tmp_path, keep=timedelta(days=30), watches=()))
    desk.sync(NOW)
    for event in (
        read("joblo", *SAGA[0], slug="a"),
        read("deadline", *SAGA[0], minutes=6, slug="c"),
        read("joblo", *STRIKE, minutes=7, slug="d"),
        read("joblo", *SAGA[1], minutes=9 * 24 * 60, slug="e"),
    ):
        desk.ingest(event, event.at)
    moving.merge(desk.context.archive, 1, 2, NOW)
    tables = ("moves", "story_aliases", "story_links", "passages", "story_terms", "story_subjects", "thread_subjects")
    before = [desk.context.archive.db[table].count for table in tables]
    desk.prune(NOW + timedelta(days=200), 0)
    left = [desk.context.archive.db[table].count for table in tables]
    desk.close()

    assert all(before), before
    assert left == [0] * len(tables)


@pytest.mark.parametrize("undone", [False, True])
def test_moves_of_numbers_that_led_to_a_story_go_with_it(tmp_path: Path, read: Read, *, undone: bool) -> None:
    """Pruning leaves no move of a split whose parts both became part of another story; nor what took one back."""
    desk = Desk.open(config(tmp_path, keep=timedelta(days=30), watches=()))
    desk.sync(NOW)
    for event in (
        read("joblo", *SAGA[0], slug="a"),
        read("variety", *SAGA[0], minutes=5, slug="b"),
        read("joblo", *STRIKE, minutes=7, slug="d"),
    ):
        desk.ingest(event, event.at)
    archive = desk.context.archive
    part = split(archive, 1, 2).other_story
    if undone:
        moving.undo(archive, 1, NOW)
    else:
        moving.merge(archive, 2, part, NOW)
    moving.merge(archive, 2, 1, NOW)
    desk.prune(NOW + timedelta(days=200), 0)
    left = [archive.db[table].count for table in ("stories", "story_aliases", "moves")]
    desk.close()

    assert left == [0, 0, 0]
