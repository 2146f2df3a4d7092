"""What a merge of stories changes besides the places of articles, hits and messages: kept, so that it can be undone.

Links of a story that is merged lead to the other, or go where that has the same; its changes of the first count there;
articles of either may become duplicates of the other's.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, load

_LINKS = "story_id, to_story, kind, terms, linked_at"


@dataclass(frozen=True, slots=True)
class MovedState:
    """Rows as they were: links of either story, ids of changes of the first, and (article, copy_of, role) of either."""

    part: int
    into: int
    links: tuple[tuple[int, int, str, str, str], ...]
    firsts: tuple[int, ...]
    copies: tuple[tuple[int, int | None, str | None], ...]


def of(archive: Archive, part: int, into: int) -> MovedState:
    """What is so before `part` becomes part of `into`."""
    links = archive.rows(
        f"select {_LINKS} from story_links where story_id in (:part, :into) or to_story in (:part, :into)",
        {"part": part, "into": into},
    )
    firsts = archive.rows("select id from first_changes where story_id = ? order by id", (part,))
    copies = archive.rows("select id, copy_of, role from articles where story_id in (?, ?) order by id", (part, into))
    return MovedState(
        part=part,
        into=into,
        links=tuple(tuple(row) for row in links),
        firsts=tuple(row["id"] for row in firsts),
        copies=tuple(tuple(row) for row in copies),
    )


def stayed(archive: Archive, move: int, moved: Collection[int]) -> list[int]:
    """The articles that were in the story that stays when that merge took `moved` along."""
    before = _before(archive, move)
    return [article for article, *_ in before.copies if article not in moved] if before is not None else []


def restore(archive: Archive, move: int, story: int) -> None:
    """After the merge `move` was taken back, whose story stands again: what was before, where it still can be.

    `story` is where the articles were until now. Links of a story that is gone since stay gone.
    """
    before = _before(archive, move)
    if before is None:  # it was made before this was kept
        return
    led: list[dict[str, Any]] = [
        {"one": story if one == before.part else one, "other": story if other == before.part else other}
        for one, other, *_ in before.links
        if before.part in {one, other}
    ]
    archive.execute_many("delete from story_links where story_id = :one and to_story = :other", led)
    archive.execute_many(
        f"""
        insert or ignore into story_links ({_LINKS}) select ?1, ?2, ?3, ?4, ?5
        where exists (select 1 from stories where id = ?1) and exists (select 1 from stories where id = ?2)
        """,
        before.links,
    )
    known = {"part": before.part, "story": story, "firsts": dump(before.firsts), "copies": dump(before.copies)}
    archive.execute(
        "update first_changes set story_id = :part where id in (select value from json_each(:firsts))", known
    )
    for statement in _COPIES_AGAIN:
        archive.execute(statement, known)


def _before(archive: Archive, move: int) -> MovedState | None:
    return load(archive.value("select before from moves where id = ?", (move,)), MovedState, None)


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
