"""A person's merges and splits of threads are kept by all that comes later, in the daemon and after a start."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from desk_made import rows
from make import NOW
from saga import SAGA

from monitor.dedupe import Whole, small_threads
from monitor.desk import Desk, moving, thread_moving
from monitor.errors import NotFoundError, UserError
from monitor.events import ArticleRead
from monitor.store import sagas, story_links, thread_moves, thread_terms
from monitor.store.archive import Archive
from monitor.store.file import integrity, pruning
from monitor.story_moves import MovedBy

Read = Callable[..., ArticleRead]
WEEK = 7 * 24 * 60  # minutes
GAME = (
    "Heat 2 Update Lands: Neil McCauley Robs Chicago Again in Heat 2",
    (
        "The update of Heat 2, the game, brings Neil McCauley back to Chicago. Heat 2 asks its players for a bank "
        "robbery in Los Angeles; the studio of the game says that Michael Mann and Adam Driver have no part in it."
    ),
)
SEQUEL = (
    "Heat 2 Update Adds a Second Bank in Chicago for Neil McCauley",
    "The next update of Heat 2, the game, has a second bank. Neil McCauley returns to Chicago, says the studio.",
)


@pytest.fixture
def grown(desk: Desk, read: Read) -> Desk:
    """A thread of two sagas: a film's casting, a game of the same name, the film's shoot."""
    for number, text in enumerate((SAGA[0], GAME, SAGA[1])):
        ingest(desk, read, number, text)
    assert of_stories(desk) == {1: 1, 2: 1, 3: 1}
    return desk


def ingest(desk: Desk, read: Read, week: int, text: tuple[str, str], outlet: str = "joblo") -> None:
    """Ingest an article of a week."""
    event = read(outlet, *text, minutes=week * WEEK, slug=f"{outlet}-{week}")
    desk.ingest(event, event.at)


def of_stories(desk: Desk) -> dict[int, int | None]:
    """The threads of all stories; figures are those of their parts, and no reference leads nowhere."""
    assert integrity.check(desk.context.archive) == []
    said = rows(
        desk, "select id, story_count, opened_at, updated_at from threads where merged_into is null order by id"
    )
    counted = "select thread_id, count(*), min(opened_at), max(opened_at) from stories group by thread_id order by 1"
    assert said == rows(desk, counted)
    return dict(rows(desk, "select id, thread_id from stories order by id"))


def wholes(archive: Archive, *threads: int) -> dict[int, int]:
    """Of how many articles each thread is a sum."""
    return {number: whole.articles for number, whole in thread_terms.wholes(archive, threads).items()}


def test_no_story_leaves_a_thread_that_a_person_made(grown: Desk) -> None:
    """Of what was split off, of what is left, and of what was merged by hand, nothing moves by the program."""
    archive = grown.context.archive
    memory = grown.context.stories._memory
    before = memory.is_settled(1)
    game = thread_moving.split(archive, 1, [2], NOW).other_thread
    parted = [memory.is_settled(1), memory.is_settled(game)]
    thread_moving.undo(archive, 1, NOW)

    assert (before, parted, memory.is_settled(1)) == (False, [True, True], True)


def test_a_split_makes_a_thread_of_its_own(grown: Desk) -> None:
    """With the title of its story, a number that nothing had, and without what linked it to those that stay."""
    archive = grown.context.archive
    before = story_links.earlier_of(archive, 2)
    move = thread_moving.split(archive, 1, [2], NOW)
    made = sagas.get(archive, 4)

    assert of_stories(grown) == {1: 1, 2: 4, 3: 1}
    assert (move.thread_id, move.other_thread, move.stories, move.moved_by) == (1, 4, (2,), MovedBy.PERSON)
    assert made is not None
    assert (made.title, len(made.stories)) == (GAME[0], 1)
    assert [link.story for link in before] == [1]
    assert story_links.earlier_of(archive, 2) == []
    assert [link.story for link in story_links.earlier_of(archive, 3)] == [1]
    assert wholes(archive, 1, 4) == {1: 2, 4: 1}


def test_a_thread_that_loses_its_first_story_is_named_after_the_next(grown: Desk) -> None:
    """And opened with that; both stories that are split off are one thread, whose title is the earlier one's."""
    archive = grown.context.archive
    thread_moving.split(archive, 1, [3, 1], NOW)
    left, made = sagas.get(archive, 1), sagas.get(archive, 4)

    assert of_stories(grown) == {1: 4, 2: 1, 3: 4}
    assert left is not None
    assert made is not None
    assert (left.title, made.title) == (GAME[0], SAGA[0][0])


