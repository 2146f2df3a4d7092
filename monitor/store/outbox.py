"""The outbox: messages, and their deliveries with attempts, waits and leases.

    queued -> sending -> sent | failed | dead          failed -> sending, when its time comes

A message and its deliveries are written in the transaction of their cause; how they leave is in `leases`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp, stamp_up

Addressed = tuple[str, str | None, str | bytes]  # channel, recipient, what goes out


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTopic:
    """What a message is about. `article`: what caused it, of `outlet`; `person`: for whom; `watches`: all it names."""

    watch: str | None = None
    story: int | None = None
    digest: int | None = None
    incident: int | None = None
    article: int | None = None
    outlet: str | None = None
    person: str | None = None
    watches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage(MessageTopic):
    """A message to be sent. `id` is stable: the same cause makes the same id, and an id is sent once."""

    id: str
    type: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeMessage:
    """A message of any type as it was written; `row` orders them, `channels` is where it goes.

    `watches` are the names of all watches that it is of; `person` the id of whom it is for, None: of no person.
    """

    row: int
    id: str
    type: str
    watches: tuple[str, ...]
    person: str | None
    story: int | None
    at: datetime
    data: Mapping[str, Any]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One line of `monitor deliveries list`."""

    id: int
    message_id: str
    type: str
    watch: str | None
    story_id: int | None
    person: str | None  # whom it is for, by id
    watches: tuple[str, ...]  # ids of all watches that it names, where these are several
    channel: str
    recipient: str | None
    state: str
    attempts: int
    next_at: datetime | None
    maybe_sent: bool
    last_error: str | None
    created_at: datetime
    sent_at: datetime | None
    dropped_at: datetime | None  # when a person gave it up


def enqueue(
    archive: Archive,
    message: NewMessage,
    deliveries: Iterable[Addressed],
    now: datetime,
    *,
    not_before: Mapping[str, datetime] | None = None,
) -> bool:
    """Write a message and its deliveries; False, and nothing written, if that id was there.

    `not_before`: when it may leave by a channel, where that is later.
    """
    with archive.transaction():
        new = archive.execute(
            """
            insert into messages (
              id, type, watch_id, story_id, digest_id, incident_id, article_id, outlet_id, person_id, watch_ids, data,
              created_at
            )
            values (
              :id, :type, :watch, :story, :digest, :incident, :article, :outlet, :person, :watches, :data, :now
            )
            on conflict (id) do nothing
            """,
            {
                "id": message.id,
                "type": message.type,
                "watch": message.watch,
                "story": message.story,
                "digest": message.digest,
                "incident": message.incident,
                "article": message.article,
                "outlet": message.outlet,
                "person": message.person,
                "watches": dump(message.watches) if message.watches else None,
                "data": dump(message.data),
                "now": stamp(now),
            },
        )
        if not new:
            return False
        _address(archive, message.id, deliveries, now, not_before or {})
    return True


def _address(
    archive: Archive, message_id: str, deliveries: Iterable[Addressed], now: datetime, later: Mapping[str, datetime]
) -> None:
    archive.execute_many(
        """
        insert into deliveries (message_id, channel, recipient, rendered, next_at, created_at)
        values (:message, :channel, :recipient, :rendered, :next, :now)
        on conflict do nothing
        """,
        [
            {
                "message": message_id,
                "channel": channel,
                "recipient": recipient,
                "rendered": rendered.decode() if isinstance(rendered, bytes) else rendered,
                "next": stamp_up(later[channel]) if channel in later else stamp(now),
                "now": stamp(now),
            }
            for channel, recipient, rendered in deliveries
        ],
    )


def made_after(archive: Archive, row: int) -> list[MadeMessage]:
    """The messages that were written after the one of this row (0: all), in the order in which they were."""
    rows = archive.rows(
        """
        select rowid as row, id, type, person_id as person, story_id as story, created_at as at, data,
          (
            select json_group_array(name) from watches
            where id in (select value from json_each(coalesce(watch_ids, json_array(watch_id))))
          ) as watches,
          (select json_group_array(distinct channel) from deliveries where message_id = messages.id) as channels
        from messages where rowid > ? order by rowid
        """,
        (row,),
    )
    return [record(MadeMessage, one) for one in rows]


def watches_alerted(archive: Archive, story_id: int) -> list[str]:
    """The watches that already caused a message on a story, or one that waits for its person's time."""
    rows = archive.rows(
        """
        select watch_id from messages where story_id = :story and watch_id is not null
        union
        select value from messages, json_each(watch_ids) where story_id = :story and watch_ids is not null
        union
        select value from articles join held on held.article_id = articles.id, json_each(watch_ids)
        where articles.story_id = :story
        order by 1
        """,
        {"story": story_id},
    )
    return [row["watch_id"] for row in rows]


