"""The archive's own name, and the ids of messages that carry it: two archives never send two messages under one id."""

from monitor.store.archive import Archive


def archive_id(archive: Archive) -> str:
    """Random, made with the archive: a copy, a backup and a migrated archive have the same."""
    return str(archive.value("select archive_id from identity"))


def own(archive: Archive, message_id: str) -> str:
    """A message's id as it leaves: with the archive's at its end; without it where an earlier version wrote it so."""
    if archive.value("select 1 from messages where id = ?", (message_id,)):
        return message_id
    return f"{message_id}_{archive_id(archive)}"
