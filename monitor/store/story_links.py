"""What a story is to earlier ones of its thread: it follows them, is a reaction, a review, or contradicts."""

from collections.abc import Sequence

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.story import LinkKind, StoryLink

_SELECT = """
select kind, stories.id as story, stories.title, stories.opened_at, story_links.terms
from story_links join stories on stories.id =
"""


def keep(archive: Archive, story: int, earlier: int, kind: LinkKind, terms: Sequence[str]) -> None:
    """Keep what a story that opened is to an earlier one."""
    archive.execute(
        """
        insert or replace into story_links (story_id, to_story, kind, terms, linked_at)
        select id, ?, ?, ?, opened_at from stories where id = ?
        """,
        (earlier, kind.value, dump(list(terms)), story),
    )


def earlier_of(archive: Archive, story: int) -> list[StoryLink]:
    """The stories that a story is linked to, in order of opening, and what it is to each."""
    return _links(archive, f"{_SELECT} to_story where story_id = ? order by stories.id", story)


def later_of(archive: Archive, story: int) -> list[StoryLink]:
    """The stories that are linked to a story, in order of opening, and what each is to it."""
    return _links(archive, f"{_SELECT} story_id where to_story = ? order by stories.id", story)


def _links(archive: Archive, query: str, story: int) -> list[StoryLink]:
    return [record(StoryLink, row) for row in archive.rows(query, (story,))]
