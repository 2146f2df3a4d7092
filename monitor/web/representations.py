"""One answer in each of its forms: HTML for people, JSON and CSV for programs, Atom and JSON Feed for feed readers."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from starlette.responses import HTMLResponse, Response

from monitor.deliver import feed
from monitor.report_time import ReportTime
from monitor.store.queries import export
from monitor.views.readable import PLAIN, plain
from monitor.views.row_forms import as_json, sheet
from monitor.web import page_templates
from monitor.web.answers import WebAnswer, WebEntry, WebPage
from monitor.web.guard import FOREIGN_POLICY
from monitor.web.visit import Visit, with_query


class Form(StrEnum):
    """What is at the end of an address: which form is wanted."""

    HTML = ""
    JSON = ".json"
    CSV = ".csv"
    ATOM = ".atom"
    JSON_FEED = ".feed.json"
    CALENDAR = ".ics"


def forms(page: WebPage) -> list[Form]:
    """The forms that a page has, the longest ending first, as routes must be asked."""
    if not page.has_data:
        return []
    feeds = [Form.JSON_FEED, Form.ATOM] if page.has_feed else []
    calendar = [Form.CALENDAR] if page.has_calendar else []
    return [*feeds, *calendar, Form.JSON, *([Form.CSV] if page.has_rows else [])]


def stem(page: WebPage, visit: Visit) -> str:
    """The address to which the ending of a form is added."""
    return _filled(page.stem or page.path, visit)


def _path(page: WebPage, visit: Visit) -> str:
    """The address of this visit's page."""
    return _filled(page.path, visit)


def _filled(made: str, visit: Visit) -> str:
    for name, value in visit.path.items():
        for kind in ("", ":int", ":path"):
            made = made.replace(f"{{{name}{kind}}}", str(value))
    return made


def html(page: WebPage, visit: Visit, answer: WebAnswer, frame: Mapping[str, Any]) -> Response:
    """The page. `frame` are the values of the page around it: the token, the navigation, what was just done."""
    if answer.file is not None:
        saved = {"content-disposition": f'attachment; filename="{answer.file.name}"'}
        return Response(answer.file.content, answer.status, saved, answer.file.media_type)
    if answer.html is not None:
        headers = {"content-security-policy": FOREIGN_POLICY, "x-frame-options": "SAMEORIGIN"}
        return HTMLResponse(answer.html, answer.status, headers)
    base = stem(page, visit)
    wanted = {key: value for key, value in visit.query.items() if key != "after"}
    values = {
        **frame,
        "title": answer.title,
        "visit": visit,
        "now": visit.now,
        "zone": visit.zone,
        "here": _path(page, visit),
        "endings": [(form.value, with_query(base + form.value, wanted)) for form in forms(page)],
        "rows": answer.rows,
        "more": answer.more and with_query("", wanted | {"after": str(answer.more)}),
        **answer.values,
        **answer.shown,
    }
    return HTMLResponse(page_templates.page(answer.template or page.template, values), answer.status)


def data(form: Form, page: WebPage, visit: Visit, answer: WebAnswer) -> Response:
    """The answer for a program."""
    base = stem(page, visit)
    wanted = {key: value for key, value in visit.query.items() if key != "after"}
    if form is Form.CSV:
        out = io.StringIO()
        export.write(sheet([_row(row) for row in answer.rows]), out, "csv")
        headers = {"content-disposition": f'attachment; filename="{_file_name(base)}.csv"'}
        return Response(out.getvalue(), answer.status, headers, "text/csv; charset=utf-8")
    if form is Form.JSON:
        more = answer.more and with_query(f"{base}{form.value}", wanted | {"after": str(answer.more)})
        value = {"title": answer.title, **answer.values, "rows": answer.rows, "more": more}
        return Response(as_json(plain(_row(value)), indent=1), answer.status, None, "application/json")
    if form is Form.CALENDAR:
        return Response(
            answer.calendar() if answer.calendar else b"", answer.status, None, "text/calendar; charset=utf-8"
        )
    return _feed(form, page, visit, answer)


def unless_known(response: Response, asked: Mapping[str, str]) -> Response:
    """The response with a tag of its content; 304 where that is what was asked about (RFC 9110, If-None-Match)."""
    tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:24]}"'
    known = {one.strip().removeprefix("W/") for one in asked.get("if-none-match", "").split(",")}
    if response.status_code == 200 and tag in known:
        return Response(status_code=304, headers={"etag": tag})
    response.headers["etag"] = tag
    return response


def _feed(form: Form, page: WebPage, visit: Visit, answer: WebAnswer) -> Response:
    base = stem(page, visit)
    entries = answer.entries() if callable(answer.entries) else answer.entries
    items = [_item(entry, visit) for entry in entries]
    # What narrows a page narrows its feed: two searches are two feeds, and a reader that follows `self` keeps the one.
    home, own = (f"{visit.origin}{with_query(each, visit.query)}" for each in (_path(page, visit), base + form.value))
    if form is Form.ATOM:
        topic = with_query(base.strip("/"), visit.query)
        body = feed.atom(topic, items, title=answer.title, links={"alternate": home, "self": own})
        return Response(body, 200, None, "application/atom+xml")
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": answer.title,
        "home_page_url": home,
        "feed_url": own,
        "items": items,
    }
    return Response(json.dumps(value, ensure_ascii=True, indent=1), 200, None, "application/feed+json")


def _item(entry: WebEntry, visit: Visit) -> dict[str, Any]:
    """An item of JSON Feed 1.1."""
    url = f"{visit.origin}{entry.path}" if entry.path else page_templates.outside(entry.url)
    elsewhere = {"external_url": page_templates.outside(entry.url)} if entry.path and entry.url else {}
    text = {"content_text": entry.text or entry.title}
    return {"id": entry.id, "title": entry.title, "url": url, **elsewhere, **text, "date_published": plain(entry.at)}


def _row(value: Any) -> Any:
    """Values of ours as plain ones: dataclasses become tables."""
    if type(value) in PLAIN or type(value) is str:
        return value
    if isinstance(value, ReportTime):
        return plain(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _row(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _row(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_row(item) for item in value]
    return value


def _file_name(base: str) -> str:
    """A name for a saved file, of the address it came from."""
    return "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "-" for char in base.strip("/"))
