"""Links whose articles were pruned: they stay known, so that nothing old comes back as new."""

from collections.abc import Iterable
from datetime import datetime

from monitor.model import Link
from monitor.reading import urls
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.timestamps import stamp


def is_pruned(archive: Archive, keys: Iterable[str | None]) -> bool:
    """Whether an article of one of these keys was pruned: it is not to come back as a new one."""
    wanted = dump([key for key in keys if key])
    return bool(
        archive.value(
            """
            select exists (
              select 1 from links where url_key in (select value from json_each(?)) and pruned_at is not null
            )
            """,
            (wanted,),
        )
    )


def led_to(archive: Archive, link: Link, now: datetime) -> None:
    """The link leads to an article that was pruned: it is settled as its other links are."""
    archive.execute(
        """
        update links set state = 'stored', pruned_at = :now, tried_at = :now,
          next_at = null, reason = null, detail = null, listing = null
        where url_key = :key and article_id is null and pruned_at is null
        """,
        {"now": stamp(now), "key": urls.key_of(link)},
    )
