"""What goes wrong, as a finished page: a status, what happened, and what to do about it."""

from datetime import UTC, datetime
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from monitor.errors import ArchiveError, MonitorError, NotFoundError
from monitor.web import page_templates

_TITLES = {
    400: "That cannot be answered",
    404: "There is no such thing here",
    503: "Not now",
}


def page(status: int, title: str, text: str, *, hint: str = "", as_json: bool = False) -> Response:
    """The page of a status."""
    if as_json:
        return JSONResponse({"error": title, "detail": text, "hint": hint or None}, status)
    values = outside_values() | {"title": title, "status": status, "text": text, "hint": hint}
    return HTMLResponse(page_templates.page("problem.html", values), status)


def of(error: MonitorError, *, as_json: bool = False) -> Response:
    """The page of an error whose words are for people."""
    number = status(error)
    return page(number, _TITLES[number], error.message, hint=error.hint or "", as_json=as_json)


def status(error: MonitorError) -> int:
    """The status of an error."""
    match error:
        case NotFoundError():
            return 404
        case ArchiveError():
            return 503
        case _:  # open: what somebody wrote, or a file that cannot be written as it is
            return 400


def defect(*, as_json: bool = False) -> Response:
    """The page of a mistake of ours; what it was stands in the log."""
    return page(
        500,
        "That is our mistake",
        "The page could not be made. The monitor's log says why; nothing was changed.",
        as_json=as_json,
    )


def onward(path: str) -> Response:
    """The same page again, asked for by one of ours: a browser that comes from elsewhere brings no cookie at first."""
    return HTMLResponse(page_templates.page("onward.html", {"here": path}))


def outside_values() -> dict[str, Any]:
    """The values of `base.html` for a page that belongs to nobody."""
    return {
        "now": datetime.now(UTC),
        "zone": UTC,
        "nav": [],
        "current": "",
        "paths": frozenset(),
        "said": "",
        "person": "",
        "can_leave": False,
        "can_change": False,
        "token": "",
        "endings": [],
    }
