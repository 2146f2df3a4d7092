"""Alerts that wait for their person's time, and the one message in which they go out then.

To hold an alert is part of the transaction of its article; to release what waits is one transaction with its message.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor import waking_hours
from monitor.desk import posting, sent_before
from monitor.desk.context import Context
from monitor.digest import alert_rules, payload, person_rules
from monitor.digest.message import STORY_OPENED, STORY_UPDATED, StoryAlert, WaitedAlerts, message_id
from monitor.model import Watch
from monitor.news import NewsKind
from monitor.person import HeldBy, Person, Waiting
from monitor.store import alerts_made, held, hits, identity, snoozes, stories
from monitor.store.archive import Archive
from monitor.store.held import HeldRow, NewHeld
from monitor.store.outbox import MessageTopic


@dataclass(frozen=True, slots=True)
class _Release:
    """A release of what waits for a person. `waiting` is all of it, also what has to wait on."""

    context: Context
    person: Person
    waiting: Collection[HeldRow]
    now: datetime


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
        due = [row for row in due if not _silent_until(context.archive, person, row, now)]
        return _send(_Release(context, person, rows.values(), now), due)


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


def _send(of: _Release, rows: Sequence[HeldRow]) -> int:
    alerts: tuple[StoryAlert, ...] = ()
    types: dict[int, str] = {}
    for row in rows:
        if alert := _alert(of, row, alerts):
            types[row.id] = alert.type
            alerts = (*alerts, alert)
    if not alerts:
        return 0
    context, person = of.context, of.person
    message = _message(person, alerts, rows[0].id, of.now)
    id_ = identity.own(context.archive, message.id)
    if isinstance(message, StoryAlert):
        post(context, person, message, of.now)
    else:
        watches = tuple(dict.fromkeys(watch.id for alert in alerts for watch in alert.watches))
        about = MessageTopic(watches=watches, person=person.id)
        posting.post(context, message, person.channels_of(watches), of.now, about)
    held.released(context.archive, types, id_)
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


def _alert(of: _Release, row: HeldRow, before: Sequence[StoryAlert]) -> StoryAlert | None:
    """The alert as it was decided, with its story as it is now; None where the archive has that no more.

    `before` are those that go out in front of it: the first of a story opens it.
    """
    context, person = of.context, of.person
    story = stories.get(context.archive, row.story) if row.story is not None else None
    lead = story.report(row.article) if story else None
    if story is None or lead is None:
        return None
    watches = tuple(_watch(context, id_) for id_ in row.watches)
    found = [hit for hit in hits.recent(context.archive, story=story.id, limit=200) if hit.watch in row.watches]
    data = row.data
    sent = sent_before.of_stories(context, watches[0], person, [story.id])
    waits = {one.alert_id for one in of.waiting}
    opened = alert_rules.opening([one for one in sent if one.id not in waits])
    is_open = opened is not None or any(one.story.id == story.id for one in before)
    type_ = STORY_UPDATED if is_open else _first_type(of, row)
    return StoryAlert(
        id=row.alert_id,
        type=type_,
        at=of.now,
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
        thread=alert_rules.thread(opened, story, watches[0]) if opened and type_ != STORY_OPENED else None,
    )


def _watch(context: Context, id_: str) -> Watch:
    """The watch as it is configured, or what is left of it."""
    known = posting.FOLLOWED if id_ == posting.FOLLOWED.id else context.watches.get(id_)
    return known or Watch(id=id_, name=id_, query="")


def _first_type(of: _Release, row: HeldRow) -> str:
    """That of the first alert on a story that goes out: it opens the story, if the one that would have does not.

    That is so where the watch that opened the story is snoozed, and another one of theirs has news, or where the
    article that would have is of another story by now. What is said of a followed article opens nothing by itself.
    """
    opens = any(one.story == row.story and one.type == STORY_OPENED for one in of.waiting)
    return STORY_OPENED if opens or posting.FOLLOWED.id not in row.watches else row.type


def _silent_until(archive: Archive, person: Person, row: HeldRow, now: datetime) -> datetime | None:
    """Until when the person wants to hear nothing of it, and it waits on; None: they may hear it."""
    lasting = snoozes.of_story(archive, row.story or 0, row.watches, now)
    return person_rules.silent_until(person, row.watches, lasting)
