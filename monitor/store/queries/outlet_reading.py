"""How each followed outlet was read in a period: what was there to be found at all."""

from dataclasses import dataclass
from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletReading:
    """A followed outlet. `read`: its articles that were read in the period; `unread`: links of it that could not be.

    `last_success_at` None: no listing of it was ever read.
    """

    id: str
    name: str
    added_at: datetime
    last_success_at: datetime | None
    paused_until: datetime | None
    read: int
    unread: int


def between(archive: Archive, start: datetime, end: datetime) -> list[OutletReading]:
    """Each followed outlet that reports, by name; who publishes releases is none."""
    rows = archive.rows(
        """
        select outlets.id, outlets.name, added_at, last_success_at, paused_until,
          coalesce(found.articles, 0) as read, coalesce(lost.links, 0) as unread
        from outlets
        left join (
          select outlet_id, count(*) as articles from articles indexed by articles_by_day
          where substr(found_at, 1, 10) between :first and :last and found_at >= :start and found_at < :end
          group by outlet_id
        ) as found on found.outlet_id = outlets.id
        left join (
          select outlet_id, count(*) as links from links
          where id >= :link and state in ('quarantined', 'given_up') and found_at >= :start and found_at < :end
          group by outlet_id
        ) as lost on lost.outlet_id = outlets.id
        where followed and outlets.kind <> 'press' order by outlets.name, outlets.id
        """,
        {
            "start": stamp(start),
            "end": stamp(end),
            "first": stamp(start)[:10],
            "last": stamp(end)[:10],
            "link": _first_link(archive, stamp(start)),
        },
    )
    return [record(OutletReading, row) for row in rows]


def _first_link(archive: Archive, since: str) -> int:
    """A number that hardly a link found since then lies below: numbers are in order of discovery, so it is halved to.

    An index of their times would cost each of millions of links for a question of a few times a day.
    """
    low, high = 0, int(archive.value("select coalesce(max(id), 0) from links")) + 1
    while low < high:
        middle = (low + high) // 2
        row = archive.row("select id, found_at from links where id >= ? order by id limit 1", (middle,))
        if row is None or row["found_at"] >= since:
            high = middle
        else:
            low = row["id"] + 1
    return low
