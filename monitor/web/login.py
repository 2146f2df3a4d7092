"""Logging in and out. The session is new at each log-in: one that somebody else knew before is worth nothing."""

import base64
import hmac
import secrets
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
    """What came of an attempt: the token of the new session, or the sentence that says why it was not let in."""

    session: str = ""
    said: str = ""
    wait: float = 0.0


class Login:
    """The password of the pages, tried a bounded number of times."""

    def __init__(self, access: Access, archives: Archives) -> None:
        self._access = access
        self._archives = archives
        self._attempts = Attempts()
        self._salt = secrets.token_bytes(16)
        self._right = b""  # what the right password is here: who sends it with each request is not made to wait for it

    def enter(self, given: str, address: str, now: datetime) -> Entered:
        """Try the password from that address; the right one begins a session."""
        tried = self._attempt(given, address)
        if tried.said:
            return tried
        session = tokens.fresh()
        with self._archives.writing() as archive:
            web_sessions.begin(archive, session, self._access.web.password_hash or "", now, now + LASTS)
        return Entered(session=session)

    def tried(self, given: str, address: str) -> Entered:
        """What a password comes to that a program sends again and again: nothing is `said` of the right one."""
        digest = hmac.digest(self._salt, f"{self._access.web.password_hash}\n{given}".encode(), "sha256")
        is_known = self._right and hmac.compare_digest(digest, self._right)
        # Not while that address waits: any number of guesses could be tried, and the right one is let in at once.
        if is_known and self._attempts.wait(address, time.monotonic()) <= 0:
            return Entered()
        tried = self._attempt(given, address)
        if not tried.said:
            self._right = digest
        return tried

    def sends_password(self, header: str, address: str) -> bool:
        """Whether an Authorization header has the password (RFC 7617; the name is not looked at): for feed readers."""
        given = _basic(header)
        return given is not None and not self.tried(given, address).said

    def _attempt(self, given: str, address: str) -> Entered:
        """Try the password, as often as it may be tried."""
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
        return Entered()

    def leave(self, session: str) -> None:
        """End the session, in all windows of that browser."""
        with self._archives.writing() as archive:
            web_sessions.end(archive, session)


def _basic(header: str) -> str | None:
    """The password of an Authorization header; None: it has none."""
    kind, _, coded = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        return base64.b64decode(coded, validate=True).decode().partition(":")[2]
    except ValueError:
        return None


def own_path(given: str) -> str:
    """A path of ours that an address may lead on to; "/" for whatever could lead elsewhere."""
    is_ours = given.startswith("/") and not given.startswith(("//", "/\\")) and given.isprintable()
    return given if is_ours and "\\" not in given and given.isascii() else "/"
