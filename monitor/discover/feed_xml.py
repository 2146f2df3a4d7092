"""The quick parser of RSS, RDF and Atom: one pass over a strictly parsed tree.

It raises `Unsure` wherever a more careful parser may do better. It never expands entities and never asks the network.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from lxml import etree

from monitor.discover import feed_values
from monitor.discover.entries import FeedEntry
from monitor.discover.feed_names import field_of, local_name
from monitor.reading import urls

ENTRIES_LIMIT = 5_000  # of one feed; what is beyond is not news
INHERITED_LIMIT = 5  # authors that entries have from their feed
INHERITED_LENGTH = 100  # characters of such an author

Forgive = Literal["nothing", "namespaces", "everything"]

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT = tuple(f"{{{scheme}://www.w3.org/1999/02/22-rdf-syntax-ns#}}about" for scheme in ("http", "https"))
_WRAPPERS = 10  # elements in front of a feed that is in a page
_EARLIER = frozenset({"next", "prev-archive"})  # RFC 5005: of a feed in pages, of one with archives
_SPARE = frozenset({"title2", "summary2", "published2", "updated2", "guid2"})
# Errors after which libxml2 goes on in the right place: an attribute is lost, or the rest of the text is in the last
# entry, which `_has_swallowed` notices.
_HARMLESS = frozenset({etree.ErrorTypes.ERR_LT_IN_ATTRIBUTE, etree.ErrorTypes.ERR_CDATA_NOT_FINISHED})
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
    feed = _read(*_feed_in(root), url)
    bare = sum(entry.title is None and entry.link is None and entry.guid is None for entry in feed.entries)
    if bare * 2 > len(feed.entries):
        raise Unsure("its entries have neither title nor link")
    return feed


def _feed_in(root: etree._Element) -> tuple[etree._Element, str]:
    """The root, or what is a feed at the beginning of a page that some server put around it; and its kind."""
    for element in (root, *islice(root.iter(etree.Element), _WRAPPERS)):
        if kind := _ROOTS.get(local_name(element)):
            return element, kind
    raise Unsure(f"its root is <{local_name(root)[:40]}>")


def _tree(body: bytes, forgive: Forgive) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True,
        recover=forgive != "nothing",
    )  # fmt: skip
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise Unsure(f"not well-formed: {error.msg}") from None
    worse = [
        error
        for error in parser.error_log
        if error.domain != etree.ErrorDomains.NAMESPACE and error.type not in _HARMLESS
    ]
    if root is None or (worse and forgive != "everything"):
        raise Unsure(f"not well-formed: {worse[0].message if worse else 'nothing in it'}")
    return root


def _read(root: etree._Element, kind: str, url: str | None) -> Feed:
    feed = Feed(kind=kind, language=root.get(_LANGUAGE), link=root.get("HREF") or root.get("href"))
    found = _channel(root, feed)
    if not found and kind != "atom":
        for child in root:
            if field_of(child.tag) == "channel":
                feed.language = child.get(_LANGUAGE) or feed.language
                found += _channel(child, feed)
    if local_name(root) == "entry":
        found = [root]
    inherited = [name for name in _authors_of(root) if name != feed.title] if kind == "atom" else []
    for element in found:
        entry = _entry(element)
        if _has_swallowed(entry):
            raise Unsure("a CDATA section is not closed")
        entry.authors = entry.authors or inherited
        if kind == "atom":
            _complete(entry, element, url)
        feed.entries.append(entry)
    if not found and any(field_of(element.tag) == "item" for element in root.iter(etree.Element)):
        raise Unsure("its entries are where none belong")
    return feed


def _complete(entry: FeedEntry, element: etree._Element, url: str | None) -> None:
    """What Atom alone says: an id is an address, maybe a relative one; the one date that it demands is `updated`."""
    if entry.guid and ":" not in entry.guid:
        entry.guid = urls.fetchable(entry.guid, element.base or url) or entry.guid
    entry.published = entry.published or entry.updated


def _channel(element: etree._Element, feed: Feed) -> list[etree._Element]:
    """Note what this element declares of the feed; its entries."""
    found: list[etree._Element] = []
    for child in element:
        name = field_of(child.tag)
        if name == "item":
            if len(found) < ENTRIES_LIMIT:
                found.append(child)
        elif name == "title" and feed.title is None:
            feed.title = feed_values.inner_text(child)
        elif name == "link":
            feed.link = feed.link or feed_values.plain_link(child)
            if child.get("rel") in _EARLIER and feed.next_page is None:
                feed.next_page = child.get("href")
        elif name == "generator":
            feed.generator = f"{child.get('uri') or ''} {child.text or ''}"
        elif name == "language" and child.text:
            feed.language = child.text
        elif name == "channel" and not found:
            feed.language = child.get(_LANGUAGE) or feed.language
            found += _channel(child, feed)
    return found


def _entry(element: etree._Element) -> FeedEntry:
    has_attributes = bool(element.keys())  # few have any, and each question costs as much as reading a field
    entry = FeedEntry(language=element.get(_LANGUAGE) if has_attributes else None)
    links: list[tuple[int, str]] = []
    spare: dict[str, str] = {}
    for child in element:
        name = field_of(child.tag)
        if name is None:
            continue
        if take := _TAKERS.get(name):
            take(entry, child)
        elif name == "link":
            if ranked := feed_values.ranked_link(child):
                links.append(ranked)
        elif name in _SPARE and (value := feed_values.text(child)):
            spare.setdefault(name, value)
    if spare:
        _fill(entry, spare)
    about = (element.get(_ABOUT[0]), element.get(_ABOUT[1])) if has_attributes else (None, None)
    entry.guid = entry.guid or about[0] or spare.get("guid2") or about[1]
    entry.link = min(links)[1] if links else None
    entry.base = _base(element, entry)
    return entry


def _identify(entry: FeedEntry, child: etree._Element) -> None:
    """Keep an id, and whether it is declared to be no address."""
    entry.guid = entry.guid or feed_values.text(child)
    if child.keys() and (child.get("isPermaLink") or "").strip().lower() == "false":
        entry.guid_is_link = False


def _fill(entry: FeedEntry, spare: dict[str, str]) -> None:
    """What other vocabularies declare counts where the format's own says nothing."""
    entry.title = entry.title or spare.get("title2")
    entry.summary = entry.summary or spare.get("summary2")
    entry.published = entry.published or spare.get("published2")
    entry.updated = entry.updated or spare.get("updated2")


