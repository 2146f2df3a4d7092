"""Alerts: the facts of a story for each watch that is concerned, the decision, and the message into the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.desk import posting, tidings
from monitor.desk.arrival import Arrival
from monitor.desk.context import Context
from monitor.desk.tidings import Edition
from monitor.digest import alert_rules, news_rules
from monitor.digest.alert_facts import AlertFacts
from monitor.digest.news_rules import FLOOD_SPAN, OutletHour
from monitor.model import Mark, Origin, Watch
from monitor.store import hits, notified, outbox, stories, suppressed
from monitor.store.notified import Audience
from monitor.story import Story, Suppressed, Suppression

Marks = Mapping[str, Sequence[Mark]]


def send_due(context: Context, arrival: Arrival, edition: Edition, hit_by: Marks, now: datetime) -> int:
    """Put into the outbox what is due after an article arrived; how many messages that made.

    `hit_by` are the watches that find it, with the places. Where a watch that is concerned sends nothing, the reason
    is kept.
    """
    if arrival.origin is not Origin.LIVE:
        return 0
    concerned = dict.fromkeys([*hit_by, *outbox.watches_alerted(context.archive, arrival.story_id)])
    watches = [context.watches[name] for name in concerned if name in context.watches]
    for watch in watches:
        if watch.paused or watch.alert != "instant":
            why = Suppression.PAUSED if watch.paused else Suppression.DIGEST
            _keep(context, arrival.article_id, watch, Suppressed(reason=why), now)
    instant = [watch for watch in watches if watch.alert == "instant" and not watch.paused]
    story = stories.get(context.archive, arrival.story_id) if instant else None
    if story is None:
        return 0
    made = 0
    for watch in instant:
        brought = tidings.of(context, arrival, edition, watch, hit_by.get(watch.id, ()))
        facts = _facts(context, arrival, watch, story, now)
        made += _send(context, replace(facts, tidings=brought))
    return made


def _send(context: Context, facts: AlertFacts) -> int:
    """Put the alert that is due by these facts into the outbox, or keep why none is; how many messages that made."""
    decision = alert_rules.decide(facts)
    if not isinstance(decision, Suppressed):
        decision = news_rules.flooded(_hour(context, facts.lead.outlet, facts.now), facts.lead) or decision
    if isinstance(decision, Suppressed):
        _keep(context, facts.article_id, facts.watch, decision, facts.now)
        return 0
    if not facts.earlier:
        facts = replace(facts, story=_with_earlier(context, facts))
    message = alert_rules.compose(facts, decision, timezone=context.config.timezone)
    return posting.post(
        context,
        message,
        facts.watch.to,
        facts.now,
        watch=facts.watch.id,
        story=facts.story.id,
        outlet=facts.lead.outlet,
    )


def _with_earlier(context: Context, facts: AlertFacts) -> Story:
    """The story with the one that it follows, of those that the watch's people were notified of."""
    audience = Audience(watches=(facts.watch.id,), channels=facts.watch.to, until=facts.now)
    return replace(facts.story, follows=notified.earlier(context.archive, facts.story.id, audience))


def _hour(context: Context, outlet: str, now: datetime) -> OutletHour:
    """The alerts of an outlet in the last hour, counted as far as that matters."""
    most, since = context.config.flood, now - FLOOD_SPAN
    if not most:
        return OutletHour(made=0, held=0, most=0)
    return OutletHour(
        made=outbox.alerts_of(context.archive, outlet, since, now),
        held=suppressed.in_flood(context.archive, outlet, since, now, most),
        most=most,
    )


def _facts(context: Context, arrival: Arrival, watch: Watch, story: Story, now: datetime) -> AlertFacts:
    return AlertFacts(
        watch=watch,
        article_id=arrival.article_id,
        relation=arrival.relation,
        origin=arrival.origin,
        before=_before(story, arrival),
        story=story,
        now=now,
        hits=tuple(hits.recent(context.archive, watch=watch.id, story=story.id, limit=200)),
        changes=arrival.changes,
        old_title=arrival.old_title,
        earlier=tuple(outbox.alerted(context.archive, watch.id, story.id)),
        age=arrival.age,
        max_age=news_rules.limit_of(watch, context.config.max_age),
        is_late=arrival.is_late,
        is_known=watch.id in arrival.known_to,
        owners=context.owners,
    )


def _keep(context: Context, article: int, watch: Watch, why: Suppressed, now: datetime) -> None:
    suppressed.keep(context.archive, why, article=article, watch=watch.id, now=now)


def _before(story: Story, arrival: Arrival) -> Story | None:
    """The story as it was before this article; None where the article opened it."""
    if arrival.changes:
        return story
    others = tuple(report for report in story.reports if report.article_id != arrival.article_id)
    if not others:
        return None
    return replace(story, first_reported_by=others[0].outlet, reports=others)
