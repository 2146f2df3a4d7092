"""Everything that a page declares about itself, collected once from the tree, before anyone decides what to believe.

JSON-LD nodes, meta elements by name, links by relation, microdata by property. Nothing here interprets.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar, cast

import re2
from lxml import etree

from monitor.extract import jsonld
from monitor.extract.jsonld import Node
from monitor.reading import html, urls

_META_KEYS = ("property", "name", "itemprop", "http-equiv")
_PROPERTIES = etree.XPath("//@itemprop")  # each knows its element; "/.." takes the square of their number
_ITEM_TYPES = etree.XPath("//@itemtype")
_ANY_CASE = re2.Options()  # of bytes
_ANY_CASE.encoding, _ANY_CASE.case_sensitive = re2.Options.Encoding.LATIN1, False
_MICRODATA = re2.compile(rb"item(?:prop|type)", _ANY_CASE)
_COLLECTED = (
    "a",
    "h1",
    "h2",
    "h3",
    "h4",
    "link",
    "meta",
    "script",
    "time",
    "title",
)  # in one walk, not in one for each
_LIMIT = 3_000  # characters kept of one statement
_MOST = 100  # statements kept of one name
T = TypeVar("T")
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Statements:
    """What a page says of itself. `article` is the JSON-LD node of its article, `lesser` those that merely hold it."""

    root: etree._Element
    url: str
    metas: dict[str, list[str]]
    nodes: list[Node]
    article: Node | None
    lesser: list[Node]
    properties: dict[str, list[etree._Element]]
    title_tag: str
    canonical: str | None
    language: str | None
    elements: dict[str, list[etree._Element]]  # those of `_COLLECTED`, by tag, in the order of the page
    subheadings: list[etree._Element]  # its `h2` and `h3`, in their common order
    has_items: bool  # there may be microdata

    def meta(self, *names: str) -> str | None:
        """The first text of the first of these names that the page declares."""
        for name in names:
            for content in self.metas.get(name, ()):
                return content
        return None

    def item_types(self) -> set[str]:
        """The types of its microdata, in lower case, without their vocabulary's address."""
        found = cast("list[str]", _ITEM_TYPES(self.root)) if self.has_items else []
        return {name.rsplit("/", 1)[-1].lower() for name in found}

    @property
    def believed(self) -> list[Node]:
        """The article's JSON-LD node, then those that hold it."""
        return ([self.article] if self.article is not None else []) + self.lesser


def read(root: etree._Element, url: str, markup: bytes = b"") -> Statements:
    """Collect the statements of a page.

    `markup` are the bytes of which its tree was made, if they are at hand: where they have no word of microdata, as of
    three pages in four, none is looked for in the tree, which takes five times as long. Letters of two bytes have NUL.
    """
    has_items = not markup or b"\0" in markup or _MICRODATA.search(markup) is not None
    elements, subheadings = _elements(root)
    metas = _metas(elements["meta"])
    nodes = jsonld.read(elements["script"])
    title = next((element for element in elements["title"] if not _inside_drawing(element)), None)
    title_tag = text_of(title)[:_LIMIT] if title is not None else ""
    canonical = _canonical(elements["link"], metas, url)
    names = [title_tag, *metas.get("og:title", ())]
    article = _article(nodes, {address for address in (url, canonical, *metas.get("og:url", ())) if address}, names)
    return Statements(
        root=root,
        url=url,
        metas=metas,
        nodes=nodes,
        article=article,
        lesser=[node for node in nodes if jsonld.types(node) & jsonld.LESSER_TYPES][:6],
        properties=_properties(root) if has_items else {},
        title_tag=title_tag,
        canonical=canonical,
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
        elements=elements,
        subheadings=subheadings,
        has_items=has_items,
    )


def _elements(root: etree._Element) -> tuple[dict[str, list[etree._Element]], list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {tag: [] for tag in _COLLECTED}
    both: list[etree._Element] = []
    found["h2"] = found["h3"] = both
    for element in root.iter(*_COLLECTED):
        found[element.tag].append(element)
    for level in ("h2", "h3"):
        found[level] = [element for element in both if element.tag == level]
    return found, both


def text_of(element: etree._Element) -> str:
    """The text of an element, on one line; of a long one its beginning, for it is read as a title, a name or a date."""
    if not len(element):  # most of them: there is nothing to walk through
        return line((element.text or "")[: 2 * _LIMIT])
    return line("".join(texts_of(element)))


def text_to(element: etree._Element, most: int) -> str:
    """As `text_of`, of what is longer than `most` characters only so much that this is seen."""
    if not len(element):
        return text_of(element)
    found: list[str] = []
    size = 0
    for text in texts_of(element):
        found.append(text)
        size += sum(map(len, text.split()))
        if size > most:
            break
    return line("".join(found))


def texts_of(element: etree._Element) -> Iterator[str]:
    """The first texts in an element."""
    return html.texts(element, 2 * _LIMIT)


def line(text: str) -> str:
    """The text on one line, its runs of space made one."""
    return " ".join(text.split())


def _metas(elements: Iterable[etree._Element]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in elements:
        content = (element.get("content") or element.get("value") or "").strip()[:_LIMIT]
        if not content:
            continue
        for key in _META_KEYS:
            name = element.get(key)
            if name:
                _keep(found, name.strip().lower(), content)
    return found


def _properties(root: etree._Element) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for names in cast("Iterable[etree._ElementUnicodeResult]", _PROPERTIES(root)):  # noqa: SLF001 - lxml names it so
        if (element := names.getparent()) is None:
            continue
        if element.tag != "meta" or element.get("content"):
            for name in names.lower().split()[:4]:
                _keep(found, name, element)
    return found


def _keep(found: dict[str, list[T]], name: str, statement: T) -> None:
    """Keep one more statement under a name, as long as there are not too many: an article has no hundred authors."""
    kept = found.setdefault(name, [])
    if len(kept) < _MOST:
        kept.append(statement)


def _inside_drawing(element: etree._Element) -> bool:
    return any(ancestor.tag in {"svg", "symbol", "g"} for ancestor in element.iterancestors())


def _canonical(links: Iterable[etree._Element], metas: dict[str, list[str]], url: str) -> str | None:
    declared = [element.get("href") for element in links if "canonical" in (element.get("rel") or "").lower().split()]
    for address in [*declared, *metas.get("og:url", ())]:
        if not address or not address.strip():
            continue
        try:
            absolute = urls.joined(url, address.strip()) if url else address.strip()
        except ValueError:
            continue
        if urls.is_web(absolute):
            return str(absolute)
    return None


def _article(nodes: list[Node], addresses: set[str], titles: list[str]) -> Node | None:
    """The node that declares the article of this page, rather than one that it only mentions."""
    best, best_score = None, -1.0
    words = set(_WORD.findall(" ".join(titles).casefold()))
    for order, node in enumerate(nodes[:300]):
        kinds = jsonld.types(node)
        if not kinds & jsonld.ARTICLE_TYPES:
            continue
        headline = jsonld.first([node], "headline") or jsonld.first([node], "name") or ""
        tokens = set(_WORD.findall(headline.casefold()))
        score = 3 * len(tokens & words) / (len(tokens) or 1)
        score += 2 * any(
            address in addresses
            for key in ("url", "@id", "mainEntityOfPage")
            for address in jsonld.strings(node.get(key), "@id", "url")
        )
        score += (
            bool(node.get("datePublished"))
            + bool(node.get("author"))
            - 1.5 * bool(kinds & {"review", "recipe"})
            - order / 100
        )
        if score > best_score:
            best, best_score = node, score
    return best
