"""Whether a hit is worth a message now: one alert a story and watch, then only what changes it.

    opened      the first live hit of a watch in a story; once for ever
    updated     confirmed    a second outlet reports it itself (a duplicate is no confirmation), in its words or not;
                             after a release, the first one does: a release itself confirms nothing
                correction   an article that a message has named publishes a correction
                headline     an article that a message has named has a new headline

Suppressed are: watches that are paused or alert by digest; everything that is not live (a first crawl, a backfill);
what `news_rules` calls old; duplicates, also what an outlet had before and lists again under another address; further
outlets and follow-ups once the story is confirmed; articles that no message has named; a headline that changes within
an hour of the last message or three days after the first; and all beyond three updates a story.
What is suppressed still stands in the digest. Each reason is kept, for `monitor explain`.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.digest import news_rules, subject
from monitor.digest.message import STORY_OPENED, STORY_UPDATED, StoryAlert, Thread, message_id
from monitor.model import Origin, Watch
from monitor.story import Relation, Report, SentMessage, Story, StoryHit, Suppressed, Suppression

MAX_UPDATES = 3  # a story and watch; more is a news ticker
HEADLINE_GAP = timedelta(hours=1)  # editors polish headlines in the first minutes
HEADLINE_AGE = timedelta(days=3)  # later changes are housekeeping

CONFIRMED = "confirmed"
CORRECTION = "correction"
HEADLINE = "headline"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFacts:
    """All that the decision needs. `changes` are those of a revision; without them the article is new.

    `before` is the story as it was before this article, None where it opened the story. `age` and `is_late` are those
    of `desk.arrival`; `is_known`: the watch had found the article before it changed.
    """

    watch: Watch
    article_id: int
    relation: Relation
    origin: Origin
    before: Story | None
    story: Story
    now: datetime
    hits: tuple[StoryHit, ...] = ()  # the watch's hits in the story, this one too
    changes: tuple[str, ...] = ()
    old_title: str | None = None
    earlier: tuple[SentMessage, ...] = ()
    age: timedelta = timedelta()
    max_age: float = math.inf  # seconds
    is_late: bool = False
    is_known: bool = False

    @property
    def lead(self) -> Report:
        """The report that is this article."""
        found = self.story.report(self.article_id)
        if found is None:
            raise ValueError(f"article {self.article_id} is not in story {self.story.id}")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A message is due. `reason` is a sentence for the recipient, `why` the rule's name."""

    type: str
    why: str
    reason: str


def decide(facts: AlertFacts) -> Alert | Suppressed:
    """The alert that is due, or why there is none."""
    if facts.watch.paused or facts.watch.alert != "instant":
        return Suppressed(reason=Suppression.PAUSED if facts.watch.paused else Suppression.DIGEST)
    if facts.origin is not Origin.LIVE:
        return Suppressed(reason=Suppression.NOT_LIVE, facts={"origin": facts.origin.value})
    is_open = any(message.type == STORY_OPENED for message in facts.earlier)
    if not (is_open and facts.changes) and (old := news_rules.old(facts.age, facts.max_age, facts.lead.published_at)):
        return old
    return _updated(facts) if is_open else _opened(facts)


def compose(facts: AlertFacts, alert: Alert, *, timezone: str = "UTC") -> StoryAlert:
    """The alert's message. Its id is the same whenever it is composed from the same facts."""
    opened = next((message for message in facts.earlier if message.type == STORY_OPENED), None)
    about: list[str | int | datetime] = [facts.watch.id, facts.story.id, facts.story.opened_at]
    if opened:
        about.append(len(facts.earlier))
    lead = facts.lead
    return StoryAlert(
        id=message_id("updated" if opened else "opened", *about),
        type=alert.type,
        at=facts.now,
        watch=facts.watch,
        reason=alert.reason,
        story=facts.story,
        lead=lead,
        hits=facts.hits,
        thread=_thread(facts, opened) if opened else None,
        timezone=timezone,
    )


