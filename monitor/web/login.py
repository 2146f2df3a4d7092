"""Logging in and out. The session is new at each log-in: one that somebody else knew before is worth nothing."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.phrasing import count
from monitor.store import web_sessions
from monitor.web import password, tokens
from monitor.web.access import Access
from monitor.web.archives import Archives
from monitor.web.attempts import Attempts

LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of an attempt: the token of the new session, or the sentence that says why there is none."""

    session: str = ""
    said: str = ""
    wait: float = 0.0


class Login:
    """The password of the pages, tried a bounded number of times."""

    def __init__(self, access: Access, archives: Archives) -> None:
        self._access = access
        self._archives = archives
        self._attempts = Attempts()

    def enter(self, given: str, address: str, now: datetime) -> Entered:
        """Try the password from that address; the right one begins a session."""
        hashed = self._access.web.password_hash
        if not hashed:
            return Entered(said="No password is set: nobody logs in here.")
        wait = self._attempts.begin(address, time.monotonic())
        if wait > 0:
            seconds = max(1, round(wait))
            return Entered(said=f"Too many attempts. Try again in {count(seconds, 'second')}.", wait=wait)
        if not password.fits(given, hashed):
            return Entered(said="That is not the password.")
        self._attempts.succeeded(address)
        session = tokens.fresh()
        with self._archives.writing() as archive:
            web_sessions.begin(archive, session, hashed, now, now + LASTS)
        return Entered(session=session)

    def leave(self, session: str) -> None:
        """End the session, in all windows of that browser."""
        with self._archives.writing() as archive:
            web_sessions.end(archive, session)


def own_path(given: str) -> str:
    """A path of ours that an address may lead on to; "/" for whatever could lead elsewhere."""
    is_ours = given.startswith("/") and not given.startswith(("//", "/\\")) and given.isprintable()
    return given if is_ours and "\\" not in given and given.isascii() else "/"
