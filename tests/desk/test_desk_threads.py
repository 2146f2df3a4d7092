"""Each story has its thread: the saga that it is part of, for ever."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from desk_made import config, rows
from make import NOW
from saga import SAGA

from monitor.dedupe import Whole, small_threads, story_threads
from monitor.dedupe.thread_whole import grown, without
from monitor.desk import Desk, thread_archive, thread_moving
from monitor.errors import UserError
from monitor.events import ArticleRead
from monitor.store import sagas, thread_moves, thread_terms
from monitor.store.archive import Archive
from monitor.story_terms import StoryTerms
from monitor.views import thread_facts

WEEK = 7 * 24 * 60  # minutes
STRIKE = (
    (
        "Stagehands Begin Strike at Lindgren Opera",
        (
            "Stagehands at the Lindgren Opera walked out over wages. The Lindgren Opera cancelled its premiere of "
            "Tosca; the union of stagehands asks for eleven percent."
        ),
    ),
    (
        "Stagehands End Strike at Lindgren Opera",
        (
            "Stagehands at the Lindgren Opera voted to end a strike that had closed the house for nineteen days. Wages "
            "at the Lindgren Opera rise by eleven percent over three years."
        ),
    ),
)
Read = Callable[..., ArticleRead]


def ingest(desk: Desk, event: ArticleRead) -> None:
    """Ingest an article at the time at which it was read."""
    desk.ingest(event, event.at)


def week(read: Read, number: int, text: tuple[str, str], outlet: str = "joblo") -> ArticleRead:
    """An article of a week."""
    return read(outlet, *text, minutes=number * WEEK, slug=f"{text[0][:12]}-{number}".replace(" ", "-"))


def of_stories(desk: Desk) -> dict[int, int | None]:
    """The threads of all stories."""
    return dict(rows(desk, "select id, thread_id from stories order by id"))


def counts(desk: Desk) -> dict[int, int]:
    """How many stories each thread says it has, and that is checked against the stories."""
    said = dict(rows(desk, "select id, story_count from threads where merged_into is null order by id"))
    assert said == dict(rows(desk, "select thread_id, count(*) from stories where thread_id > 0 group by thread_id"))
    return said


@pytest.fixture
def events(read: Read) -> list[ArticleRead]:
    """Two sagas over eight weeks: a film's, and a strike's."""
    told = (SAGA[0], STRIKE[0], SAGA[1], STRIKE[1], SAGA[2])
    return [week(read, 2 * number, text) for number, text in enumerate(told)]


@pytest.mark.parametrize("restarts", [False, True])
def test_two_sagas_over_weeks_are_two_threads(desk: Desk, events: list[ArticleRead], *, restarts: bool) -> None:
    """Casting, shoot and trailer are one thread and a strike another, also for a daemon that starts before each."""
    for event in events:
        if restarts:
            desk.context.stories.forget()
        ingest(desk, event)

    assert of_stories(desk) == {1: 1, 2: 2, 3: 1, 4: 2, 5: 1}
    assert counts(desk) == {1: 3, 2: 2}
    timeline = rows(desk, "select place, title, first_reported_by from threads_timeline where thread_id = 1")
    assert timeline == [(number + 1, SAGA[number][0], "Joblo") for number in range(3)]


def test_again_is_as_once(desk: Desk, events: list[ArticleRead]) -> None:
    """An article that is read again changes no thread."""
    for event in (*events, *events):
        ingest(desk, event)

    assert counts(desk) == {1: 3, 2: 2}


def test_a_failed_transaction_leaves_no_thread(
    desk: Desk, events: list[ArticleRead], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Story and thread come together or not at all, and what was rolled back is not known to the next story."""
    with monkeypatch.context() as patch:

        def fail(*_: object) -> None:
            raise RuntimeError("the disk is full")

        patch.setattr("monitor.desk.ingest.outlet_repeats.keep", fail)
        with pytest.raises(RuntimeError):
            ingest(desk, events[0])
    left = (rows(desk, "select count(*) from threads"), of_stories(desk))
    ingest(desk, events[1])
    ingest(desk, events[2])

    assert left == ([(0,)], {})
    assert of_stories(desk) == {1: 1, 2: 2}


