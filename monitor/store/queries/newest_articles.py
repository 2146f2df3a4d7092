"""How far back the newest articles go: how many were found since a time, or since when so many were found."""

from datetime import datetime

from monitor.store import articles
from monitor.store.archive import Archive
from monitor.store.codec.timestamps import moment


def since(archive: Archive, at: datetime, most: int) -> tuple[datetime, int]:
    """Since when the articles found from `at` on are the newest ones, at `most` about so many; and about how many.

    Their ids are counted, which are in order of arrival: no article is looked at for it.
    """
    last = int(archive.value("select coalesce(max(id), 0) from articles"))
    found = last - articles.first_id_since(archive, at) + 1
    if found <= most:
        return at, found
    first = archive.value("select found_at from articles where id > ? order by id limit 1", (last - most,))
    return max(at, moment(first)), most
