"""What goes wrong, as a finished page: a status, what happened, and what to do about it."""

from datetime import UTC, datetime
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from monitor.errors import MonitorError
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


def of(error: MonitorError, status: int, *, as_json: bool = False) -> Response:
    """The page of an error whose words are for people."""
    return page(status, _TITLES[status], error.message, hint=error.hint or "", as_json=as_json)


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
