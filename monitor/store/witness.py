"""When articles were seen to appear: the last look at a source without a link, and the first with it."""

from collections.abc import Iterable
from datetime import datetime

from monitor.model import Link
from monitor.reading import urls
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.timestamps import stamp


def listed(archive: Archive, links: Iterable[Link], absent_at: datetime, at: datetime) -> None:
    """Of the links that were listed for the first time at that moment, keep when they were not listed yet."""
    keys = [key for link in links if (key := urls.key_of(link))]
    archive.execute(
        "update links set absent_at = ? where url_key in (select value from json_each(?)) and found_at = ?",
        (stamp(absent_at), dump(keys), stamp(at)),
    )
