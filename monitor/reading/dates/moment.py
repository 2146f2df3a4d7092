"""What a written date says: a point in time, or a day alone."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as it was written. `at` is naive where no zone was written.

    `has_time` is False for a day alone: then `at` is its midnight, which nobody wrote.
    """

    at: datetime
    has_time: bool = True
