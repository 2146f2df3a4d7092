"""What an incident's kind is: what its rule, its notices, digests and the docs need to know of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from monitor.model import Incident


class Of(Enum):
    """What an incident is of: the kind of its subject."""

    SOURCE = "a source"
    OUTLET = "an outlet"
    PAGE = "a page"
    CHANNEL = "a channel"
    WATCH = "a watch"
    NETWORK = "the network"
    CRAWLS = "all crawls"


class ToldBy(Enum):
    """What of an outlet shows that an incident of it is over: until that can be judged, nothing is known."""

    LISTINGS = "one of its listings can be read"
    PAGES = "its last pages can be judged"
    ARTICLES = "its last articles can be judged"
    RULE = "its last pages show whether its selectors work, or these are others"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentKind:
    """A kind of incident.

    `means` says when it stands, `advice` what to do, `over` why it was closed. `may_pass`: such a fault often passes by
    itself, so nothing is said in its first half hour.
    """

    name: str
    of: tuple[Of, ...]
    means: str
    advice: str
    over: str
    may_pass: bool = False
    passes_after: timedelta | None = None  # an event, not a state: it is never found to be over, so it closes by age
    blinds: str | None = None  # why a digest calls the outlet unread, although its listings can be read
    over_by: ToldBy | None = None  # what must be there to tell that it is over; None: that it was not found again
    harmless: bool = False  # nothing is missed while it stands

    @property
    def wakes(self) -> bool:
        """Whether it is sent to persons in their quiet hours, too: nothing at all is read."""
        return not {Of.NETWORK, Of.CRAWLS}.isdisjoint(self.of)

    def incident(
        self, subject: str, detail: str, *, evidence: Mapping[str, str], outlet: str | None = None
    ) -> Incident:
        """An incident of this kind, with its advice."""
        return Incident(
            kind=self.name,
            subject=subject,
            outlet=outlet,
            detail=detail,
            evidence={**evidence, "what to do": self.advice},
        )
