"""Outlets as OPML 2.0: what other feed readers import, and `monitor import` too."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime
from itertools import groupby
from xml.sax.saxutils import quoteattr

from monitor.model import Outlet, SourceKind


def opml(outlets: Iterable[Outlet], at: datetime) -> Iterator[str]:
    """The lines of the document: an outline for each feed, in a folder by the first tag of its outlet.

    All tags are its categories. An outlet without a feed is a link to its home page. `at` is when it was made, UTC.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<opml version="2.0">'
    yield "  <head>"
    yield "    <title>Outlets of the entertainment monitor</title>"
    yield f"    <dateCreated>{format_datetime(at, usegmt=True)}</dateCreated>"
    yield "    <docs>http://opml.org/spec2.opml</docs>"
    yield "  </head>"
    yield "  <body>"
    ordered = sorted(outlets, key=lambda one: (_folder(one) == "", _folder(one), one.id))
    for folder, group in groupby(ordered, key=_folder):
        indent = "      " if folder else "    "
        if folder:
            yield f"    <outline{_written(text=folder, title=folder)}>"
        for outlet in group:
            yield from (f"{indent}<outline{outline}/>" for outline in _outlines(outlet))
        if folder:
            yield "    </outline>"
    yield "  </body>"
    yield "</opml>"


def _folder(outlet: Outlet) -> str:
    return outlet.tags[0] if outlet.tags else ""


def _outlines(outlet: Outlet) -> Iterator[str]:
    """The attributes of each outline of an outlet."""
    categories = ",".join(outlet.tags)
    feeds = [source.url for source in outlet.sources if source.kind is SourceKind.FEED]
    for url in feeds:
        yield _written(
            type="rss", text=outlet.name, title=outlet.name, xmlUrl=url, htmlUrl=outlet.home, category=categories
        )
    if not feeds:
        yield _written(type="link", text=outlet.name, title=outlet.name, url=outlet.home, category=categories)


def _written(**attributes: str) -> str:
    """Attributes as XML; what XML cannot have is left out."""
    return "".join(
        f" {name}={quoteattr(''.join(char for char in value if char.isprintable()))}"
        for name, value in attributes.items()
        if value
    )
