"""Merges and splits of stories. The number of a merged story stays: it leads to the one that its articles are in now.

A move takes articles with their hits and the messages on them, so that what was sent of each is known where it is.
Each is one transaction, and can be taken back by the opposite move.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.store import moved_state, sagas, stories, thread_terms
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, load
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp
from monitor.store.moved_state import MovedState
from monitor.story_moves import Move, MovedBy, MoveKind

_WITH_UNDONE = """
select moves.*, exists (select 1 from moves as later where later.undoes = moves.id) as is_undone from moves
"""
# What points to a story, of which both may have one: of the two, that of the story that stays is kept.
_FOLLOWED = (
    "update or ignore story_links set story_id = :into where story_id = :part",
    "update or ignore story_links set to_story = :into where to_story = :part",
    "delete from story_links where story_id = :part or to_story = :part or (story_id = :into and to_story = :into)",
    "update first_changes set story_id = :into where story_id = :part",
    "update story_aliases set story_id = :into where story_id = :part",
    "delete from stories where id = :part",
    "insert into story_aliases (id, story_id) values (:part, :into)",
)
# A story that stands for itself again takes along the numbers of those that were merged into it before.
_NUMBERS_AGAIN = f"""
with recursive part (id) as (
  select :new union
  select other_story from part join ({_WITH_UNDONE}) as move on move.story_id = part.id
  where move.kind = 'merge' and not move.is_undone
)
update story_aliases set story_id = :new where story_id = :story and id in (select id from part)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerStory:
    """The story that a split opens, where it had a number before: that, and what it was.

    `undoes` is the number of the merge that is taken back, `before` what was so until then, if that was kept.
    """

    story: int
    title: str
    opened_at: datetime
    messages: tuple[str, ...]
    thread: int | None
    undoes: int
    before: MovedState | None


def present(archive: Archive, story: int) -> int | None:
    """The number under which a story is known now: itself, or what it was merged into; None: there is none."""
    found: int | None = archive.value(
        "select id from stories where id = :id union all select story_id from story_aliases where id = :id",
        {"id": story},
    )
    return found


def aliases(archive: Archive, story: int) -> list[int]:
    """The numbers of the stories that were merged into a story."""
    return [row["id"] for row in archive.rows("select id from story_aliases where story_id = ? order by id", (story,))]


def merge(
    archive: Archive,
    part: int,
    into: int,
    now: datetime,
    *,
    undoes: int | None = None,
    by: MovedBy = MovedBy.PERSON,
) -> Move:
    """Make a story part of another. Both must be there."""
    with archive.transaction():
        before = moved_state.of(archive, part, into)
        moved = archive.rows("select id from articles where story_id = ? order by id", (part,))
        sent = archive.rows("select id from messages where story_id = ? order by rowid", (part,))
        known = {"part": part, "into": into}
        kept = archive.row("select title, opened_at, thread_id from stories where id = ?", (part,))
        for table in ("articles", "hits", "messages"):
            archive.execute(f"update {table} set story_id = :into where story_id = :part", known)
        _leave_thread(archive, part, into)
        thread_terms.forget_opening(archive, part)
        for statement in _FOLLOWED:
            archive.execute(statement, known)
        stories.joined(archive, into, now)
        move = _keep(
            archive,
            MoveKind.MERGE,
            (into, part, kept["title"], kept["opened_at"]),
            ([row["id"] for row in moved], [row["id"] for row in sent], undoes),
            now,
        )
        archive.execute(
            "update moves set other_thread = ?, moved_by = ?, before = ? where id = ?",
            (kept["thread_id"], by.value, dump(before), move.id),
        )
        return replace(move, moved_by=by)


