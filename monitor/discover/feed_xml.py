"""The quick parser of RSS, RDF and Atom: one pass over a strictly parsed tree.

It raises `Unsure` wherever a more careful parser may do better. It never expands entities and never asks the network.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from lxml import etree

from monitor.discover.entries import FeedEntry

ENTRIES_LIMIT = 5_000  # of one feed; what is beyond is not news

_CORE = (
    "http://www.w3.org/2005/atom", "http://purl.org/atom/ns#", "http://purl.org/rss/", "http://purl.org/net/rss1.1#",
    "http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/",
    "http://blogs.law.harvard.edu/tech/rss", "http://purl.org/netscape/", "http://cyber.",
)  # fmt: skip
_SPACES = (
    ("http://purl.org/rss/1.0/modules/content", "content"),
    ("http://purl.org/dc/elements/", "dc"),
    ("http://purl.org/dc/terms", "dcterms"),
    ("http://rssnamespace.org/feedburner", "feedburner"),
    ("http://www.pheedo.com", "pheedo"),
    ("http://www.itunes.com/dtds/podcast", "itunes"),
    ("http://www.w3.org/1999/xhtml", "xhtml"),
    ("http://prismstandard.org/namespaces", "prism"),
    *((space, "") for space in _CORE),
)
_FIELDS = {
    "title": "title", "dc:title": "title2",
    "link": "link", "guid": "guid", "id": "guid", "dc:identifier": "guid2",
    "feedburner:origlink": "original", "pheedo:origlink": "original",
    "description": "summary", "summary": "summary", "dc:description": "summary2", "itunes:summary": "summary2",
    "content:encoded": "content", "content": "content", "xhtml:body": "content", "xhtml:div": "content",
    "pubdate": "published", "published": "published", "issued": "published", "dc:date": "published2",
    "dcterms:issued": "published2", "dcterms:created": "published2", "created": "published2",
    "prism:publicationdate": "published2", "date": "published2",
    "updated": "updated", "modified": "updated", "dcterms:modified": "updated", "lastbuilddate": "updated2",
    "author": "author", "dc:creator": "author", "dc:author": "author", "itunes:author": "author2", "creator": "author",
    "category": "tag", "dc:subject": "tag",
    "language": "language", "dc:language": "language",
    "item": "item", "entry": "item", "channel": "channel", "items": "items",
}  # fmt: skip
Forgive = Literal["nothing", "namespaces", "everything"]

_XML = "{http://www.w3.org/XML/1998/namespace}"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_ATOM_LINK = re.compile(r"^\{http://www\.w3\.org/2005/atom\}|^\{http://purl\.org/atom", re.IGNORECASE)
_ROOTS = {"rss": "rss", "rdf": "rdf", "feed": "atom", "channel": "rss", "entry": "atom"}


class Unsure(Exception):  # noqa: N818 - it is not an error: another parser takes over
    """The tree is not one that this parser is certain about; the text says why."""


@dataclass(slots=True, kw_only=True)
class Feed:
    """What a feed declares of itself, and its entries."""

    kind: str
    title: str | None = None
    link: str | None = None
    language: str | None = None
    entries: list[FeedEntry] = field(default_factory=list)


def parse(body: bytes, forgive: Forgive = "nothing") -> Feed:
    """The feed in XML.

    Args:
        body: The document.
        forgive: "namespaces" takes undeclared prefixes for what they are mostly meant; "everything" takes what can be
            had of a document that is not well-formed.

    Raises:
        Unsure: not well-formed, no feed, or entries without title and link.
    """
    root = _tree(body, forgive)
    if root.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in body:
        raise Unsure("it declares entities")
    if b'mode="base64"' in body:
        raise Unsure("it packs text in base64")
    kind = _ROOTS.get(_local(root))
    if kind is None:
        raise Unsure(f"its root is <{_local(root)[:40]}>")
    feed = _read(root, kind)
    bare = sum(entry.title is None and entry.link is None and entry.guid is None for entry in feed.entries)
    if bare * 2 > len(feed.entries):
        raise Unsure("its entries have neither title nor link")
    return feed


def _tree(body: bytes, forgive: Forgive) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True,
        recover=forgive != "nothing",
    )  # fmt: skip
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise Unsure(f"not well-formed: {error.msg}") from None
    worse = [error for error in parser.error_log if error.domain != etree.ErrorDomains.NAMESPACE]
    if root is None or (worse and forgive != "everything"):
        raise Unsure(f"not well-formed: {worse[0].message if worse else 'nothing in it'}")
    return root


def _read(root: etree._Element, kind: str) -> Feed:
    feed = Feed(kind=kind, language=root.get(f"{_XML}lang"))
    found = _channel(root, feed)
    if not found and kind != "atom":
        for child in root:
            if _field_of(child.tag) == "channel":
                feed.language = child.get(f"{_XML}lang") or feed.language
                found += _channel(child, feed)
    if _local(root) == "entry":
        found = [root]
    inherited = _authors_of(root) if kind == "atom" else []
    for element in found[:ENTRIES_LIMIT]:
        entry = _entry(element)
        entry.authors = entry.authors or [name for name in inherited if name != feed.title]
        feed.entries.append(entry)
    if not found and any(_field_of(element.tag) == "item" for element in root.iter(etree.Element)):
        raise Unsure("its entries are where none belong")
    return feed


def _channel(element: etree._Element, feed: Feed) -> list[etree._Element]:
    """Note what this element declares of the feed; its entries."""
    found: list[etree._Element] = []
    for child in element:
        name = _field_of(child.tag)
        if name == "item":
            found.append(child)
        elif name == "title" and feed.title is None:
            feed.title = _inner_text(child)
        elif name == "link" and feed.link is None:
            feed.link = _plain_link(child)
        elif name == "language" and child.text:
            feed.language = child.text
        elif name == "channel" and not found:
            feed.language = child.get(f"{_XML}lang") or feed.language
            found += _channel(child, feed)
    return found


def _entry(element: etree._Element) -> FeedEntry:
    entry = FeedEntry(language=element.get(f"{_XML}lang"))
    links: list[tuple[int, str]] = []
    spare: dict[str, str] = {}
    for child in element:
        name = _field_of(child.tag)
        if name is None:
            continue
        if name == "link":
            links += _ranked_link(child)
        elif name == "guid":
            entry.guid = entry.guid or _text(child)
            entry.guid_is_link = entry.guid_is_link and child.get("isPermaLink", "true").strip().lower() != "false"
        elif name in {"author", "author2"}:
            entry.authors += [who for who in _people(child) if name == "author" or not entry.authors]
        elif name == "tag":
            entry.tags += _terms(child)
        else:
            _note(entry, spare, name, child)
    entry.title = entry.title or spare.get("title2")
    entry.summary = entry.summary or spare.get("summary2")
    entry.published = entry.published or spare.get("published2")
    entry.updated = entry.updated or spare.get("updated2")
    entry.guid = entry.guid or element.get(_ABOUT) or spare.get("guid2")
    entry.link = min(links)[1] if links else None
    entry.base = _base(element, entry)
    return entry


def _note(entry: FeedEntry, spare: dict[str, str], name: str, child: etree._Element) -> None:
    """Keep the value of a field that stands for itself; the first one counts."""
    if name == "title":
        if entry.title is None:
            entry.title = _inner_text(child)
            entry.title_is_text = child.get("type") == "text" and "&" not in (entry.title or "")
    elif name == "summary":
        entry.summary = entry.summary or _markup(child)
    elif name == "content":
        entry.content = max(entry.content or "", _markup(child), key=len)
    elif name in {"title2", "summary2", "published2", "updated2", "guid2"}:
        if value := _text(child):
            spare.setdefault(name, value)
    elif name in {"original", "published", "updated", "language"} and getattr(entry, name) is None:
        setattr(entry, name, _text(child))


@lru_cache(maxsize=1024)
def _field_of(tag: object) -> str | None:
    """Which field an element is, by its namespace (whatever its prefix) and name (whatever its case)."""
    if not isinstance(tag, str):  # an entity that was not expanded
        return None
    space, brace, local = tag[1:].partition("}") if tag[:1] == "{" else ("", "", tag)
    local = local.lower()
    if not brace:
        return _FIELDS.get(local)
    space = space.strip().lower()
    for known, prefix in _SPACES:
        if space.startswith(known):
            return _FIELDS.get(f"{prefix}:{local}" if prefix else local)
    return None


def _local(element: etree._Element) -> str:
    tag: object = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _ranked_link(child: etree._Element) -> Iterator[tuple[int, str]]:
    """The address in a link element, with how far it is from being the article's: 0 is best."""
    href = child.get("href")
    written = _text(child)
    if written and not _ATOM_LINK.match(child.tag):
        yield 0, written
        return
    if not href:
        if written:
            yield 1, written
        return
    relation = (child.get("rel") or "alternate").strip().lower()
    kind = (child.get("type") or "text/html").lower()
    if relation == "alternate":
        yield (1 if "html" in kind else 2), href
    elif relation == "related":
        yield 4, href


