"""The incidents: what is wrong with a source, an outlet or a channel, from when to when."""

from dataclasses import dataclass
from datetime import datetime

from monitor.model import Incident
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, note
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import moment, stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """An incident. `closed_at` None: it is open."""

    id: int
    kind: str
    subject: str
    outlet: str | None
    detail: str
    evidence: dict[str, str]
    opened_at: datetime
    last_seen_at: datetime
    closed_at: datetime | None


def open(archive: Archive, incident: Incident, now: datetime) -> int | None:  # noqa: A001 - reads as a sentence
    """Open an incident; its id. None if one of that kind and subject is open: its evidence is brought up to date."""
    parameters = {
        "kind": incident.kind,
        "subject": incident.subject,
        "outlet": incident.outlet,
        "detail": note(incident.detail),
        "evidence": dump({note(key): note(value) for key, value in incident.evidence.items()}),
        "now": stamp(now),
    }
    with archive.transaction():
        known = archive.execute(
            """
            update incidents set detail = :detail, evidence = :evidence, last_seen_at = max(last_seen_at, :now)
            where kind = :kind and subject = :subject and closed_at is null
            """,
            parameters,
        )
        if known:
            return None
        rows = archive.rows(
            """
            insert into incidents (kind, subject, outlet_id, detail, evidence, opened_at, last_seen_at)
            values (:kind, :subject, :outlet, :detail, :evidence, :now, :now) returning id
            """,
            parameters,
        )
        return int(rows[0]["id"])


def close(archive: Archive, kind: str, subject: str, now: datetime) -> list[IncidentRow]:
    """Close what is open of that kind and subject; what was closed, none or one."""
    rows = archive.rows(
        """
        update incidents set closed_at = :now where kind = :kind and subject = :subject and closed_at is null
        returning *
        """,
        {"now": stamp(now), "kind": kind, "subject": subject},
    )
    return [record(IncidentRow, row, outlet=row["outlet_id"]) for row in rows]


def open_of(archive: Archive, kind: str, outlet: str) -> IncidentRow | None:
    """The open incident of a kind that an outlet has, of whatever subject; the latest of several."""
    row = archive.row(
        "select * from incidents where kind = ? and outlet_id = ? and closed_at is null order by id desc limit 1",
        (kind, outlet),
    )
    return record(IncidentRow, row, outlet=row["outlet_id"]) if row else None


def opened_at(archive: Archive, kind: str, subject: str) -> datetime | None:
    """Since when an incident of this kind and subject is open; None: none is."""
    row = archive.row(
        "select opened_at from incidents where kind = ? and subject = ? and closed_at is null", (kind, subject)
    )
    return moment(row["opened_at"]) if row else None


def last_closed_at(archive: Archive, kind: str, subject: str) -> datetime | None:
    """When the latest incident of this kind and subject was closed; None: there was none, or it is open."""
    row = archive.row(
        "select closed_at from incidents where kind = ? and subject = ? order by id desc limit 1", (kind, subject)
    )
    return moment(row["closed_at"]) if row and row["closed_at"] else None


def between(archive: Archive, start: datetime, end: datetime) -> list[IncidentRow]:
    """The incidents that stood at any time of [start, end), the earliest first."""
    rows = archive.rows(
        "select * from incidents where opened_at < ? and coalesce(closed_at, '9') > ? order by opened_at, id",
        (stamp(end), stamp(start)),
    )
    return [record(IncidentRow, row, outlet=row["outlet_id"]) for row in rows]


def listing(archive: Archive, *, open_only: bool = False, limit: int = -1) -> list[IncidentRow]:
    """The incidents, the newest first; all of them, or so many."""
    rows = archive.rows(
        "select * from incidents where closed_at is null or not :open_only order by id desc limit +:limit",
        {"open_only": open_only, "limit": limit},
    )
    return [record(IncidentRow, row, outlet=row["outlet_id"]) for row in rows]


def of_outlet(archive: Archive, outlet_id: str, limit: int) -> list[IncidentRow]:
    """The newest incidents of an outlet, those that are open first."""
    rows = archive.rows(
        """
        select * from incidents where outlet_id = ? order by closed_at is not null, id desc limit +?
        """,
        (outlet_id, limit),
    )
    return [record(IncidentRow, row, outlet=row["outlet_id"]) for row in rows]
