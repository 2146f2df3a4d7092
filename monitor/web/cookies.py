"""The three cookies: who the browser is, when it was here before, and what was just done, to be said once.

None can be read by a script, none goes along from another site, and over TLS none goes without it.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from monitor.web.access import Access, Door
from monitor.web.answers import Moved

_SESSION, _LOOKED, _SAID = "session", "looked", "said"
_YEAR = 365 * 86_400
_TOKEN = 64  # characters at most of a session that we made
_SAYING = 300  # characters
VISIT_ENDS = timedelta(minutes=30)  # after so long without a look the next one is a visit of its own


@dataclass(frozen=True, slots=True)
class Looked:
    """The visit before this one, and the last look of this one. What came after `before` is new."""

    before: datetime | None
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Who asks. `key` is the archive's, by which this guest's forms are signed."""

    session: str
    is_new: bool
    door: Door
    logged_in: bool
    person: str
    looked: Looked
    key: bytes


def session(request: Request, access: Access) -> str:
    """The session that the browser sends; "" where it has none of ours."""
    found = request.cookies.get(_name(_SESSION, access), "")
    return found if found.isascii() and len(found) <= _TOKEN else ""


def looked(request: Request, now: datetime) -> Looked:
    """When this browser looked: a visit goes on until nobody looked for half an hour."""
    given = request.cookies.get(_LOOKED, "").partition(".")
    before, last = (_moment(part, now) for part in (given[0], given[2]))
    if last is not None and now - last > VISIT_ENDS:
        before = last
    return Looked(before, now)


def said(request: Request) -> str:
    """What was just done, as `moved` left it."""
    given = request.cookies.get(_SAID, "")
    try:
        return base64.urlsafe_b64decode(given.encode("ascii")).decode()[:_SAYING] if given else ""
    except (ValueError, UnicodeError):
        return ""


def keep(response: Response, request: Request, guest: Guest, access: Access) -> Response:
    """Leave the cookies of this guest with the page."""
    if guest.is_new:
        _set(response, _name(_SESSION, access), guest.session, access, _YEAR)
    if guest.door is Door.OPEN:
        before = int(guest.looked.before.timestamp()) if guest.looked.before else ""
        _set(response, _LOOKED, f"{before}.{int(guest.looked.last.timestamp())}", access, _YEAR)
    if _SAID in request.cookies:
        response.delete_cookie(_SAID, path="/")
    return response


def moved(result: Moved, access: Access) -> Response:
    """The way on after a change, with the sentence about it."""
    response = RedirectResponse(result.to, 303)
    if result.said:
        text = base64.urlsafe_b64encode(result.said[:_SAYING].encode()).decode("ascii")
        _set(response, _SAID, text, access, 60)
    return response


def begun(response: Response, token: str, access: Access) -> Response:
    """Give the browser its new session."""
    _set(response, _name(_SESSION, access), token, access, _YEAR)
    return response


def ended(response: Response, access: Access) -> Response:
    """Take the session away."""
    response.delete_cookie(_name(_SESSION, access), path="/", secure=access.is_secure, httponly=True, samesite="strict")
    return response


def _name(name: str, access: Access) -> str:
    """Over TLS a browser takes a cookie of this name from this very host alone."""
    return f"__Host-{name}" if access.is_secure else f"monitor-{name}"


def _set(response: Response, name: str, value: str, access: Access, lasts: int) -> None:
    response.set_cookie(name, value, max_age=lasts, path="/", secure=access.is_secure, httponly=True, samesite="strict")


def _moment(text: str, now: datetime) -> datetime | None:
    if not (text.isascii() and text.isdecimal()) or len(text) > 11:
        return None
    found = datetime.fromtimestamp(int(text), UTC)
    return found if found <= now else None
