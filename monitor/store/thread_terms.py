"""What stories and threads are about, and which stories a term finds. A story keeps its terms of when it opened."""

from collections.abc import Iterable, Sequence
from itertools import islice

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, load
from monitor.story_terms import StoryTerms


def keep_opening(archive: Archive, story: int, about: StoryTerms, found_by: int) -> None:
    """Keep what a story was about when it opened, and make it found by so many of its strongest terms."""
    archive.execute("insert or replace into story_subjects (story_id, about) values (?, ?)", (story, dump(about)))
    archive.execute_many(
        "insert or ignore into story_terms (term, story_id) values (?, ?)",
        [(term, story) for term in islice(about.terms, found_by)],
    )


def forget_opening(archive: Archive, story: int) -> None:
    """Forget what a story was about, and by which terms it was found."""
    archive.execute(
        """
        delete from story_terms where story_id = :story and term in (
          select term.key from story_subjects, json_each(about, '$.terms') as term where story_id = :story
        )
        """,
        {"story": story},
    )
    archive.execute("delete from story_subjects where story_id = ?", (story,))


def found_by(archive: Archive, terms: Sequence[str], limit: int) -> list[list[int]]:
    """The newest stories that each of these terms finds, in one statement."""
    rows = archive.rows(
        """
        select (
          select json_group_array(story_id) from (
            select story_id from story_terms where term = wanted.value order by story_id desc limit +?
          )
        ) as stories
        from json_each(?) as wanted order by wanted.key
        """,
        (limit, dump(terms)),
    )
    return [load(row["stories"], list[int], []) for row in rows]


def openings(archive: Archive, stories: Iterable[int]) -> dict[int, StoryTerms]:
    """What these stories were about when they opened, by story."""
    rows = archive.rows(
        "select story_id, about from story_subjects where story_id in (select value from json_each(?))",
        (dump(list(stories)),),
    )
    found = {row["story_id"]: load(row["about"], StoryTerms, None) for row in rows}
    return {story: about for story, about in found.items() if about is not None}


def keep_whole(archive: Archive, thread: int, about: StoryTerms) -> None:
    """Keep what a thread is about now."""
    archive.execute("insert or replace into thread_subjects (thread_id, about) values (?, ?)", (thread, dump(about)))


def drop_whole(archive: Archive, thread: int) -> None:
    """Forget what a thread was about, which is part of another now."""
    archive.execute("delete from thread_subjects where thread_id = ?", (thread,))


def wholes(archive: Archive, threads: Sequence[int]) -> dict[int, StoryTerms]:
    """What these threads are about; that of a single article is what its story was about when it opened."""
    rows = archive.rows(
        """
        select wanted.value as thread, coalesce(
          thread_subjects.about,
          (
            select about from stories join story_subjects on story_id = stories.id
            where thread_id = wanted.value order by stories.id limit 1
          )
        ) as about
        from json_each(?) as wanted left join thread_subjects on thread_subjects.thread_id = wanted.value
        """,
        (dump(threads),),
    )
    found = {row["thread"]: load(row["about"], StoryTerms, None) for row in rows}
    return {thread: about for thread, about in found.items() if about is not None}
