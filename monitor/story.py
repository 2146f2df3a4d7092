"""The nouns of what was found: reports, stories, where watches hit them, what was sent of that and what was not.

The archive returns them, digests and alerts take them, lists show them: a field is added here once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from monitor import embargo
from monitor.model import Mark, Origin, WatchKind
from monitor.report_time import ReportTime, Witness


class Relation(StrEnum):
    """What an article is to the stories that are known when it comes."""

    NEW = "new"
    JOINED = "joined"
    COPY = "copy"
    UPDATED_COPY = "updated-copy"  # with much of its own, too

    @property
    def is_copy(self) -> bool:
        """Whether it repeats another outlet's text."""
        return self in {Relation.COPY, Relation.UPDATED_COPY}


class Role(StrEnum):
    """What an article does in its story."""

    OWN = "own"  # it reports
    COPY = "copy"  # it repeats another outlet's text
    UPDATED_COPY = "updated-copy"  # with words of its own
    CONTAINS = "contains"  # it reports, and holds another text of the story whole
    COMMENT = "comment"  # it reviews, remembers, lists or explains
    MENTION = "mention"  # it is on many events


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementReason:
    """Why an article is in its story: the terms that tie it to that, strongest first.

    Of one that opened a story, `nearest` is the other one to which it was nearest, `conflict` what kept it apart from
    that (a name of `dedupe.conflicts`), and `terms` are those that both have.
    """

    terms: tuple[str, ...] = ()
    nearest: int | None = None
    conflict: str | None = None


class LinkKind(StrEnum):
    """What a story is to an earlier one of its thread."""

    FOLLOWS = "follows"
    REACTION = "reaction"  # somebody says something about it, or remembers
    REVIEW = "review"
    CONTRADICTS = "contradicts"  # it is denied


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLink:
    """A story that another one is linked to: its number, headline and opening, and the terms that both are about."""

    kind: LinkKind
    story: int
    title: str
    opened_at: datetime
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPassage:
    """What an article has word for word of an earlier one, and of how many words that is."""

    of_article: int
    text: str
    words: int


