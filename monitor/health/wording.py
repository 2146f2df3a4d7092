"""The words in which incidents speak: times and spans, short and for people."""

from datetime import UTC, datetime, timedelta

from monitor.phrasing import count

NEVER = "never"
_QUOTED = 200  # characters of an error that are shown


def span(time: timedelta) -> str:
    """A span in its largest fitting unit: "3 days", "14 hours", "25 minutes"."""
    minutes = max(0, round(time.total_seconds() / 60))
    if minutes < 100:
        return count(minutes, "minute")
    if minutes < 48 * 60:
        return count(round(minutes / 60), "hour")
    return count(round(minutes / 1440), "day")


def moment(time: datetime | None) -> str:
    """A moment in UTC to the minute, or "never"."""
    return NEVER if time is None else f"{time.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def quoted(text: str | None) -> str:
    """An error's text, on one line, cut."""
    line = " ".join((text or "no reason given").split())
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED - 1]}…"