def split(
    archive: Archive,
    story: int,
    articles: Sequence[int],
    now: datetime,
    *,
    former: FormerStory | None = None,
    by: MovedBy = MovedBy.PERSON,
) -> Move:
    """Make articles of a story, not all of them, a story. `former`: the one that they were, until it was merged.

    The messages on these articles go with them: whoever had one knows of the event.
    """
    with archive.transaction():
        of = {"ids": dump(list(articles)), "story": story, "now": stamp(now)}
        first = archive.row(
            "select title, found_at from articles where id in (select value from json_each(:ids)) order by id", of
        )
        if former is None:
            title, opened_at = first["title"], first["found_at"]
            new = stories.open(archive, title, now)
        else:
            title, opened_at, new = former.title, stamp(former.opened_at), former.story
            archive.execute("delete from story_aliases where id = ?", (new,))
            archive.execute(
                "insert into stories (id, title, opened_at, updated_at) values (?, ?, ?, ?)",
                (new, title, opened_at, opened_at),
            )
            archive.execute(_NUMBERS_AGAIN, {"story": story, "new": new})
        messages = _messages(archive, story, articles, former.messages if former else ())
        of["new"], of["messages"] = new, dump(messages)
        archive.execute("update stories set opened_at = ? where id = ?", (opened_at, new))
        for statement in _MOVED:
            archive.execute(statement, of)
        if former is not None and former.before is not None:
            moved_state.restore(archive, former.before, new, story)
        stories.joined(archive, story, now)
        stories.joined(archive, new, now)
        thread = _thread_again(archive, story, former) if former else sagas.of(archive, story)
        if thread is not None:
            sagas.join(archive, new, thread)
        undoes = former.undoes if former else None
        move = _keep(archive, MoveKind.SPLIT, (story, new, title, opened_at), (list(articles), messages, undoes), now)
        archive.execute("update moves set moved_by = ? where id = ?", (by.value, move.id))
        return replace(move, moved_by=by)


_MOVED = (
    "update articles set story_id = :new where id in (select value from json_each(:ids))",
    # What they repeat may be left: then their text is their own story's.
    """
    update articles set copy_of = null, role = iif(role in ('copy', 'updated-copy'), 'own', role)
    where id in (select value from json_each(:ids)) and copy_of not in (select value from json_each(:ids))
    """,
    "update hits set story_id = :new where article_id in (select value from json_each(:ids))",
    "update messages set story_id = :new where id in (select value from json_each(:messages))",
)


def undo(archive: Archive, move: Move, now: datetime) -> Move | None:
    """Take a move back by the opposite one; None: nothing that it moved is left where it was moved to."""
    with archive.transaction():
        if move.kind is MoveKind.SPLIT:
            if present(archive, move.other_story) != move.other_story or present(archive, move.story_id) is None:
                return None
            return merge(archive, move.other_story, present(archive, move.story_id) or 0, now, undoes=move.id)
        into, before = present(archive, move.story_id), moved_state.kept(archive, move.id)
        left = archive.rows(
            """
            with moved as (select value from json_each(:ids))
            select id from articles where story_id = :into and (
              id in moved or (copy_of in moved and id not in (select value from json_each(:stayed)))
            )
            order by id
            """,
            {
                "into": into,
                "ids": dump(list(move.articles)),
                "stayed": dump(before.stayed(move.articles) if before else []),
            },
        )
        others = archive.value("select count(*) from articles where story_id = ?", (into,)) or 0
        if into is None or not left or others == len(left) or present(archive, move.other_story) != into:
            return None
        row = archive.row("select other_opened_at, messages, other_thread from moves where id = ?", (move.id,))
        former = FormerStory(
            story=move.other_story,
            title=move.other_title,
            opened_at=datetime.fromisoformat(row["other_opened_at"]),
            messages=load(row["messages"], tuple[str, ...], ()),
            thread=row["other_thread"],
            undoes=move.id,
            before=before,
        )
        return split(archive, into, [row["id"] for row in left], now, former=former)


def of_story(archive: Archive, story: int) -> list[Move]:
    """The moves of a story and of those that were merged into it, in order."""
    numbers = dump([story, *aliases(archive, story)])
    rows = archive.rows(
        f"""
        {_WITH_UNDONE}
        where story_id in (select value from json_each(:ids)) or other_story in (select value from json_each(:ids))
        order by id
        """,
        {"ids": numbers},
    )
    return [record(Move, row) for row in rows]


def kept_apart(archive: Archive) -> list[tuple[int, int]]:
    """The pairs of stories that a person split, and did not make one again: by their present numbers."""
    rows = archive.rows(
        f"""
        with present as (select id as number, id from stories union all select id, story_id from story_aliases)
        select distinct one.id as one, other.id as other from ({_WITH_UNDONE}) as move
        join present as one on one.number = move.story_id join present as other on other.number = move.other_story
        where move.kind = 'split' and move.moved_by = 'person' and not move.is_undone and one.id <> other.id
        """
    )
    return [(row["one"], row["other"]) for row in rows]


