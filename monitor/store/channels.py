"""The channels as they were last configured, and the brake of those that take no messages."""

from collections.abc import Iterable, Mapping

from monitor.observations import Brake, Grip
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, note
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp, stamp_up


def configure(archive: Archive, channels: Mapping[str, tuple[str, str]]) -> None:
    """Keep the kind and the mark of the settings by name; a channel whose settings changed is used again."""
    archive.execute_many(
        """
        insert into channels (name, kind, settings) values (:name, :kind, :settings)
        on conflict (name) do update set
          kind = excluded.kind, settings = excluded.settings, brake_cause = null, brake_since = null,
          brake_failures = 0, brake_until = null, brake_error = null, suspect_id = null
        where settings != excluded.settings or kind != excluded.kind
        """,
        [{"name": name, "kind": kind, "settings": settings} for name, (kind, settings) in channels.items()],
    )


def grip(archive: Archive, name: str) -> Grip:
    """What holds a channel; nothing holds one that is not known."""
    return grips(archive, [name]).get(name, Grip())


def grips(archive: Archive, names: Iterable[str]) -> dict[str, Grip]:
    """As `grip`, of those that anything holds, by name."""
    rows = archive.rows(
        """
        select * from channels where name in (select value from json_each(?))
        and (brake_cause is not null or brake_failures > 0)
        """,
        (dump(list(names)),),
    )
    return {
        row["name"]: Grip(
            brake=record(Brake, row, prefix="brake_") if row["brake_cause"] else None,
            suspect=row["suspect_id"],
            doubts=0 if row["brake_cause"] else row["brake_failures"],
        )
        for row in rows
    }


def keep(archive: Archive, name: str, grip: Grip) -> None:
    """Keep what holds a channel that was configured."""
    brake = grip.brake
    archive.execute(
        """
        update channels set brake_cause = :cause, brake_since = :since, brake_failures = :failures,
          brake_until = :until, brake_error = :error, suspect_id = :suspect
        where name = :name
        """,
        {
            "name": name,
            "cause": brake.cause if brake else None,
            "since": stamp(brake.since) if brake else None,
            "failures": brake.failures if brake else grip.doubts,
            "until": stamp_up(brake.until) if brake and brake.until else None,
            "error": note(brake.error) if brake else None,
            "suspect": grip.suspect,
        },
    )


def release(archive: Archive, names: Iterable[str]) -> int:
    """Use these again from now on, because a person said so; how many were braked."""
    return archive.execute(
        """
        update channels set brake_cause = null, brake_since = null, brake_failures = 0, brake_until = null,
          brake_error = null, suspect_id = null
        where name in (select value from json_each(?)) and brake_cause is not null
        """,
        (dump(list(names)),),
    )


def kinds(archive: Archive) -> dict[str, str]:
    """The kind of each channel that was ever configured, by name."""
    return {row["name"]: row["kind"] for row in archive.rows("select name, kind from channels order by name")}
