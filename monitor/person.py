"""The person whom messages are for: what they want to hear of, where, and when. Values only; see `waking_hours`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """The hours of each day without alerts, by the wall clock; over midnight where `start` is the later one."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


class PersonAlert(StrEnum):
    """What a person is sent at once."""

    INSTANT = "instant"  # each opening and each update
    FIRST = "first"  # the opening of each story
    DIGEST = "digest"  # nothing: digests have it


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person. `watches` are ids; `narrowed` are the channels of those watches that name some of the person's own.

    `days` are those on which alerts may come, Monday 0; `min_tier` the weakest tier of outlet that may alert.
    """

    id: str
    name: str
    channels: tuple[str, ...]
    timezone: str = "UTC"
    watches: frozenset[str] = frozenset()
    narrowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    quiet: Quiet | None = None
    days: frozenset[int] = EVERY_DAY
    max_per_day: int | None = None
    min_tier: int | None = None
    alert: PersonAlert = PersonAlert.INSTANT

    def channels_of(self, watches: tuple[str, ...]) -> tuple[str, ...]:
        """Where a message on these watches goes, in the order of the person's channels."""
        wanted = {name for watch in watches for name in self.narrowed.get(watch, self.channels)}
        return tuple(name for name in self.channels if name in wanted)


class HeldBy(StrEnum):
    """Why an alert that is due waits."""

    QUIET = "quiet"  # the person's quiet hours
    DAY_OFF = "day_off"  # no working day of theirs
    PER_DAY = "per_day"  # they had `max_per_day` alerts


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An alert that waits for its person's time. `number` is the archive's."""

    number: int
    held_at: datetime
    by: HeldBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    """A watch (its id) or a story is silent until a time: for one person, by id, or for everybody."""

    id: int
    watch: str | None
    story: int | None
    person: str | None
    until: datetime
    made_at: datetime
