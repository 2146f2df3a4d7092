"""Coverage that people add to a watch by hand: an address, or what stood in print or was broadcast.

Of an address that is read, or was, the article is found again through its link: what its page says counts.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, note, who
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp


class Medium(StrEnum):
    """Where coverage appeared."""

    WEB = "web"
    PRINT = "print"
    BROADCAST = "broadcast"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCoverage:
    """What a person adds. `url_key` is `urls.canonical` of the address; title, outlet and date None: its page says."""

    watch: str
    medium: Medium = Medium.WEB
    url: str | None = None
    url_key: str | None = None
    title: str | None = None
    outlet: str | None = None
    published_at: datetime | date | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedCoverage:
    """What a person added. `article_id` None: it is not in the archive; `link_state` None: its page is not read."""

    id: int
    watch: str
    medium: Medium
    url: str | None
    title: str | None
    outlet: str | None
    published_at: datetime | date | None
    quote: str | None
    by: str
    at: datetime
    article_id: int | None
    link_state: str | None


def add(archive: Archive, new: NewCoverage, by: str, now: datetime) -> int | None:
    """Keep it; its number. None, and nothing changed, if the watch has that address already."""
    published = new.published_at
    rows = archive.rows(
        """
        insert into added_coverage
          (watch_id, medium, url, url_key, title, outlet, published_at, quote, added_by, added_at)
        values (:watch, :medium, :url, :key, :title, :outlet, :published, :quote, :by, :now)
        on conflict do nothing returning id
        """,
        {
            "watch": new.watch,
            "medium": new.medium.value,
            "url": new.url,
            "key": new.url_key,
            "title": new.title and note(new.title),
            "outlet": new.outlet and note(new.outlet),
            "published": stamp(published) if isinstance(published, datetime) else published and published.isoformat(),
            "quote": new.quote and note(new.quote),
            "by": who(by),
            "now": stamp(now),
        },
    )
    return int(rows[0]["id"]) if rows else None


def remove(archive: Archive, number: int, by: str, now: datetime) -> bool:
    """It counts no more; False if none of that number does. The row stays, with who took it back."""
    removed = archive.execute(
        "update added_coverage set removed_by = ?, removed_at = ? where id = ? and removed_at is null",
        (who(by), stamp(now), number),
    )
    return removed > 0


def of_watches(archive: Archive, watches: list[str] | None = None, limit: int = -1) -> list[AddedCoverage]:
    """What counts for these watches (ids; None: all), the latest first."""
    rows = archive.rows(
        """
        select added_coverage.id, added_coverage.watch_id as watch, medium, added_coverage.url, added_coverage.title,
          outlet, added_coverage.published_at, quote, added_by as by, added_at as at,
          coalesce(links.article_id, articles.id) as article_id, links.state as link_state
        from added_coverage
        left join links on links.url_key = added_coverage.url_key
        left join articles on articles.url_key = added_coverage.url_key
        where removed_at is null
          and (:all or added_coverage.watch_id in (select value from json_each(:watches)))
        order by added_coverage.id desc limit +:limit
        """,
        {"all": watches is None, "watches": dump(watches or []), "limit": limit},
    )
    return [record(AddedCoverage, row) for row in rows]
