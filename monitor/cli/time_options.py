"""Times on the command line: how long ago, since when, or for how long."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from monitor.durations import seconds


class Since(click.ParamType[datetime]):
    """`24h`, `7d`, or a date or time; without a zone it is local time."""

    name = "when"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, in local time: an article of a day alone is compared with its day."""
        if isinstance(value, datetime):
            return value
        try:
            found = datetime.fromisoformat(value).astimezone()
            found.astimezone(UTC)  # the last hours of the calendar are none everywhere
        except (ValueError, OverflowError):
            pass
        else:
            return found
        try:
            return (now() - timedelta(seconds=float(str(seconds(value))))).astimezone()
        except (ValueError, OverflowError):
            self.fail(
                f"{value!r} is neither a length of time such as 24h or 7d nor a date such as 2026-01-31", param, ctx
            )


class DeskTime(Since):
    """The same, but that a date or time without a zone is one of the desk's: `in_zone` says of which."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment; naive where the zone is still to be said."""
        moment = super().convert(value, param, ctx)
        try:
            said = datetime.fromisoformat(str(value))
        except ValueError:
            return moment
        return moment if said.tzinfo else said


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """What `DESK_TIME` gave, in the zone of the desk."""
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


class Until(click.ParamType[datetime]):
    """`4h`, `3d`, `18:00`, or a date or time; without a zone it is local time."""

    name = "when"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, which is to come."""
        found = value if isinstance(value, datetime) else _to_come(value)
        if found is None:
            wanted = "a length of time such as 4h or 3d, a time such as 18:00, or a date such as 2026-12-31"
            self.fail(f"{value!r} is not {wanted}", param, ctx)
        if found <= now():
            self.fail(f"{value!r} is over", param, ctx)
        return found


def _to_come(text: str) -> datetime | None:
    """The moment that a text means; of a time of day the next one."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        pass
    try:
        at = time.fromisoformat(text) if ":" in text else None
        if at is None:
            return (now() + timedelta(seconds=float(str(seconds(text))))).astimezone()
    except (ValueError, OverflowError):
        return None
    today = datetime.combine(now().astimezone().date(), at.replace(tzinfo=None))
    return next(moment for day in (0, 1) if (moment := (today + timedelta(days=day)).astimezone()) > now())


class Length(click.ParamType[float]):
    """`10m`, `1h`, or seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Seconds."""
        try:
            return float(str(seconds(value)))
        except ValueError:
            self.fail(f"{value!r} is no length of time such as 10m or 1h", param, ctx)


SINCE = Since()
DESK_TIME = DeskTime()
UNTIL = Until()
LENGTH = Length()


def now() -> datetime:
    """The wall clock, aware; the archive keeps whole seconds of it."""
    return datetime.now(UTC)
