"""Who had stories first, by how much, who followed, and who credits whom."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from monitor.store import articles, outlets
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import load
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


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedStory:
    """A story of several outlets. `authors`: of its first article; `lead`: until the second outlet's report."""

    outlet: str
    outlet_id: str
    authors: tuple[str, ...]
    lead: timedelta
    picked_up_by: int
    credited_by: int


def firsts(archive: Archive, since: datetime) -> list[Firsts]:
    """The outlets that had stories first which were opened since then, most stories first."""
    by_outlet: dict[tuple[str, str], list[FollowedStory]] = defaultdict(list)
    for story in followed(archive, since):
        by_outlet[story.outlet, story.outlet_id].append(story)
    found = [
        Firsts(
            outlet=name,
            outlet_id=number,
            stories=len(stories),
            lead=timedelta(seconds=median(story.lead.total_seconds() for story in stories)),
            picked_up_by=sum(story.picked_up_by for story in stories),
            credited_by=sum(story.credited_by for story in stories),
        )
        for (name, number), stories in by_outlet.items()
    ]
    return sorted(found, key=lambda one: (-one.stories, one.outlet_id))


def followed(archive: Archive, since: datetime, until: datetime | None = None) -> list[FollowedStory]:
    """The stories that others followed within four days, opened since then and before `until`."""
    rows = archive.rows(
        """
        select stories.id, outlets.name as outlet, outlets.id as outlet_id, stories.first_reported_at as began_at,
          (select authors from articles where id = stories.first_article_id) as authors,
          articles.outlet_id as follower, min(coalesce(articles.reported_at, articles.found_at)) as followed_at,
          max(exists (
            select 1 from credits where credits.article_id = articles.id and credits.outlet_id = outlets.id
          )) as says_so
        from stories
        join outlets on outlets.id = stories.first_reported_by
        join articles on articles.story_id = stories.id and articles.outlet_id <> outlets.id
        join outlets as followers on followers.id = articles.outlet_id and followers.kind <> 'press'
        where stories.opened_at >= ? and stories.opened_at < ? and stories.outlet_count > 1
        group by stories.id, articles.outlet_id
        """,
        (stamp(since), stamp(until) if until else "9"),
    )
    by_story: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        if _lead(row) <= _FOLLOWS.total_seconds():
            by_story[row["id"]].append(row)
    return [
        FollowedStory(
            outlet=followers[0]["outlet"],
            outlet_id=followers[0]["outlet_id"],
            authors=tuple(load(followers[0]["authors"], list[str], [])),
            lead=timedelta(seconds=min(map(_lead, followers))),
            picked_up_by=len(followers),
            credited_by=sum(row["says_so"] for row in followers),
        )
        for followers in by_story.values()
    ]


def credited(archive: Archive, since: datetime) -> list[Credited]:
    """The outlets that articles found since then credit, or that credit others; most credited first."""
    rows = archive.rows(
        """
        select articles.outlet_id as giver, credits.outlet_id as receiver, count(*) as credits,
          max(articles.id) as latest, credits.sentence  -- of the latest
        from credits cross join articles on articles.id = credits.article_id  -- in this order: few articles credit
        where credits.article_id >= :first and articles.found_at >= :since group by giver, receiver
        """,
        {"since": stamp(since), "first": articles.first_id_since(archive, since)},
    )
    given: Counter[str] = Counter()
    received: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        given[row["giver"]] += row["credits"]
        received[row["receiver"]].append(row)
    named = outlets.names(archive, given.keys() | received.keys())
    found = [
        Credited(
            outlet=named.get(one, one),
            outlet_id=one,
            credits=sum(row["credits"] for row in received.get(one, ())),
            outlets=len(received.get(one, ())),
            gives=given[one],
            sentence=max(received[one], key=lambda row: row["latest"])["sentence"] if one in received else None,
        )
        for one in given.keys() | received.keys()
    ]
    return sorted(found, key=lambda one: (-one.credits, one.outlet_id))


def _lead(row: Any) -> float:
    """Seconds until a follower's report."""
    apart: timedelta = moment(row["followed_at"]) - moment(row["began_at"])
    return max(apart.total_seconds(), 0.0)
