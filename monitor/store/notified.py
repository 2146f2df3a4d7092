"""What the people of a watch or channel were notified of before: earlier stories of a thread, and who was first."""

from dataclasses import dataclass
from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp
from monitor.story import StoryLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is asked about, by the watches (ids) and channels that messages go by, and the time up to which."""

    watches: tuple[str, ...]
    channels: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerFirst:
    """A story whose first report is another one than a message said: that named the outlet `was` (an id)."""

    story: int
    was: str
    was_name: str


# Whether a story (`stories`) was in an alert by one of these watches or to one of these channels, or in a digest to one
# of the channels, which it was if a watch of it had a hit in its window. A person's messages count by their channels.
_NOTIFIED = """
(
  exists (
    select 1 from messages where messages.story_id = stories.id and messages.created_at < :until and (
      (messages.watch_id in (select value from json_each(:watches)) and messages.person_id is null)
      or exists (
        select 1 from deliveries where deliveries.message_id = messages.id
          and deliveries.channel in (select value from json_each(:channels))
      )
    )
  )
  or exists (
    select 1 from articles join held on held.article_id = articles.id
    join messages on messages.id = held.message_id and messages.created_at < :until
    join deliveries on deliveries.message_id = messages.id
    where articles.story_id = stories.id and deliveries.channel in (select value from json_each(:channels))
  )
  or exists (
    select 1 from hits
    join digests on hits.found_at >= digests.window_start and hits.found_at < digests.window_end
    join messages on messages.digest_id = digests.id and messages.created_at < :until
    join deliveries on deliveries.message_id = messages.id
    where hits.story_id = stories.id and not hits.old
      and hits.watch_id in (select value from json_each(:watches))
      and deliveries.channel in (select value from json_each(:channels))
  )
)
"""


def earlier(archive: Archive, story: int, audience: Audience) -> StoryLink | None:
    """The earlier story of its thread that they were notified of: the one that it is linked to, else the last."""
    row = archive.row(
        f"""
        select stories.id as story, stories.title, stories.opened_at,
          coalesce(story_links.kind, 'follows') as kind, coalesce(story_links.terms, '[]') as terms
        from stories as later
        join stories on stories.thread_id = later.thread_id and stories.id <> later.id
          and (stories.opened_at, stories.id) < (later.opened_at, later.id)
        left join story_links on story_links.story_id = later.id and story_links.to_story = stories.id
        where later.id = :story and {_NOTIFIED}
        order by story_links.kind is null, stories.opened_at desc, stories.id desc limit 1
        """,
        {"story": story, **_of(audience)},
    )
    return record(StoryLink, row) if row else None


# What each message said of who was first, of the stories of which an earlier report turned up: alerts, those that had
# waited, and digests.
_CORRECTED = """
with changed as (
  select story_id, max(changed_at) as changed_at from first_changes
  where changed_at >= :since and changed_at < :before group by story_id
),
said as (
  select messages.story_id, messages.created_at,
    json_extract(messages.data, '$.story.first_reported_by') as first
  from changed join messages on messages.story_id = changed.story_id
  where messages.created_at < :until and (
    (messages.watch_id in (select value from json_each(:watches)) and messages.person_id is null)
    or exists (
      select 1 from deliveries where deliveries.message_id = messages.id
        and deliveries.channel in (select value from json_each(:channels))
    )
  )
  union all
  select changed.story_id, messages.created_at,
    json_extract(held.data, '$.story.first_reported_by') as first
  from changed cross join articles on articles.story_id = changed.story_id
  cross join held on held.article_id = articles.id
  join messages on messages.id = held.message_id and messages.created_at < :until
  join deliveries on deliveries.message_id = messages.id
    and deliveries.channel in (select value from json_each(:channels))
  union all
  select changed.story_id, messages.created_at, json_extract(item.value, '$.first_reported_by')
  from changed cross join stories on stories.id = changed.story_id
  cross join messages on messages.digest_id is not null and messages.created_at >= stories.opened_at
    and messages.created_at < :until
  join deliveries on deliveries.message_id = messages.id
    and deliveries.channel in (select value from json_each(:channels)),
  json_each(messages.data, '$.sections') as section, json_each(section.value, '$.stories') as item
  where json_extract(item.value, '$.id') = changed.story_id
)
select stories.id as story, latest.first as was, outlets.name as was_name
from (select story_id, first, max(created_at) from said group by story_id) as latest
join stories on stories.id = latest.story_id
join outlets on outlets.id = latest.first
where latest.first <> stories.first_reported_by
order by stories.id
"""


def corrected(archive: Archive, since: datetime, before: datetime, audience: Audience) -> list[FormerFirst]:
    """The stories of which an earlier report turned up in this time, after a message named another outlet as first.

    What a message after that named counts too: an update may have corrected it already.
    """
    rows = archive.rows(_CORRECTED, {"since": stamp(since), "before": stamp(before), **_of(audience)})
    return [record(FormerFirst, row) for row in rows]


def _of(audience: Audience) -> dict[str, str | None]:
    return {
        "watches": dump(audience.watches),
        "channels": dump(audience.channels),
        "until": stamp(audience.until),
    }
