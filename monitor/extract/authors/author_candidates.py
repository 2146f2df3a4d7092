"""Who may have written a page of which the rules name no person: whom its bylines, links and lines may name.

A candidate is an answer: all the names that one text gives. Texts that give the same names are one candidate.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from monitor.extract.authors import organisations
from monitor.extract.authors import visible_bylines as visible
from monitor.extract.authors.person_names import is_personal, people, says_by
from monitor.extract.headline.headlines import fold
from monitor.extract.layout.blocks import place_of
from monitor.extract.layout.visible import VisiblePage
from monitor.extract.statements import Statements
from monitor.reading import html

_MOST = 40  # candidates of one page
_MOST_OF_A_KIND = 8  # texts of one way of looking
_LINKS = 1_500  # links of a page that are looked at
_BYLINES, _MARKED = 60, 1_500  # elements named for authors that are looked at as bylines, and as comments
_SHORT = 100  # characters of a line that names who wrote
_AFTER, _BEFORE, _FOOT = 14, 4, 6  # lines after and above the headline, and around the text's end
_LEAD = 160  # characters of a paragraph's beginning or end in which its author may be named
_DATED = re.compile(r"\d\s?(?:Uhr)?[\s,|·]+(?:by|von|par|por|di|da)\s+(?P<name>[^\W\d_].{1,40})$", re.IGNORECASE)
_SIGNED = re.compile(r"^[—–-]\s?(?P<name>[\w .'-]{2,40}?)\s?(?:@\s?\d.*)?$")  # — jancak @ 00:11
_LABELLED = re.compile(
    r"(?:^|[\s□■◎（(])(?:作者|记者|記者|撰文|通讯员|来源|來源|autor(?:in|en)?|author|text|von|by|words by|with|mit)"
    r"\s?[:：]?\s*(?P<name>[^\s:：].{1,60})$",
    re.IGNORECASE,
)
_LEADS = re.compile(r"^(?:By|Von|Par|Por|Di)\s(?P<name>[A-ZÀ-Þ][^.:\n]{3,60}?)\s?(?:[.:|–—]|$)")
_REPORTED = re.compile(r"[(（](?P<name>[\u4e00-\u9fff]{2,4})(?:[\s\u3000][\u4e00-\u9fff]{2,6})?(?:报道|報導)?[)）]\s*$")
_OWNER = re.compile(r"by-?post-?author", re.IGNORECASE)
_is_of_authors = visible.kept(re.compile(r"uthor|autor|yline|poster|writer|username|vcard").search)
_AUTHOR_QUERY = re.compile(r"[?&](?:author|user|uid|lookuserid)=", re.IGNORECASE)
_TAGS = frozenset({"div", "span", "p", "a", "li", "address", "td", "strong", "b"})
_COMMENTS = frozenset({"li", "div", "article"})


@dataclass(slots=True)
class AuthorCandidate:
    """An answer: the names, the sources that give just these, and where the page first shows them."""

    names: tuple[str, ...]
    sources: set[str] = field(default_factory=set)
    order: int = 9  # among the texts of its first source
    place: int = -1  # of the block; -1: not shown, or not known where
    node: int = -1
    link: bool = False
    element: etree._Element | None = None


class AuthorCandidates:
    """The candidates of one page, by their folded names."""

    def __init__(self, sites: Collection[str], shown: VisiblePage) -> None:
        self.sites, self.shown = sites, shown
        self.by_names: dict[tuple[str, ...], AuthorCandidate] = {}
        self.places = shown.blocks.places()

    def add(self, source: str, names: tuple[str, ...], order: int = 0, element: etree._Element | None = None) -> None:
        """Add the answer of one source; nothing where it names nobody."""
        names = names[:_MOST]
        if not names or len(self.by_names) >= _MOST:
            return
        key = tuple(sorted(map(fold, names)))
        one = self.by_names.setdefault(key, AuthorCandidate(names))
        if source not in one.sources:
            one.sources.add(source)
            one.order = min(one.order, order)
        if element is not None and one.node < 0:
            one.element = element
            self._locate(one, element)

    def _locate(self, one: AuthorCandidate, element: etree._Element) -> None:
        if (node := place_of(element, self.places)) is not None:
            one.node, one.place = node, self.shown.blocks.nodes[node].first
            one.link = element.tag == "a" or next(element.iter("a"), None) is not None

    def read(self, source: str, texts: Iterable[tuple[str, etree._Element | None]], *, strict: bool) -> None:
        """Add what each text of a way of looking names."""
        for order, (text, element) in enumerate(islice(texts, _MOST_OF_A_KIND)):
            found = people([text], self.sites, strict=strict)
            self.add(source, found.authors or found.rest, order, element)


def gather(page: Statements, sites: Collection[str], text: Sequence[str], shown: VisiblePage) -> AuthorCandidates:
    """The candidates of a page. `sites` are the outlet's names, folded, `text` the article's paragraphs."""
    found = AuthorCandidates(sites, shown)
    marked = _marked(page)
    _read_bylines(found, page, marked)
    around = list(_around(shown))
    found.read("line", _lines(around), strict=False)
    found.read("name_line", ((said, one) for said, one in around if _is_name(said)), strict=True)
    found.read("text", ((said, None) for said in _ends(text)), strict=False)
    found.read("owner", _owners(marked), strict=False)
    return found


def gather_bylines(page: Statements, sites: Collection[str], shown: VisiblePage) -> AuthorCandidates:
    """Those candidates alone whom bylines and links to authors' pages name."""
    found = AuthorCandidates(sites, shown)
    _read_bylines(found, page, _marked(page))
    return found