def by_persons(archive: Archive) -> list[int]:
    """The stories that a person merged, split or undid a move of, by their present numbers."""
    rows = archive.rows(
        """
        select id from stories where id in (
          select coalesce(story_aliases.story_id, of.value)
          from moves, json_each(json_array(moves.story_id, moves.other_story)) as of
          left join story_aliases on story_aliases.id = of.value
          where moves.moved_by = 'person'
        )
        order by id
        """
    )
    return [row["id"] for row in rows]


def last(archive: Archive) -> int:
    """The number of the last move; 0: there was none."""
    return int(archive.value("select coalesce(max(id), 0) from moves"))


def before(archive: Archive, since: datetime) -> int:
    """The number of the last move before a moment; 0: there was none."""
    return int(archive.value("select coalesce(max(id), 0) from moves where moved_at < ?", (stamp(since),)))


def of_persons(archive: Archive, after: int) -> list[Move]:
    """What persons moved after that move, in order."""
    rows = archive.rows(f"{_WITH_UNDONE} where moves.id > ? and moved_by = 'person' order by id", (after,))
    return [record(Move, row) for row in rows]


def moved_since(archive: Archive, after: int) -> list[int]:
    """The articles that were moved after that move, or whose text is another's since a merge was taken back."""
    rows = archive.rows(
        """
        select each.value as id from moves, json_each(articles) as each where moves.id > :after
        union
        select each.value ->> 0 from moves join moves as merge on merge.id = moves.undoes,
          json_each(merge.before, '$.copies') as each
        where moves.id > :after and merge.kind = 'merge' and merge.before is not null
        order by 1
        """,
        {"after": after},
    )
    return [row["id"] for row in rows]


def _messages(archive: Archive, story: int, of: Sequence[int], known: Sequence[str]) -> list[str]:
    """What was sent on articles of a story, and what is known to be of them: of a merge, what was sent before it."""
    rows = archive.rows(
        "select id from messages where story_id = ? and article_id in (select value from json_each(?)) order by rowid",
        (story, dump(list(of))),
    )
    return [*dict.fromkeys((*known, *(row["id"] for row in rows)))]


def _leave_thread(archive: Archive, part: int, into: int) -> None:
    """The thread of a story that is merged has one less; where it has none left, its number leads to the other's."""
    left, joined = sagas.of(archive, part), sagas.of(archive, into)
    if left is None:
        return
    if joined is None:
        archive.execute("update stories set thread_id = ? where id = ?", (left, into))
        archive.execute("update stories set thread_id = null where id = ?", (part,))
        return
    archive.execute("update threads set story_count = story_count - 1 where id = ?", (left,))
    archive.execute("update stories set thread_id = null where id = ?", (part,))
    if left != joined and sagas.story_count(archive, left) == 0:
        sagas.merge(archive, left, joined)
        thread_terms.drop_whole(archive, left)


def _thread_again(archive: Archive, story: int, former: FormerStory) -> int | None:
    """The thread that a story was of before it was merged; it stands for itself again, if the merge emptied it."""
    if former.thread is None:
        return None
    now = sagas.of(archive, story)
    if now is not None:
        sagas.part(archive, former.thread, now, former.before.aliases if former.before else ())
    found: int | None = archive.value("select coalesce(merged_into, id) from threads where id = ?", (former.thread,))
    return now if found is None else found


def _keep(
    archive: Archive,
    kind: MoveKind,
    of: tuple[int, int, str, str],
    moved: tuple[list[int], list[str], int | None],
    now: datetime,
) -> Move:
    rows = archive.rows(
        """
        insert into moves (
          kind, moved_by, story_id, other_story, other_title, other_opened_at, articles, messages, undoes, moved_at
        ) values (?, 'person', ?, ?, ?, ?, ?, ?, ?, ?)
        returning *, 0 as is_undone
        """,
        (kind.value, *of, dump(moved[0]), dump(moved[1]), moved[2], stamp(now)),
    )
    return record(Move, rows[0])