def _plain_link(child: etree._Element) -> str | None:
    return next((address for _, address in _ranked_link(child)), None)


def _people(child: etree._Element) -> list[str]:
    names = [_text(part) for part in child if _local(part) == "name"]
    if not names and len(child) == 0:
        names = [_text(child)]
    return [name for name in names if name]


def _authors_of(root: etree._Element) -> list[str]:
    return [name for child in root if _field_of(child.tag) == "author" for name in _people(child)]


def _terms(child: etree._Element) -> list[str]:
    term = child.get("label") or child.get("term") or _text(child)
    return [term] if term else []


def _text(child: etree._Element) -> str | None:
    value = (child.text or "") if len(child) == 0 else "".join(map(str, child.itertext()))
    return value.strip() or None


def _inner_text(child: etree._Element) -> str | None:
    """A title: text, or markup where the element says so or holds elements."""
    return (_markup(child).strip() or None) if len(child) else _text(child)


def _markup(child: etree._Element) -> str:
    """What the element holds, as HTML."""
    if len(child) == 0:
        value = child.text or ""
        if child.get("type", "").strip().lower() in {"text", "text/plain"} and "<" in value:
            return value.replace("&", "&amp;").replace("<", "&lt;")
        return value
    parts = [child.text or ""]
    parts += [etree.tostring(part, encoding="unicode", method="html", with_tail=True) for part in child]
    return "".join(parts)


def _base(element: etree._Element, entry: FeedEntry) -> str | None:
    """The address that relative links stand on, where the feed declares one and there are any."""
    address = entry.link or entry.original or ""
    return None if not address or address[:4].lower() == "http" else element.base
