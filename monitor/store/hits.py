"""The hits: which watch found which article, each pair once."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from monitor import embargo
from monitor.model import Hit, Origin
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, load
from monitor.store.codec.records import record
from monitor.store.codec.report_rows import COLUMNS, REPORTED, report_of
from monitor.store.codec.timestamps import moment, stamp
from monitor.store.digests import DigestRow
from monitor.store.watch_dates import HOLDS
from monitor.story import StoryHit


def add(  # noqa: PLR0913, PLR0917 - a hit and where it belongs, in the order of the words
    archive: Archive,
    hit: Hit,
    article_id: int,
    story_id: int | None,
    origin: Origin,
    now: datetime,
    *,
    old: bool = False,
) -> int | None:
    """Keep a hit; its id, or None if that watch has that article already. `now` is the time of this transaction.

    `old`: the article is no news to this watch.
    """
    rows = archive.rows(
        """
        insert into hits (watch_id, article_id, story_id, origin, field, snippet, snippet_marks, marks, old, found_at)
        values (:watch, :article, :story, :origin, :field, :snippet, :snippet_marks, :marks, :old, :now)
        on conflict (watch_id, article_id) do nothing returning id
        """,
        {
            "watch": hit.watch,
            "article": article_id,
            "story": story_id,
            "origin": origin.value,
            "field": hit.field,
            "snippet": hit.snippet,
            "snippet_marks": dump(hit.snippet_marks),
            "marks": dump(hit.marks),
            "old": old,
            "now": stamp(now),
        },
    )
    return int(rows[0]["id"]) if rows else None


def recent(  # noqa: PLR0913 - each keyword narrows the listing
    archive: Archive,
    *,
    watch: str | None = None,
    outlet: str | None = None,
    story: int | None = None,
    since: datetime | None = None,
    verdict: str | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> list[StoryHit]:
    """The newest hits, narrowed as asked. `since` is when they were found; `before_id` turns the page.

    `verdict` is "yes" or "no" for hits with that verdict, "none" for those without one.
    """
    clauses = {
        "hits.watch_id = :watch": watch,
        "articles.outlet_id = :outlet": outlet,
        "hits.story_id = :story": story,
        "hits.found_at >= :since": stamp(since),
        "hits.id < :before": before_id,
        f"verdicts.is_right is {_VERDICTS.get(verdict or '')}": verdict,
    }
    where = " and ".join(clause for clause, value in clauses.items() if value is not None) or "true"
    rows = archive.rows(
        f"{_SELECT if outlet else _NEWEST} where {where} order by hits.found_at desc, hits.id desc limit +:limit",
        {
            "watch": watch,
            "outlet": outlet,
            "story": story,
            "since": stamp(since),
            "before": before_id,
            "limit": limit,
        },
    )
    return [_hit(row) for row in rows]


def articles_of(archive: Archive, watch: str, since: datetime, limit: int) -> list[int]:
    """The articles in which a watch found something since then, the newest hits first: their ids alone."""
    rows = archive.rows(
        "select article_id from hits where watch_id = ? and found_at >= ? order by found_at desc, id desc limit +?",
        (watch, stamp(since), limit),
    )
    return [row["article_id"] for row in rows]


def articles_in_story(archive: Archive, story: int, watches: Iterable[str], since: datetime, limit: int) -> list[int]:
    """The articles of a story in which one of these watches (ids) found something since then, as above."""
    rows = archive.rows(
        """
        select article_id from hits
        where story_id = ? and found_at >= ? and watch_id in (select value from json_each(?))
        order by found_at desc, id desc limit +?
        """,
        (story, stamp(since), dump(sorted(watches)), limit),
    )
    return [row["article_id"] for row in rows]


def of_article(archive: Archive, article_id: int) -> list[StoryHit]:
    """The hits in one article."""
    return [_hit(row) for row in archive.rows(f"{_SELECT} where hits.article_id = ? order by hits.id", (article_id,))]


def of_ids(archive: Archive, ids: Iterable[int]) -> list[StoryHit]:
    """The hits of these numbers, in their order; those that are not there are left out."""
    rows = archive.rows(
        f"{_SELECT} where hits.id in (select value from json_each(?)) order by hits.id", (dump(list(ids)),)
    )
    return [_hit(row) for row in rows]


def in_window(
    archive: Archive, watches: Iterable[str], start: datetime, end: datetime, *, after: DigestRow | None = None
) -> list[StoryHit]:
    """The hits of a digest's window [start, end), in order of report; `watches` are ids, "*" means all active ones.

    A hit counts by when it was found. `after` is the digest of that name that was made last: hits that were found
    earlier but ingested after it are in the window too, so none falls between two; those that it or an earlier one
    holds are not, whatever the clock did since. Hits that are not live are in it if their article was published
    inside the window.
    """
    wanted = list(watches)
    rows = archive.rows(
        f"""
        {_SELECT}
        where hits.found_at < :end and (hits.found_at >= :start or hits.id > :last_hit) and not {_IN_DIGEST}
          and (
            hits.origin = 'live'
            or (articles.published_at is not null and {REPORTED} >= :start and {REPORTED} < :end)
          )
          and iif(:all, watches.active, hits.watch_id in (select value from json_each(:watches)))
        order by {REPORTED}, hits.id
        """,
        {
            "start": stamp(start),
            "end": stamp(end),
            "last_hit": after and after.last_hit_id,
            "digest": after and after.name,
            "made": after and after.id,
            "all": "*" in wanted,
            "watches": dump(wanted),
        },
    )
    return [_hit(row) for row in rows]


def reported_between(
    archive: Archive, watches: Iterable[str], start: datetime, end: datetime, *, limit: int = -1
) -> list[StoryHit]:
    """The hits of these watches (ids) in articles that were reported in [start, end), in order of report.

    Whenever they were found: also by a watch that is newer, and at an outlet's first crawl.
    """
    rows = archive.rows(
        f"""
        {_SELECT}
        where hits.watch_id in (select value from json_each(:watches)) and hits.found_at >= :start
          and {REPORTED} >= :start and {REPORTED} < :end
        order by {REPORTED}, hits.id limit +:limit
        """,
        {"watches": dump(list(watches)), "start": stamp(start), "end": stamp(end), "limit": limit},
    )
    return [_hit(row) for row in rows]


def counts(archive: Archive, watches: Iterable[str], start: datetime, end: datetime) -> dict[str, int]:
    """How many live hits each of these watches (ids) had in [start, end), but for old ones; only those with any."""
    rows = archive.rows(
        """
        select watch_id, count(*) as hits from hits
        where origin = 'live' and not old and found_at >= :start and found_at < :end
          and watch_id in (select value from json_each(:watches))
        group by watch_id
        """,
        {"start": stamp(start), "end": stamp(end), "watches": dump(list(watches))},
    )
    return {row["watch_id"]: row["hits"] for row in rows}


def reviews(archive: Archive, watch_id: str, since: datetime, until: datetime, limit: int = 2_000) -> list[StoryHit]:
    """The reviews that a watch found, reported in [since, until), their outlets' own, in order of report."""
    rows = archive.rows(
        f"""
        {_SELECT}
        where hits.watch_id = :watch and articles.is_review and hits.found_at >= :since
          and {REPORTED} >= :since and {REPORTED} < :until and articles.copy_of is null
          and coalesce(verdicts.is_right, 1)
        order by {REPORTED}, hits.id limit +:limit
        """,
        {"watch": watch_id, "since": stamp(since), "until": stamp(until), "limit": limit},
    )
    return [_hit(row) for row in rows]


