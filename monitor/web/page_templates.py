"""The templates of the pages, and how they write times, lists and addresses. All text is escaped."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from monitor import phrasing
from monitor.report_time import ReportTime
from monitor.views import readable
from monitor.web import plots

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


def page(template: str, values: Mapping[str, Any]) -> str:
    """A page from its template. `values` are those of `base.html` and the page's own."""
    return _environment().get_template(template).render(values)


def static(name: str) -> str:
    """The address of a file of `static/`, which changes with the file: browsers keep it for ever."""
    return f"/static/{_version(name)}/{name}"


@cache
def _version(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "when": _when,
        "until": _until,
        "outside": outside,
        "count": phrasing.count,
        "cut": phrasing.cut,
        "quoted": phrasing.quoted,
        "line": phrasing.line,
        "listing": phrasing.listing,
        "capital": phrasing.capital,
        "visible": readable.visible,
        "marked": marked,
        "code": code,
        "span": span,
    }
    environment.globals |= {"static": static, "hidden": _hidden, "plots": plots}
    return environment


@jinja2.pass_context
def _when(context: Context, moment: date | ReportTime | None) -> Markup:
    """A moment in the desk's zone, as short as it can be read today; the whole of it for machines and on hovering."""
    if isinstance(moment, ReportTime):
        moment = moment.shown
    if moment is None:
        return Markup("")
    zone, now = context["zone"], context["now"]
    short = readable.short_time(moment, now, zone)
    if not isinstance(moment, datetime):
        return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(), short)
    exact = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    whole = moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S %Z")
    return Markup('<time datetime="%s" title="%s">%s</time>') % (exact, whole, short)  # half of what `format` takes


@jinja2.pass_context
def _until(context: Context, start: date | ReportTime | None, end: date | ReportTime | None) -> Markup:
    """A time from one moment to another, both as `_when` has them; only the first where both would read the same."""
    first, last = _when(context, start), _when(context, end)
    reads_the_same = first.striptags() == last.striptags()
    return first if reads_the_same else Markup("%s to %s") % (first, last)


@jinja2.pass_context
def _hidden(context: Context, act: str, **fields: Any) -> Markup:
    """The fields of a form that ask for this act of the page: `<form method="post">{{ hidden("split") }}…</form>`."""
    values = {"token": context["token"], "act": act, **fields}
    field = Markup('<input type="hidden" name="{}" value="{}">')
    return Markup("").join(field.format(name, value) for name, value in values.items())


def span(minutes: float) -> str:
    """So many minutes, as people say it: `40 s`, `4.2 min`, `18 min`, `2.5 h`, `3 days`; no line ends within it."""
    hours = minutes / 60
    if minutes < 1:
        said = f"{minutes * 60:.0f} s"
    elif minutes < 90:
        said = f"{minutes:.{0 if minutes >= 10 else 1}f} min"
    else:
        said = f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.0f} days"
    return said.replace(".0 ", " ").replace(" ", "\u00a0")


def outside(url: str) -> str:
    """An address that came from the web, if a browser may be sent there; else "#"."""
    try:
        return url if urlsplit(url).scheme in {"http", "https"} else "#"
    except ValueError:
        return "#"


def code(text: str) -> Markup:
    """A text whose pieces between backticks are code."""
    pieces = [Markup("<code>{}</code>").format(one) if odd % 2 else Markup.escape(one) for odd, one in _parted(text)]
    return Markup("").join(pieces)


def _parted(text: str) -> Iterable[tuple[int, str]]:
    return enumerate(text.split("`"))


def marked(text: str, marks: Any, element: str = "mark") -> Markup:
    """A text with its marked pieces in `mark` elements, or others; `marks` are (start, end) offsets."""
    pieces, at = [], 0
    for start, end in sorted(marks):
        if at <= start < end <= len(text):
            pieces += [Markup.escape(text[at:start]), Markup("<{0}>{1}</{0}>").format(element, text[start:end])]
            at = end
    return Markup("").join([*pieces, Markup.escape(text[at:])])
