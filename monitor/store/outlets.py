"""The outlets: which are followed, when each is due, and how its last crawl ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.causes import CrawlOutcome
from monitor.errors import NotFoundError
from monitor.model import Outlet
from monitor.observations import SourceState
from monitor.store import sources, successors
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp, stamp_up


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletState:
    """What is known of an outlet. `seeded_at` None: its next crawl is a seed."""

    added_at: datetime
    seeded_at: datetime | None = None
    next_check_at: datetime | None = None
    last_crawl_at: datetime | None = None
    last_outcome: str | None = None
    last_complete_at: datetime | None = None
    last_success_at: datetime | None = None
    paused_until: datetime | None = None
    strikes: int = 0
    last_strike_at: datetime | None = None
    sources: tuple[SourceState, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletStanding:
    """An outlet as it stands now, without a look at what it published."""

    id: str
    name: str
    home: str
    kind: str
    language: str | None
    followed: bool
    last_crawl_at: datetime | None
    last_outcome: str | None
    last_success_at: datetime | None
    next_check_at: datetime | None
    paused_until: datetime | None
    sources: int
    sources_failing: int
    last_error: str | None
    last_new_at: datetime | None
    links_waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow(OutletStanding):
    """One line of `monitor status`: how it stands, and how it fares."""

    articles: int
    incidents: int
    week_listed: int  # links listed as news in the last seven days
    week_held_percent: float | None  # of these, and of what may be missing in gaps: that became articles
    week_read_after: float | None  # minutes from publication to reading, in the median
    week_read_after_p95: float | None


def sync(archive: Archive, outlets: Iterable[Outlet], now: datetime) -> None:
    """Make the followed outlets and their sources those of the configuration. What others published stays."""
    with archive.transaction():
        archive.execute("update outlets set followed = 0")
        archive.execute("update sources set followed = 0")
        for outlet in outlets:
            archive.execute(
                """
                insert into outlets (id, name, home, kind, language, policy, tags, added_at)
                values (:id, :name, :home, :kind, :language, :policy, :tags, :now)
                on conflict (id) do update set
                  name = excluded.name, home = excluded.home, kind = excluded.kind, language = excluded.language,
                  policy = excluded.policy, tags = excluded.tags, followed = 1
                """,
                _row(outlet, now),
            )
            for source in outlet.sources:
                successors.drop_changed(archive, outlet.id, source)
                # Read in another way, its old validators would answer "not modified" for everything.
                archive.execute(
                    """
                    insert into sources (outlet_id, kind, url, link_css) values (:outlet, :kind, :url, :css)
                    on conflict (outlet_id, url) do update set
                      followed = 1,
                      etag = iif(kind is excluded.kind and link_css is excluded.link_css, etag, null),
                      last_modified = iif(kind is excluded.kind and link_css is excluded.link_css, last_modified, null),
                      body_digest = iif(kind is excluded.kind and link_css is excluded.link_css, body_digest, null),
                      searches = iif(kind is excluded.kind and link_css is excluded.link_css, searches, 0),
                      search_due = iif(kind is excluded.kind and link_css is excluded.link_css, search_due, 0),
                      candidates = iif(kind is excluded.kind and link_css is excluded.link_css, candidates, '[]'),
                      replaces = null, replaces_since = null,
                      kind = excluded.kind,
                      link_css = excluded.link_css
                    """,
                    {"outlet": outlet.id, "kind": source.kind.value, "url": source.url, "css": source.select},
                )
        successors.sync(archive)


def _row(outlet: Outlet, now: datetime) -> dict[str, str | None]:
    return {
        "id": outlet.id,
        "name": outlet.name,
        "home": outlet.home,
        "kind": outlet.kind.value,
        "language": outlet.language,
        "policy": outlet.policy.value,
        "tags": dump(outlet.tags),
        "now": stamp(now),
    }


def state(archive: Archive, outlet_id: str) -> OutletState:
    """What is known of an outlet.

    Raises:
        NotFoundError: it was never followed.
    """
    row = archive.row("select * from outlets where id = ?", (outlet_id,))
    if row is None:
        raise NotFoundError(f"no outlet {outlet_id!r} in the archive", hint="monitor outlet list shows those there are")
    return record(OutletState, row, sources=tuple(sources.of(archive, outlet_id)))


def due(archive: Archive, now: datetime) -> list[str]:
    """The ids of outlets to be crawled now, the longest waiting first: followed, not paused, their time come."""
    rows = archive.rows(
        """
        select id from outlets
        where followed and coalesce(paused_until, '') <= :now and coalesce(next_check_at, '') <= :now
        order by coalesce(next_check_at, ''), coalesce(last_crawl_at, ''), id
        """,
        {"now": stamp(now)},
    )
    return [row["id"] for row in rows]


def finish_crawl(
    archive: Archive,
    outlet_id: str,
    *,
    now: datetime,
    outcome: CrawlOutcome,
    complete: bool,
    next_check_at: datetime | None,
) -> None:
    """A crawl ended. An older end than the last one changes nothing."""
    archive.execute(
        """
        update outlets set
          last_crawl_at = :now, last_outcome = :outcome, next_check_at = :next,
          last_complete_at = iif(:complete, :now, last_complete_at)
        where id = :id and coalesce(last_crawl_at, '') <= :now
        """,
        {
            "now": stamp(now),
            "outcome": outcome.value,
            "complete": complete,
            "next": stamp_up(next_check_at),
            "id": outlet_id,
        },
    )


def due_at(archive: Archive, outlet_id: str, at: datetime) -> None:
    """Crawl the outlet at this time, if it is not due before."""
    archive.execute(
        "update outlets set next_check_at = :at where id = :id and next_check_at > :at",
        {"at": stamp(at), "id": outlet_id},
    )


def seeded(archive: Archive, outlet_id: str, now: datetime) -> None:
    """Its first crawl is complete: what comes from now on is live. The first time counts."""
    archive.execute("update outlets set seeded_at = coalesce(seeded_at, ?) where id = ?", (stamp(now), outlet_id))


def strike(archive: Archive, outlet_id: str, now: datetime) -> int:
    """A crawl hung or killed the parser; the number of strikes in a row."""
    rows = archive.rows(
        "update outlets set strikes = strikes + 1, last_strike_at = ? where id = ? returning strikes",
        (stamp(now), outlet_id),
    )
    return int(rows[0]["strikes"]) if rows else 0


def pause(archive: Archive, outlet_id: str, until: datetime) -> None:
    """Crawl the outlet no more until then, or until its strikes are cleared."""
    archive.execute("update outlets set paused_until = ? where id = ?", (stamp_up(until), outlet_id))


def clear_strikes(archive: Archive, outlet_id: str) -> None:
    """No strikes, no pause: after a good crawl, or when a person says so."""
    archive.execute(
        "update outlets set strikes = 0, paused_until = null where id = ? and (strikes or paused_until is not null)",
        (outlet_id,),
    )


def names(archive: Archive, ids: Iterable[str]) -> dict[str, str]:
    """The names of these outlets, by id; those that were never followed are left out."""
    rows = archive.rows("select id, name from outlets where id in (select value from json_each(?))", (dump(list(ids)),))
    return {row["id"]: row["name"] for row in rows}


def known(archive: Archive) -> dict[str, str]:
    """The names of all outlets that were ever followed, by id."""
    return {row["id"]: row["name"] for row in archive.rows("select id, name from outlets order by id")}


def listing(archive: Archive) -> list[OutletRow]:
    """The followed outlets and how they fare, by id."""
    rows = archive.rows(
        """
        select outlet_health.*, outlets.id, name, home, kind, language, followed
        from outlets join outlet_health on outlet_id = outlets.id order by outlets.id
        """
    )
    return [record(OutletRow, row) for row in rows]


def standing(archive: Archive, outlet_id: str | None = None) -> list[OutletStanding]:
    """The followed outlets as they stand now, by id; or one, followed or not."""
    rows = archive.rows(
        """
        select outlets.*,
          (select count(*) from sources where outlet_id = outlets.id and followed and replaces is null) as sources,
          (select count(*) from sources where outlet_id = outlets.id and followed and failures > 0 and not exists (
            select 1 from sources as other where other.replaces = sources.id and other.failures = 0
          )) as sources_failing,
          (select last_error from sources where outlet_id = outlets.id and followed and failures > 0 and not exists (
            select 1 from sources as other where other.replaces = sources.id and other.failures = 0
          ) order by last_checked_at desc limit 1) as last_error,
          (select max(last_new_at) from sources where outlet_id = outlets.id) as last_new_at,
          (select count(*) from links where outlet_id = outlets.id and state = 'found') as links_waiting
        from outlets where iif(:id is null, followed, id = :id) order by id
        """,
        {"id": outlet_id},
    )
    return [record(OutletStanding, row) for row in rows]