def _opened(facts: AlertFacts) -> Alert | Suppressed:
    if facts.hits and not any(hit.report.article_id == facts.article_id for hit in facts.hits):
        return Suppressed(reason=Suppression.NO_HIT)
    lead, story = facts.lead, facts.story
    if facts.changes and facts.is_known:
        return Suppressed(reason=Suppression.NOT_NAMED)
    copied = next((report for report in story.reports if report.article_id == lead.copy_of), None)
    if copied is not None and copied.outlet == lead.outlet and not facts.changes:  # what it had, at another address
        return Suppressed(reason=Suppression.DUPLICATE)
    own = (report for report in story.reports if report.copy_of is None and report.article_id not in story.released)
    first = next(own, lead)
    by = story.first_reported_by or first.outlet
    if facts.changes:
        reason = f"Found now in an article that {lead.outlet_name} has changed"
    elif lead.article_id in story.released:
        reason = f"From a release of {story.releases[0].outlet_name}"
    elif first == lead and facts.is_late:
        reason = "Found late: it had been listed for some time"
    elif first == lead:
        reason = "First report"  # whose it is stands next to it in every form
    elif by == lead.outlet:
        reason = f"Found now at {lead.outlet_name}, which reported the story first"
    else:
        reason = f"First found at {lead.outlet_name}; first reported by {story.outlet_name(by)}"
    return Alert(type=STORY_OPENED, why="opened", reason=reason)


def _updated(facts: AlertFacts) -> Alert | Suppressed:
    if facts.relation.is_copy:
        return Suppressed(reason=Suppression.DUPLICATE)
    if sum(message.type == STORY_UPDATED for message in facts.earlier) >= MAX_UPDATES:
        return Suppressed(reason=Suppression.UPDATES, facts={"updates": str(MAX_UPDATES)})
    return _revised(facts) if facts.changes else _joined(facts)


def _joined(facts: AlertFacts) -> Alert | Suppressed:
    lead = facts.lead
    if lead.is_release:
        return Suppressed(reason=Suppression.RELEASE)
    voices = facts.before.voices if facts.before else ()
    if lead.outlet in voices:
        return Suppressed(reason=Suppression.SAME_OUTLET, facts={"outlet": lead.outlet_name})
    if not voices and facts.before and facts.before.releases:
        by = facts.before.releases[0].outlet_name
        return Alert(
            type=STORY_UPDATED, why=CONFIRMED, reason=f"{lead.outlet_name} reports it, after a release of {by}"
        )
    if len(voices) != 1:
        return Suppressed(reason=Suppression.KNOWN, facts={"outlets": str(len(voices))})
    first = facts.story.outlet_name(voices[0])
    return Alert(type=STORY_UPDATED, why=CONFIRMED, reason=f"{lead.outlet_name} has it too, after {first}")


def _revised(facts: AlertFacts) -> Alert | Suppressed:
    lead = facts.lead
    if not any(lead.url in message.urls for message in facts.earlier):
        return Suppressed(reason=Suppression.NOT_NAMED)
    if CORRECTION in facts.changes:
        return Alert(type=STORY_UPDATED, why=CORRECTION, reason=f"{lead.outlet_name} published a correction")
    if HEADLINE not in facts.changes:
        return Suppressed(reason=Suppression.NO_NEWS, facts={"changes": ", ".join(facts.changes)})
    first, last = facts.earlier[0].at, max(message.at for message in facts.earlier)
    if facts.now - last < HEADLINE_GAP:
        return Suppressed(reason=Suppression.HEADLINE_EARLY, facts={"last": last.isoformat()})
    if facts.now - first > HEADLINE_AGE:
        return Suppressed(reason=Suppression.HEADLINE_LATE, facts={"first": first.isoformat()})
    was = f", which was: {facts.old_title}" if facts.old_title else ""
    return Alert(type=STORY_UPDATED, why=HEADLINE, reason=f"{lead.outlet_name} changed its headline{was}")


def _thread(facts: AlertFacts, opened: SentMessage) -> Thread:
    """The thread of the opening message, whose subject is made again from what it named."""
    named = {report["url"]: report for report in opened.data.get("story", {}).get("articles", ())}
    hits = opened.data.get("hits", ())
    report = named.get(hits[0]["url"]) if hits else None
    if report is None:
        return Thread(id=opened.id, subject=subject.of_story(facts.watch.name, facts.story.title, None))
    outlet = facts.story.outlet_name(report["outlet"])
    return Thread(id=opened.id, subject=subject.of_story(facts.watch.name, report["title"], outlet))