def test_later_stories_keep_a_split(grown: Desk, read: Read, later: Callable[[Desk], None]) -> None:
    """Each joins the thread of its saga, though it is like both, and the two are not made one."""
    thread_moving.split(grown.context.archive, 1, [2], NOW)
    later(grown)
    for week, text in enumerate((SEQUEL, SAGA[2], GAME), 3):
        ingest(grown, read, week, text, "variety")

    assert of_stories(grown) == {1: 1, 2: 4, 3: 1, 5: 4, 6: 1, 7: 4}


@pytest.mark.parametrize("by_hand", [True, False])
def test_threads_become_one_unless_a_person_parted_them(grown: Desk, read: Read, *, by_hand: bool) -> None:
    """What ties two threads makes them one, as a move of the program; after a split by hand it does not."""
    archive = grown.context.archive
    thread_moving.split(archive, 1, [2, 3], NOW)
    thread_moving.split(archive, 4, [3], NOW)
    if not by_hand:
        archive.execute("delete from thread_moves")
    ingest(grown, read, 4, SAGA[2])
    threads = set(of_stories(grown).values())
    made = [move.moved_by for move in thread_moves.of_thread(archive, 1)]

    assert len(threads) == (3 if by_hand else 2)
    assert made == ([MovedBy.PERSON] if by_hand else [MovedBy.PROGRAM])


