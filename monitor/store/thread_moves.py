"""Merges and splits of threads, and what the program moved from one to another.

The number of a merged thread stays: it leads to the one that its stories are in now. A merge or a split is one
transaction, and can be taken back by the opposite one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.store import sagas, stories
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, load
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp
from monitor.story_moves import MovedBy, MoveKind, ThreadMove

_Links = tuple[tuple[int, int, str, str, str], ...]
_WITH_UNDONE = """
select thread_moves.*, exists (select 1 from thread_moves as later where later.undoes = thread_moves.id) as is_undone
from thread_moves
"""
_LINKS = "story_id, to_story, kind, terms, linked_at"
_STORIES = "select value from json_each(:stories)"


@dataclass(frozen=True, slots=True)
class _Changed:
    """What a move changed, as columns of its row."""

    stories: Sequence[int]
    apart: Sequence[int] = ()
    aliases: Sequence[int] = ()
    links: _Links = ()


def merge(archive: Archive, part: int, into: int, now: datetime, *, undoes: ThreadMove | None = None) -> ThreadMove:
    """Make a thread part of another, as a person says. Both must be there. `undoes`: the split that is taken back."""
    return _merge(archive, part, into, stamp(now), MovedBy.PERSON, undoes=undoes)


def became_one(archive: Archive, part: int, into: int) -> ThreadMove:
    """A thread turned out to be part of another one, by the article that came last."""
    return _merge(archive, part, into, _latest(archive), MovedBy.PROGRAM)


def went(archive: Archive, story: int, former: int, into: int) -> ThreadMove:
    """A story turned out to be of another thread than its own, which has others. What links it to these stays."""
    with archive.transaction():
        sagas.move(archive, [story], former, into)
        kinds = MoveKind.MOVE, MovedBy.PROGRAM
        return _keep(archive, kinds, (former, into), _Changed([story]), None, _latest(archive))


def split(archive: Archive, thread: int, of: Sequence[int], now: datetime) -> ThreadMove:
    """Make stories of a thread, not all of them, a thread of their own."""
    with archive.transaction():
        new = stories.unused(archive)
        archive.execute(
            "insert into threads (id, title, opened_at, updated_at) select ?, title, opened_at, opened_at from stories "
            "where id = ?",
            (new, min(of)),
        )
        apart = [thread, *sorted(kept_apart(archive, thread))]
        links = _take_out(archive, thread, new, of)
        return _keep(
            archive,
            (MoveKind.SPLIT, MovedBy.PERSON),
            (thread, new),
            _Changed(of, links=links, apart=apart),
            None,
            stamp(now),
        )


def undo(archive: Archive, move: ThreadMove, now: datetime) -> ThreadMove | None:
    """Make the opposite move; None where what was moved has been moved again, or is gone."""
    with archive.transaction():
        thread, other = sagas.present(archive, move.thread_id), sagas.present(archive, move.other_thread)
        if thread is None or other is None:
            return None
        if move.kind is MoveKind.SPLIT:
            is_other = other == move.other_thread and other != thread
            return merge(archive, other, thread, now, undoes=move) if is_other else None
        left = archive.rows(
            f"select id from stories where thread_id = :thread and id in ({_STORIES}) order by id",
            {"thread": thread, "stories": dump(list(move.stories))},
        )
        if other != thread or other == move.other_thread or not 0 < len(left) < sagas.story_count(archive, thread):
            return None
        led = load(archive.value("select aliases from thread_moves where id = ?", (move.id,)), list[int], [])
        sagas.part(archive, move.other_thread, thread, led)
        of = [row["id"] for row in left]
        links = _take_out(archive, thread, move.other_thread, of)
        kinds = MoveKind.SPLIT, MovedBy.PERSON
        return _keep(
            archive, kinds, (thread, move.other_thread), _Changed(of, links=links, apart=[thread]), move, stamp(now)
        )


def of_thread(archive: Archive, thread: int) -> list[ThreadMove]:
    """The moves of a thread and of those that were merged into it, in order."""
    rows = archive.rows(
        f"""
        with numbers as (select id from threads where id = :thread or merged_into = :thread)
        {_WITH_UNDONE} where thread_id in numbers or other_thread in numbers order by id
        """,
        {"thread": thread},
    )
    return [record(ThreadMove, row) for row in rows]


def kept_apart(archive: Archive, thread: int) -> frozenset[int]:
    """The threads that a person separated from this one, and did not make one with it again: by their present numbers.

    What is split off is kept apart from all that its thread was kept apart from.
    """
    rows = archive.rows(
        f"""
        select coalesce(one.merged_into, one.id) as one, coalesce(other.merged_into, other.id) as other
        from ({_WITH_UNDONE} where moved_by = 'person') as move, json_each(move.apart) as other_one
        join threads as one on one.id = move.other_thread join threads as other on other.id = other_one.value
        where move.kind = 'split' and not move.is_undone
          and :thread in (coalesce(one.merged_into, one.id), coalesce(other.merged_into, other.id))
        """,
        {"thread": thread},
    )
    return frozenset(number for row in rows for number in row) - {thread}


def last(archive: Archive) -> int:
    """The number of the last move that a person made; 0: there was none."""
    return int(archive.value("select coalesce(max(id), 0) from thread_moves where moved_by = 'person'"))


def _latest(archive: Archive) -> str:
    """When the article came by which the program makes a move."""
    return str(archive.value("select found_at from articles order by id desc limit 1"))


def _merge(
    archive: Archive, part: int, into: int, now: str, by: MovedBy, *, undoes: ThreadMove | None = None
) -> ThreadMove:
    with archive.transaction():
        moved = archive.rows("select id from stories where thread_id = ? order by id", (part,))
        led = archive.rows("select id from threads where merged_into = ? order by id", (part,))
        sagas.merge(archive, part, into)
        if undoes is not None:
            _link_again(archive, undoes)
        changed = _Changed([row["id"] for row in moved], aliases=[row["id"] for row in led])
        return _keep(archive, (MoveKind.MERGE, by), (into, part), changed, undoes, now)


def _take_out(archive: Archive, thread: int, to: int, of: Sequence[int]) -> _Links:
    """Move stories to a thread that has none, without what links them to those that stay; those links."""
    known = {"thread": thread, "stories": dump(list(of))}
    between = f"""
      (story_id in ({_STORIES})) <> (to_story in ({_STORIES}))
      and story_id in (select id from stories where thread_id = :thread)
      and to_story in (select id from stories where thread_id = :thread)
    """
    links = tuple(tuple(row) for row in archive.rows(f"select {_LINKS} from story_links where {between}", known))
    archive.execute(f"delete from story_links where {between}", known)
    sagas.move(archive, of, thread, to)
    return links


def _link_again(archive: Archive, split_: ThreadMove) -> None:
    """What a split took away, as far as both stories are there."""
    links = load(archive.value("select links from thread_moves where id = ?", (split_.id,)), _Links, ())
    archive.execute_many(
        f"""
        insert or ignore into story_links ({_LINKS}) select ?1, ?2, ?3, ?4, ?5
        where exists (select 1 from stories where id = ?1) and exists (select 1 from stories where id = ?2)
        """,
        links,
    )


def _keep(  # noqa: PLR0917 - a row's columns
    archive: Archive,
    kinds: tuple[MoveKind, MovedBy],
    of: tuple[int, int],
    changed: _Changed,
    undoes: ThreadMove | None,
    now: str,
) -> ThreadMove:
    lists = (changed.stories, changed.apart, changed.aliases, changed.links)
    rows = archive.rows(
        """
        insert into thread_moves (
          kind, moved_by, thread_id, other_thread, stories, apart, aliases, links, undoes, moved_at
        ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning *, 0 as is_undone
        """,
        (
            *(kind.value for kind in kinds),
            *of,
            *(dump(list(each)) for each in lists),
            undoes.id if undoes else None,
            now,
        ),
    )
    return record(ThreadMove, rows[0])
