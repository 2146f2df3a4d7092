"""OPML, as feed readers write it, to the feeds in it.

What readers export is often no well-formed XML: bare `&` and `<` in titles, HTML's entities, a wrong encoding, an end
that is missing. As much is read as there is. Entities that a file declares are never expanded, and nothing is fetched.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from monitor.discover import xml_repair
from monitor.errors import UserError
from monitor.reading import urls
from monitor.reading.encoding import text_of_bytes
from monitor.reading.hostile_markup import hostile
from monitor.text import clean_line

_DECLARES_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_NO_FOLDER = {"all", "uncategorized", "uncategorised", "feeds", "subscriptions", "none"}  # what readers call no folder
_TYPES = {"rss", "atom", "feed", "rss1", "rdf"}  # of outlines whose `url` is a feed
_FEED_SCHEME = re.compile(r"feed:(?://)?", re.IGNORECASE)
_HOST_ALONE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/:?].*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed that somebody subscribed to; `feed` is "" where what is `written` is no address of one."""

    line: int
    title: str
    feed: str
    home: str = ""
    tags: tuple[str, ...] = ()
    written: str = ""


@dataclass(frozen=True, slots=True)
class Outlines:
    """The feeds of a file; `flaw` says why more may have been in it."""

    feeds: list[Subscription]
    flaw: str = ""


def read(body: bytes) -> Outlines:
    """The feeds in OPML.

    Raises:
        UserError: it is no OPML, or may harm who reads it.
    """
    text = text_of_bytes(body)
    if _DECLARES_ENTITY.search(text):
        raise UserError("declares entities of its own, which no OPML needs and which can be used for attacks")
    repaired = xml_repair.repaired(text.encode("utf-8", "replace"), "text/xml; charset=utf-8")
    if reason := hostile(repaired):
        raise UserError(f"is not read: it has {reason}")
    root, flaw = _tree(repaired)
    if root is None or _local(root) not in {"opml", "outline", "body"}:
        raise UserError("is no OPML: it has no <opml>", hint="export the file from your feed reader as OPML")
    return Outlines(list(_feeds(root)), flaw)


def _tree(body: bytes) -> tuple[Any, str]:
    """The tree, and what is wrong with the text that it was made from."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True, recover=True
    )
    root = etree.fromstring(body, parser)
    worst = next((error for error in parser.error_log if error.domain != etree.ErrorDomains.NAMESPACE), None)
    return root, f"is not well-formed XML (line {worst.line}: {worst.message.strip()})" if worst else ""


def _feeds(root: Any) -> Iterator[Subscription]:
    """The feeds in the order in which they stand, each with the folders that it is in."""
    waiting: list[tuple[Any, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, folders = waiting.pop()
        if not isinstance(element.tag, str) or _local(element) == "head":
            continue
        below = folders
        if _local(element) == "outline":
            said = {key.lower(): " ".join(value.split()) for key, value in element.attrib.items()}
            title = _plain(said.get("title") or said.get("text") or "")
            feed = said.get("xmlurl") or (said.get("url", "") if said.get("type", "").lower() in _TYPES else "")
            if feed or (not len(element) and (said.get("htmlurl") or said.get("url"))):
                yield _feed(element.sourceline, title, feed, said, folders)
            elif title.casefold() not in _NO_FOLDER:
                below = (*folders, title)
        waiting += [(child, below) for child in reversed(element)]


def _feed(line: int, title: str, feed: str, said: dict[str, str], folders: tuple[str, ...]) -> Subscription:
    categories = [_plain(part) for text in said.get("category", "").split(",") for part in text.split("/")]
    named = [name for name in (*folders, *categories) if name and name.casefold() not in _NO_FOLDER]
    return Subscription(
        line=line,
        title=title,
        feed=_address(feed),
        home=_address(said.get("htmlurl") or ("" if feed else said.get("url", ""))),
        tags=tuple(dict.fromkeys(filter(None, map(_tag, named)))),
        written=feed,
    )


def _address(text: str) -> str:
    """An address of the web, in whatever way it is written; "" where it is none."""
    address = _FEED_SCHEME.sub("", text, count=1) if _FEED_SCHEME.match(text) else text
    if "://" not in address and _HOST_ALONE.fullmatch(address):
        address = f"https://{address}"
    return urls.fetchable(address) or ""


def _plain(text: str) -> str:
    """A title as it is meant: some readers escape twice."""
    return clean_line(html.unescape(text), limit=200)


def _tag(name: str) -> str:
    """A folder as a tag: what `follow` and the outlets of a watch can name with an @."""
    return "-".join("".join(char if char.isalnum() else " " for char in name.casefold()).split())


def _local(element: Any) -> str:
    return str(etree.QName(element).localname).lower()
