"""What a page is, and what it gives: values, which are shown in whatever form was asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.web.visit import Visit

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebEntry:
    """One entry of a feed. `id`, such as "article:7", never changes.

    `path` is a page here, `url` an address elsewhere; `text` is plain.
    """

    id: str
    title: str
    at: datetime
    text: str = ""
    path: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebFile:
    """A file to be saved. `name` is of letters, digits, `-`, `_` and `.` alone."""

    content: bytes
    name: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAnswer:
    """What a page shows. `rows` are its listing: what CSV has, and JSON under `rows`; `values` are all else it knows.

    The template sees `rows`, each of the values by its name, and what is `shown` to people alone. `more`, a number,
    is the cursor of the rows that follow, which `visit.after` gives to the handler then. `template` overrides that of
    the page. `html`: a document of somebody else, such as a mail, shown alone and without rights; `file`: one to be
    saved. `calendar` makes what its address with `.ics` gives; `entries` are of its feeds, or make them, where that
    costs something.
    """

    title: str
    rows: Sequence[Row] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    shown: Mapping[str, Any] = field(default_factory=dict)
    entries: Sequence[WebEntry] | Callable[[], Sequence[WebEntry]] = ()
    more: int | None = None
    template: str | None = None
    html: str | None = None
    calendar: Callable[[], bytes] | None = None
    file: WebFile | None = None
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What follows a change: the page to go on with (a path here), and a sentence about what was done."""

    to: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """A page at `path`, a Starlette path such as "/story/{id:int}".

    `read` gives what it shows. `acts` are the changes that its forms ask for by a POST to the page's own address, by
    the value of the form's field `act`; a form begins with `{{ hidden("name") }}`. `nav` is its word in the navigation.
    `has_feed`, `has_rows`, `has_calendar`, `has_data`: whether its answers have entries, rows, a calendar, and a form
    for programs at all. `stem` is the address of its other forms, where that is not the path itself. A page that is
    `open` asks for no log-in.
    """

    path: str
    template: str
    read: Callable[[Visit], WebAnswer]
    acts: Mapping[str, Callable[[Visit], Moved | WebAnswer]] = field(default_factory=dict)
    nav: str = ""
    has_feed: bool = False
    has_rows: bool = True
    has_calendar: bool = False
    has_data: bool = True
    stem: str = ""
    open: bool = False
