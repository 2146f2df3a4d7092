"""Articles that a person follows: each revision that is more than polish is sent to every channel."""

from datetime import datetime

from monitor.desk import posting
from monitor.desk.context import Context
from monitor.digest.message import STORY_UPDATED, StoryAlert, message_id
from monitor.model import Watch
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
        watch=Watch(id="followed", name="Followed article", query=""),
        reason=f"{lead.outlet_name} changed an article that you follow: {said}{was}",
        story=story,
        lead=lead,
        hits=(),
        timezone=context.config.timezone,
    )
    return posting.post(context, alert, tuple(context.channels), now, MessageTopic(story=story.id))
