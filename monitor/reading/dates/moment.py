"""What a written date says: a point in time, or a day alone."""

from dataclasses import dataclass
from datetime import datetime, tzinfo


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as it was written. `at` is naive where no zone was written.

    `has_time` is False for a day alone: then `at` is its midnight, which nobody wrote.
    """

    at: datetime
    has_time: bool = True

    def aware(self, zone: tzinfo) -> datetime:
        """The point in time, on the clock of `zone` where none was written."""
        return self.at if self.at.tzinfo is not None else self.at.replace(tzinfo=zone)
