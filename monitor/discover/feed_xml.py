"""The quick parser of RSS, RDF and Atom: one pass over a strictly parsed tree.

It raises `Unsure` wherever a more careful parser may do better. It never expands entities and never asks the network.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Literal

from lxml import etree

from monitor.discover import plain
from monitor.discover.entries import FeedEntry
from monitor.reading import urls
from monitor.reading.encoding import text_of_bytes

ENTRIES_LIMIT = 5_000  # of one feed; what is beyond is not news
INHERITED_LIMIT = 5  # authors that entries have from their feed
INHERITED_LENGTH = 100  # characters of such an author

# Namespaces by how their addresses begin, without scheme and "www.": some write others.
_CORE = (
    "w3.org/2005/atom", "purl.org/atom/ns#", "purl.org/echo/", "purl.org/rss/", "purl.org/net/rss1.1#",
    "my.netscape.com/rdf/simple/0.9/", "channel.netscape.com/rdf/simple/0.9/", "backend.userland.com/",
    "blogs.law.harvard.edu/tech/rss", "purl.org/netscape/", "cyber.",
)  # fmt: skip
_SPACES = (
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/dc/elements/", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    ("rssnamespace.org/feedburner", "feedburner"),
    ("pheedo.com", "pheedo"),
    ("itunes.com/dtds/podcast", "itunes"),
    ("w3.org/1999/xhtml", "xhtml"),
    ("prismstandard.org/namespaces", "prism"),
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
    "language": "language", "dc:language": "language", "generator": "generator",
    "item": "item", "entry": "item", "channel": "channel", "items": "items",
}  # fmt: skip
Forgive = Literal["nothing", "namespaces", "everything"]

_XML = "{http://www.w3.org/XML/1998/namespace}"
_ABOUT = tuple(f"{{{scheme}://www.w3.org/1999/02/22-rdf-syntax-ns#}}about" for scheme in ("http", "https"))
_ATOM_LINK = re.compile(r"^\{\s*https?://(?:(?:www\.)?w3\.org/2005/atom|purl\.org/(?:atom|echo))", re.IGNORECASE)
_EARLIER = frozenset({"next", "prev-archive"})  # RFC 5005: of a feed in pages, of one with archives
_ENDS = ("</item>", "</entry>")
_PACKED = "application/octet-stream"
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
    generator: str | None = None
    next_page: str | None = None
    entries: list[FeedEntry] = field(default_factory=list)


def parse(body: bytes, forgive: Forgive = "nothing", *, url: str | None = None) -> Feed:
    """The feed in XML.

    Args:
        body: The document.
        url: Where it is from, which its relative ids stand on.
        forgive: "namespaces" takes undeclared prefixes for what they are mostly meant; "everything" takes what can be
            had of a document that is not well-formed.

    Raises:
        Unsure: not well-formed, no feed, or entries without title and link.
    """
    root = _tree(body, forgive)
    if root.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in body:
        raise Unsure("it declares entities")
    kind = _ROOTS.get(_local(root))
    if kind is None:
        raise Unsure(f"its root is <{_local(root)[:40]}>")
    feed = _read(root, kind, url)
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


def _read(root: etree._Element, kind: str, url: str | None) -> Feed:
    feed = Feed(kind=kind, language=root.get(f"{_XML}lang"), link=root.get("HREF") or root.get("href"))
    found = _channel(root, feed)
    if not found and kind != "atom":
        for child in root:
            if _field_of(child.tag) == "channel":
                feed.language = child.get(f"{_XML}lang") or feed.language
                found += _channel(child, feed)
    if _local(root) == "entry":
        found = [root]
    inherited = [name for name in _authors_of(root) if name != feed.title] if kind == "atom" else []
    for element in found[:ENTRIES_LIMIT]:
        entry = _entry(element)
        if _has_swallowed(entry):
            raise Unsure("a CDATA section is not closed")
        entry.authors = entry.authors or inherited
        if kind == "atom":
            _complete(entry, element.base or url)
        feed.entries.append(entry)
    if not found and any(_field_of(element.tag) == "item" for element in root.iter(etree.Element)):
        raise Unsure("its entries are where none belong")
    return feed


def _complete(entry: FeedEntry, base: str | None) -> None:
    """What Atom alone says: an id is an address, maybe a relative one; the one date that it demands is `updated`."""
    if entry.guid and ":" not in entry.guid:
        entry.guid = urls.fetchable(entry.guid, base) or entry.guid
    entry.published = entry.published or entry.updated


def _channel(element: etree._Element, feed: Feed) -> list[etree._Element]:
    """Note what this element declares of the feed; its entries."""
    found: list[etree._Element] = []
    for child in element:
        name = _field_of(child.tag)
        if name == "item":
            found.append(child)
        elif name == "title" and feed.title is None:
            feed.title = _inner_text(child)
        elif name == "link":
            feed.link = feed.link or _plain_link(child)
            if child.get("rel") in _EARLIER and feed.next_page is None:
                feed.next_page = child.get("href")
        elif name == "generator":
            feed.generator = f"{child.get('uri') or ''} {child.text or ''}"
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
    entry.guid = entry.guid or element.get(_ABOUT[0]) or spare.get("guid2") or element.get(_ABOUT[1])
    entry.link = min(links)[1] if links else None
    entry.base = _base(element, entry)
    return entry


def _has_swallowed(entry: FeedEntry) -> bool:
    """Whether a field holds what stands after its element: a CDATA section that was closed wrongly, or never."""
    if entry.title and "</title>" in entry.title:
        return True
    return any(end in text for text in (entry.summary, entry.content) if text for end in _ENDS)


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
    space = space.strip().lower().removeprefix("http://").removeprefix("https://").removeprefix("www.")
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
    """Names, each with the mail address that stands with it: "Name (mail)"."""
    if len(child) == 0:
        name = _text(child)
        return [name] if name else []
    parts = {_local(part): _text(part) for part in reversed(child)}
    name, mail = parts.get("name"), parts.get("email")
    return [f"{name} ({mail})" if mail and mail != name else name] if name else []


def _authors_of(root: etree._Element) -> list[str]:
    """The authors whom a feed declares for all its entries: a few, for each of thousands of entries gets them."""
    names = (name for child in root if _field_of(child.tag) == "author" for name in _people(child))
    return [name for name in islice(names, INHERITED_LIMIT) if len(name) <= INHERITED_LENGTH]


def _terms(child: etree._Element) -> list[str]:
    term = child.get("label") or child.get("term") or _text(child)
    return [term] if term else []


def _text(child: etree._Element) -> str | None:
    value = (child.text or "") if len(child) == 0 else "".join(map(str, child.itertext()))
    return value.strip() or None


def _inner_text(child: etree._Element) -> str | None:
    """A title: text, or markup where the element says so or holds elements."""
    if len(child) == 0 and not _is_packed(child):
        return _text(child)
    return _markup(child).strip() or None


def _markup(child: etree._Element) -> str:
    """What the element holds, as HTML."""
    if len(child) == 0:
        value = child.text or ""
        if _is_packed(child):
            value = _from_base64(value)
        elif child.get("type", "").strip().lower() in {"text", "text/plain"} and "<" in value:
            return value.replace("&", "&amp;").replace("<", "&lt;")
        return plain.without_false_declarations(value)
    parts = [child.text or ""]
    parts += [etree.tostring(part, encoding="unicode", method="html", with_tail=True) for part in child]
    return "".join(parts)


def _is_packed(child: etree._Element) -> bool:
    """Whether the element holds text in base64, by its mode (Atom 0.3) or its type (Atom 1.0)."""
    return child.get("mode") == "base64" or child.get("type") == _PACKED


def _from_base64(value: str) -> str:
    try:
        return text_of_bytes(base64.b64decode(value))
    except ValueError:
        return value


def _base(element: etree._Element, entry: FeedEntry) -> str | None:
    """The address that relative links stand on, where the feed declares one and there are any."""
    address = entry.link or entry.original or ""
    return None if not address or address[:4].lower() == "http" else element.base
