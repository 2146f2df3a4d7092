"""What waits for a moment by the wall clock, when that clock is set back: the waits go on, no longer than they were."""

from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.timestamps import stamp

# Table, moment, and where another column says it, since when: a moment that a person named by the right clock stays.
_WAITS = (
    ("outlets", "next_check_at"),
    ("outlets", "paused_until"),
    ("hosts", "held_until"),
    ("hosts", "robots_at"),
    ("links", "next_at"),
    ("channels", "brake_until"),
    ("rereadings", "next_at"),
    ("rereadings", "looked_at"),
    ("sources", "last_checked_at"),
    ("watch_calendars", "next_at"),
    ("deliveries", "next_at"),
    ("deliveries", "lease_until"),
    ("snoozes", "until", "made_at"),
    ("snoozes", "made_at"),
    ("incidents", "opened_at"),  # that our network is down is over by what was answered since then
    ("incidents", "closed_at"),
)


def set_back(archive: Archive, seconds: float, now: datetime) -> int:
    """The clock was set back by so many seconds to `now`: move what lies ahead along; how many waits that changed."""
    moved = 0
    with archive.transaction():
        for table, column, *begun in _WAITS:
            ahead = " and ".join(f"{moment} > :now" for moment in (column, *begun))
            moved += archive.execute(
                f"update {table} set {column} = coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', {column}, :by), {column}) "
                f"where {ahead}",
                {"by": f"-{int(seconds)} seconds", "now": stamp(now)},
            )
    return moved