def part(desk: Desk, story: int) -> None:
    """Make a story a thread of its own, as if nothing had tied it to another when it opened."""
    archive = desk.context.archive
    archive.execute(
        "update threads set story_count = story_count - 1 where id = (select thread_id from stories where id = ?)",
        (story,),
    )
    sagas.join(archive, story, story)
    kept = archive.value("select about from story_subjects where story_id = ?", (story,))
    assert kept
    desk.context.stories.forget()


def test_threads_that_turn_out_to_be_one_are_merged(desk: Desk, read: Read) -> None:
    """The story that ties them makes them one: its stories move, and the number of the other leads to it, at once."""
    for number, text in enumerate(SAGA[:2]):
        ingest(desk, week(read, number, text))
    part(desk, 2)
    before = of_stories(desk)
    ingest(desk, week(read, 2, SAGA[2]))

    merged = sagas.get(desk.context.archive, 2)
    assert before == {1: 1, 2: 2}
    assert of_stories(desk) == {1: 1, 2: 1, 3: 1}
    assert merged is not None
    assert (merged.id, merged.aliases, [story.id for story in merged.stories]) == (1, (2,), [1, 2, 3])
    assert counts(desk) == {1: 3}


def test_a_small_thread_is_asked_again_when_others_have_opened(
    desk: Desk, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A story on something else opens, and it turns out whose words those of the story before it are."""
    monkeypatch.setattr(story_threads, "LATER", 1)
    monkeypatch.setattr(small_threads, "LARGE", 2)
    monkeypatch.setattr(small_threads, "NOBODY", 0.0)
    for number, text in enumerate(SAGA[:2]):
        ingest(desk, week(read, number, text))
    part(desk, 2)
    ingest(desk, week(read, 2, STRIKE[0]))

    assert of_stories(desk) == {1: 1, 2: 1, 3: 3}
    assert counts(desk) == {1: 2, 3: 1}


def test_a_story_that_moves_is_counted_where_it_is_now(desk: Desk, read: Read) -> None:
    """Its thread of before keeps its other stories, and is about what is left."""
    for number, text in enumerate((SAGA[0], STRIKE[0], SAGA[1], STRIKE[1])):
        ingest(desk, week(read, number, text))
    archive = desk.context.archive
    held = {number: Whole(about) for number, about in thread_terms.wholes(archive, [1, 2]).items()}
    [moved] = thread_terms.openings(archive, [3]).values()
    memory = thread_archive.ThreadArchive(archive)
    memory.moved(3, without(held[1], Whole(moved)), 2, grown(held[2], Whole(moved)))
    left = thread_terms.wholes(archive, [1, 2])
    told = [[thread_facts.said(move, of) for move in thread_moves.of_thread(archive, of)] for of in (1, 2)]

    assert of_stories(desk) == {1: 1, 2: 2, 3: 2, 4: 2}
    assert counts(desk) == {1: 1, 2: 3}
    assert [left[number].articles for number in (1, 2)] == [1, 3]
    assert told == 2 * [["story 3 went from thread 1 to thread 2, as its words are of that"]]
    with pytest.raises(UserError, match="no merge or split"):
        thread_moving.undo(archive, 1, NOW)
    assert rows(
        desk, "select updated_at from threads where id = 2 and updated_at = (select max(opened_at) from stories)"
    )


def test_an_alias_leads_to_the_last_of_its_merges(desk: Desk, read: Read) -> None:
    """A thread that was merged into one that was merged leads to the one that is left."""
    for number, text in enumerate((SAGA[0], STRIKE[0], STRIKE[1])):
        ingest(desk, week(read, number, text))
    part(desk, 3)
    sagas.merge(desk.context.archive, 3, 2)
    sagas.merge(desk.context.archive, 2, 1)

    assert [sagas.get(desk.context.archive, each).id for each in (1, 2, 3)] == [1, 1, 1]
    assert counts(desk) == {1: 3}


def test_stories_of_before_have_no_thread(desk: Desk, read: Read) -> None:
    """A story that was opened before there were threads gets none when it grows; the next one does."""
    ingest(desk, week(read, 0, SAGA[0]))
    archive = desk.context.archive
    archive.execute("update stories set thread_id = null")
    archive.execute("delete from threads")
    desk.context.stories.forget()
    other = "Michael Mann wants Adam Driver as Neil McCauley: talks on Heat 2 with Amazon MGM Studios are nearly done."
    ingest(desk, week(read, 0, (SAGA[0][0], other), "variety"))
    ingest(desk, week(read, 2, SAGA[1]))

    assert rows(desk, "select story_id, copy_of from articles where id = 2") == [(1, None)]
    assert of_stories(desk) == {1: None, 2: 2}


def test_a_thread_goes_with_its_last_story(tmp_path: Path, events: list[ArticleRead]) -> None:
    """Pruning takes the stories of a thread one by one; the last takes the thread and its aliases with it."""
    desk = Desk.open(config(tmp_path, keep=timedelta(days=30), watches=()))
    desk.sync(NOW)
    for event in events:
        ingest(desk, event)
    part(desk, 4)
    sagas.merge(desk.context.archive, 4, 2)
    desk.prune(NOW + timedelta(days=30 + 7), 0)
    first = counts(desk)
    desk.prune(NOW + timedelta(days=30 + 7 * 7), 0)
    second = counts(desk)
    left = rows(desk, "select id from threads")
    desk.prune(NOW + timedelta(days=30 + 7 * 9), 0)
    ingest(desk, events[0])

    assert (first, second, left) == ({1: 2, 2: 2}, {1: 1}, [(1,)])
    assert rows(desk, "select count(*) from threads") == [(0,)]
    desk.close()


def test_no_number_of_a_thread_is_given_to_a_story(desk: Desk, read: Read) -> None:
    """The story that numbers a thread may be pruned before the thread: its number is not used again."""
    ingest(desk, week(read, 0, SAGA[0]))
    archive = desk.context.archive
    archive.execute("insert into threads (id, title, opened_at, updated_at, merged_into) values (7, '', '', '', 1)")
    ingest(desk, week(read, 0, STRIKE[0]))

    assert of_stories(desk) == {1: 1, 8: 8}


def test_a_thread_of_two_years_ago_is_found(desk: Desk, read: Read) -> None:
    """A daemon that starts two years later, after many stories on other things, still knows the saga."""
    ingest(desk, week(read, 0, SAGA[0]))
    for number in range(30):
        title = f"Theatre {number} Names Anders Lund{number} Its Director"
        ingest(desk, week(read, 1, (title, f"Anders Lund{number} takes over theatre {number} in spring {number}.")))
    desk.context.stories.forget()
    ingest(desk, week(read, 104, SAGA[1]))

    found = of_stories(desk)
    assert len(found) >= 8  # headlines that differ in a number alone are few stories
    assert list(found.values())[-1] == 1


def test_what_is_held_of_threads_is_bounded(
    desk: Desk, events: list[ArticleRead], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read last is held, and the rest read again when it is asked for: the threads are the same."""
    monkeypatch.setattr(thread_archive, "HELD", 1)
    for event in events:
        ingest(desk, event)
    memory = thread_archive.ThreadArchive(desk.context.archive)
    found = [opening.story for opening in memory.openings([1, 2, 3])]

    assert of_stories(desk) == {1: 1, 2: 2, 3: 1, 4: 2, 5: 1}
    assert found == [1, 2, 3]
    assert [*memory.wholes([1])] == [1]
    assert (len(memory._openings), len(memory._wholes)) == (1, 1)


def test_a_start_reads_no_other_thread(
    desk: Desk, read: Read, events: list[ArticleRead], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the stories that share a term with a new one are read, however many there are."""
    for event in events:
        ingest(desk, event)
    desk.context.stories.forget()
    asked: list[int] = []
    openings = thread_terms.openings

    def watched(archive: Archive, stories: Sequence[int]) -> dict[int, StoryTerms]:
        asked.extend(stories)
        return openings(archive, stories)

    monkeypatch.setattr(thread_archive.thread_terms, "openings", watched)
    ingest(desk, week(read, 40, (STRIKE[1][0] + " Again", STRIKE[1][1] + " The strike is over.")))

    assert sorted(asked) == [2, 4]