def _has_swallowed(entry: FeedEntry) -> bool:
    """Whether a field holds what stands after its element: a CDATA section that was closed wrongly, or never."""
    for text in (entry.summary, entry.content):
        if text and ("</item>" in text or "</entry>" in text):
            return True
    return entry.title is not None and "</title>" in entry.title


def _entitle(entry: FeedEntry, child: etree._Element) -> None:
    """Keep a title, and whether it is declared to be no markup."""
    if entry.title is None:
        entry.title = feed_values.inner_text(child)
        if child.keys():
            entry.title_is_text = child.get("type") == "text" and "&" not in (entry.title or "")


def _summarise(entry: FeedEntry, child: etree._Element) -> None:
    entry.summary = entry.summary or feed_values.markup(child)


def _fill_out(entry: FeedEntry, child: etree._Element) -> None:
    """Keep a full text: of several the longest."""
    entry.content = max(entry.content or "", feed_values.markup(child), key=len)


def _publish(entry: FeedEntry, child: etree._Element) -> None:
    entry.published = entry.published or feed_values.text(child)


def _update(entry: FeedEntry, child: etree._Element) -> None:
    entry.updated = feed_values.text(child) if entry.updated is None else entry.updated


def _trace(entry: FeedEntry, child: etree._Element) -> None:
    entry.original = feed_values.text(child) if entry.original is None else entry.original


def _translate(entry: FeedEntry, child: etree._Element) -> None:
    entry.language = feed_values.text(child) if entry.language is None else entry.language


def _label(entry: FeedEntry, child: etree._Element) -> None:
    entry.tags += feed_values.terms(child)


def _sign(entry: FeedEntry, child: etree._Element) -> None:
    entry.authors += feed_values.people(child)


def _sign_again(entry: FeedEntry, child: etree._Element) -> None:
    """Keep names that other vocabularies declare, where the format's own says nothing."""
    entry.authors = entry.authors or feed_values.people(child)


# What keeps the value of each field; the first one counts. A table, since a feed's entries have tens of thousands.
_TAKERS: dict[str, Callable[[FeedEntry, etree._Element], None]] = {
    "title": _entitle, "summary": _summarise, "content": _fill_out, "published": _publish, "updated": _update,
    "original": _trace, "language": _translate, "guid": _identify, "tag": _label, "author": _sign,
    "author2": _sign_again,
}  # fmt: skip


def _authors_of(root: etree._Element) -> list[str]:
    """The authors whom a feed declares for all its entries: a few, for each of thousands of entries gets them."""
    names = (name for child in root if field_of(child.tag) == "author" for name in feed_values.people(child))
    return [name for name in islice(names, INHERITED_LIMIT) if len(name) <= INHERITED_LENGTH]


def _base(element: etree._Element, entry: FeedEntry) -> str | None:
    """The address that relative links stand on, where the feed declares one and there are any."""
    address = entry.link or entry.original or ""
    return None if not address or address[:4].lower() == "http" else element.base
