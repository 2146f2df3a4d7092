"""An article and its story as alerts are decided on: the facts for a watch, for its channels or for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.desk import polishing, tidings
from monitor.desk.arrival import Arrival
from monitor.desk.context import Context
from monitor.desk.tidings import Concern, Edition
from monitor.digest import alert_rules, news_rules, person_rules
from monitor.digest.alert_facts import Alert, AlertFacts
from monitor.digest.news_rules import FLOOD_SPAN, OutletHour
from monitor.model import Mark, Watch
from monitor.person import Person
from monitor.store import alerts_made, hits, snoozes, stories, suppressed
from monitor.store.alerts_made import AlertsOf
from monitor.story import SentMessage, Story, StoryHit, Suppressed

Marks = Mapping[str, Sequence[Mark]]  # by watch, where it was found


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """An article that came to a story, or changed, and what finds it.

    `story` has what a decision asks for, as `stories.around` has it. What was read for one watch or person and serves
    the next: `found` the hits of a watch in the story, `own` those of all in the article, `whole` the story.
    """

    arrival: Arrival
    edition: Edition
    story: Story
    marks: Marks
    now: datetime
    found: dict[str, tuple[StoryHit, ...]] = field(default_factory=dict, init=False)
    own: list[StoryHit] = field(default_factory=list, init=False)
    whole: list[Story] = field(default_factory=list, init=False)


def hits_of(context: Context, news: Development, watch: Watch) -> tuple[StoryHit, ...]:
    """The hits of a watch in the story, the newest first: asked for once, however many persons have it."""
    if watch.id not in news.found:
        newest = hits.recent(context.archive, watch=watch.id, story=news.story.id, limit=200)
        here = [hit for hit in _here(context, news, watch) if hit.id not in {one.id for one in newest}]
        news.found[watch.id] = (*newest, *here)
    return news.found[watch.id]


def _here(context: Context, news: Development, watch: Watch) -> tuple[StoryHit, ...]:
    """What a watch found in the article itself."""
    if not news.own:
        news.own.extend(hits.of_article(context.archive, news.arrival.article_id))
    return tuple(hit for hit in news.own if hit.watch == watch.id)


def facts(context: Context, news: Development, finding: Concern, earlier: Sequence[SentMessage]) -> AlertFacts:
    """All that the decision for a watch needs; `earlier` is what those whom it is for were sent of the story.

    Where the watch finds the article, of its hits in the story that one alone: the rules ask no more.
    """
    arrival, story, watch = news.arrival, news.story, finding.watch
    return AlertFacts(
        watch=watch,
        article_id=arrival.article_id,
        relation=arrival.relation,
        origin=arrival.origin,
        before=_before(story, arrival),
        story=story,
        now=news.now,
        hits=_here(context, news, watch) or hits_of(context, news, watch),
        changes=arrival.changes,
        old_title=arrival.old_title,
        earlier=tuple(earlier),
        age=arrival.age,
        max_age=news_rules.limit_of(watch, context.config.max_age),
        is_late=arrival.is_late,
        is_known=watch.id in arrival.known_to,
        edited_at=arrival.edited_at,
        waiting_since=polishing.waiting_since(context, arrival, finding, news.now),
        has_settled=arrival.has_settled,
        was_elsewhere=arrival.was_elsewhere,
        tidings=tidings.of(context, arrival, news.edition, finding),
        owners=context.owners,
    )


def decide(context: Context, known: AlertFacts, person: Person | None = None) -> Alert | Suppressed:
    """The alert that is due by these facts, unless it is snoozed or of a flood; else why there is none."""
    asleep = snoozes.of_story(context.archive, known.story.id, [known.watch.id], known.now)
    if silent := person_rules.snoozed(person, known.watch, asleep, known.now):
        return silent
    decision = alert_rules.decide(known)
    polishing.decided(context, known, decision, person)
    if isinstance(decision, Suppressed):
        return decision
    hour = _hour(context, known.lead.outlet, known.now, person)
    return news_rules.flooded(hour, known.lead) or decision


def worded(context: Context, news: Development, due: AlertFacts, alert: Alert) -> tuple[AlertFacts, Alert]:
    """The facts of an alert that is due with all that its message shows: every article of the story, and the hits.

    Then the alert, as it is worded by these. Most articles of a big story cause none, so it is read here alone.
    """
    if not news.whole:
        news.whole.extend(stories.get_many(context.archive, [news.story.id]).values())
    story = news.whole[0]
    facts = replace(due, story=story, before=_before(story, news.arrival))
    again = alert_rules.decide(facts)
    facts = replace(facts, hits=hits_of(context, news, due.watch))
    return facts, replace(alert, reason=again.reason) if isinstance(again, Alert) else alert


def _hour(context: Context, outlet: str, now: datetime, person: Person | None) -> OutletHour:
    """The alerts of an outlet in the last hour, counted as far as that matters."""
    most = context.config.flood
    if not most:
        return OutletHour(made=0, held=0, most=0)
    of = AlertsOf(outlet=outlet, since=now - FLOOD_SPAN, until=now, person=person.id if person else None)
    return OutletHour(
        made=alerts_made.outlet_hour(context.archive, of),
        held=suppressed.in_flood(context.archive, of, most),
        most=most,
    )


def _before(story: Story, arrival: Arrival) -> Story | None:
    """The story as it was before this article; None where the article opened it."""
    if arrival.changes:
        return story
    others = tuple(report for report in story.reports if report.article_id != arrival.article_id)
    if not others:
        return None
    return replace(story, first_reported_by=others[0].outlet, reports=others)