def _read_bylines(found: AuthorCandidates, page: Statements, marked: Iterable[etree._Element]) -> None:
    named = _named(marked)
    found.read("byline", ((said, one) for one in named if (said := visible.lines_of(one))), strict=False)
    found.read("byline_link", _links_of(named), strict=False)
    found.read("author_link", _linked(page), strict=False)


def _marked(page: Statements) -> list[etree._Element]:
    """The elements named for authors."""
    some = page.root.iter(*_TAGS, *_COMMENTS)
    return list(islice((one for one in some if (name := one.get("class")) and _is_of_authors(name)), _MARKED))


def _named(marked: Iterable[etree._Element]) -> list[etree._Element]:
    """Those of them with a short text, those that hold no other first."""
    first = islice((one for one in marked if one.tag in _TAGS), _BYLINES)
    some = [one for one in first if 2 <= sum(map(len, html.texts(one, 400))) <= 200]
    outer = {around for element in some for around in islice(element.iterancestors(), 3)}
    return sorted(some, key=lambda one: one in outer)


def _links_of(named: list[etree._Element]) -> Iterator[tuple[str, etree._Element]]:
    """The first link in each of those."""
    for one in named:
        link = next(one.iter("a"), None)
        if link is not None and link is not one and 2 <= len(text := visible.lines_of(link)) <= 60:
            yield text, link


def _linked(page: Statements) -> Iterator[tuple[str, etree._Element]]:
    """Links to the pages of authors and members."""
    for link in islice(page.elements["a"], _LINKS):
        address = link.get("href") or ""
        if (
            visible.author_of(address)
            or ("?" in address and _AUTHOR_QUERY.search(address))
            or "author" in (link.get("rel") or "")
        ):
            text = visible.lines_of(link)
            if 2 <= len(text) <= 60:
                yield text, link


def _around(shown: VisiblePage) -> Iterator[tuple[str, etree._Element]]:
    """The short lines by the headline and around the end of the text, with their elements."""
    blocks, at, end = shown.blocks.blocks, shown.headline, shown.blocks.nodes[shown.chosen].last
    near = [*blocks[at + 1 : at + 1 + _AFTER], *blocks[max(0, at - _BEFORE) : max(0, at)]]
    foot = blocks[max(at + 1, end - _FOOT) : end + _FOOT]
    seen: set[str] = set()
    for block in (*near, *foot):
        if len(block.text) <= _SHORT and block.text not in seen:
            seen.add(block.text)
            yield block.text, shown.blocks.nodes[block.node].element


def _lines(around: list[tuple[str, etree._Element]]) -> Iterator[tuple[str, etree._Element]]:
    for text, element in around:
        found = _DATED.search(text) or _SIGNED.match(text) or _LABELLED.search(text)
        if found:
            yield found["name"], element
        elif says_by(text):
            yield text, element


def _is_name(text: str) -> bool:
    return len(text) <= 45 and is_personal(text) and not organisations.is_nobody(text)


def _ends(paragraphs: Sequence[str]) -> Iterator[str]:
    """Who is named at the beginning or the end of the text."""
    for text in paragraphs[:2]:
        if found := _LEADS.match(text[:_LEAD]):
            yield found["name"]
    for text in paragraphs[-2:]:
        if found := _REPORTED.search(text[-_LEAD:]) or (_LABELLED.search(text) if len(text) <= _SHORT else None):
            yield found["name"]


def _owners(marked: Iterable[etree._Element]) -> Iterator[tuple[str, etree._Element | None]]:
    """Who comments as the one who wrote."""
    for element in marked:
        name = element.get("class") or ""
        if element.tag in _COMMENTS and "omment" in name and _OWNER.search(name):
            cite = next(element.iter("cite", "b", "a"), None)
            if cite is not None and (text := visible.lines_of(cite)):
                yield text.split("\n")[0], None
