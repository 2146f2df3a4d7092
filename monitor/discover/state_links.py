"""Articles among the JSON of a page: objects that name an address and a headline, whatever made them.

The names of fields are those that makers of sites use, compared without case and signs. An address that is only a slug
counts where a link of the page shows what stands before it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from monitor.discover import page_state
from monitor.discover.plain import one_line
from monitor.model import Link
from monitor.reading import urls
from monitor.reading.dates.moment import Moment

LISTED_LIMIT = 5_000  # of one page
OBJECTS_LIMIT = 300_000  # of one page
_LONGEST = 2_000  # characters of an address

_ADDRESSES = (
    "url", "href", "link", "canonicalurl", "permalink", "weburl", "websiteurl", "articleurl", "pageurl", "shareurl",
    "fullurl", "relativeurl", "path", "pathname", "uri", "id", "mainentityofpage", "slug",
)  # fmt: skip
_INNER_ADDRESSES = ("url", "href", "path", "current", "id")
_TITLES = ("headline", "headlines", "title", "name")
_INNER_TITLES = ("basic", "rendered", "text", "default", "plain", "main", "title", "headline")
_TIMES = (
    "datepublished", "publishedat", "publishedtime", "publishdate", "publisheddate", "publishedon", "firstpublished",
    "firstpublishedat", "firstpublishdate", "publicationdate", "published", "pubdate", "displaydate", "postdate",
    "date",
)  # fmt: skip
_ARTICLES = ("article", "posting", "story", "post", "review", "reportage")  # how kinds of articles end
_PATHS = frozenset({"breadcrumblist"})  # nothing in them is an article
_FILES = frozenset(
    {"mediatype", "mimetype"}
)  # fields of pictures and films, which have addresses and names of their own
# What has an address and a name, and is no article.
_OTHERS = frozenset({
    "organization", "newsmediaorganization", "corporation", "brand", "person", "author", "website", "webpage", "image",
    "collectionpage", "imageobject", "searchaction", "sitenavigationelement", "product", "offer", "event", "category",
    "tag", "section", "menu", "attachment",
})  # fmt: skip


class Listed(NamedTuple):
    """What an object says of an article: its address as it is written, its title, its time."""

    address: str
    title: str | None
    published: str | None
    is_slug: bool  # the address is the last part of a path alone
    is_sure: bool | None  # it has a time or the kind of an article; None: it is an item of a list


def read(
    root: etree._Element, hrefs: Sequence[str], base: str, read_date: Callable[[str | None], Moment | None]
) -> Iterator[tuple[Link, bool | None]]:
    """The links that the JSON of a page lists, one for each URL key, with whether each is an article for sure.

    `hrefs` are the addresses that the page links to, `base` is what relative ones stand on.
    """
    keys = set()
    found = list(islice(listed(page_state.values(root)), LISTED_LIMIT))
    for each in with_slugs(found, hrefs):
        url = urls.fetchable(each.address, base)
        key = urls.canonical(url) if url else None
        if url is None or key is None or key in keys:
            continue
        keys.add(key)
        moment = read_date(each.published)
        published = moment.aware(UTC) if moment else None
        has_time = moment is None or moment.has_time
        yield (
            Link(url=url, key=key, title=each.title, published_at=published, published_has_time=has_time),
            each.is_sure,
        )


def listed(values: Iterator[Any]) -> Iterator[Listed]:
    """The articles that these values list, in their order."""
    for fields in islice(_objects(values), OBJECTS_LIMIT):
        kind = _kind(fields)
        if kind not in _OTHERS and _FILES.isdisjoint(fields) and (found := _article(fields, kind)):
            yield found


def _objects(values: Iterator[Any]) -> Iterator[dict[str, Any]]:
    """The objects in these values, each before those in it, with plain names of their fields."""
    for value in values:
        pending = [value]
        while pending:
            node = pending.pop()
            inner = node
            if isinstance(node, dict):
                fields = {_plain_name(name): each for name, each in node.items()}
                yield fields
                inner = () if _kind(fields) in _PATHS else node.values()
            pending += [each for each in reversed(list(inner)) if isinstance(each, dict | list)]


def with_slugs(found: list[Listed], hrefs: Iterable[str]) -> Iterator[Listed]:
    """The articles with addresses: a slug stands after what stands before all slugs that the page links to."""
    slugs = {each.address for each in found if each.is_slug}
    before = set()
    for href in hrefs if slugs else ():
        start, slash, last = href.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")
        if slash and last in slugs:
            before.add(start + slash)
    for each in found:
        if not each.is_slug:
            yield each
        elif len(before) == 1:
            yield each._replace(address=next(iter(before)) + each.address)


def _article(fields: dict[str, Any], kind: str) -> Listed | None:
    title = next(filter(_is_words, (_text(fields.get(name), _INNER_TITLES) for name in _TITLES)), None)
    if title is None and kind != "listitem":
        return None
    for name in _ADDRESSES:
        written = _text(fields.get(name), _INNER_ADDRESSES)
        if written is None or len(written) > _LONGEST or any(char.isspace() for char in written):
            continue
        is_slug = name == "slug" and "/" not in written
        if not (is_slug or urls.is_web(written) or written.startswith("/") or (name == "slug" and "/" in written)):
            continue
        address = f"/{written}" if name == "slug" and not is_slug and not urls.is_web(written) else written
        published = next(filter(None, (_time(fields.get(time)) for time in _TIMES)), None)
        is_sure = None if kind == "listitem" else published is not None or kind.endswith(_ARTICLES)
        return Listed(address, one_line(title), published, is_slug, is_sure)
    return None


def _is_words(text: str | None) -> bool:
    """Whether a text is written for people: names of machines have hyphens and no spaces."""
    return text is not None and (" " in text or "-" not in text)


def _kind(fields: dict[str, Any]) -> str:
    """What an object says that it is."""
    declared = fields.get("type") or fields.get("typename")
    declared = declared[0] if isinstance(declared, list) and declared else declared
    return declared.lower() if isinstance(declared, str) else ""


def _plain_name(name: str) -> str:
    return "".join(filter(str.isalnum, name[:40])).lower()


def _text(value: Any, inner: tuple[str, ...]) -> str | None:
    """A text, or the one that stands in an object in its place."""
    if isinstance(value, dict):
        fields = {_plain_name(name): each for name, each in islice(value.items(), 50)}
        value = next((fields[name] for name in inner if isinstance(fields.get(name), str)), None)
    return value.strip() or None if isinstance(value, str) else None


def _time(value: Any) -> str | None:
    """A time as it is written: words, or a number of seconds or of their thousandths."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else None
