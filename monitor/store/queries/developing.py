"""The stories in which watches found something of late, as the first page lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopingStory:
    """A story of one watch (an id): how often and when it was found, and the story's own figures.

    `snippet` is of the newest hit in it. `first_outlet_name` is None where nobody but releases has it.
    """

    watch: str
    watch_name: str
    story: int
    title: str
    hits: int
    first_hit_at: datetime
    last_hit_at: datetime
    first_outlet: str | None
    first_outlet_name: str | None
    first_reported_at: datetime | None
    article_count: int
    outlet_count: int
    copy_count: int
    thread_id: int | None
    first_article_id: int | None


_SELECT = """
with found as (
  select watch_id, story_id, count(*) as hits, min(found_at) as first_hit_at, max(found_at) as last_hit_at
  from hits indexed by hits_by_time
  where found_at >= :since and story_id is not null and not old and not exists (
    select 1 from verdicts
    where verdicts.watch_id = hits.watch_id and verdicts.article_id = hits.article_id and not is_right
  )
  group by watch_id, story_id
)
select
  found.watch_id as watch, watches.name as watch_name, stories.id as story, stories.title, found.hits,
  found.first_hit_at, found.last_hit_at, stories.first_reported_by as first_outlet,
  outlets.name as first_outlet_name, stories.first_reported_at, stories.article_count, stories.outlet_count,
  stories.copy_count, stories.thread_id, stories.first_article_id
from found
join watches on watches.id = found.watch_id and watches.active
join stories on stories.id = found.story_id
left join outlets on outlets.id = stories.first_reported_by
order by found.last_hit_at desc, stories.id desc, watches.id
limit +:limit
"""


def since(archive: Archive, start: datetime, limit: int) -> list[DevelopingStory]:
    """The stories of active watches with hits since then, newest hit first; no old news, and none judged wrong."""
    rows = archive.rows(_SELECT, {"since": stamp(start), "limit": limit})
    return [record(DevelopingStory, row) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFigures:
    """A story in numbers. `first_outlet_name` is None where nobody but releases has it."""

    story: int
    title: str
    first_outlet_name: str | None
    first_reported_at: datetime | None
    article_count: int
    outlet_count: int
    copy_count: int


def figures(archive: Archive, numbers: Iterable[int]) -> dict[int, StoryFigures]:
    """The stories of these numbers, by number."""
    rows = archive.rows(
        """
        select stories.id as story, stories.title, outlets.name as first_outlet_name, first_reported_at,
          article_count, outlet_count, copy_count
        from stories left join outlets on outlets.id = stories.first_reported_by
        where stories.id in (select value from json_each(?))
        """,
        (dump(sorted(set(numbers))),),
    )
    return {row["story"]: record(StoryFigures, row) for row in rows}


_OWN = """
select story_id as story, outlets.name as outlet, min(coalesce(reported_at, found_at)) as at
from articles join outlets on outlets.id = outlet_id
where story_id in (select value from json_each(?))
  and copy_of is null and coalesce(role, '') <> 'mention' and outlets.kind <> 'press'
group by story_id, outlet_id order by story_id, at, articles.id
"""


def voices(archive: Archive, stories: Iterable[int]) -> dict[int, list[str]]:
    """The outlets (names) with reports of their own in each of these stories, the first one first."""
    found: dict[int, list[str]] = {}
    for row in archive.rows(_OWN, (dump(sorted(set(stories))),)):
        found.setdefault(row["story"], []).append(row["outlet"])
    return found
