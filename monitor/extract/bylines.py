"""Who wrote it: by order of trust, the first source that names a person; else the first that names anyone.

JSON-LD of the article > meta elements > microdata and rel=author > links to authors' pages and elements named
like a byline, by the headline > lines that begin with "By" > the same anywhere > JSON-LD around > the listing
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from monitor.extract import jsonld
from monitor.extract.persons import Names, people
from monitor.extract.statements import Statements, line
from monitor.extract.titles import fold

_METAS = tuple(
    """
    author article:author parsely-author sailthru.author byl article:author_name og:article:author og:author
    dc.creator dcterms.creator citation_author cxenseparse:author authors rbauthors bt:author creator
    article.author vr:author shareaholic:article_author_name dc.contributor twitter:data1
""".split()  # noqa: SIM905 - names of elements, in their order of trust
)
_BYLINE = re.compile(
    r"by-?line|author|autor(?:en|es|in)?(?:\b|_|-)|auteur|autore|writer|reporter|journalist|"
    r"contributor|creator|submitted|meta-?info|posted-?by|vcard|(?:^|[\s_-])by(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOT_BYLINE = re.compile(
    r"bio|comment|related|avatar|image|photo|img|social|share|follow|footer|sidebar|widget|teaser|"
    r"desc|title|more|popular|recommend|tool|caption|copyright|card",
    re.IGNORECASE,
)
_AUTHOR_NAME = re.compile(
    r"(?:author|byline|creator|autor|writer|reporter)s?[-_]*(?:name|link)|(?:^|\s)(?:author|byline|"
    r"by-author|post-author|entry-author|vcard author|author vcard)(?:\s|$)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"image|photo|picture|caption|credit|copyright", re.IGNORECASE)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|profiles?|staff|contributors?|journalists?|writers?|"
    r"reporters?|newsteam|columnists?|redaktion|firma|correspondents?)/[^/?#]+",
    re.IGNORECASE,
)
_SAYS_BY = re.compile(
    r"^(?:(?:written|posted|published|reported|story|text|words|review|analysis|opinion|interview|"
    r"submitted|gespeichert|geschrieben|veröffentlicht|ein(?:e)? \w+)\s+)?(?:(?:by|von|par|por|di|"
    r"door|av|af|od|oleh)\b|by(?=[A-Z])|autor(?:in|en)?:|text:|author:|writer:|autorin/autor|"
    r"autor/autorin|文|作者|記者|责编|（责编|\(责编)[\s:：]*\S",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?:written|posted|published|submitted|gespeichert|geschrieben|veröffentlicht)\s+(?:by|von)\s", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"comment|related|sidebar|widget|teaser|recommend|footer|popular|trending|newsletter|promo|"
    r"card-list",
    re.IGNORECASE,
)
_MOST = 40


@dataclass(frozen=True, slots=True)
class Places:
    """Where a page may show its authors."""

    near: Collection[etree._Element] = ()  # the elements around the headline
    named: Collection[etree._Element] = ()  # the elements whose names speak of authors
    lines: Iterable[str] = ()  # lines that may begin with "By"
    first: Iterable[str] = ()  # the first line of the text
    listed: Iterable[str] = ()  # what the outlet's listing said


_NOWHERE = Places()


def read(page: Statements, names: Iterable[str], places: Places = _NOWHERE) -> tuple[str, ...]:
    """The authors of a page. `names` are the outlet's own."""
    sites = {fold(name) for name in (*names, *_houses(page)) if fold(name)}
    rest: tuple[str, ...] = ()
    sources: tuple[tuple[Callable[[], Iterable[str]], bool], ...] = (
        (lambda: _stated(page), False),
        (lambda: _metas(page), False),
        (lambda: _marked(page), False),
        (lambda: _linked(places.near), False),
        (lambda: _named(places.near), True),
        (lambda: _titled(places.named), False),
        (lambda: _said(places.lines, places.first), False),
        (lambda: _anywhere(places.named), True),
        (lambda: _around(page), False),
        (lambda: places.listed, False),
    )
    for source, strict in sources:  # each is looked for only where those before it named nobody
        found = people(source(), sites, strict=strict)
        if found.authors:
            return found.authors[:_MOST]
        rest = rest or found.rest
    return rest[:_MOST]


def _houses(page: Statements) -> Iterator[str]:
    """The names of the outlet's house, as the page states them."""
    yield from page.metas.get("og:site_name", ())
    yield from page.metas.get("application-name", ())
    for node in page.nodes[:60]:
        yield from jsonld.strings(node.get("publisher"), "name")[:1]


def _stated(page: Statements) -> list[str]:
    return _node_authors(page, [page.article] if page.article is not None else [])


def _around(page: Statements) -> list[str]:
    return _node_authors(page, page.lesser)


