"""Times on the command line: how long ago, since when, or for how long."""

from datetime import UTC, datetime, timedelta
from typing import Any

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
            return datetime.fromisoformat(value).astimezone()
        except ValueError:
            pass
        try:
            return (now() - timedelta(seconds=float(str(seconds(value))))).astimezone()
        except (ValueError, OverflowError):
            self.fail(
                f"{value!r} is neither a length of time such as 24h or 7d nor a date such as 2026-01-31", param, ctx
            )


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
LENGTH = Length()


def now() -> datetime:
    """The wall clock, aware; the archive keeps whole seconds of it."""
    return datetime.now(UTC)
