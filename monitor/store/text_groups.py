"""Groups of articles with one text: all but one are its copies, and that one is where the text is from."""

from collections.abc import Iterable

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump

_GROUP = """
select id, outlet_id, story_id, coalesce(reported_at, found_at) as reported_at from articles
where id in (select value from json_each(:of)) or copy_of in (select value from json_each(:of))
"""


def origin(archive: Archive, of: Iterable[int]) -> int | None:
    """Where the text of these articles and their copies is from: the agency that one of them signs, else the earliest.

    An agency of which the archive has no such article cannot be pointed to. Earliest: by what was witnessed.
    """
    found: int | None = archive.value(
        f"""
        with text as ({_GROUP})
        select id from text order by not exists (
          select 1 from credits where credits.outlet_id = text.outlet_id and credited_by = 'agency'
            and article_id in (select id from text)
        ), reported_at, id limit 1
        """,
        {"of": dump(list(of))},
    )
    return found


def close(archive: Archive, of: Iterable[int], origin: int) -> list[int]:
    """Make one group of these articles and their copies, with its `origin`; the stories of those that changed."""
    known = {"of": dump([*of, origin]), "origin": origin}
    changed = archive.rows(
        f"""
        with text as ({_GROUP})
        update articles set
          copy_of = iif(id = :origin, null, :origin),
          role = case
            when id <> :origin then iif(role in ('copy', 'updated-copy'), role, 'copy')
            when role in ('copy', 'updated-copy') then 'own' else role
          end
        where id in (select id from text) and copy_of is not iif(id = :origin, null, :origin)
        returning story_id
        """,
        known,
    )
    return sorted({row["story_id"] for row in changed if row["story_id"] is not None})
