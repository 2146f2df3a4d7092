"""The archive's own name, and the ids of messages that carry it: two archives never send two messages under one id."""

from monitor.store.archive import Archive

_OWN = """
select id from messages
where id = :id or (id > :id || '_' and id < :id || '`' and substr(id, length(:id) + 2) glob :name)
"""
_NAME = "[0-9a-f]" * 16


def archive_id(archive: Archive) -> str:
    """Random, made with the archive: a backup and a migrated archive have the same, one that is restored a new one."""
    return str(archive.value("select archive_id from identity"))


def rename(archive: Archive) -> None:
    """Give the archive a new name: it goes on where another one, of which it is a copy, went on otherwise."""
    archive.execute("update identity set archive_id = lower(hex(randomblob(8)))")


def own(archive: Archive, message_id: str) -> str:
    """A message's id as it leaves: with the archive's at its end; as it is where it was written under another name."""
    written = archive.value(_OWN, {"id": message_id, "name": _NAME})
    return str(written) if written else f"{message_id}_{archive_id(archive)}"
