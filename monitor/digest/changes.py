"""What is new in a digest for whoever gets it: what an article brings, what they were sent, what was edited since."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.news import NewsKind


class Standing(StrEnum):
    """A story of a digest, against what its recipient was sent before."""

    NEW = "new"
    UPDATED = "updated"  # it was sent before, and something came since
    CORRECTED = "corrected"  # it was sent before, and an outlet took something back
    SENT = "sent"  # it was sent before, and nothing came since


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What an article brings to its story. `fact` is the sentence that brings it, `was` what it replaces."""

    kind: NewsKind
    fact: str | None = None
    was: str | None = None

    @property
    def leads(self) -> bool:
        """Whether a digest leads with it, and not with the first report."""
        return self.kind not in {NewsKind.OPENED, NewsKind.CONFIRMED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An article that was corrected, taken back or given a headline that says something else (`kind`).

    `was` and `now` are sentences, or headlines; `now` is empty where only the notice of it is known.
    """

    kind: NewsKind
    story: int | None
    title: str
    url: str
    outlet_name: str
    at: datetime
    was: str = ""
    now: str = ""
    watches: tuple[str, ...] = ()  # their names


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An incident that stands, or that ended in the window of a digest (`closed_at`)."""

    detail: str
    opened_at: datetime
    closed_at: datetime | None = None
