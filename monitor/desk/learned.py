"""What is learned of an outlet from the archive, and kept for some hours: learning costs more than a crawl does."""

from datetime import datetime, timedelta

from monitor.desk.context import Context
from monitor.discover import habits
from monitor.discover.habits import Habits
from monitor.store.queries import history

_LEARNED_EVERY = timedelta(hours=3)  # the hours of an outlet's week


def habits_of(context: Context, outlet_id: str, now: datetime) -> Habits | None:
    """The outlet's habits, as learned some hours ago at most; None: too little is known."""
    learned_at, known = context.habits.get(outlet_id, (None, None))
    if learned_at is None or not timedelta() <= now - learned_at < _LEARNED_EVERY:
        counts, first = history.by_hour(context.archive, outlet_id, now - habits.MEMORY)
        numbered = {habits.hour_number(hour): count for hour, count in counts.items()}
        known = habits.learn(numbered, first, now) if first else None
        context.habits[outlet_id] = now, known
    return known
