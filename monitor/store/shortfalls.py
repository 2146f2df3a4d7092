"""Extraction gaps: what pages should have yielded and did not, by rule or at all. One row a link and part."""

from collections.abc import Iterable
from datetime import datetime

from monitor.model import Link, Shortfall
from monitor.reading import urls
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, note
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp


def keep(archive: Archive, link: Link, shortfalls: Iterable[Shortfall], now: datetime) -> None:
    """Keep what the last reading of a link fell short of, in the place of what an earlier one did.

    In the caller's transaction.
    """
    key = urls.key_of(link)
    archive.execute("delete from shortfalls where link_id = (select id from links where url_key = ?)", (key,))
    archive.execute_many(
        """
        insert into shortfalls (link_id, part, css, gave, instead, read_at)
        select id, ?, ?, ?, ?, ? from links where url_key = ?
        """,
        [(short.part, short.css, note(short.gave), note(short.instead), stamp(now), key) for short in shortfalls],
    )


def of_links(archive: Archive, numbers: Iterable[int]) -> dict[int, tuple[Shortfall, ...]]:
    """What is known of these links, by their ids."""
    found: dict[int, tuple[Shortfall, ...]] = {}
    rows = archive.rows(
        "select * from shortfalls where link_id in (select value from json_each(?)) order by link_id, part",
        (dump(list(numbers)),),
    )
    for row in rows:
        short = record(Shortfall, row)
        found[row["link_id"]] = (*found.get(row["link_id"], ()), short)
    return found
