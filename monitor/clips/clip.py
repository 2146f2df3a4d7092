"""The clip report and what it is made of. Values only; `weight` and `voice` say how they are counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from monitor.store.added_coverage import Medium
from monitor.store.notes import Note
from monitor.store.stars import Star

_LAST = time(23, 59, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `start` to `end`, that not included; times are said in the `zone`."""

    start: datetime
    end: datetime
    zone: ZoneInfo

    def holds(self, at: datetime | date, known_at: datetime) -> bool:
        """Whether what was reported then belongs to it. A day alone is that day in the zone, and counts as its end.

        Or as `known_at`, where that was earlier: what is of today is in a report of today.
        """
        moment = at if isinstance(at, datetime) else min(datetime.combine(at, _LAST, self.zone), known_at)
        return self.start <= moment < self.end


class ClipStanding(StrEnum):
    """What a clip counts as. Only `own` is coverage that an outlet made itself."""

    OWN = "own reporting"
    ROUND_UP = "round-up"  # on many events
    COPY = "copy"  # another outlet's text
    PICKUP = "release pickup"  # the text of a press release
    RELEASE = "press release"  # of whoever publishes them: no coverage at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A piece of coverage. `outlet` is an id, empty for one that is entered by hand under a name that nobody follows.

    `at` is a day where that is all that is known. `tier` None: nobody said how much the outlet weighs. `quote`: the
    words around what was found, in pieces, each with whether the watch's words are in it.
    """

    title: str
    url: str
    outlet: str
    outlet_name: str
    at: datetime | date
    standing: ClipStanding
    tier: int | None = None
    article_id: int | None = None
    story: int | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    medium: Medium = Medium.WEB
    watches: tuple[str, ...] = ()  # names
    quote: tuple[tuple[str, bool], ...] = ()
    is_first: bool = False  # of its story
    is_paywalled: bool = False
    is_review: bool = False  # of a watch that has an embargo,
    is_early: bool = False  # and before that lifted
    lifts_at: datetime | None = None  # when it did, or does
    stars: tuple[Star, ...] = ()
    notes: tuple[Note, ...] = ()
    added_id: int | None = None  # its number among what was added by hand; None: a watch found it
    added_by: str | None = None
    added_at: datetime | None = None

    @property
    def is_own(self) -> bool:
        """Whether it counts as coverage: reporting of the outlet's own, or what a person entered."""
        return self.standing is ClipStanding.OWN

    @property
    def quoted(self) -> str:
        """The quote as one text."""
        return "".join(piece for piece, _ in self.quote)

    @property
    def moment(self) -> datetime:
        """For order: a day alone is its last minute."""
        if isinstance(self.at, datetime):
            return self.at
        return datetime.combine(self.at, time(23, 59), UTC)

    @property
    def outlet_key(self) -> str:
        """By which outlets are counted: the id, else the name as people write it in one way or another."""
        return self.outlet or f"name:{' '.join(self.outlet_name.casefold().split())}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipStory:
    """The clips of one story. `weight`: see `weight.of`. `first_by` is the outlet that had the story first, by name.

    `perhaps_first`: the names of others who may have had it first, as far as the looks at their listings tell.
    """

    id: int
    title: str
    weight: int
    clips: tuple[Clip, ...]  # in order of report
    lead: Clip
    first_by: str | None
    first_at: datetime | date | None
    perhaps_first: tuple[str, ...] = ()
    outlets_by_tier: Mapping[int | None, int] = field(default_factory=dict)

    def of(self, standing: ClipStanding) -> tuple[Clip, ...]:
        """Its clips that count as this."""
        return tuple(clip for clip in self.clips if clip.standing is standing)

    @property
    def outlets(self) -> int:
        """How many outlets reported it themselves."""
        return sum(self.outlets_by_tier.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWave:
    """The reviews of a watch (its name) around its embargo. `hours` has those that had any: 0 is the first one.

    `later` counts those after the last hour that is counted, and those of which the day alone is known.
    """

    watch: str
    lifts_at: datetime
    early: tuple[Clip, ...] = ()
    hours: tuple[tuple[int, tuple[Clip, ...]], ...] = ()
    later: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletLine:
    """What one outlet brought. `firsts`: stories of several outlets that it had first."""

    name: str
    tier: int | None
    own: int
    round_ups: int
    copies: int
    pickups: int
    firsts: int
    paywalled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one subject has of the conversation: stories, clips and outlets with reporting of their own, and points.

    `share` is of all stories of the subjects that are compared, `weighted` of all points; 0 to 1. `is_subject`: it is
    the one that the report is about.
    """

    name: str
    stories: int
    clips: int
    outlets: int
    points: int
    share: float = 0.0
    weighted: float = 0.0
    is_subject: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadOutlet:
    """A followed outlet that may have published what is not here. `read`: its articles that were read in the period."""

    outlet: str
    name: str
    tier: int | None
    read: int
    clips: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentOutlet:
    """A followed outlet that was read without trouble, and published nothing that the watches find."""

    outlet: str
    name: str
    tier: int | None
    read: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What was not reached. `overall`: troubles of everything at once, such as the network."""

    unread: tuple[UnreadOutlet, ...] = ()
    silent: tuple[SilentOutlet, ...] = ()
    overall: tuple[str, ...] = ()
    followed: int = 0  # outlets that the watches look at


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipReport:
    """The whole report. `left_out`: clips beyond those that have room.

    `judged_wrong`: hits that a person found wrong, which are not in it.
    """

    title: str
    watches: tuple[str, ...]  # names
    period: Period
    made_at: datetime
    clips: tuple[Clip, ...]  # in order of report
    stories: tuple[ClipStory, ...]  # those that led first
    outlets: tuple[OutletLine, ...]
    voices: tuple[Voice, ...] = ()
    waves: tuple[ReviewWave, ...] = ()
    reach: Reach = field(default_factory=Reach)
    judged_wrong: int = 0
    left_out: int = 0

    def of(self, standing: ClipStanding) -> tuple[Clip, ...]:
        """The clips that count as this."""
        return tuple(clip for clip in self.clips if clip.standing is standing)

    @property
    def own(self) -> tuple[Clip, ...]:
        """The coverage that counts."""
        return self.of(ClipStanding.OWN)

    @property
    def led(self) -> tuple[ClipStory, ...]:
        """The stories with reporting of outlets' own, those that led first."""
        return tuple(story for story in self.stories if story.weight)

    @property
    def starred(self) -> tuple[Clip, ...]:
        """What a person chose."""
        return tuple(clip for clip in self.clips if clip.stars)

    @property
    def by_hand(self) -> tuple[Clip, ...]:
        """What a person added."""
        return tuple(clip for clip in self.clips if clip.added_by is not None)

    @property
    def outlet_count(self) -> int:
        """The outlets with reporting of their own."""
        return len({clip.outlet_key for clip in self.own})
