"""What happened lately, as health judges it: readings of links, arrivals of articles, the state of channels."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from monitor.observations import ChannelState, TriedLink
from monitor.store import channels as of_channels
from monitor.store import shortfalls
from monitor.store.archive import Archive
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import moment, stamp

_SURENESS = {
    "title": "title_confidence",
    "text": "text_confidence",
    "authors": "author_confidence",
    "date": "date_confidence",
}


def tried(archive: Archive, outlet_id: str, limit: int = 20) -> list[TriedLink]:
    """The outlet's links that were tried last, oldest first."""
    rows = archive.rows(
        """
        select links.id, links.url, tried_at as at, state, reason, attempts, detail, links.title,
          title_confidence, text_confidence, author_confidence, date_confidence
        from (
          select id, url, tried_at, state, reason, attempts, detail, title, article_id from links
          where outlet_id = ? and tried_at is not null order by id desc limit +?
        ) as links left join articles on articles.id = links.article_id
        order by tried_at, links.id
        """,
        (outlet_id, limit),
    )
    short = shortfalls.of_links(archive, [row["id"] for row in rows])
    return [record(TriedLink, row, shortfalls=short.get(row["id"], ()), sureness=_sureness(row)) for row in rows]


def _sureness(row: Any) -> dict[str, float]:
    """How likely each part of an article is right, where that is known."""
    return {part: row[column] for part, column in _SURENESS.items() if row[column] is not None}


def known_again(archive: Archive, outlet_id: str, source_url: str, at: datetime) -> int:
    """Of the links that a source listed for the first time then, those that led to articles found before."""
    count = archive.value(
        """
        select count(*) from (
          select source_id, found_at, article_id from links where outlet_id = :outlet order by id desc limit 1000
        ) as links join articles on articles.id = links.article_id
        where links.found_at = :at and articles.found_at < links.found_at
          and links.source_id = (select id from sources where outlet_id = :outlet and url = :url)
        """,
        {"outlet": outlet_id, "url": source_url, "at": stamp(at)},
    )
    return int(count)


def quarantined_since(archive: Archive, outlet: str, at: datetime) -> int:
    """How many pages of an outlet were quarantined since a moment, and still are."""
    return int(
        archive.value(
            "select count(*) from links where outlet_id = ? and state = 'quarantined' and tried_at >= ?",
            (outlet, stamp(at)),
        )
    )


def last_page_at(archive: Archive, outlet_id: str, limit: int = 1_000) -> datetime | None:
    """When the last page of an outlet's newest links was read, whatever became of it; None: none was."""
    at = archive.value(
        """
        select max(tried_at) from (
          select tried_at, state from links where outlet_id = ? order by id desc limit +?
        ) where state in ('stored', 'refused', 'quarantined')
        """,
        (outlet_id, limit),
    )
    return moment(at) if at else None


def arrivals(archive: Archive, outlet_id: str, limit: int = 300) -> list[datetime]:
    """When the outlet's newest articles were reported."""
    rows = archive.rows(
        """
        select coalesce(reported_at, found_at) as at from articles where outlet_id = ?
        order by coalesce(reported_at, found_at) desc limit +?
        """,
        (outlet_id, limit),
    )
    return [moment(row["at"]) for row in rows]


def by_hour(archive: Archive, outlet_id: str, since: datetime) -> tuple[dict[datetime, int], datetime | None]:
    """How many of the outlet's articles were reported in each hour since then, those hours alone that had any.

    And when the first of them was.
    """
    rows = archive.rows(
        """
        select substr(at, 1, 13) as hour, count(*) as articles, min(at) as first
        from (
          select coalesce(reported_at, found_at) as at from articles
          where outlet_id = ? and coalesce(reported_at, found_at) >= ?
        ) group by hour
        """,
        (outlet_id, stamp(since)),
    )
    counts = {moment(row["first"]).replace(minute=0, second=0, microsecond=0): row["articles"] for row in rows}
    return counts, min((moment(row["first"]) for row in rows), default=None)


def channels(archive: Archive, configured: Collection[str] | None = None) -> list[ChannelState]:
    """How each channel fares that was ever configured or had a delivery; `configured` None: all of them are."""
    rows = archive.rows(
        """
        with recursive used (name) as (  -- from one channel to the next: two steps in an index a channel
          select min(channel) from deliveries
          union all
          select (select min(channel) from deliveries where channel > used.name) from used where used.name is not null
        ),
        names as (select name from channels union select name from used where name is not null)
        select
          names.name,
          coalesce(sum(state = 'failed'), 0) as failed,
          coalesce(sum(state = 'dead' and dropped_at is null), 0) as dead,
          coalesce(sum(state in ('queued', 'sending', 'failed')), 0) as queued,
          min(case  -- what waits for a person's hours waits for no channel
            when state = 'queued' then max(created_at, next_at) when state in ('sending', 'failed') then created_at
          end) as oldest_queued_at,
          min(iif(state in ('failed', 'dead') and dropped_at is null, created_at, null)) as failing_since,
          (select max(sent_at) from deliveries where channel = names.name and state = 'sent') as last_sent_at,
          max(iif(state in ('failed', 'dead') and dropped_at is null, last_error, null)) as last_error
        from names left join (
          select * from deliveries indexed by deliveries_by_channel
          where state in ('queued', 'sending', 'failed', 'dead')
        ) as unsent on unsent.channel = names.name
        group by names.name order by names.name
        """
    )
    grips = of_channels.grips(archive, [row["name"] for row in rows])
    return [
        record(
            ChannelState,
            row,
            brake=grips[row["name"]].brake if row["name"] in grips else None,
            is_configured=configured is None or row["name"] in configured,
        )
        for row in rows
    ]
