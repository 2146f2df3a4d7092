"""What an outage of our own network left in the archive is forgotten: failures, refusals, robots.txt that did not come.

It was no fault of theirs.
"""

from datetime import datetime

from monitor.causes import MADE_UP
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.timestamps import stamp


def of_sources(archive: Archive, since: datetime) -> None:
    """Count no failure but the last one of a source that was read since then, and whose last may be our own fault."""
    archive.execute(
        "update sources set failures = 1 where failures > 1 and last_success_at >= ?"
        " and last_cause in (select value from json_each(?))",
        (stamp(since), dump(sorted(MADE_UP))),
    )


def of_links(archive: Archive, outlet_id: str, since: datetime) -> None:
    """Read those links of an outlet again, as for the first time, that failed since then, or were refused for now."""
    archive.execute(
        """
        update links set state = 'found', reason = null, detail = null, next_at = null, attempts = 0
        where outlet_id = ? and tried_at >= ? and listing is not null
          and (state = 'refused' or (state = 'found' and attempts > 0))
        """,
        (outlet_id, stamp(since)),
    )


def of_hosts(archive: Archive, since: datetime) -> None:
    """Ask those hosts for their robots.txt that gave no answer to it the last time, or were asked since then."""
    archive.execute(
        "update hosts set robots_at = null where robots_at is not null and (robots_status is null or robots_at >= ?)",
        (stamp(since),),
    )
