"""Who had stories first, by how much, who followed, and who credits whom."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from monitor.store import articles
from monitor.store.archive import Archive
from monitor.store.codec.timestamps import moment, stamp

_FOLLOWS = timedelta(hours=96)  # later is no following of that news


@dataclass(frozen=True, slots=True, kw_only=True)
class Firsts:
    """Stories of several outlets that one had first. `lead`: the median until the second outlet's report.

    `picked_up_by` counts the outlets that followed, in all these stories; `credited_by` those that said so.
    """

    outlet: str
    outlet_id: str
    stories: int
    lead: timedelta
    picked_up_by: int
    credited_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """How often an outlet is credited, by how many others, and how often it credits. `sentence`: the latest one."""

    outlet: str
    outlet_id: str
    credits: int
    outlets: int
    gives: int
    sentence: str | None


def firsts(archive: Archive, since: datetime) -> list[Firsts]:
    """The outlets that had stories first which were opened since then, most stories first."""
    rows = archive.rows(
        """
        select stories.id, outlets.name as outlet, outlets.id as outlet_id, stories.first_reported_at as began_at,
          articles.outlet_id as follower, min(coalesce(articles.reported_at, articles.found_at)) as followed_at,
          max(exists (
            select 1 from credits where credits.article_id = articles.id and credits.outlet_id = outlets.id
          )) as says_so
        from stories
        join outlets on outlets.id = stories.first_reported_by
        join articles on articles.story_id = stories.id and articles.outlet_id <> outlets.id
        join outlets as followers on followers.id = articles.outlet_id and followers.kind <> 'press'
        where stories.opened_at >= ? and stories.outlet_count > 1
        group by stories.id, articles.outlet_id
        """,
        (stamp(since),),
    )
    by_outlet: dict[tuple[str, str], dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if _lead(row) <= _FOLLOWS.total_seconds():
            by_outlet[row["outlet"], row["outlet_id"]][row["id"]].append(row)
    found = [
        Firsts(
            outlet=name,
            outlet_id=number,
            stories=len(stories),
            lead=timedelta(seconds=median(min(map(_lead, followers)) for followers in stories.values())),
            picked_up_by=sum(len(followers) for followers in stories.values()),
            credited_by=sum(row["says_so"] for followers in stories.values() for row in followers),
        )
        for (name, number), stories in by_outlet.items()
    ]
    return sorted(found, key=lambda one: (-one.stories, one.outlet_id))


def credited(archive: Archive, since: datetime) -> list[Credited]:
    """The outlets that articles found since then credit, or that credit others; most credited first."""
    rows = archive.rows(
        """
        with recent as (
          select articles.outlet_id as giver, credits.outlet_id as receiver, credits.sentence, articles.id
          from articles join credits on credits.article_id = articles.id
          where articles.id >= :first and articles.found_at >= :since
        ),
        named as (select receiver as id from recent union select giver from recent)
        select named.id as outlet_id, coalesce(outlets.name, named.id) as outlet,
          (select count(*) from recent where receiver = named.id) as credits,
          (select count(distinct giver) from recent where receiver = named.id) as outlets,
          (select count(*) from recent where giver = named.id) as gives,
          (select sentence from recent where receiver = named.id order by id desc limit 1) as sentence
        from named left join outlets on outlets.id = named.id
        order by credits desc, named.id
        """,
        {"since": stamp(since), "first": articles.first_id_since(archive, since)},
    )
    return [Credited(**dict(row)) for row in rows]


def _lead(row: Any) -> float:
    """Seconds until a follower's report."""
    apart: timedelta = moment(row["followed_at"]) - moment(row["began_at"])
    return max(apart.total_seconds(), 0.0)
