"""A story as it came: its reports with what each brought, its revisions, the messages on it, a person's moves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor import novelty
from monitor.news import Fact
from monitor.report_time import ReportTime
from monitor.store import alerts_made, articles, moves, outbox, suppressed
from monitor.store.archive import Archive
from monitor.store.queries import revised_articles
from monitor.store.queries.revised_articles import RevisedArticle
from monitor.story import OutletCredit, Report, SentMessage, Story
from monitor.story_moves import Move
from monitor.views import story_facts, suppression
from monitor.views.readable import short_time
from monitor.views.story_facts import Passages

_COMPARED = 12  # reports whose facts are looked for: a page is not to read a hundred texts
_FACTS = 3  # of one report
_NEAR = 1  # facts in the headline and the first sentences; further down they are mostly background
_REVISIONS = 30
_FIRST, _NEWEST = 100, 200  # reports, and of copies as many: an awards night has thousands, and a page of 4 MB
_LATE = timedelta(minutes=2)  # between a stated time and the look that saw it, from which both are said


class Event(StrEnum):
    """What happened in a story."""

    REPORT = "report"
    REVISION = "revision"
    MESSAGE = "message"
    MOVE = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMade:
    """A report: what it brought that no earlier one had, whom it credits, and why it was not alerted, if it was not."""

    report: Report
    does: str
    facts: tuple[Fact, ...]
    credits: tuple[OutletCredit, ...]
    unsent: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMade:
    """A message on the story, with the channels it went to and the state there."""

    message: SentMessage
    went_to: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One event at its time. `what` fits its kind: ReportMade, RevisedArticle, MessageMade, Move."""

    kind: Event
    at: ReportTime | datetime
    what: ReportMade | RevisedArticle | MessageMade | Move

    @property
    def moment(self) -> datetime:
        """By which it is ordered."""
        return self.at.at if isinstance(self.at, ReportTime) else self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """All of it: what happened, in order; the copies and the releases apart.

    Of many reports the first and the newest; `left_out` and `copies_left_out` are how many stand between these.
    """

    happened: tuple[Happened, ...]
    copies: tuple[Report, ...]
    releases: tuple[Report, ...]
    left_out: int = 0
    copies_left_out: int = 0


def of(archive: Archive, story: Story, passages: Passages) -> Course:
    """The course of a story. `passages` are the evidence of its roles, as `story_facts.of_articles` has them."""
    released = story.released
    own = [report for report in story.reports if report.copy_of is None and report.article_id not in released]
    copies = [one for one in story.reports if one.copy_of is not None and not one.is_release]
    here, copied = ends(own), ends(copies)
    return Course(
        happened=tuple(sorted(_all(archive, story, here, passages), key=lambda one: one.moment)),
        copies=tuple(copied),
        releases=tuple(ends(story.releases)),
        left_out=len(own) - len(here),
        copies_left_out=len(copies) - len(copied),
    )


def ends(reports: Sequence[Report]) -> Sequence[Report]:
    """The first and the newest of many."""
    return reports if len(reports) <= _FIRST + _NEWEST else [*reports[:_FIRST], *reports[-_NEWEST:]]


def _all(archive: Archive, story: Story, own: Sequence[Report], passages: Passages) -> Iterator[Happened]:
    yield from _reports(archive, story, own, passages)
    for revised in revised_articles.recent(archive, story=story.id, limit=_REVISIONS):
        yield Happened(kind=Event.REVISION, at=revised.revision.at, what=revised)
    messages = alerts_made.on_story(archive, story.id)
    went = outbox.went_to(archive, [message.id for message in messages])
    for message in messages:
        made = MessageMade(message=message, went_to=tuple(went.get(message.id, ())))
        yield Happened(kind=Event.MESSAGE, at=message.at, what=made)
    for move in moves.of_story(archive, story.id):
        yield Happened(kind=Event.MOVE, at=move.moved_at, what=move)


def _reports(archive: Archive, story: Story, own: Sequence[Report], passages: Passages) -> Iterator[Happened]:
    unsent = _unsent(archive, own)
    brought = _brought(archive, own)
    for report in own:
        made = ReportMade(
            report=report,
            does=story_facts.role(report, passages),
            facts=brought.get(report.article_id, ()),
            credits=story.credits.get(report.article_id, ()),
            unsent=unsent.get(report.article_id, ()),
        )
        yield Happened(kind=Event.REPORT, at=report.reported, what=made)


def _unsent(archive: Archive, own: Sequence[Report]) -> Mapping[int, tuple[str, ...]]:
    """Why no alert was sent of a report, by watch and person; the last decision counts."""
    last: dict[int, dict[tuple[str, str | None], str]] = {}
    for article, alert in suppressed.of_articles(archive, [report.article_id for report in own]):
        whose = f" for {alert.person}" if alert.person else ""
        said = f"{alert.watch_name}{whose}: {suppression.sentence(alert.why)}"
        last.setdefault(article, {})[alert.watch, alert.person] = said
    return {article: tuple(said.values()) for article, said in last.items()}


def _brought(archive: Archive, own: Sequence[Report]) -> Mapping[int, tuple[Fact, ...]]:
    """The facts of each report that no earlier one had, in the headline and the first sentences."""
    stored = articles.get_many(archive, [report.article_id for report in own[:_COMPARED]])
    outlines = [novelty.outline(one.article) for one in stored]
    found = {}
    for place, one in enumerate(stored):
        new = novelty.fresh(outlines[place], (it.article for it in stored[:place]), outlines[:place])
        found[one.id] = tuple(fact for fact in new if fact.rank <= _NEAR)[:_FACTS]
    return found


def witnessed(report: Report, at: datetime) -> str:
    """`listed by 10:02, not yet at 09:52`: when it was seen to appear, where that is known and says more."""
    seen = report.witness
    if seen is None:
        return ""
    listed = short_time(seen.listed_at, at, at.tzinfo)
    if seen.absent_at is None:
        is_late = report.reported.day is None and abs(seen.listed_at - report.reported.at) > _LATE
        return f"listed by {listed}" if is_late else ""
    absent = short_time(seen.absent_at, at, at.tzinfo)
    return f"listed by {listed}, not yet at {absent}" if absent != listed else "seen within the minute"
