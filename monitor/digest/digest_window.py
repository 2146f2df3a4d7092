"""Which digests are due: windows that end at a schedule's moments and follow each other without a gap.

A window is known by its end, which the archive keeps with the digest's name as a unique key; asking twice does no
harm. After a downtime one window covers all that was missed. It knows no clock and no archive.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor import cron
from monitor.errors import ConfigError
from monitor.model import DigestPlan

_CLOCK_STEP = timedelta(hours=1)  # a last window that ends later than this after now was made by a wrong clock
_MISSED_COUNTED = 1_000  # how far missed windows are counted, at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The period a digest covers: after `start`, up to `end`, both UTC. `missed` earlier windows are part of it."""

    start: datetime
    end: datetime
    missed: int = 0


def due(plan: DigestPlan, last_end: datetime | None, now: datetime) -> list[Window]:
    """The windows to be sent now: none or one.

    A digest that was never sent begins with the window that ended last.

    Raises:
        ConfigError: the plan's schedule or time zone cannot be used.
    """
    schedule, zone = _plan(plan)
    latest = next(schedule.ends_before(now, zone), None)
    if latest is None:
        return []
    if last_end is None or last_end > now + _CLOCK_STEP:
        before = next(schedule.ends_before(latest, zone, inclusive=False), latest - timedelta(days=1))
        return [Window(start=before, end=latest)]
    if latest <= last_end:
        return []
    missed = 0
    for end in islice(schedule.ends_before(latest, zone, inclusive=False), _MISSED_COUNTED):
        if end <= last_end:
            break
        missed += 1
    return [Window(start=last_end.astimezone(UTC), end=latest, missed=missed)]


def next_end(plan: DigestPlan, now: datetime) -> datetime | None:
    """When the digest's next window ends; None: not within eight years."""
    schedule, zone = _plan(plan)
    return next(schedule.ends_after(now, zone), None)


def until(plan: DigestPlan, last_end: datetime | None, now: datetime) -> Window:
    """The window of a digest sent manually: from the last one, or the last scheduled moment, to now."""
    schedule, zone = _plan(plan)
    start = last_end if last_end and last_end < now else next(schedule.ends_before(now, zone, inclusive=False), None)
    return Window(start=(start or now - timedelta(days=1)).astimezone(UTC), end=now.astimezone(UTC))


def check(plan: DigestPlan) -> list[str]:
    """What is wrong with the plan's schedule and time zone, each as a sentence with what to do."""
    problems = []
    try:
        cron.parse(plan.schedule)
    except ValueError as error:
        problems.append(f"schedule: {error}")
    if _zone(plan.timezone) is None:
        problems.append(f"timezone: {plan.timezone!r} is not known; write a name like America/Los_Angeles or UTC")
    return problems


def _plan(plan: DigestPlan) -> tuple[cron.Schedule, ZoneInfo]:
    zone, problems = _zone(plan.timezone), check(plan)
    if problems or zone is None:
        raise ConfigError([f"digest {plan.name!r}: {problem}" for problem in problems])
    return cron.parse(plan.schedule), zone


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder, or far too long
        return None
