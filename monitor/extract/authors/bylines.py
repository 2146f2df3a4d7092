"""Who wrote it: by order of trust, the first source that names a person; else the first that names anyone.

JSON-LD of the article > meta elements > microdata and rel=author > links to authors' pages and elements named
like a byline, by the headline > labels and lines that begin with "By" > the listing > signatures in the text > JSON-LD
around > a name after the day > the same anywhere
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from monitor.extract import jsonld
from monitor.extract.authors import byline_lines, signatures
from monitor.extract.authors import visible_bylines as visible
from monitor.extract.authors.person_names import Names, is_personal, people
from monitor.extract.headline.headlines import fold
from monitor.extract.statements import Statements

_METAS = tuple(
    """
    author article:author parsely-author sailthru.author byl article:author_name og:article:author og:author
    dc.creator dcterms.creator citation_author cxenseparse:author authors rbauthors bt:author creator
    article.author vr:author shareaholic:article_author_name dc.contributor twitter:data1
""".split()  # noqa: SIM905 - names of elements, in their order of trust
)
_KNOWN_METAS = frozenset(_METAS)
_SAYS_BY = re.compile(r"written by|author|von|par|por", re.IGNORECASE)
_OTHER_META = re.compile(r"(?:^|[.:_-]|article)(?:authors?|byline)$")
_EDITOR = re.compile(r"(?:edit|redaktur|penyunting)\w*(?: by)?\s*:?\s", re.IGNORECASE)
_SLUG = re.compile(r"[a-z]{2,}(?:-[a-z]+){0,2}-[a-z]{2,}")
_MOST = 40
# Shares of right ones on 766 labelled pages, by what named them: elements named for authors; rare and weak sources,
# signatures among them (32 of 42, with the same pages without what they declare); whoever is no person; and where page
# and listing say the same.
_NAMED, _WEAK, _OTHERS, _LISTED = 0.83, 0.75, 0.78, 0.95
_INNER = 500  # elements of one author's that may be his name


@dataclass(frozen=True, slots=True)
class Places:
    """Where a page may show its authors."""

    near: Collection[etree._Element] = ()  # the elements around the headline
    around: Sequence[str] = ()  # and their lines
    named: Collection[etree._Element] = ()  # the elements whose names speak of authors
    labels: Callable[[], Iterable[str]] = tuple  # lines that begin with the label of an author
    text: Sequence[str] = ()  # the paragraphs of the text
    shown: Callable[[], Iterable[str]] = tuple  # every line of the page
    listed: Iterable[str] = ()  # what the outlet's listing said


_NOWHERE = Places()


@dataclass(frozen=True, slots=True)
class Elected:
    """Whom the rules name, how likely the first of them is right, 0 to 1, and whether it is a person."""

    names: tuple[str, ...]
    sure: float = 0.0
    is_person: bool = True


class _Source(NamedTuple):  # of which a page has up to twenty: a dataclass that is frozen takes four times as long
    """Texts that may name the author. `strict`: they may be anything; `weak`: heard only where nobody is named.

    `sure` is the share of those right whom it named, of labelled pages; `shown` that of those whom the headline's lines
    show, too.
    """

    texts: Callable[[], Iterable[str]]
    strict: bool = False
    weak: bool = False
    sure: float = _WEAK
    shown: float = 0.0


def read(page: Statements, names: Iterable[str], places: Places = _NOWHERE) -> tuple[str, ...]:
    """The authors of a page. `names` are the outlet's own."""
    return elect(page, sites_of(page, names), places).names


def declared(page: Statements, sites: Collection[str]) -> tuple[str, ...]:
    """The persons whom a page declares as its authors, whatever it shows."""
    return _first(_statements(page), sites)[0].persons