class CreditedBy(StrEnum):
    """By what an article is known to credit an outlet."""

    WORDS = "words"  # "according to Variety", "first reported by Variety"
    NAME = "name"  # named in a sentence that speaks of a report
    LINK = "link"  # a link to its site, at its name
    AGENCY = "agency"  # its signature: the byline, the dateline


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletCredit:
    """An article names `outlet`, an id, as a source of its report; `sentence` says so."""

    outlet: str
    sentence: str
    by: CreditedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article, as messages and lists show it. `outlet` is its id; `published_at` a date where only a day is stated.

    `copy_of` is the id of the article that it repeats; a duplicate confirms nothing.
    """

    article_id: int
    url: str
    outlet: str
    outlet_name: str
    title: str
    authors: tuple[str, ...]
    published_at: datetime | date | None
    reported: ReportTime
    found_at: datetime
    language: str | None
    copy_of: int | None
    listed_at: datetime | None = None  # first seen in a listing,
    absent_at: datetime | None = None  # and the last look at that source without it
    role: Role | None = None  # None: stored before there were roles
    is_release: bool = False  # its outlet publishes releases, and reports nothing
    paywalled: bool = False  # its page says that only a part of it is free

    @property
    def witness(self) -> Witness | None:
        """When it was seen to appear; None where no listing was."""
        return Witness(listed_at=self.listed_at, absent_at=self.absent_at) if self.listed_at else None

    @property
    def standing(self) -> str:
        """`release` or `duplicate`, if it is none of its outlet's own; else empty."""
        return "release" if self.is_release else "duplicate" if self.copy_of is not None else ""

    @property
    def is_own(self) -> bool:
        """Whether it reports the story itself: no duplicate, and no round-up of many events."""
        return self.copy_of is None and self.role is not Role.MENTION

    @property
    def appeared(self) -> tuple[datetime, datetime]:
        """The moments between which it appeared: one and the same where its declared time is credible."""
        if self.absent_at and self.listed_at and self.reported.day is None and self.reported.at >= self.listed_at:
            return self.absent_at, self.listed_at
        return self.reported.at, self.reported.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles on one event, in order of report. `first_reported_by` is an outlet's id."""

    id: int
    title: str
    first_reported_by: str | None
    opened_at: datetime
    updated_at: datetime
    reports: tuple[Report, ...]
    thread_id: int | None = None  # the stories on its saga; None: opened before there were threads
    credits: Mapping[int, tuple[OutletCredit, ...]] = field(default_factory=dict)  # by the article that credits
    follows: StoryLink | None = None  # the earlier one of its thread that whoever this is for was notified of

    @property
    def voices(self) -> tuple[str, ...]:
        """The outlets that reported it themselves, first one first; copies, releases and their texts are left out."""
        released = self.released
        return tuple(dict.fromkeys(one.outlet for one in self.reports if one.is_own and one.article_id not in released))

    @property
    def releases(self) -> tuple[Report, ...]:
        """The releases on it, in order of publication."""
        return tuple(report for report in self.reports if report.is_release)

    @property
    def released(self) -> frozenset[int]:
        """The articles that are a release, or have its text: also those that came before it was seen."""
        origins = {one.copy_of or one.article_id for one in self.reports if one.is_release}
        return frozenset(
            one.article_id
            for one in self.reports
            if one.is_release or not origins.isdisjoint({one.article_id, one.copy_of or one.article_id})
        )

    @property
    def release_shares(self) -> str:
        """`from the release: 6, own reporting: 2`, in outlets; empty where there is no release."""
        if not self.releases:
            return ""
        return f"from the release: {len(self.from_release)}, own reporting: {len(self.voices)}"

    @property
    def from_release(self) -> tuple[str, ...]:
        """The outlets that have the text of a release and no report of their own."""
        released, voices = self.released, self.voices
        texts = (one for one in self.reports if one.article_id in released and not one.is_release)
        return tuple(dict.fromkeys(one.outlet for one in texts if one.outlet not in voices))

    @property
    def perhaps_first(self) -> tuple[str, ...]:
        """Other outlets whose report may have appeared before the first one: their times overlap."""
        released = self.released
        own = [one for one in self.reports if one.is_own and one.article_id not in released]
        if not own:
            return ()
        latest = own[0].appeared[1]
        others = (report.outlet for report in own[1:] if report.appeared[0] < latest)
        return tuple(dict.fromkeys(outlet for outlet in others if outlet != own[0].outlet))

    @property
    def credited(self) -> dict[str, int]:
        """The outlets (ids) that others credit in this story, most credited first, and how many outlets do."""
        by: dict[str, set[str]] = {}
        for report in self.reports:
            for credit in self.credits.get(report.article_id, ()):
                by.setdefault(credit.outlet, set()).add(report.outlet)
        return {outlet: len(by[outlet]) for outlet in sorted(by, key=lambda outlet: (-len(by[outlet]), outlet))}

    @property
    def without_credit(self) -> tuple[str, ...]:
        """The outlets that followed the first with reports of their own, and credit nobody."""
        giving = {report.outlet for report in self.reports if self.credits.get(report.article_id)}
        return tuple(outlet for outlet in self.voices[1:] if outlet not in giving)

    @property
    def outlet_count(self) -> int:
        """How many outlets have an article of any kind; releases are of none."""
        return len({report.outlet for report in self.reports if not report.is_release})

    @property
    def copy_count(self) -> int:
        """How many articles repeat another's text."""
        return sum(report.copy_of is not None for report in self.reports)

    @property
    def first_reported_by_name(self) -> str | None:
        """The name of the outlet that reported it first."""
        return self.outlet_name(self.first_reported_by)

    def outlet_name(self, outlet: str | None) -> str | None:
        """The name of an outlet of this story; its id where no report has the name."""
        return next((report.outlet_name for report in self.reports if report.outlet == outlet), outlet)

    def report(self, article_id: int) -> Report | None:
        """The report that is this article."""
        return next((report for report in self.reports if report.article_id == article_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryHit:
    """A watch found in a report. `watch` is its id; `snippet_marks` are (start, end) offsets in `snippet`."""

    id: int
    watch: str
    watch_name: str
    report: Report
    story: int | None
    story_title: str | None
    origin: Origin
    found_at: datetime
    field: str
    snippet: str
    snippet_marks: tuple[tuple[int, int], ...]
    marks: tuple[Mark, ...]
    old: bool = False  # its article was older than `max_age` when it was listed: no news
    is_right: bool | None  # the verdict of a person; None: there is none
    watch_kind: WatchKind | None
    watch_ids: Mapping[str, str]
    lifts_at: datetime | None = None  # it is a review, and the embargo of its watch lifts, or lifted, then

    @property
    def is_early(self) -> bool:
        """Whether it is a review that came before the embargo lifts."""
        return self.lifts_at is not None and embargo.is_early(self.report.reported.shown, self.lifts_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """A message that was made for a watch and story before; `data` is that of its payload.

    `person`: whom it was for, by id. `subject`: that of the message in which it went out with others; None: its own.
    """

    id: str
    type: str
    at: datetime
    data: Mapping[str, Any]
    person: str | None = None
    subject: str | None = None

    @property
    def urls(self) -> frozenset[str]:
        """The articles that it named."""
        return frozenset(report["url"] for report in self.data.get("story", {}).get("articles", ()))


class Suppression(StrEnum):
    """Why an alert was not sent."""

    NOT_LIVE = "not_live"  # an outlet's first crawl, a backfill
    PAUSED = "paused"  # a person paused the watch
    DIGEST = "digest"  # the watch alerts by digest
    NO_HIT = "no_hit"  # the watch does not find this article of its story
    DUPLICATE = "duplicate"  # it repeats an article of the story
    UPDATES = "updates"  # the story had all the updates that a story may have
    SAME_OUTLET = "same_outlet"  # its outlet had reported the story
    KNOWN = "known"  # several outlets had reported the story
    RELEASE = "release"  # a press release confirms nothing
    GENRE = "genre"  # it speaks about news instead of bringing any: opinion, a list, a recap
    REWRITE = "rewrite"  # it repeats what an outlet reported that it credits
    MENTION = "mention"  # it names the watch by the way
    NOTHING_NEW = "nothing_new"  # no fact that earlier articles do not have
    SISTER = "sister"  # its outlet has the owner of the one that was first
    NOT_NAMED = "not_named"  # a revision of an article that no message named
    NO_NEWS = "no_news"  # a revision of what is not news
    HEADLINE_EARLY = "headline_early"  # a new headline too soon after the last message
    HEADLINE_LATE = "headline_late"  # a new headline too long after the first
    OLD = "old"  # it was published long before it was listed
    FLOOD = "flood"  # its outlet had too many alerts in an hour
    SNOOZED = "snoozed"  # a person wanted to hear nothing of the watch or the story for a time
    TIER = "tier"  # its outlet is of a weaker tier than the person is alerted of
    FIRST = "first"  # the person is alerted of the opening of a story alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """No alert is due, and why. `facts` are what the reason was decided by, as texts."""

    reason: Suppression
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressedAlert:
    """An alert about an article that was not sent. `watch` is its id; `person` that of whom it would have been for."""

    watch: str
    watch_name: str
    at: datetime
    why: Suppressed
    person: str | None = None
