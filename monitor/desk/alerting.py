"""Alerts: the facts of a story for each watch that is concerned, the decision, and the message into the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.desk import posting
from monitor.desk.context import Bench
from monitor.digest import alert_rules
from monitor.digest.alert_rules import AlertFacts, Earlier
from monitor.digest.story import Report, Story, StoryHit
from monitor.model import Origin
from monitor.store import hits, outbox, stories
from monitor.store.hits import HitRow
from monitor.store.stories import StoryView

if TYPE_CHECKING:
    from monitor.desk.ingest import Arrival


def send_due(bench: Bench, arrival: Arrival, hit_by: Iterable[str], now: datetime) -> int:
    """Put into the outbox what is due after an article arrived; how many messages that made."""
    if arrival.origin is not Origin.LIVE:
        return 0
    concerned = list(dict.fromkeys([*hit_by, *outbox.watches_alerted(bench.archive, arrival.story_id)]))
    watches = [bench.watches[name] for name in concerned if name in bench.watches]
    instant = [watch for watch in watches if watch.alert == "instant"]
    if not instant:
        return 0
    view = stories.get(bench.archive, arrival.story_id)
    if view is None:
        return 0
    story = story_of(view)
    before = _before(story, arrival)
    made = 0
    for watch in instant:
        rows = hits.recent(bench.archive, watch=watch.id, story=story.id, limit=200)
        facts = AlertFacts(
            watch=watch,
            article_id=arrival.article_id,
            relation=arrival.relation,
            origin=arrival.origin,
            before=before,
            story=story,
            now=now,
            hits=tuple(story_hit(row, story) for row in rows),
            changes=arrival.changes,
            old_title=arrival.old_title,
            earlier=tuple(
                Earlier(id=sent.id, type=sent.type, at=sent.created_at, data=sent.data)
                for sent in outbox.alerted(bench.archive, watch.id, story.id)
            ),
        )
        if alert := alert_rules.decide(facts):
            message = alert_rules.compose(facts, alert, timezone=bench.config.timezone)
            made += posting.post(bench, message, watch.to, now, watch=watch.id, story=story.id)
    return made


def story_of(view: StoryView) -> Story:
    """A story of the archive as the digests see it."""
    return Story(
        id=view.id,
        title=view.title,
        first_reported_by=view.first_reported_by,
        opened_at=view.opened_at,
        reports=tuple(
            Report(
                article_id=article.article_id,
                url=article.url,
                outlet=article.outlet,
                outlet_name=article.outlet_name,
                title=article.title,
                found_at=article.found_at,
                published_at=article.published_at,
                copy_of=article.copy_of,
            )
            for article in view.articles
        ),
    )


def story_hit(row: HitRow, story: Story) -> StoryHit:
    """A hit of the archive as the digests see it."""
    report = story.report(row.article_id) or Report(
        article_id=row.article_id,
        url=row.url,
        outlet=row.outlet,
        outlet_name=row.outlet_name,
        title=row.title,
        found_at=row.article_found_at,
        published_at=row.published_at,
        copy_of=row.copy_of,
    )
    return StoryHit(
        watch=row.watch,
        story=story.id,
        report=report,
        field=row.field,
        snippet=row.snippet,
        snippet_marks=row.snippet_marks,
        origin=row.origin,
    )


def _before(story: Story, arrival: Arrival) -> Story | None:
    """The story as it was before this article; None where the article opened it."""
    if arrival.changes:
        return story
    others = tuple(report for report in story.reports if report.article_id != arrival.article_id)
    if not others:
        return None
    return Story(
        id=story.id,
        title=story.title,
        first_reported_by=others[0].outlet,
        opened_at=story.opened_at,
        reports=others,
    )
