"""Listed articles that could not be read, and are not tried again."""

from dataclasses import dataclass
from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class LostLink:
    """A link that ended without an article. `title` is what its listing said, `reason` is null of older versions."""

    url: str
    title: str
    outlet: str
    outlet_name: str
    reason: str | None
    tried_at: datetime


def between(archive: Archive, start: datetime, end: datetime, limit: int = 5_000) -> list[LostLink]:
    """Links listed live, with a title, that were given up after `start`, at `end` at the latest; the newest first."""
    rows = archive.rows(
        """
        select url, title, outlet_id as outlet, outlets.name as outlet_name, reason, tried_at
        from links join outlets on outlets.id = outlet_id
        where state in ('refused', 'given_up', 'quarantined') and next_at is null and origin = 'live'
          and title is not null and tried_at > :start and tried_at <= :end
        order by tried_at desc, links.id limit +:limit
        """,
        {"start": stamp(start), "end": stamp(end), "limit": limit},
    )
    return [record(LostLink, row) for row in rows]