def expire(archive: Archive, channels: Iterable[str], before: datetime) -> int:
    """Give up what was written before that and waits for these channels, which take nothing; how many."""
    return archive.execute(
        """
        update deliveries set
          state = 'dead', next_at = null, last_error = coalesce(last_error, 'its channel took nothing')
        where channel in (select value from json_each(:channels)) and state in ('queued', 'failed')
          and created_at < :before
        """,
        {"channels": dump(list(channels)), "before": stamp(before)},
    )


def move(archive: Archive, channel: str, to: str, now: datetime) -> int:
    """Send what waits for a channel, or was given up there, by another one of its kind; how many.

    What the other one has of the same message already stays where it is.
    """
    return archive.execute(
        """
        update or ignore deliveries set
          channel = :to, state = 'queued', attempts = 0, next_at = :now, lease_until = null
        where channel = :channel and state in ('queued', 'failed', 'dead') and dropped_at is null
        """,
        {"channel": channel, "to": to, "now": stamp(now)},
    )


def listing(
    archive: Archive,
    *,
    state: str | None = None,
    channel: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[DeliveryRow]:
    """The newest deliveries, narrowed as asked; `before`: those with lower ids."""
    asked = {"state": state, "channel": channel, "before": before, "limit": limit}
    wanted = {"deliveries.state = :state": state, "channel = :channel": channel, "deliveries.id < :before": before}
    where = " and ".join(clause for clause, value in wanted.items() if value is not None)
    rows = archive.rows(
        f"""
        select deliveries.*, messages.type, messages.watch_id as watch, messages.story_id, messages.person_id as person,
          coalesce(messages.watch_ids, '[]') as watches
        from deliveries join messages on messages.id = message_id
        where {where or "true"} order by deliveries.id desc limit +:limit
        """,
        asked,
    )
    return [record(DeliveryRow, row) for row in rows]


def one(archive: Archive, delivery_id: int) -> tuple[DeliveryRow, str] | None:
    """A delivery, and what goes out."""
    row = archive.row(
        """
        select deliveries.*, messages.type, messages.watch_id as watch, messages.story_id, messages.person_id as person,
          coalesce(messages.watch_ids, '[]') as watches
        from deliveries join messages on messages.id = message_id where deliveries.id = ?
        """,
        (delivery_id,),
    )
    return (record(DeliveryRow, row), row["rendered"]) if row else None


def channels_of(archive: Archive, ids: Iterable[int]) -> list[str]:
    """The channels of these deliveries."""
    rows = archive.rows(
        "select distinct channel from deliveries where id in (select value from json_each(?)) order by channel",
        (dump(list(ids)),),
    )
    return [row["channel"] for row in rows]


def went_to(archive: Archive, messages: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """The channels that these messages (ids) go to, each with the state of its deliveries; the worst where several."""
    rows = archive.rows(
        """
        select message_id, channel, min(state) as state from deliveries
        where message_id in (select value from json_each(?)) group by message_id, channel order by message_id, channel
        """,
        (dump(list(messages)),),
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        found.setdefault(row["message_id"], []).append((row["channel"], row["state"]))
    return found


def waiting(archive: Archive, channel: str) -> list[int]:
    """The deliveries that wait for a channel, or were given up there and are not dropped."""
    rows = archive.rows(
        "select id from deliveries where channel = ? and state in ('queued', 'failed', 'dead') and dropped_at is null",
        (channel,),
    )
    return [row["id"] for row in rows]


def counts(archive: Archive) -> dict[str, int]:
    """How many deliveries are in each state that any is in."""
    rows = archive.rows("select state, count(*) as deliveries from deliveries group by state order by state")
    return {row["state"]: row["deliveries"] for row in rows}


def requeue(archive: Archive, ids: Iterable[int], now: datetime) -> int:
    """Send these again from the beginning: failed or dead ones, whose causes are fixed; how many."""
    return archive.execute(
        """
        update deliveries set state = 'queued', attempts = 0, next_at = :now, lease_until = null, dropped_at = null
        where id in (select value from json_each(:ids)) and state in ('failed', 'dead')
        """,
        {"now": stamp(now), "ids": dump(list(ids))},
    )


def drop(archive: Archive, ids: Iterable[int], now: datetime) -> int:
    """Give these up, because a person said so; how many. What is being sent cannot be called back.

    Of those that were dead already nobody waits any more: a channel is not called failing for them.
    """
    return archive.execute(
        """
        update deliveries set state = 'dead', next_at = null, dropped_at = :now
        where id in (select value from json_each(:ids)) and state in ('queued', 'failed', 'dead') and dropped_at is null
        """,
        {"now": stamp(now), "ids": dump(list(ids))},
    )
