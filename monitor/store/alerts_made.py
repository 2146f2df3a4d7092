"""The alerts that were made: on a story, to one recipient, of an outlet in an hour, for a person in a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp
from monitor.story import SentMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsOf:
    """The alerts on articles of an outlet in some time, for a person or, None, for the channels of no person."""

    outlet: str
    since: datetime
    until: datetime
    person: str | None = None

    @property
    def parameters(self) -> dict[str, str | None]:
        """As SQL takes them."""
        times = {"since": stamp(self.since), "until": stamp(self.until)}
        return {"outlet": self.outlet, "person": self.person, **times}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom alerts are for: a person, or, with `person` None, the channels of a watch. All by id or name.

    `persons` are those of the configuration: the messages of one who is there no more count by their channels.
    """

    channels: tuple[str, ...]
    persons: tuple[str, ...] = ()
    person: str | None = None
    watch: str | None = None

    @property
    def parameters(self) -> dict[str, str | None]:
        """As SQL takes them."""
        return {
            "channels": dump(self.channels),
            "persons": dump(self.persons),
            "person": self.person,
            "watch": self.watch,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LedAlert:
    """An alert by the article that brought it about; `kind` None: from before there were kinds."""

    url: str
    type: str
    kind: str | None


# `alerts`: what a recipient was sent of some stories, or is to be sent when their time comes.
_ALERTS = """
with alerts as (
  select id, type, created_at as at, data, person_id as person, null as subject, null as number from messages
  where story_id in (select value from json_each(:stories))
    and not exists (select 1 from held where message_id = messages.id)
    and (
      person_id is :person and (:watch is null or watch_id = :watch)
      or coalesce(person_id, '') not in (select value from json_each(:persons))
        and (
          :watch is null or :watch in (select value from json_each(coalesce(watch_ids, json_array(watch_id))))
        )
        and exists (
          select 1 from deliveries where message_id = messages.id
            and channel in (select value from json_each(:channels))
        )
    )
  union all
  select coalesce(message_id, alert_id), held.type, coalesce(messages.created_at, held_at), held.data,
    held.person_id, json_extract(messages.data, '$.title'), held.id
  from articles join held on held.article_id = articles.id left join messages on messages.id = message_id
  where articles.story_id in (select value from json_each(:stories))
    and (
      held.person_id = :person
      or held.person_id not in (select value from json_each(:persons))
        and (:watch is null or :watch in (select value from json_each(held.watch_ids)))
        and exists (
          select 1 from deliveries where deliveries.message_id = held.message_id
            and channel in (select value from json_each(:channels))
        )
    )
)
"""
_IN_ORDER = "order by at, number nulls last, id"


def to(archive: Archive, recipient: Recipient, stories: Iterable[int]) -> list[SentMessage]:
    """What a recipient was sent of these stories, or is to be sent when their time comes, oldest first.

    An alert that waits stands there by the id that it would have; one that waited, by id and time of its message.
    What their channels were sent for no person, or for one who is in the configuration no more, counts.
    """
    asked = {"stories": dump(sorted(stories)), **recipient.parameters}
    return [record(SentMessage, row) for row in archive.rows(f"{_ALERTS} select * from alerts {_IN_ORDER}", asked)]


def led(archive: Archive, recipient: Recipient, stories: Iterable[int]) -> list[LedAlert]:
    """The same, of each the article and the kind alone: all that an alert says is long."""
    rows = archive.rows(
        f"""
        {_ALERTS}
        select coalesce(json_extract(data, '$.lead.url'), json_extract(data, '$.hits[0].url')) as url, type,
          json_extract(data, '$.kind') as kind
        from alerts {_IN_ORDER}
        """,
        {"stories": dump(sorted(stories)), **recipient.parameters},
    )
    return [record(LedAlert, row) for row in rows if row["url"] is not None]


def on_story(archive: Archive, story_id: int, watch_id: str | None = None) -> list[SentMessage]:
    """All messages on a story, whoever they are for, oldest first; of one watch, those that name it.

    A message of held alerts is one of each of their stories.
    """
    rows = archive.rows(
        """
        select id, type, created_at as at, data, person_id as person, null as subject from messages
        where (
            story_id = :story and (:watch is null or watch_id = :watch or :watch in (
              select value from json_each(coalesce(watch_ids, '[]'))
            ))
          ) or id in (
            select message_id from articles join held on held.article_id = articles.id
            where articles.story_id = :story
              and (:watch is null or :watch in (select value from json_each(held.watch_ids)))
          )
        order by created_at, rowid
        """,
        {"story": story_id, "watch": watch_id},
    )
    return [record(SentMessage, row) for row in rows]


def alone(archive: Archive, person_id: str, since: datetime, until: datetime) -> int:
    """How many alerts a person had in this time, but for those that had waited."""
    return int(
        archive.value(
            """
            select count(*) from messages
            where person_id = ? and created_at >= ? and created_at <= ? and story_id is not null
              and not exists (select 1 from held where message_id = messages.id)
            """,
            (person_id, stamp(since), stamp(until)),
        )
    )


def outlet_hour(archive: Archive, hour: AlertsOf) -> int:
    """How many alerts the articles of an outlet made in this time."""
    return int(
        archive.value(
            """
            select (
              select count(*) from messages
              where outlet_id = :outlet and created_at > :since and created_at <= :until and person_id is :person
            ) + (
              select count(*) from held
              where person_id = :person and outlet_id = :outlet and held_at > :since and held_at <= :until
                and not exists (
                  select 1 from messages where messages.id = message_id and messages.story_id is not null
                )
            )
            """,
            hour.parameters,
        )
    )