def last_at(archive: Archive, watch_id: str) -> datetime | None:
    """When a watch last found something live."""
    latest: str | None = archive.value(
        "select found_at from hits where watch_id = ? and origin = 'live' order by found_at desc limit 1", (watch_id,)
    )
    return moment(latest)


# Whether a digest of that name, up to the one made last, holds the hit, by the same rule as a window does. The plus
# leaves the index of ends to be used: hardly one ends after a hit of the present window was found.
_IN_DIGEST = """exists (
  select 1 from digests where digests.name = :digest and +digests.id <= :made
    and digests.window_end > hits.found_at and digests.last_hit_id >= hits.id
    and (
      digests.window_start <= hits.found_at
      or hits.id > (
        select earlier.last_hit_id from digests as earlier
        where earlier.name = digests.name and earlier.id < digests.id order by earlier.id desc limit 1
      )
    )
)"""

_VERDICTS = {"yes": "1", "no": "0", "none": "null"}

_SELECT = f"""
select
  hits.id, hits.watch_id as watch, watches.name as watch_name,
  watches.kind as watch_kind, watches.ids as watch_ids, hits.story_id as story, stories.title as story_title,
  hits.origin, hits.old, hits.found_at, hits.field, hits.snippet, hits.snippet_marks, hits.marks, verdicts.is_right,
  iif(articles.is_review, (
    select json_group_array(lifts_at) from watch_dates
    where watch_dates.watch_id = hits.watch_id and lifts_at is not null and {HOLDS}
  ), null) as lifts,
  {COLUMNS}
from hits
join watches on watches.id = hits.watch_id
join articles on articles.id = hits.article_id
join outlets on outlets.id = articles.outlet_id
left join stories on stories.id = hits.story_id
left join verdicts on verdicts.watch_id = hits.watch_id and verdicts.article_id = hits.article_id
"""
# Hits are outermost, by their index of time: a planner that begins with the watches would sort every hit. For one
# outlet it does better by itself.
_NEWEST = _SELECT.replace("join watches", "cross join watches", 1)


def _hit(row: Any) -> StoryHit:
    report = report_of(row)
    lifts_at = embargo.counted_to(report.reported.shown, _lifts(row["lifts"])) if row["lifts"] else None
    return record(StoryHit, row, report=report, lifts_at=lifts_at)


@lru_cache(maxsize=16)  # watches: each of their reviews has the same, and a calendar may have thousands
def _lifts(written: str) -> tuple[datetime, ...]:
    return tuple(filter(None, map(moment, load(written, list[str], []))))