def test_a_small_thread_that_was_parted_is_not_asked_back(grown: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor by the second question, when others have opened."""
    archive, memory = grown.context.archive, grown.context.stories._memory
    monkeypatch.setattr(small_threads, "LARGE", 1)
    monkeypatch.setattr(small_threads, "JOIN", 0.0)
    thread_moving.split(archive, 1, [2], NOW)
    memory.forget()
    parted = small_threads.home(memory, 4)
    archive.execute("delete from thread_moves")
    found = small_threads.home(memory, 4)

    assert parted is None
    assert found is not None
    assert found[0] == 1


def test_a_split_is_undone(grown: Desk, read: Read) -> None:
    """The story is back with its links, the number of the split leads there, and the two may be one again."""
    archive = grown.context.archive
    links = [story_links.earlier_of(archive, story) for story in (1, 2, 3)]
    thread_moving.split(archive, 1, [2], NOW)
    ingest(grown, read, 3, SEQUEL)
    thread_moving.undo(archive, 4, NOW)

    assert of_stories(grown) == {1: 1, 2: 1, 3: 1, 5: 1}
    assert [story_links.earlier_of(archive, story) for story in (1, 2, 3)] == links
    assert sagas.present(archive, 4) == 1
    assert thread_moves.kept_apart(archive, 1) == frozenset()
    assert wholes(archive, 1, 4) == {1: 4}
    with pytest.raises(UserError, match="no merge or split of thread 1 is left"):
        thread_moving.undo(archive, 1, NOW)


@pytest.mark.parametrize("by", [MovedBy.PERSON, MovedBy.PROGRAM])
def test_a_merge_is_undone(grown: Desk, read: Read, by: MovedBy) -> None:
    """The number stands for itself again, with those that led to it; what opened since stays; it is kept apart."""
    archive = grown.context.archive
    thread_moving.split(archive, 1, [2, 3], NOW)
    thread_moving.split(archive, 4, [3], NOW)
    thread_moving.merge(archive, 4, 5, NOW)
    archive.execute("delete from thread_moves")
    before = rows(grown, "select id, title, story_count, opened_at, updated_at, merged_into from threads order by id")
    if by is MovedBy.PERSON:
        thread_moving.merge(archive, 1, 4, NOW)
    else:
        grown.context.stories._memory.merged(4, 1, Whole(thread_terms.wholes(archive, [1])[1]))
    assert of_stories(grown) == {1: 1, 2: 1, 3: 1}
    assert [sagas.present(archive, number) for number in (4, 5)] == [1, 1]
    thread_moving.undo(archive, 5, NOW)

    assert of_stories(grown) == {1: 1, 2: 4, 3: 4}
    told = "select id, title, story_count, opened_at, updated_at, merged_into from threads order by id"
    assert rows(grown, told) == before
    assert [(move.kind, move.moved_by, move.is_undone) for move in thread_moves.of_thread(archive, 1)] == [
        ("merge", by, True),
        ("split", MovedBy.PERSON, False),
    ]
    assert thread_moves.kept_apart(archive, 4) == {1}
    assert wholes(archive, 1, 4, 5) == {1: 1, 4: 2}


def test_the_number_of_a_split_is_no_later_story_s(grown: Desk, read: Read) -> None:
    """A thread is numbered by its first story: one that opens must not find its number taken."""
    thread_moving.split(grown.context.archive, 1, [2], NOW)
    ingest(grown, read, 3, ("Jazz Fest Names a New Director", "Ana Ruiz will lead the jazz fest of Bergamo."))

    assert of_stories(grown) == {1: 1, 2: 4, 3: 1, 5: 5}


def test_a_story_is_merged_across_what_was_parted(grown: Desk) -> None:
    """Stories that are one after all empty the thread: its number leads to the other's, and nothing is kept apart."""
    archive = grown.context.archive
    thread_moving.split(archive, 1, [2], NOW)
    moving.merge(archive, 1, 2, NOW)

    assert of_stories(grown) == {1: 1, 3: 1}
    assert thread_moves.kept_apart(archive, 1) == frozenset()
    with pytest.raises(UserError, match="moved again"):
        thread_moving.undo(archive, 1, NOW)


def test_moves_go_with_their_threads(grown: Desk) -> None:
    """When the last story of a thread is pruned, what was moved from or to it is told no longer."""
    archive = grown.context.archive
    thread_moving.split(archive, 1, [2], NOW)
    thread_moving.undo(archive, 1, NOW)
    thread_moving.split(archive, 1, [1], NOW)
    archive.execute("update deliveries set state = 'sent'")
    pruning.step(archive, NOW + timedelta(days=1), NOW + timedelta(days=40))

    assert of_stories(grown) == {2: 1, 3: 1}
    assert [(move.other_thread, move.undoes) for move in thread_moves.of_thread(archive, 1)] == [(4, None), (4, 1)]


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda archive: thread_moving.split(archive, 9, [1], NOW), NotFoundError, "there is no thread 9"),
        (lambda archive: thread_moving.split(archive, 1, [9], NOW), NotFoundError, "there is no story 9"),
        (lambda archive: thread_moving.split(archive, 1, [1, 2, 3], NOW), UserError, "no story besides 1, 2 and 3"),
        (lambda archive: thread_moving.merge(archive, 1, 9, NOW), NotFoundError, "there is no thread 9"),
        (lambda archive: thread_moving.merge(archive, 1, 1, NOW), UserError, "are one already"),
        (lambda archive: thread_moving.undo(archive, 1, NOW), UserError, "no merge or split"),
    ],
)
def test_a_move_that_cannot_be_is_refused(
    grown: Desk, call: Callable[..., object], error: type[Exception], said: str
) -> None:
    """With what is wrong and what to do, and nothing is changed."""
    with pytest.raises(error, match=said) as refused:
        call(grown.context.archive)

    assert refused.value.hint
    assert of_stories(grown) == {1: 1, 2: 1, 3: 1}
    assert rows(grown, "select count(*) from thread_moves") == [(0,)]


def test_a_story_of_another_thread_is_not_split_off(grown: Desk) -> None:
    """The hint is the line that would, where that thread has others."""
    archive = grown.context.archive
    thread_moving.split(archive, 1, [2], NOW)
    hints = []
    for thread, story in ((1, 2), (4, 3)):
        with pytest.raises(UserError, match=f"story {story} is of thread .*, not of {thread}") as refused:
            thread_moving.split(archive, thread, [story], NOW)
        hints.append(refused.value.hint)

    assert hints == ["`monitor thread 1` shows its stories", "monitor thread 1 --split 3"]
