"""Which stories were sent by a channel, when, and which sort of news their messages were on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.news import NewsKind
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import moment, stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertedNews:
    """What an alert said of the article at `url`."""

    url: str
    kind: NewsKind
    fact: str | None
    was: str | None


def last_sent(archive: Archive, channel: str, stories: Iterable[int], until: datetime) -> dict[int, datetime]:
    """When each of these stories was last part of a message to this channel, before then; only those that were.

    What waits counts, for it will arrive; what was given up does not. A digest counts where it names the story.
    """
    rows = archive.rows(
        """
        with wanted as (select value as story from json_each(:stories)),
        passed as (
          select id, data, created_at from messages
          where digest_id is not null and created_at < :until
            and created_at >= (select min(opened_at) from stories where id in (select story from wanted))
        )
        select story, max(at) as at from (
          select story_id as story, created_at as at from messages
          where story_id in (select story from wanted) and created_at < :until
            and exists (
              select 1 from deliveries where message_id = messages.id and channel = :channel and state <> 'dead'
            )
          union all
          select json_extract(item.value, '$.id'), passed.created_at
          from passed, json_each(passed.data, '$.sections') as section, json_each(section.value, '$.stories') as item
          where json_extract(item.value, '$.id') in (select story from wanted)
            and exists (
              select 1 from deliveries where message_id = passed.id and channel = :channel and state <> 'dead'
            )
          union all
          select articles.story_id, messages.created_at
          from articles join held on held.article_id = articles.id join messages on messages.id = held.message_id
          where articles.story_id in (select story from wanted) and messages.created_at < :until
            and exists (
              select 1 from deliveries where message_id = messages.id and channel = :channel and state <> 'dead'
            )
        ) group by story
        """,
        {"stories": dump(sorted(stories)), "channel": channel, "until": stamp(until)},
    )
    return {row["story"]: at for row in rows if (at := moment(row["at"]))}


def alerted_news(archive: Archive, stories: Iterable[int], watches: Iterable[str]) -> list[AlertedNews]:
    """What the alerts of these watches (ids) said of the articles of these stories, oldest first."""
    rows = archive.rows(
        """
        select json_extract(data, '$.lead.url') as url, json_extract(data, '$.kind') as kind,
          json_extract(data, '$.fact') as fact, json_extract(data, '$.was') as was
        from (
          select data, watch_ids, watch_id, created_at, rowid as number from messages
          where story_id in (select value from json_each(:stories))
          union all
          select data, held.watch_ids, null, held_at, held.id
          from articles join held on held.article_id = articles.id
          where articles.story_id in (select value from json_each(:stories))
        )
        where json_extract(data, '$.lead.url') is not null and json_extract(data, '$.kind') is not null
          and (
            watch_id in (select value from json_each(:watches)) or exists (
              select 1 from json_each(watch_ids) as named where named.value in (select value from json_each(:watches))
            )
          )
        order by created_at, number
        """,
        {"stories": dump(sorted(stories)), "watches": dump(list(watches))},
    )
    return [record(AlertedNews, row) for row in rows]
