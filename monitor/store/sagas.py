"""The threads: which stories are on one saga. A merged thread stays as an alias of the one that it is part of now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class SagaStory:
    """One story of a thread. `first_reported_by` is an outlet's id."""

    id: int
    title: str
    opened_at: datetime
    first_reported_by: str | None
    first_reported_by_name: str | None
    first_reported_at: datetime | None
    outlet_count: int
    article_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Saga:
    """The stories on one saga, in order of opening. `aliases` are the threads that were merged into it."""

    id: int
    title: str
    opened_at: datetime
    updated_at: datetime
    stories: tuple[SagaStory, ...]
    aliases: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSaga:
    """A thread in a list. `updated_at` is when its newest story was opened."""

    id: int
    title: str
    opened_at: datetime
    updated_at: datetime
    story_count: int
    newest_story: int
    newest_title: str


def of(archive: Archive, story_id: int) -> int | None:
    """The thread of a story; None: it was opened before there were threads."""
    found: int | None = archive.value("select thread_id from stories where id = ?", (story_id,))
    return found


def present(archive: Archive, thread: int) -> int | None:
    """The number under which a thread is known now: itself, or what it was merged into; None: there is none."""
    found: int | None = archive.value("select coalesce(merged_into, id) from threads where id = ?", (thread,))
    return found


def of_stories(archive: Archive, stories: Iterable[int]) -> dict[int, int]:
    """The threads of these stories, by story; those without one are left out."""
    rows = archive.rows(
        "select id, thread_id from stories where id in (select value from json_each(?)) and thread_id is not null",
        (dump(sorted(stories)),),
    )
    return {row["id"]: row["thread_id"] for row in rows}


def join(archive: Archive, story_id: int, thread: int) -> None:
    """A story was opened in a thread, which is made where it is new."""
    known = {"story": story_id, "thread": thread}
    archive.execute(
        """
        insert into threads (id, title, opened_at, updated_at, story_count)
        select :thread, title, opened_at, opened_at, 1 from stories where id = :story
        on conflict (id) do update set
          updated_at = max(updated_at, excluded.updated_at), story_count = story_count + 1
        """,
        known,
    )
    archive.execute("update stories set thread_id = :thread where id = :story", known)


def merge(archive: Archive, part: int, whole: int) -> None:
    """Make a thread part of another: its number, and those that lead to it, lead to the other from now on."""
    known = {"part": part, "whole": whole}
    archive.execute("update stories set thread_id = :whole where thread_id = :part", known)
    archive.execute(
        """
        update threads set
          story_count = threads.story_count + part.story_count,
          opened_at = min(threads.opened_at, part.opened_at),
          updated_at = max(threads.updated_at, part.updated_at)
        from threads as part
        where threads.id = :whole and part.id = :part
        """,
        known,
    )
    archive.execute("update threads set merged_into = :whole where merged_into = :part", known)
    archive.execute("update threads set merged_into = :whole, story_count = 0 where id = :part", known)


def move(archive: Archive, stories: Sequence[int], former: int, thread: int) -> None:
    """Make stories of a thread, that has others, those of another one.

    A thread is named after its first story, unless another of its stories has given it its name.
    """
    known = {"stories": dump(list(stories)), "former": former, "thread": thread}
    archive.execute("update stories set thread_id = :thread where id in (select value from json_each(:stories))", known)
    archive.execute(
        """
        update threads set
          story_count = (select count(*) from stories where thread_id = threads.id),
          opened_at = (select min(opened_at) from stories where thread_id = threads.id),
          updated_at = (select max(opened_at) from stories where thread_id = threads.id),
          title = iif(
            title in (select title from stories where thread_id = threads.id), title,
            (select title from stories where thread_id = threads.id order by opened_at, id limit 1)
          )
        where id in (:thread, :former)
        """,
        known,
    )


def part(archive: Archive, former: int, whole: int, aliases: Sequence[int]) -> None:
    """Make a thread that was merged stand for itself again, with those that led to it; nothing if it is no such."""
    known = {"former": former, "whole": whole, "aliases": dump(aliases)}
    stands = "update threads set merged_into = null where id = :former and merged_into = :whole and story_count = 0"
    if archive.execute(stands, known):
        archive.execute(
            """
            update threads set merged_into = :former
            where merged_into = :whole and id in (select value from json_each(:aliases))
            """,
            known,
        )


def story_count(archive: Archive, thread: int) -> int:
    """How many stories of a thread the archive holds."""
    found: int = archive.value("select story_count from threads where id = ?", (thread,))
    return found


def stories_of(archive: Archive, thread: int) -> list[int]:
    """The stories of a thread, by its present number."""
    return [row["id"] for row in archive.rows("select id from stories where thread_id = ? order by id", (thread,))]


def article_count(archive: Archive, thread: int) -> int:
    """How many articles of a thread say something of their own: duplicates do not."""
    found: int = archive.value(
        """
        select count(*) from articles where copy_of is null and story_id in (select id from stories where thread_id = ?)
        """,
        (thread,),
    )
    return found


_LISTED = """
select threads.id, threads.title, threads.opened_at, threads.updated_at, story_count,
  newest.id as newest_story, newest.title as newest_title
from threads join stories as newest on newest.id = (
  select id from stories where thread_id = threads.id order by opened_at desc, id desc limit 1
)
"""


def newest(
    archive: Archive, *, since: datetime | None = None, least: int = 2, after: int | None = None, limit: int = 50
) -> list[ListedSaga]:
    """The threads of so many stories at the `least`, that with the newest story first.

    `since`: those in which a story was opened since then; `after`, a thread, turns the page.
    """
    clauses = {
        "story_count > 1": True if least > 1 else None,  # by the index of these
        "story_count >= :least": least,
        "threads.updated_at >= :since": stamp(since),
        "(threads.updated_at, threads.id) < (select updated_at, id from threads where id = :after)": after,
    }
    where = " and ".join(clause for clause, value in clauses.items() if value is not None)
    rows = archive.rows(
        f"{_LISTED} where {where} order by threads.updated_at desc, threads.id desc limit +:limit",
        {"least": least, "since": stamp(since), "after": after, "limit": limit},
    )
    return [record(ListedSaga, row) for row in rows]


def get(archive: Archive, thread: int) -> Saga | None:
    """A thread with its stories; for an alias the one that it was merged into."""
    row = archive.row(
        "select * from threads where id = (select coalesce(merged_into, id) from threads where id = ?)", (thread,)
    )
    if row is None:
        return None
    found = archive.rows(
        """
        select stories.*, outlets.name as first_reported_by_name
        from stories left join outlets on outlets.id = stories.first_reported_by
        where thread_id = ? order by stories.opened_at, stories.id
        """,
        (row["id"],),
    )
    aliases = archive.rows("select id from threads where merged_into = ? order by id", (row["id"],))
    return record(
        Saga,
        row,
        stories=tuple(record(SagaStory, story) for story in found),
        aliases=tuple(alias["id"] for alias in aliases),
    )
