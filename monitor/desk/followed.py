"""Articles that a person follows: a revision that is more than polish is sent everywhere, to persons at their hours."""

from dataclasses import replace
from datetime import datetime

from monitor import waking_hours
from monitor.desk import holding, posting
from monitor.desk.context import Context
from monitor.digest.message import STORY_UPDATED, StoryAlert, message_id
from monitor.person import Person
from monitor.revised import Revision, RevisionKind
from monitor.store import rereadings, stories
from monitor.store.outbox import MessageTopic

_WORDS = {
    RevisionKind.RETRACTION: "a retraction",
    RevisionKind.GONE: "its page is gone",
    RevisionKind.CORRECTION: "a correction",
    RevisionKind.NAME_ADDED: "another name",
    RevisionKind.NAME_REMOVED: "a name less",
    RevisionKind.NUMBER_ADDED: "another number",
    RevisionKind.NUMBER_REMOVED: "a number less",
    RevisionKind.HEADLINE: "a new headline",
    RevisionKind.UPDATE: "another text",
    RevisionKind.TYPO: "spelling",
}


def send(context: Context, article_id: int, story_id: int | None, revision: Revision | None, now: datetime) -> int:
    """Put the message on a revision into the outbox, if a person follows the article; how many that made."""
    clock = rereadings.of(context.archive, article_id)
    if revision is None or revision.is_polish or clock is None or clock.followed_at is None or story_id is None:
        return 0
    story = stories.get(context.archive, story_id)
    lead = story.report(article_id) if story else None
    if story is None or lead is None:
        return 0
    said = ", ".join(_WORDS[kind] for kind in revision.kinds if not kind.is_polish)
    was = f"; the headline was: {revision.old_title}" if RevisionKind.HEADLINE in revision.kinds else ""
    alert = StoryAlert(
        id=message_id("followed", article_id, revision.at),
        type=STORY_UPDATED,
        at=now,
        watch=posting.FOLLOWED,
        reason=f"{lead.outlet_name} changed an article that you follow: {said}{was}",
        story=story,
        lead=lead,
        hits=(),
        timezone=context.config.timezone,
    )
    personal = {name for person in context.config.persons for name in person.channels}
    others = tuple(name for name in context.channels if name not in personal)
    made = posting.post(context, alert, others, now, MessageTopic(story=story.id, article=article_id))
    return made + sum(_send_to(context, person, alert, revision, now) for person in context.config.persons)


def _send_to(context: Context, person: Person, alert: StoryAlert, revision: Revision, now: datetime) -> int:
    """To a person at their hours: what they follow is as any news that they asked for, but never too much of a day."""
    id_ = message_id("followed", person.id, alert.lead.article_id, revision.at)
    theirs = replace(alert, id=id_, person=person.id, timezone=person.timezone)
    closed = waking_hours.closed(person, now)
    if closed is None:
        return holding.post(context, person, theirs, now)
    holding.hold(context, theirs, closed)
    return 0