def elect(page: Statements, sites: Collection[str], places: Places) -> Elected:
    """The authors of a page, and how sure the first is. `sites` are the outlet's names, folded."""
    stated, source = _first(_statements(page), sites)
    if stated.persons and source is not None:
        near = people(visible.named(places.near), sites, strict=True)
        if _are_others(near.persons, stated.persons, places.around):
            return Elected(near.authors[:_MOST], _listed_too(_NAMED, near, places))
        if _are_more(near.persons, stated.persons):
            stated = near
        first = stated.persons[0].casefold()
        sure = source.shown if any(first in line.casefold() for line in places.around) else source.sure
        return Elected(stated.authors[:_MOST], _listed_too(sure, stated, places))
    found, source = _first(_places(page, places, housed=bool(stated.houses)), sites, undeclared=not stated.rest)
    if found.persons and source is not None:
        return Elected(found.authors[:_MOST], _listed_too(source.sure, found, places))
    named = stated.desks or found.desks or stated.houses or found.houses
    return Elected(named[:_MOST], _OTHERS, is_person=False)


def _listed_too(sure: float, found: Names, places: Places) -> float:
    """How sure a name is that the outlet's listing may give, too."""
    return max(sure, _LISTED) if fold(found.persons[0]) in {fold(name) for name in places.listed} else sure


def sites_of(page: Statements, names: Iterable[str]) -> set[str]:
    """The names of the outlet and its house, folded."""
    return {fold(name) for name in (*names, *houses(page)) if fold(name)}


def _first(
    sources: Iterable[_Source], sites: Collection[str], *, undeclared: bool = True
) -> tuple[Names, _Source | None]:
    """What the first source that names a person names, and that source; else whom the first names that are no persons.

    `undeclared` is a page that declares nobody at all: only then a name just anywhere is the author's.
    """
    desks: Names | None = None
    houses: Names | None = None
    for source in sources:  # each is looked for only where those before it named nobody
        if source.weak and not (undeclared and desks is houses is None):
            continue
        found = people(source.texts(), sites, strict=source.strict)
        if found.persons:
            return found, source
        desks = desks or (found if found.desks else None)
        houses = houses or (found if found.houses else None)
    others = Names(
        agencies=desks.agencies if desks else (),
        others=desks.others if desks else (),
        houses=houses.houses if houses else (),
    )
    return others, None


def _are_others(near: Collection[str], declared: Collection[str], lines: Sequence[str]) -> bool:
    """Whether the byline by the headline names quite other persons: a statement may name who put the page up.

    Not where who is declared is shown there as well (next to the physician who checked the text, say), nor where one
    name may be the other in another script.
    """
    here, there = ({word for name in names for word in name.casefold().split()} for names in (near, declared))
    if not here or here & there:
        return False
    around = " ".join(text for text in lines if not _EDITOR.match(text)).casefold()
    if any(name.casefold() in around for name in declared):
        return False
    return not any(map(is_personal, declared)) or _is_latin(here) == _is_latin(there)


def _are_more(near: Collection[str], declared: Collection[str]) -> bool:
    """Whether the byline by the headline names whom the page declares, and others, too: one may be stated alone."""
    here, there = ({fold(name) for name in names} for names in (near, declared))
    return there < here


def _is_latin(words: Iterable[str]) -> bool:
    return all(letter < "\u0370" for word in words for letter in word)


def _statements(page: Statements) -> Iterator[_Source]:
    """What the page declares of its author."""
    yield _Source(lambda: _declared_authors(page), sure=0.87, shown=0.97)
    yield _Source(lambda: _metas(page), sure=0.84, shown=0.91)
    yield _Source(lambda: _marked(page), sure=0.84, shown=0.95)


