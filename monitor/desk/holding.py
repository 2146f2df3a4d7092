"""Alerts that wait for their person's time, and the one message in which they go out then.

To hold an alert is part of the transaction of its article; to release what waits is one transaction with its message.
"""

from collections.abc import Sequence
from datetime import datetime

from monitor import waking_hours
from monitor.desk import posting, sent_before
from monitor.desk.context import Context
from monitor.digest import alert_rules, payload, person_rules
from monitor.digest.message import STORY_OPENED, StoryAlert, WaitedAlerts, message_id
from monitor.model import Watch
from monitor.news import NewsKind
from monitor.person import HeldBy, Person, Waiting
from monitor.store import alerts_made, held, hits, identity, snoozes, stories
from monitor.store.archive import Archive
from monitor.store.held import HeldRow, NewHeld
from monitor.store.outbox import MessageTopic


def hold(context: Context, alert: StoryAlert, by: HeldBy) -> None:
    """Let an alert wait for its person's time."""
    held.hold(
        context.archive,
        NewHeld(
            person=alert.person or "",
            article=alert.lead.article_id,
            watches=tuple(watch.id for watch in alert.watches),
            outlet=alert.lead.outlet,
            alert_id=alert.id,
            type=alert.type,
            by=by,
            data=payload.data(alert),
        ),
        alert.at,
    )


def post(context: Context, person: Person, alert: StoryAlert, now: datetime) -> int:
    """Put a person's alert into the outbox; how many messages that made."""
    to = person.channels_of(tuple(watch.id for watch in alert.watches))
    return posting.post(context, alert, to, now, posting.topic(alert))


def release(context: Context, person: Person, now: datetime) -> int:
    """Put what no longer has to wait into the outbox, as one message; how many messages that made."""
    with context.archive.transaction():
        rows = {row.id: row for row in held.waiting(context.archive, person.id)}
        if not rows:
            return 0
        waiting = [Waiting(number=row.id, held_at=row.held_at, by=row.by) for row in rows.values()]
        today = sent_today(context.archive, person, now)
        due = [rows[one.number] for one in person_rules.due(person, waiting, today, now)]
        return _send(context, person, [row for row in due if not _silent_until(context.archive, person, row, now)], now)


def release_all(context: Context, now: datetime) -> int:
    """The same for every person; how many messages that made."""
    return sum(release(context, person, now) for person in context.config.persons)


def next_release(context: Context, now: datetime) -> datetime | None:
    """When something that waits goes out next, as far as that is known now; None: nothing waits."""
    moments = [
        expected(context.archive, person, row, now)
        for person in context.config.persons
        for row in held.waiting(context.archive, person.id)
    ]
    return min(moments, default=None)


def expected(archive: Archive, person: Person, row: HeldRow, now: datetime) -> datetime:
    """When an alert that waits goes out, as far as that is known now."""
    one = Waiting(number=row.id, held_at=row.held_at, by=row.by)
    return person_rules.expected(person, one, now, _silent_until(archive, person, row, now))


def sent_today(archive: Archive, person: Person, now: datetime) -> int:
    """The alerts that a person had this day of theirs, but for those that had waited."""
    return alerts_made.alone(archive, person.id, waking_hours.day_began(person, now), now)


def _send(context: Context, person: Person, rows: Sequence[HeldRow], now: datetime) -> int:
    found = [(row, alert) for row in rows if (alert := _alert(context, person, row, now))]
    if not found:
        return 0
    alerts = tuple(alert for _, alert in found)
    message = _message(person, alerts, rows[0].id, now)
    id_ = identity.own(context.archive, message.id)
    watches = tuple(dict.fromkeys(watch.id for alert in alerts for watch in alert.watches))
    if isinstance(message, StoryAlert):
        post(context, person, message, now)
    else:
        posting.post(
            context, message, person.channels_of(watches), now, MessageTopic(watches=watches, person=person.id)
        )
    held.released(context.archive, [row.id for row, _ in found], id_)
    return 1


def _message(person: Person, alerts: tuple[StoryAlert, ...], first: int, now: datetime) -> StoryAlert | WaitedAlerts:
    """The one message with all of these. `first` numbers the first that waited."""
    if len(alerts) == 1:
        return alerts[0]
    return WaitedAlerts(
        id=message_id("held", person.id, first, alerts[0].held_at or now),
        person=person.id,
        at=now,
        alerts=alerts,
        timezone=person.timezone,
    )


def _alert(context: Context, person: Person, row: HeldRow, now: datetime) -> StoryAlert | None:
    """The alert as it was decided, with its story as it is now; None where the archive has that no more."""
    story = stories.get(context.archive, row.story) if row.story is not None else None
    lead = story.report(row.article) if story else None
    if story is None or lead is None:
        return None
    watches = tuple(context.watches.get(id_) or Watch(id=id_, name=id_, query="") for id_ in row.watches)
    found = [hit for hit in hits.recent(context.archive, story=story.id, limit=200) if hit.watch in row.watches]
    data = row.data
    sent = sent_before.of_stories(context, watches[0], person, [story.id])
    opened = next((one for one in sent if one.type == STORY_OPENED and one.id != row.alert_id), None)
    return StoryAlert(
        id=row.alert_id,
        type=row.type,
        at=now,
        watch=watches[0],
        others=watches[1:],
        kind=NewsKind(data["kind"]),
        reason=data["reason"],
        fact=data["fact"],
        was=data["was"],
        old_title=data["old_title"],
        owners=context.owners,
        story=story,
        lead=lead,
        hits=tuple({hit.snippet: hit for hit in found if hit.report.article_id == lead.article_id}.values()),
        timezone=person.timezone,
        person=person.id,
        held_at=row.held_at,
        thread=alert_rules.thread(opened, story, watches[0]) if opened and row.type != STORY_OPENED else None,
    )


def _silent_until(archive: Archive, person: Person, row: HeldRow, now: datetime) -> datetime | None:
    """Until when the person wants to hear nothing of it, and it waits on; None: they may hear it."""
    lasting = snoozes.of_story(archive, row.story or 0, row.watches, now)
    return person_rules.silent_until(person, row.watches, lasting)
