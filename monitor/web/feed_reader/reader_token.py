"""What a feed reader is given at its log-in and shows with each call: a number and a signature. Nothing of it is kept.

    7/5f3c…    the login's number; HMAC-SHA256 by the archive's key over its secret and the hash of the password

Another password ends all of them, a new secret those of one name.
"""

import hmac
import re

from monitor.store import reader_logins, web_sessions
from monitor.store.archive import Archive
from monitor.store.reader_logins import ReaderLogin
from monitor.web import tokens

_HEADER = re.compile(r"googlelogin\s+auth=\"?([0-9]{1,18})/([0-9a-f]{64})\"?", re.IGNORECASE)
_NO_TOKEN = frozenset({"", "x"})  # what FeedMe and Reeder send in the place of an action token


def of_login(archive: Archive, login: ReaderLogin, password_hash: str | None) -> str:
    """The token that a login gives."""
    return f"{login.id}/{_signature(archive, login, password_hash, 'reader')}"


def of_action(archive: Archive, login: ReaderLogin, password_hash: str | None) -> str:
    """The token of changes: 57 characters, as the first server of this API gave."""
    return _signature(archive, login, password_hash, "reader action")[:57]


def login_of(archive: Archive, header: str, password_hash: str | None) -> ReaderLogin | None:
    """The login whose token an Authorization header has; None: it has none that counts."""
    given = _HEADER.fullmatch(header.strip())
    login = reader_logins.find(archive, int(given[1])) if given else None
    if given is None or login is None:
        return None
    right = _signature(archive, login, password_hash, "reader")
    return login if hmac.compare_digest(right, given[2].lower()) else None


def may_change(right: str, given: str) -> bool:
    """Whether a change may be made: by its token, or without one, since no other site can send our header."""
    return given in _NO_TOKEN or hmac.compare_digest(right.encode(), given.encode())


def _signature(archive: Archive, login: ReaderLogin, password_hash: str | None, purpose: str) -> str:
    return tokens.signature(web_sessions.key(archive), purpose, str(login.id), login.secret, password_hash or "")
