"""The gaps: what may have come and gone between two looks at a source, what was asked for it, and what filled it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.events import GapAsked, LinksFound
from monitor.known_links import known_as
from monitor.listing_gap import Gap, UnfilledGap
from monitor.model import Source, SourceKind
from monitor.reading import urls
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, load
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import moment, stamp

_EDGE = 60  # links on each side of a gap by which another listing is seen to cover it


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """A gap. `found`: links that were found of it; `asked`: addresses, each with how often it gave no answer."""

    id: int
    outlet: str
    outlet_name: str
    source_url: str
    begins_at: datetime
    ends_at: datetime
    seen_at: datetime
    missing: int | None
    found: int
    asked: dict[str, int]
    tries: int
    filled_by: str | None
    closed_at: datetime | None

    @property
    def is_given_up(self) -> bool:
        """Whether nothing filled it, and nothing is asked any more."""
        return self.closed_at is not None and self.filled_by is None

    @property
    def unfilled(self) -> UnfilledGap:
        """What may be missing of it, if nothing fills it."""
        return UnfilledGap(
            begins_at=self.begins_at,
            ends_at=self.ends_at,
            seen_at=self.seen_at,
            missing=None if self.missing is None else max(self.missing - self.found, 1),
        )

    @property
    def state(self) -> str:
        """`filled`, `open` (being filled) or `unfilled`."""
        return "filled" if self.filled_by else "unfilled" if self.is_given_up else "open"


_SELECT = """
select gaps.*, gaps.outlet_id as outlet, outlets.name as outlet_name,
  (select count(*) from links where gap_id = gaps.id) as found
from gaps join outlets on outlets.id = gaps.outlet_id
"""


def seen(archive: Archive, event: LinksFound, gap: Gap) -> None:
    """A listing showed a gap. The same event twice is one gap."""
    archive.execute(
        """
        insert or ignore into gaps (outlet_id, source_url, begins_at, ends_at, seen_at, missing)
        values (?, ?, ?, ?, ?, ?)
        """,
        (event.outlet, event.source.url, stamp(gap.since), stamp(gap.until), stamp(event.at), gap.missing),
    )


def found(archive: Archive, event: LinksFound) -> None:
    """What an event lists was found of the gap that it fills."""
    keys = [key for link in event.links if (key := urls.key_of(link))]
    archive.execute(
        """
        update links set gap_id = (
          select id from gaps where outlet_id = :outlet and source_url = :source and begins_at = :since
        )
        where url_key in (select value from json_each(:keys)) and gap_id is null and found_at = :at
        """,
        {
            "outlet": event.outlet,
            "source": event.fills,
            "since": stamp(event.since),
            "keys": dump(keys),
            "at": stamp(event.at),
        },
    )


def asked(archive: Archive, event: GapAsked) -> bool:
    """A listing was asked, and it may have filled the gap; False if no such gap is open. Twice is as once."""
    row = archive.row(
        """
        select id, asked from gaps
        where outlet_id = ? and source_url = ? and begins_at = ? and closed_at is null
        """,
        (event.outlet, event.source, stamp(event.since)),
    )
    if row is None:
        return False
    known = load(row["asked"], dict[str, int], {})
    known[event.by.url] = 0 if event.answered else known.get(event.by.url, 0) + 1
    archive.execute(
        """
        update gaps set
          asked = :asked,
          filled_by = iif(:filled, :by, null),
          filled_kind = iif(:filled, :kind, null),
          closed_at = iif(:filled, :at, null)
        where id = :id
        """,
        {
            "asked": dump(known),
            "filled": event.filled,
            "by": event.by.url,
            "kind": event.by.kind.value,
            "at": stamp(event.at),
            "id": row["id"],
        },
    )
    return True


def tried(archive: Archive, number: int) -> None:
    """A crawl ended while the gap was open."""
    archive.execute("update gaps set tries = tries + 1 where id = ? and closed_at is null", (number,))


def given_up(archive: Archive, number: int, now: datetime, at_least: int | None = None) -> None:
    """Nothing fills the gap, and nothing is left to be asked; `at_least` is missing where its listing did not say."""
    archive.execute(
        "update gaps set closed_at = ?, missing = coalesce(missing, ?) where id = ? and closed_at is null",
        (stamp(now), at_least, number),
    )


def listed_at_end(archive: Archive, gap: GapRow) -> int:
    """How many links the listing brought that showed the gap."""
    count: int = archive.value(
        "select count(*) from links where outlet_id = ? and found_at = ? and gap_id is null",
        (gap.outlet, stamp(gap.seen_at)),
    )
    return count


def to_fill(archive: Archive, outlet_id: str) -> list[GapRow]:
    """The outlet's gaps that are open, oldest first."""
    rows = archive.rows(f"{_SELECT} where gaps.outlet_id = ? and closed_at is null order by gaps.id", (outlet_id,))
    return [record(GapRow, row) for row in rows]


