"""What the elements of feeds are called: which field each one is, by its namespace and name however they are spelt."""

from functools import lru_cache

from lxml import etree

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
    "category": "tag", "dc:subject": "tag", "itunes:keywords": "tag",
    "language": "language", "dc:language": "language", "generator": "generator",
    "item": "item", "entry": "item", "channel": "channel", "items": "items",
}  # fmt: skip


@lru_cache(maxsize=1024)
def field_of(tag: object) -> str | None:
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


def local_name(element: etree._Element) -> str:
    """The name of an element without namespace and prefix, in lower case; empty for what is none."""
    tag: object = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""