def _places(page: Statements, places: Places, *, housed: bool) -> Iterator[_Source]:
    """Where else to look. `housed` is a page that declares its outlet as the author."""
    lines = cache(lambda: [*places.around, *places.labels(), *places.text[:2], *places.text[-1:]])
    yield _Source(lambda: visible.linked(places.near), sure=0.93)
    yield _Source(lambda: visible.named(places.near), strict=True, sure=_NAMED)
    yield _Source(lambda: visible.titled(places.named), sure=_NAMED)
    yield _Source(lambda: signatures.labelled(lines(), places.text), sure=0.89)
    yield _Source(lambda: byline_lines.introduced(lines(), places.text[:1]), sure=0.89)
    yield _Source(lambda: _properties(page, footers=True))
    yield _Source(lambda: places.listed, sure=0.88)
    yield _Source(lambda: signatures.farewell(places.text))
    yield _Source(lambda: signatures.signature(places.text, places.shown), strict=True)
    yield _Source(lambda: _node_authors(page, page.lesser))
    if housed:
        yield _Source(lambda: byline_lines.above(places.around), strict=True)
    yield _Source(lambda: byline_lines.alone(places.around), weak=True)
    yield _Source(lambda: byline_lines.dated(places.around), weak=True)
    yield _Source(lambda: byline_lines.whose_work(places.around, places.shown()), weak=True)
    yield _Source(lambda: byline_lines.account(places.around), weak=True)
    yield _Source(lambda: visible.boxed(page.root), strict=True, weak=True)
    yield _Source(lambda: signatures.reporters(places.text), strict=True, weak=True)
    yield _Source(lambda: visible.anywhere(places.named), strict=True, weak=True)
    yield _Source(lambda: _plain(page.metas.get("twitter:creator", ())))
    yield _Source(lambda: signatures.described(page.meta("description", "og:description")), strict=True, weak=True)
    yield _Source(lambda: _addressed(page), strict=True, weak=True)
    yield _Source(lambda: signatures.agency(places.text), weak=True)


def houses(page: Statements) -> Iterator[str]:
    """The names of the outlet's house, as the page declares them; else as its address does."""
    declared = [*page.metas.get("og:site_name", ()), *page.metas.get("application-name", ())]
    for node in page.nodes[:60]:
        declared.extend(jsonld.strings(node.get("publisher"), "name")[:1])
    yield from declared or (urlsplit(page.url).hostname or "").split(".")[-2:-1]


def _declared_authors(page: Statements) -> list[str]:
    return _node_authors(page, [page.article] if page.article is not None else [])


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
        parts = [part for key in ("givenName", "familyName") for part in jsonld.strings(value.get(key))[:1]]
        yield from jsonld.strings(value.get("name")) or ([" ".join(parts)] if parts else [])
        yield from _names(value.get("@list"))
    elif isinstance(value, str):
        yield value


def _metas(page: Statements) -> list[str]:
    others = (name for name in page.metas if name not in _KNOWN_METAS and _OTHER_META.search(name))
    for name in (*filter(page.metas.__contains__, _METAS), *others):
        if name == "twitter:data1" and not _SAYS_BY.search(page.meta("twitter:label1") or ""):
            continue
        values = _plain(page.metas[name])
        if people(values).persons:
            return values
    return [value for name in (*_METAS[:4], "articleauthor") for value in _plain(page.metas.get(name, ()))][:2]


def _plain(values: Iterable[str]) -> list[str]:
    """The values that are names rather than addresses or handles."""
    return [value for value in values if not value.startswith(("http:", "https:", "/", "@"))]


def _addressed(page: Statements) -> list[str]:
    """The name in the address of the author's page: /author/jane-doe."""
    slugs = map(visible.author_of, page.metas.get("article:author", ()))
    return [slug.replace("-", " ").title() for slug in slugs if slug and _SLUG.fullmatch(slug)]


def _marked(page: Statements) -> list[str]:
    """Microdata, and links that are marked as the author's: the first of them, and those next to it."""
    if found := _properties(page):
        return found
    links = [
        element
        for element in page.elements["a"]
        if (relation := element.get("rel")) and "author" in relation.split() and not visible.is_elsewhere(element)
    ]
    return [visible.lines_of(link) for link in links[:5] if _beside(link, links[0])]


def _properties(page: Statements, *, footers: bool = False) -> list[str]:
    """The microdata of the author, also in the footer of the post if so wanted: there blogs sign by account."""
    marked = [
        element
        for element in page.properties.get("author", ())[:10]
        if not visible.is_elsewhere(element, footers=footers)
    ]
    found: list[str] = []
    for element in marked:
        if element is marked[0] or _beside(element, marked[0]):
            inner = [
                child
                for child in islice(element.iter(), _INNER)
                if child is not element and "name" in (child.get("itemprop") or "").split()
            ]
            found.extend(visible.lines_of(child) for child in inner or [element])
    return found


def _beside(link: etree._Element, first: etree._Element) -> bool:
    """Whether two links stand in one byline."""
    around = first.getparent()
    outer = around.getparent() if around is not None else None
    return link.getparent() is around or (outer is not None and link.getparent() in (outer, *outer))
