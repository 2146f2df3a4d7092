"""The kinds of message, as values: a story's alert, alerts that waited, a digest, an incident's notice; and their ids.

An id is stable text of letters, digits, `-` and `_`: fit for a `webhook-id`, a Message-ID and a file name. It never
holds a dot, which separates the parts of what a webhook signs.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from monitor.digest.changes import Brought, Edit, Standing, Trouble
from monitor.digest.digest_window import Window
from monitor.embargo import ReviewCount
from monitor.model import Incident, Watch
from monitor.news import NewsKind
from monitor.story import Report, Story, StoryHit

STORY_OPENED = "story.opened"
STORY_UPDATED = "story.updated"
ALERTS_HELD = "alerts.held"
DIGEST = "digest"
INCIDENT_OPENED = "incident.opened"
INCIDENT_CLOSED = "incident.closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The mail thread that an update belongs to: the message that opened it."""

    id: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryAlert:
    """A story was opened for a watch, or changed. `lead` is the report that brought it about.

    `fact` is the sentence of it that brings the news, `was` what a correction or a new headline replaces, `old_title`
    its headline before a change, `owners` who owns the outlets, by id: one that is missing stands for itself.
    """

    id: str
    type: str
    at: datetime
    watch: Watch
    reason: str
    story: Story
    lead: Report
    hits: tuple[StoryHit, ...]
    thread: Thread | None = None
    timezone: str = "UTC"
    kind: NewsKind = NewsKind.OPENED
    fact: str | None = None
    was: str | None = None
    old_title: str | None = None
    owners: Mapping[str, str] = field(default_factory=dict)
    person: str | None = None  # the id of whom it is for; None: of no person, but of channels
    others: tuple[Watch, ...] = ()  # further watches of the person that found it
    held_at: datetime | None = None  # when it was due, if it waited for the person's time

    @property
    def watches(self) -> tuple[Watch, ...]:
        """All watches that it names, the one that makes it first."""
        return (self.watch, *self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitedAlerts:
    """Several alerts that waited for their person's time, in the order in which they came."""

    id: str
    person: str  # an id
    at: datetime
    alerts: tuple[StoryAlert, ...]
    timezone: str = "UTC"
    more: int = 0  # alerts that did not fit

    @property
    def type(self) -> str:
        """The message's type."""
        return ALERTS_HELD

    @property
    def since(self) -> datetime:
        """When the first of them was due."""
        return min(alert.held_at or alert.at for alert in self.alerts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One story in a digest: its lead, where that was hit, and who else has it.

    The lead is the latest development, or the first report. `sent_at`: when the recipient was last sent the story.
    """

    story: Story
    lead: StoryHit
    hits: tuple[StoryHit, ...]  # all of the window, the lead's too
    also: tuple[Report, ...]  # other outlets' reports that add nothing, one each
    tags: tuple[str, ...]  # names of the other watches that found it
    seed: bool  # all of it came with an outlet's first crawl, or a watch's first search
    adds: tuple[Report, ...] = ()  # further reports that bring a fact, the newest first
    brought: Brought | None = None  # by the lead; None: it is the first report
    standing: Standing = Standing.NEW
    sent_at: datetime | None = None

    @property
    def weight(self) -> tuple[bool, int, bool, float, int]:
        """Its place, the biggest news first: not sent yet, most independent outlets, in the headline, the newest."""
        in_title = any(hit.field == "title" for hit in self.hits)
        newest = -self.lead.report.reported.at.timestamp()
        return self.standing is Standing.SENT, -len(self.story.voices), not in_title, newest, self.story.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One watch in a digest. `elsewhere` counts its stories that stand under an earlier watch, `more` those cut."""

    watch: Watch
    items: tuple[Item, ...]
    articles: int
    elsewhere: int = 0
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spike:
    """A watch that is found far more often than usual in such a window."""

    watch: str
    articles: int
    usual: float

    @property
    def times(self) -> float:
        """How many times its usual pace; at least one article is taken as usual."""
        return self.articles / max(self.usual, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """An outlet that could not be read, wholly or in part, during the window."""

    outlet_name: str
    why: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An article that was listed under a headline which watches match, and that could not be read."""

    title: str
    url: str
    outlet_name: str
    why: str
    watches: tuple[str, ...]  # their names


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """An article that watches found when it was no news any more."""

    report: Report
    watches: tuple[str, ...]  # their names


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A story whose earliest report is another one than a message said; `was_name`: the outlet that it named."""

    story: Story
    was_name: str

    @property
    def first(self) -> Report:
        """Its earliest report, as is known now."""
        return self.story.reports[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the window brought, before anything was cut, and what was done to find it."""

    stories: int
    articles: int
    outlets: int
    previous_stories: int | None  # of the window before
    outlets_checked: int
    checks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The hits of a window, made readable. `quiet` names the watches that found nothing."""

    id: str
    name: str
    window: Window
    at: datetime
    timezone: str
    sections: tuple[Section, ...]
    totals: Totals
    spikes: tuple[Spike, ...] = ()
    quiet: tuple[str, ...] = ()
    unreached: tuple[Unreached, ...] = ()
    unread: tuple[Unread, ...] = ()
    older: tuple[Older, ...] = ()  # the newest first; in no section and no count
    corrections: tuple[Correction, ...] = ()  # of who was first
    edits: tuple[Edit, ...] = ()  # corrections and changed headlines, the newest first
    incidents: tuple[Trouble, ...] = ()
    embargoes: tuple[ReviewCount, ...] = ()  # that lift, lifted, moved or were called off
    more: int = 0  # stories that did not fit
    person: str | None = None  # whom it is for, an id
    owners: Mapping[str, str] = field(default_factory=dict)  # of outlets, by id: one that is missing stands for itself

    @property
    def type(self) -> str:
        """The message's type."""
        return DIGEST

    @property
    def is_empty(self) -> bool:
        """Whether there is no story in it."""
        return self.totals.stories == 0

    @property
    def says_nothing(self) -> bool:
        """Whether there is nothing in it that a person may want to know: it is sent only if they ask for that."""
        return self.is_empty and not (self.unread or self.older or self.corrections or self.edits)

    @property
    def top(self) -> tuple[Section, Item] | None:
        """What leads: the first story of the section whose first story weighs most, and has not been sent before."""
        firsts = [(section, section.items[0]) for section in self.sections if section.items]
        fresh = [one for one in firsts if one[1].standing is not Standing.SENT]
        return min(fresh or firsts, key=lambda one: one[1].weight, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentNotice:
    """Something went wrong with a source, or is right again (`closed_at`). `thread`: the opening notice's id."""

    id: str
    at: datetime
    incident: Incident
    opened_at: datetime
    closed_at: datetime | None = None
    thread: str | None = None
    timezone: str = "UTC"

    @property
    def type(self) -> str:
        """The message's type."""
        return INCIDENT_OPENED if self.closed_at is None else INCIDENT_CLOSED


Message = StoryAlert | WaitedAlerts | Digest | IncidentNotice


def message_id(kind: str, *parts: str | int | datetime) -> str:
    """A stable id from a kind and what the message is about: `opened_heat-2_17_20261122T180301Z_31`."""
    return "_".join([kind, *(_part(part) for part in parts)])


def plain(text: str) -> str:
    """A name as letters, digits and `-`; two that look alike once simplified do not share one."""
    return _part(text)


def _part(part: str | int | datetime) -> str:
    if isinstance(part, datetime):
        return part.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    text = str(part)
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40]
    # Two names that look alike once simplified must not share an id.
    return plain if plain == text else f"{plain}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:6]}"