def _node_authors(page: Statements, nodes: Iterable[jsonld.Node]) -> list[str]:
    for node in nodes:
        for key in ("author", "creator"):
            names = list(_names(jsonld.resolve(node.get(key), page.nodes)))
            if names:
                return names
    return []


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value[:_MOST]:
            yield from _names(item)
    elif isinstance(value, dict):
        yield from jsonld.strings(value.get("name"))
    elif isinstance(value, str):
        yield value


def _metas(page: Statements) -> list[str]:
    for name in _METAS:
        if name == "twitter:data1" and not re.search(
            r"written by|author|von|par|por", page.meta("twitter:label1") or "", re.IGNORECASE
        ):
            continue
        values = [value for value in page.metas.get(name, ()) if not value.startswith(("http:", "https:", "/", "@"))]
        if people(values).persons:
            return values
    return [
        value
        for name in _METAS[:4]
        for value in page.metas.get(name, ())
        if not value.startswith(("http:", "https:", "/", "@"))
    ][:2]


def _marked(page: Statements) -> list[str]:
    """Microdata and links that are marked as the author's."""
    found: list[str] = []
    for element in page.properties.get("author", ())[:10]:
        if not _elsewhere(element):
            inner = [
                child
                for child in element.iter()
                if child is not element and "name" in (child.get("itemprop") or "").split()
            ]
            found.extend(_text(child) for child in inner or [element])
    return (
        found
        or [
            _text(element)
            for element in page.root.iter("a")
            if "author" in (element.get("rel") or "").split() and not _elsewhere(element)
        ][:3]
    )


def _text(element: etree._Element) -> str:
    """The text of an element, its parts on lines of their own."""
    stated = element.get("content")
    return stated or "\n".join(filter(None, (line(str(part)) for part in element.itertext())))


def _linked(near: Collection[etree._Element]) -> list[str]:
    """Links to authors' pages by the headline: those of the first element that has one, and of those next to it."""
    found: list[str] = []
    for element in near:
        links = [_text(link) for link in element.iter("a") if _AUTHOR_PAGE.search(link.get("href") or "")]
        if found and not links:
            break
        found.extend(links)
    return found if people(found, strict=True).persons or len(found) == 1 else []


def _named(near: Collection[etree._Element]) -> list[str]:
    """The first element by the headline that is named like a byline, or holds such, with a person's name."""
    for element in near:
        inner = [
            child
            for child in element.iter("a", "span", "strong", "b", "em", "cite")
            if _AUTHOR_NAME.search(child.get("class") or "")
        ]
        for named in [*inner, *([element] if _is_byline(element) else [])]:
            text = _text(named)
            if len(text) <= 200 and people([text], strict=True).persons:
                return [text]
    return []


def _titled(named: Collection[etree._Element]) -> list[str]:
    """Elements whose class says that they hold an author's name, the first group of them."""
    found: list[str] = []
    place: etree._Element | None = None
    for element in list(named)[:60]:
        if (
            not _AUTHOR_NAME.search(element.get("class") or "")
            or element.tag in {"body", "html", "form", "img"}
            or _elsewhere(element)
        ):
            continue
        text = _text(element)
        if not 2 <= len(text) <= 60 or people([text]) == Names():
            continue
        if place is not None and place is not element.getparent():
            break
        place = element.getparent()
        found.append(text)
    return found


def _is_byline(element: etree._Element) -> bool:
    at: etree._Element | None = element
    named = False
    for _ in range(4):
        if at is None:
            break
        name = f"{at.get('class') or ''} {at.get('id') or ''}"
        if at.tag in {"figure", "figcaption"} or _PICTURE.search(name):
            return False
        named = named or at.tag == "address" or bool(_BYLINE.search(name) and not _NOT_BYLINE.search(name))
        at = at.getparent()
    return named


def _said(lines: Iterable[str], first: Iterable[str]) -> list[str]:
    """Lines that begin with "By", or a name alone as the first line of the text."""
    for text in lines:
        if len(text) > 150 or not _SAYS_BY.match(text):
            continue
        found = people([text], strict=_VERB.match(text) is None)
        if found != Names():
            return [*found.authors, *found.rest]
    for text in first:
        if len(text) <= 40 and text[-1] not in ".!?:" and people([text], strict=True).persons == (text,):
            return [text]
    return []


def _anywhere(named: Collection[etree._Element]) -> list[str]:
    for element in list(named)[:60]:
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if (
            element.tag in {"body", "html", "form", "img"}
            or _NOT_BYLINE.search(name)
            or not _is_byline(element)
            or _elsewhere(element)
        ):
            continue
        text = _text(element)
        if 3 <= len(text) <= 160 and people([text], strict=True).persons:
            return [text]
    return []


def _elsewhere(element: etree._Element) -> bool:
    at = element.getparent()
    for _ in range(8):
        if at is None or at.tag in {"article", "main"}:
            return False
        if at.tag in {"aside", "footer", "nav"} or _ELSEWHERE.search(at.get("class") or ""):
            return True
        at = at.getparent()
    return False
