"""The browsers that are logged in to the pages, and the key by which the pages and links in mails are signed."""

import hashlib
from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.timestamps import stamp


def key(archive: Archive) -> bytes:
    """The archive's own key: 32 random bytes, made with it."""
    return bytes.fromhex(archive.value("select secret from web_keys"))


def begin(archive: Archive, token: str, password_hash: str, now: datetime, until: datetime) -> None:
    """Keep that who has this token is logged in by this password, until then; sessions that are over are deleted."""
    with archive.transaction():
        archive.execute("delete from web_sessions where ends_at <= ?", (stamp(now),))
        archive.execute(
            "insert into web_sessions (session, password, began_at, ends_at) values (?, ?, ?, ?)",
            (_digest(token), _digest(password_hash), stamp(now), stamp(until)),
        )


def is_valid(archive: Archive, token: str, password_hash: str, now: datetime) -> bool:
    """Whether who has this token is logged in now, by the password of today."""
    known = "select 1 from web_sessions where session = ? and password = ? and ends_at > ?"
    return archive.value(known, (_digest(token), _digest(password_hash), stamp(now))) is not None


def end(archive: Archive, token: str) -> None:
    """Log out; nothing happens where nobody is logged in."""
    archive.execute("delete from web_sessions where session = ?", (_digest(token),))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
