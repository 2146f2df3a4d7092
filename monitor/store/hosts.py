"""The hosts: their robots.txt, and until when they asked us to back off."""

from collections.abc import Iterable
from datetime import datetime

from monitor.events import HostHeld, HostState, RobotsRead, is_page
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp, stamp_up


def states(archive: Archive, hosts: Iterable[str]) -> list[HostState]:
    """What is remembered of these hosts; those never met are left out."""
    rows = archive.rows(
        "select * from hosts where host in (select value from json_each(?)) order by host", (dump(sorted(set(hosts))),)
    )
    return [record(HostState, row) for row in rows]


def held_until(archive: Archive, names: Iterable[str]) -> datetime | None:
    """When the last of these hosts may be asked again, of those that ever asked for a pause; it may be long past."""
    return max((state.held_until for state in states(archive, names) if state.held_until), default=None)


def robots(archive: Archive, event: RobotsRead) -> None:
    """A robots.txt was asked for. An older answer than the kept one changes nothing, nor does no answer to a known one.

    Rules once known go on to hold while the host cannot be asked (RFC 9309, 2.3.1.4), and for another day where it
    answers with a page for people.
    """
    if not event.is_answer and any(kept.knows_robots for kept in states(archive, [event.host])):
        if is_page(event.body):
            archive.execute(
                "update hosts set robots_at = max(coalesce(robots_at, ''), ?) where host = ?",
                (stamp(event.at), event.host),
            )
        return
    archive.execute(
        """
        insert into hosts (host, robots_status, robots_body, robots_at, robots_error)
        values (:host, :status, :body, :at, :error)
        on conflict (host) do update set
          robots_status = excluded.robots_status, robots_body = excluded.robots_body, robots_at = excluded.robots_at,
          robots_error = excluded.robots_error
        where coalesce(robots_at, '') <= excluded.robots_at
        """,
        {
            "host": event.host,
            "status": event.status,
            "body": event.body,
            "at": stamp(event.at),
            "error": event.error,
        },
    )


def hold(archive: Archive, event: HostHeld) -> None:
    """A host asked us to back off; the longest wait counts."""
    archive.execute(
        """
        insert into hosts (host, held_until) values (:host, :until)
        on conflict (host) do update set held_until = max(coalesce(held_until, ''), excluded.held_until)
        """,
        {"host": event.host, "until": stamp_up(event.until)},
    )
