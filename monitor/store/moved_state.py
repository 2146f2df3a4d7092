"""What a merge of stories changes besides the places of articles, hits and messages: kept, so that it can be undone.

Links of a story that is merged lead to the other, or go where that has the same; its changes of the first count there;
articles of either may become duplicates of the other's; the numbers that lead to its thread may lead to the other's.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, load

_LINKS = "story_id, to_story, kind, terms, linked_at"


@dataclass(frozen=True, slots=True)
class MovedState:
    """Rows as they were: links of either story, and (article, copy_of, role) of either.

    Of the one that is merged the ids of changes of the first, and of the threads that lead to its thread.
    """

    links: tuple[tuple[int, int, str, str, str], ...]
    firsts: tuple[int, ...]
    copies: tuple[tuple[int, int | None, str | None], ...]
    aliases: tuple[int, ...] = ()

    def stayed(self, moved: Collection[int]) -> list[int]:
        """The articles that were in the story that stays when `moved` came to it."""
        return [article for article, *_ in self.copies if article not in moved]


def of(archive: Archive, part: int, into: int) -> MovedState:
    """What is so before `part` becomes part of `into`."""
    links = archive.rows(
        f"select {_LINKS} from story_links where story_id in (:part, :into) or to_story in (:part, :into)",
        {"part": part, "into": into},
    )
    firsts = archive.rows("select id from first_changes where story_id = ? order by id", (part,))
    copies = archive.rows("select id, copy_of, role from articles where story_id in (?, ?) order by id", (part, into))
    aliases = archive.rows(
        "select id from threads where merged_into = (select thread_id from stories where id = ?) order by id", (part,)
    )
    return MovedState(
        links=tuple(tuple(row) for row in links),
        firsts=tuple(row["id"] for row in firsts),
        copies=tuple(tuple(row) for row in copies),
        aliases=tuple(row["id"] for row in aliases),
    )


def kept(archive: Archive, move: int) -> MovedState | None:
    """What was so before a merge; None: it was made before this was kept."""
    return load(archive.value("select before from moves where id = ?", (move,)), MovedState, None)


def restore(archive: Archive, before: MovedState, part: int, story: int) -> None:
    """After a merge was taken back and `part` stands again: what was before, where it still can be.

    `story` is where its articles were until now. Links of a story that is gone since stay gone.
    """
    led: list[dict[str, Any]] = [
        {"one": story if one == part else one, "other": story if other == part else other}
        for one, other, *_ in before.links
        if part in {one, other}
    ]
    archive.execute_many("delete from story_links where story_id = :one and to_story = :other", led)
    archive.execute_many(
        f"""
        insert or ignore into story_links ({_LINKS}) select ?1, ?2, ?3, ?4, ?5
        where exists (select 1 from stories where id = ?1) and exists (select 1 from stories where id = ?2)
        """,
        before.links,
    )
    known = {"part": part, "story": story, "firsts": dump(before.firsts), "copies": dump(before.copies)}
    archive.execute(
        "update first_changes set story_id = :part where id in (select value from json_each(:firsts))", known
    )
    for statement in _COPIES_AGAIN:
        archive.execute(statement, known)


_COPIES_AGAIN = (
    # Those of the story that stands again, and of the other those that came to repeat one of them.
    """
    update articles set copy_of = was.copy_of, role = was.role from (
      select value ->> 0 as id, value ->> 1 as copy_of, value ->> 2 as role from json_each(:copies)
    ) as was
    where articles.id = was.id
      and (
        story_id = :part
        or (story_id = :story and articles.copy_of in (select id from articles where story_id = :part))
      )
      and (
        was.copy_of is null
        or articles.story_id = (select origin.story_id from articles as origin where origin.id = was.copy_of)
      )
    """,
    """
    update articles set copy_of = null, role = iif(role in ('copy', 'updated-copy'), 'own', role)
    where story_id = :story and copy_of in (select id from articles where story_id = :part)
    """,
    # What came since repeats whose text it was then.
    """
    update articles set copy_of = (select origin.copy_of from articles as origin where origin.id = articles.copy_of)
    where story_id in (:part, :story) and copy_of in (select id from articles where copy_of is not null)
    """,
)
