"""The hits: which watch found which article, each pair once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.model import Hit, Mark, Origin
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, load
from monitor.store.codec.timestamps import moment, stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """A hit with what a digest, a page or a listing says of it. `outlet` and `watch` are ids."""

    id: int
    watch: str
    watch_name: str
    article_id: int
    url: str
    title: str
    standfirst: str | None
    outlet: str
    outlet_name: str
    published_at: datetime | None
    reported_at: datetime
    article_found_at: datetime
    copy_of: int | None
    kind: str
    language: str | None
    story_id: int | None
    story_title: str | None
    story_outlet_count: int
    origin: Origin
    found_at: datetime
    field: str
    snippet: str
    snippet_marks: tuple[tuple[int, int], ...]
    marks: tuple[Mark, ...]
    is_right: bool | None  # the verdict of a person; None: not judged


def add(  # noqa: PLR0917 - a hit and where it belongs, in the order of the words
    archive: Archive, hit: Hit, article_id: int, story_id: int | None, origin: Origin, now: datetime
) -> int | None:
    """Keep a hit; its id, or None if that watch has that article already. `now` is the time of this transaction."""
    rows = archive.rows(
        """
        insert into hits (watch_id, article_id, story_id, origin, field, snippet, snippet_marks, marks, found_at)
        values (:watch, :article, :story, :origin, :field, :snippet, :snippet_marks, :marks, :now)
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
            "now": stamp(now),
        },
    )
    return int(rows[0]["id"]) if rows else None


def drop(archive: Archive, watch_id: str, article_id: int) -> bool:
    """The watch does not find that article any more; False if it never did."""
    return archive.execute("delete from hits where watch_id = ? and article_id = ?", (watch_id, article_id)) > 0


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
) -> list[HitRow]:
    """The newest hits, narrowed as asked. `since` is when they were found; `before_id` turns the page.

    `verdict` is "yes" or "no" for hits that were judged so, "none" for those that nobody judged.
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
        f"{_SELECT} where {where} order by hits.found_at desc, hits.id desc limit :limit",
        {
            "watch": watch,
            "outlet": outlet,
            "story": story,
            "since": stamp(since),
            "before": before_id,
            "limit": limit,
        },
    )
    return [_row(row) for row in rows]


def of_article(archive: Archive, article_id: int) -> list[HitRow]:
    """The hits in one article."""
    return [_row(row) for row in archive.rows(f"{_SELECT} where hits.article_id = ? order by hits.id", (article_id,))]


def in_window(
    archive: Archive, watches: Iterable[str], start: datetime, end: datetime, *, after_hit: int | None = None
) -> list[HitRow]:
    """The hits of a digest's window [start, end), in order of report; `watches` are ids, "*" means all active ones.

    A hit counts by when it was found. Those that were found earlier but taken in after the last digest was made
    (its `last_hit_id`, given as `after_hit`) are in it too: none falls between two windows. Hits that are not live
    are in it if their article was published inside the window.
    """
    wanted = list(watches)
    rows = archive.rows(
        f"""
        {_SELECT}
        where hits.found_at < :end and (hits.found_at >= :start or hits.id > :after)
          and (hits.origin = 'live' or (articles.published_at >= :start and articles.published_at < :end))
          and iif(:all, watches.active, hits.watch_id in (select value from json_each(:watches)))
        order by coalesce(articles.reported_at, articles.found_at), hits.id
        """,
        {
            "start": stamp(start),
            "end": stamp(end),
            "after": after_hit,
            "all": "*" in wanted,
            "watches": dump(wanted),
        },
    )
    return [_row(row) for row in rows]


def counts(archive: Archive, watches: Iterable[str], start: datetime, end: datetime) -> dict[str, int]:
    """How many live hits each of these watches (ids) had in [start, end); those without any are left out."""
    rows = archive.rows(
        """
        select watch_id, count(*) as hits from hits
        where origin = 'live' and found_at >= :start and found_at < :end
          and watch_id in (select value from json_each(:watches))
        group by watch_id
        """,
        {"start": stamp(start), "end": stamp(end), "watches": dump(list(watches))},
    )
    return {row["watch_id"]: row["hits"] for row in rows}


_VERDICTS = {"yes": "1", "no": "0", "none": "null"}

_SELECT = """
select
  hits.id, hits.watch_id, watches.name as watch_name, hits.article_id, articles.url, articles.title,
  articles.standfirst, articles.outlet_id, outlets.name as outlet_name, articles.published_at,
  coalesce(articles.reported_at, articles.found_at) as reported_at, articles.found_at as article_found_at,
  articles.copy_of, articles.kind, articles.language, hits.story_id, stories.title as story_title,
  stories.outlet_count, hits.origin, hits.found_at, hits.field, hits.snippet, hits.snippet_marks, hits.marks,
  verdicts.is_right
from hits
join watches on watches.id = hits.watch_id
join articles on articles.id = hits.article_id
join outlets on outlets.id = articles.outlet_id
left join stories on stories.id = hits.story_id
left join verdicts on verdicts.watch_id = hits.watch_id and verdicts.article_id = hits.article_id
"""


def _row(row: Any) -> HitRow:
    return HitRow(
        id=row["id"],
        watch=row["watch_id"],
        watch_name=row["watch_name"],
        article_id=row["article_id"],
        url=row["url"],
        title=row["title"],
        standfirst=row["standfirst"],
        outlet=row["outlet_id"],
        outlet_name=row["outlet_name"],
        published_at=moment(row["published_at"]),
        reported_at=moment(row["reported_at"]),
        article_found_at=moment(row["article_found_at"]),
        copy_of=row["copy_of"],
        kind=row["kind"],
        language=row["language"],
        story_id=row["story_id"],
        story_title=row["story_title"],
        story_outlet_count=row["outlet_count"] or 0,
        origin=Origin(row["origin"]),
        found_at=moment(row["found_at"]),
        field=row["field"],
        snippet=row["snippet"],
        snippet_marks=tuple(load(row["snippet_marks"], list[tuple[int, int]], [])),
        marks=tuple(load(row["marks"], list[Mark], [])),
        is_right=None if row["is_right"] is None else bool(row["is_right"]),
    )