def edges(archive: Archive, gap: GapRow) -> tuple[frozenset[str], frozenset[str]]:
    """Keys of the newest links that were known before the gap, and of those of the listing that showed it."""
    parameters = {
        "outlet": gap.outlet,
        "begins": stamp(gap.begins_at),
        "seen": stamp(gap.seen_at),
        "limit": _EDGE,
    }
    before = archive.rows(
        """
        select url_key from links where outlet_id = :outlet and found_at <= :begins order by id desc limit +:limit
        """,
        parameters,
    )
    after = archive.rows(
        """
        select url_key from links where outlet_id = :outlet and found_at = :seen and gap_id is null
        order by id desc limit +:limit
        """,
        parameters,
    )
    return (
        frozenset(known_as(row["url_key"]) for row in before),
        frozenset(known_as(row["url_key"]) for row in after),
    )


def fillers(archive: Archive, outlet_id: str) -> list[Source]:
    """The listings that filled gaps of the outlet, those that filled the latest first."""
    rows = archive.rows(
        """
        select filled_by, filled_kind from gaps
        where outlet_id = ? and filled_by is not null and filled_kind is not null
        group by filled_by order by max(id) desc
        """,
        (outlet_id,),
    )
    return [Source(kind=SourceKind(row["filled_kind"]), url=row["filled_by"]) for row in rows]


def began(archive: Archive, link_id: int) -> datetime | None:
    """The last look before the gap that a link was found in; None: it was found in none."""
    at: str | None = archive.value(
        "select begins_at from links join gaps on gaps.id = gap_id where links.id = ?", (link_id,)
    )
    return moment(at)


def listing(archive: Archive, *, since: datetime, limit: int = -1) -> list[GapRow]:
    """The gaps of followed outlets that were seen since then, the latest first; all of them, or so many."""
    rows = archive.rows(
        f"{_SELECT} where outlets.followed and seen_at >= ? order by gaps.id desc limit +?", (stamp(since), limit)
    )
    return [record(GapRow, row) for row in rows]


def of_outlet(archive: Archive, outlet_id: str, *, since: datetime | None = None, limit: int = -1) -> list[GapRow]:
    """The gaps of an outlet, those that were seen since then, the latest first; all of them, or so many."""
    rows = archive.rows(
        f"{_SELECT} where gaps.outlet_id = ? and seen_at >= ? order by gaps.id desc limit +?",
        (outlet_id, stamp(since) or "", limit),
    )
    return [record(GapRow, row) for row in rows]


def given_up_between(archive: Archive, start: datetime, end: datetime) -> list[GapRow]:
    """The gaps of followed outlets that were given up after `start`, at `end` at the latest."""
    rows = archive.rows(
        f"""
        {_SELECT} where outlets.followed and filled_by is null and closed_at > ? and closed_at <= ?
        order by outlets.name, gaps.id
        """,
        (stamp(start), stamp(end)),
    )
    return [record(GapRow, row) for row in rows]


def unfilled_between(archive: Archive, start: datetime, end: datetime) -> list[GapRow]:
    """The gaps of followed outlets that lie in [start, end), at least in part, and that nothing filled so far."""
    rows = archive.rows(
        f"""
        {_SELECT} where outlets.followed and filled_by is null and begins_at < ? and ends_at > ? order by gaps.id
        """,
        (stamp(end), stamp(start)),
    )
    return [record(GapRow, row) for row in rows]


def last_unfilled(archive: Archive, outlet_id: str) -> dict[str, GapRow]:
    """By address of the source, the outlet's latest gap of those that nothing filled."""
    rows = archive.rows(
        f"{_SELECT} where gaps.outlet_id = ? and closed_at is not null and filled_by is null order by gaps.id",
        (outlet_id,),
    )
    return {row["source_url"]: record(GapRow, row) for row in rows}


def unanswered(gap: GapRow, most: int) -> Iterable[str]:
    """The addresses that need not be asked again: they answered, or gave no answer too often."""
    return [address for address, failures in gap.asked.items() if failures == 0 or failures >= most]
