"""Alerts: the facts of a story for each watch that is concerned, the decision, and the message into the outbox."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from monitor.desk import posting
from monitor.desk.arrival import Arrival
from monitor.desk.context import Context
from monitor.digest import alert_rules
from monitor.digest.alert_rules import AlertFacts
from monitor.model import Origin
from monitor.store import hits, outbox, stories
from monitor.story import Story


def send_due(context: Context, arrival: Arrival, hit_by: Iterable[str], now: datetime) -> int:
    """Put into the outbox what is due after an article arrived; how many messages that made."""
    if arrival.origin is not Origin.LIVE:
        return 0
    concerned = list(dict.fromkeys([*hit_by, *outbox.watches_alerted(context.archive, arrival.story_id)]))
    watches = [context.watches[name] for name in concerned if name in context.watches]
    instant = [watch for watch in watches if watch.alert == "instant"]
    if not instant:
        return 0
    story = stories.get(context.archive, arrival.story_id)
    if story is None:
        return 0
    before = _before(story, arrival)
    made = 0
    for watch in instant:
        facts = AlertFacts(
            watch=watch,
            article_id=arrival.article_id,
            relation=arrival.relation,
            origin=arrival.origin,
            before=before,
            story=story,
            now=now,
            hits=tuple(hits.recent(context.archive, watch=watch.id, story=story.id, limit=200)),
            changes=arrival.changes,
            old_title=arrival.old_title,
            earlier=tuple(outbox.alerted(context.archive, watch.id, story.id)),
        )
        if alert := alert_rules.decide(facts):
            message = alert_rules.compose(facts, alert, timezone=context.config.timezone)
            made += posting.post(context, message, watch.to, now, watch=watch.id, story=story.id)
    return made


def _before(story: Story, arrival: Arrival) -> Story | None:
    """The story as it was before this article; None where the article opened it."""
    if arrival.changes:
        return story
    others = tuple(report for report in story.reports if report.article_id != arrival.article_id)
    if not others:
        return None
    return replace(story, first_reported_by=others[0].outlet, reports=others)
