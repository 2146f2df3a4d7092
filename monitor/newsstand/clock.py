"""The newsstand's own time: it may run faster than the world's, stand still, or be turned manually.

Minutes count from the start of the timeline. Let the start lie as far in the past as the timeline is long, and
no article is ever dated in the future.
"""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Stands at minute 0 until `play()`; then runs `speed` times as fast as the world."""

    def __init__(self, started_at: datetime, speed: float = 1.0) -> None:
        if started_at.tzinfo is None:
            raise ValueError("started_at needs a time zone")
        if speed <= 0:
            raise ValueError("speed must be above zero")
        self.started_at = started_at.astimezone(UTC).replace(microsecond=0)
        self.speed = speed
        self._turned = 0.0  # the minute at which it was last set
        self._since: float | None = None  # when it began to run from there; None: it stands

    @property
    def minute(self) -> float:
        """The present minute of the timeline."""
        if self._since is None:
            return self._turned
        return self._turned + (time.monotonic() - self._since) * self.speed / 60

    def play(self) -> None:
        """Let it run from where it stands."""
        if self._since is None:
            self._since = time.monotonic()

    def turn_to(self, minute: float) -> None:
        """Set it, and let it stand there."""
        self._turned, self._since = minute, None

    def at(self, minute: float) -> datetime:
        """The time of day of a minute, to the second."""
        return self.started_at + timedelta(seconds=round(minute * 60))
