"""Links whose articles were pruned: they stay known, so that nothing old comes back as new."""

from datetime import datetime

from monitor.model import Link
from monitor.reading import urls
from monitor.store.archive import Archive
from monitor.store.codec.timestamps import stamp


def is_pruned(archive: Archive, key: str) -> bool:
    """Whether an article of this key was pruned: it is not to come back as a new one."""
    return archive.value("select 1 from links where url_key = ? and pruned_at is not null", (key,)) is not None


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
