"""Alerts: the facts of a story for each watch that is concerned, the decision, and the message into the outbox."""

from datetime import datetime

from monitor.desk import developments, personal, polishing, posting, sent_before
from monitor.desk.arrival import Arrival
from monitor.desk.context import Context
from monitor.desk.developments import Development, Marks
from monitor.desk.tidings import Concern, Edition
from monitor.digest import alert_rules
from monitor.model import Origin, Watch
from monitor.store import outbox, stories, suppressed
from monitor.story import Story, Suppressed, Suppression


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
    story = _around(context, arrival) if instant else None
    if story is None:
        return 0
    news = Development(arrival=arrival, edition=edition, story=story, marks=hit_by, now=now)
    made = sum(send_to_channels(context, news, watch) for watch in instant if has_channels(context, watch))
    return made + sum(personal.send_due(context, news, person, instant) for person in context.config.persons)


def has_channels(context: Context, watch: Watch) -> bool:
    """Whether its alerts are for its own channels; also where nobody has it: then they are kept, and sent nowhere."""
    return bool(watch.to) or not any(watch.id in person.watches for person in context.config.persons)


def send_to_channels(context: Context, news: Development, watch: Watch) -> int:
    """Put the alert of a watch into the outbox for its channels, or keep why none is due; how many messages."""
    earlier = sent_before.of_stories(context, watch, None, [news.story.id])
    facts = developments.facts(context, news, Concern(watch=watch, marks=news.marks.get(watch.id, ())), earlier)
    decision = developments.decide(context, facts)
    if isinstance(decision, Suppressed):
        _keep(context, facts.article_id, facts.watch, decision, facts.now)
        return 0
    facts, decision = developments.worded(context, news, facts, decision)
    facts = sent_before.with_followed(context, facts, None)
    message = alert_rules.compose(facts, decision, timezone=context.config.timezone)
    return posting.post(context, message, watch.to, news.now, posting.topic(message))


def send_settled(context: Context, now: datetime) -> int:
    """Decide on the headlines that waited while editors polished, if that is over; how many messages that made."""
    made = 0
    for edit in polishing.settled(context, now):
        story = _around(context, edit.arrival)
        watches = [watch for watch in edit.watches if watch.alert == "instant" and not watch.paused]
        if story is None or not watches:
            continue
        marks = {hit.watch: hit.marks for hit in context.matcher.match(edit.edition.article)}
        news = Development(arrival=edit.arrival, edition=edit.edition, story=story, marks=marks, now=now)
        if edit.person is None:
            made += sum(send_to_channels(context, news, watch) for watch in watches)
        else:
            made += personal.send_due(context, news, edit.person, watches)
    return made


def _around(context: Context, arrival: Arrival) -> Story | None:
    return stories.around(
        context.archive, arrival.story_id, arrival.article_id, with_others=not arrival.relation.is_copy
    )


def _keep(context: Context, article: int, watch: Watch, why: Suppressed, now: datetime) -> None:
    suppressed.keep(context.archive, why, article=article, watch=watch.id, now=now)
