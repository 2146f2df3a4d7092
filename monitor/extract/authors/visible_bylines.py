"""Where a page shows who wrote it: links to authors' pages, elements named like a byline, lines that begin with "By".

Each question returns the texts of one place, the likeliest first; what is a name in them is decided in `person_names`.
"""

import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from itertools import islice

from lxml import etree

from monitor.extract.authors.person_names import Names, is_personal, people
from monitor.extract.headline.headlines import fold
from monitor.extract.statements import line, texts_of
from monitor.reading import html
from monitor.text import small

# Of names in small letters, as those below; each branch begins with a letter, for which `re` looks first.
_BYLINE = re.compile(
    r"by(?:-?line|(?<![^\s_-]by)(?=$|[\s_-]))|author|autor(?:en|es|in)?(?:\b|_|-)|auteur|autore|writer|reporter|"
    r"journalist|contributor|creator|submitted|meta-?info|posted-?by|vcard"
)
_NOT_BYLINE = re.compile(
    r"bio|comment|related|avatar|image|photo|img|social|share|follow|footer|sidebar|widget|teaser|"
    r"desc|title|more|popular|recommend|tool|caption|copyright|card|quote|zitat"
)
_AUTHOR_NAME = re.compile(
    r"(?:author|byline|creator|autor|writer|reporter)s?[-_]*(?:name|link)|(?:^|\s)(?:author|byline|"
    r"by-author|post-author|entry-author|vcard author|author vcard)(?:\s|$)",
    re.IGNORECASE,
)
_LONG = 500  # characters of names of which answers are not kept in mind
_NAMES_KEPT = 4_000  # names of which they are, by question
_INNER = 500  # elements of one byline that may be a name
_PICTURE = re.compile(r"image|photo|picture|caption|credit|copyright")
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|i|e)?|auteurs?|profiles?|staff|contributors?|journalists?|writers?|editors|"
    r"reporters?|newsteam|columnists?|redaktion|firma|correspondents?)/([^/?#]+)"
)
_ELSEWHERE = re.compile(
    r"comment|related|sidebar|widget|teaser|recommend|footer|popular|trending|newsletter|promo|card-list"
)
_BOX = re.compile(  # of an author's life
    r"(?:author|autor(?:in|en)?|auteur|autore|writer)s?[\w-]{0,12}?(?:info|bio|box|card|details|about|profile)|"
    r"about[-_ ]?(?:the[-_ ])?(?:author|autor)|(?:bio|box|profile)[-_](?:author|autor)"
)
_HEADS = 12  # elements of one box that may be a name
_LONGEST_HEAD = 60  # characters of that
_BOXES = 5_000  # elements of a page that are looked at for such
_HOME = re.compile(r"(?:https?://[^/]+/?|/)$")
_OF_THE_POST = re.compile(r"(?:post|entry|article|story)[\w-]{0,20}[-_]footer")
_CLAUSE = 40  # characters after a link from which on it stands in running text
_HOLDS_TEXT = 400  # characters of an element that holds the text, too: what lies deeper in it may be of other articles


def kept(asks: Callable[[str], object]) -> Callable[[str], bool]:
    """A question of an element's names that keeps its answers in mind: most elements are named as others are."""

    @lru_cache(maxsize=_NAMES_KEPT)
    def answer(name: str) -> bool:
        return asks(name) is not None

    return lambda name: (answer if len(name) <= _LONG else answer.__wrapped__)(name)


_is_authors_name = kept(_AUTHOR_NAME.search)
_is_box = kept(lambda name: _BOX.search(name.lower()))


def author_of(address: str) -> str | None:
    """Whose page an address is, as it names the author; None where it is not known for one's."""
    found = _AUTHOR_PAGE.search(small(address))
    return address[found.start(1) : found.end(1)] if found else None


def linked(near: Collection[etree._Element]) -> list[str]:
    """Links to authors' pages by the headline: those of the first element that has one, and of those next to it."""
    found: list[str] = []
    for element in near:
        links = _to_authors(element.iter("a"))
        if links and sum(map(len, html.texts(element, 2 * _HOLDS_TEXT))) > _HOLDS_TEXT:
            links = _to_authors(element.iterchildren("a"))
        if found and not links:
            break
        found.extend(map(_name_of, links))
    account = len(found) == 1 and len(found[0].split()) <= 3
    return found if account or people(found, strict=True).persons else []


def _to_authors(links: Iterable[etree._Element]) -> list[etree._Element]:
    """Those that lead to an author's page and are no part of a sentence."""
    some = islice(links, _INNER)
    return [one for one in some if author_of(one.get("href") or "") and not _is_in_a_sentence(one)]


def _name_of(link: etree._Element) -> str:
    """What a link to an author's page is called; of two families if its address has both."""
    text = lines_of(link)
    if " - " in text:
        joined = text.replace(" - ", "-")
        slug = author_of(link.get("href") or "") or ""
        return joined if fold(slug).startswith(fold(joined)) else text
    return text


def _is_in_a_sentence(link: etree._Element) -> bool:
    """Whether a link stands in running text: it is read of there, and did not write."""
    around = link.getparent()
    before = (around.text or "") if around is not None else ""
    return len(line(link.tail or "")) > _CLAUSE or len(line(before)) > 2 * _CLAUSE


def named(near: Collection[etree._Element], sites: Collection[str] = ()) -> list[str]:
    """The first element by the headline that is named like a byline, or holds such, with a name; best a person's."""
    desk: list[str] = []
    for element in dict.fromkeys(near):
        inner = [
            child
            for child in islice(element.iter("a", "span", "strong", "b", "em", "cite"), _INNER)
            if (name := child.get("class")) and _is_authors_name(name)
        ]
        for one in [*inner, *([element] if _is_byline(element) else [])]:
            text = lines_of(one)
            if len(text) > 200 or ">" in text:
                continue
            found = people([text], sites, strict=True)
            if found.persons:
                return [text]
            if found.desks and not desk:
                desk = [text]
    return desk


def titled(elements: Collection[etree._Element]) -> list[str]:
    """Elements whose class says that they hold an author's name: the first group of them; best of persons' names."""
    groups: list[list[str]] = []
    place: etree._Element | None = None
    for element in list(elements)[:60]:
        if (
            not _is_authors_name(element.get("class") or "")
            or element.tag in {"body", "html", "form", "img"}
            or is_elsewhere(element)
            or _leads_home(element)
        ):
            continue
        text = _head_of(lines_of(element))
        if not 2 <= len(text) <= 60 or people([text]) == Names():
            continue
        if place is None or place is not element.getparent():
            groups.append([])
            place = element.getparent()
        groups[-1].append(text)
    best = (group for group in groups if people(group, strict=True).persons)
    return next(best, groups[0] if groups else [])


def _leads_home(element: etree._Element) -> bool:
    """Whether it is the name of the site, which blogs' themes call an author, too."""
    link = next(element.iter("a"), None)
    return link is not None and _HOME.match(link.get("href") or "") is not None


def _head_of(text: str) -> str:
    """The name that heads the box of an author, who is described below."""
    if len(text) <= 60:
        return text
    return next((part for part in text.split("\n")[:2] if is_personal(part)), "")


def anywhere(elements: Collection[etree._Element]) -> list[str]:
    """The first element of the page that is named like a byline and holds a person's name."""
    for element in list(elements)[:60]:
        name = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if (
            element.tag in {"body", "html", "form", "img"}
            or _NOT_BYLINE.search(name)
            or not _is_byline(element)
            or is_elsewhere(element)
        ):
            continue
        text = lines_of(element)
        if 3 <= len(text) <= 160 and people([text], strict=True).persons:
            return [text]
    return []


def boxed(root: etree._Element) -> list[str]:
    """The person whose name stands out in a box that tells of an author; nobody where several do."""
    found: dict[str, str] = {}
    for element in islice(root.iter("div", "section", "aside", "p", "footer"), _BOXES):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if not _is_box(name) or is_elsewhere(element):
            continue
        heads = islice(element.iter("a", "strong", "b", "h2", "h3", "h4", "h5"), _HEADS)
        texts = (text for head in heads if 2 <= len(text := lines_of(head)) <= _LONGEST_HEAD)
        persons = next(filter(None, (people([text], strict=True).persons for text in texts)), ())
        found.update((person.casefold(), person) for person in persons)
    return [*found.values()] if len(found) == 1 else []


def lines_of(element: etree._Element) -> str:
    """The text of an element, its parts on lines of their own."""
    declared = element.get("content")
    return declared or "\n".join(filter(None, map(line, texts_of(element))))


def is_elsewhere(element: etree._Element, *, footers: bool = False) -> bool:
    """Whether an element stands next to the article. With `footers` that of a post belongs to it."""
    at = element.getparent()
    for _ in range(8):
        if at is None or at.tag in {"article", "main"}:
            return False
        name = (at.get("class") or "").lower()
        if footers and (at.tag in {"nav", "footer"} or _OF_THE_POST.search(name)):
            return False
        if at.tag in {"aside", "footer", "nav"} or _ELSEWHERE.search(name):
            return True
        at = at.getparent()
    return False


def _is_byline(element: etree._Element) -> bool:
    at: etree._Element | None = element
    found = False
    for _ in range(4):
        if at is None:
            break
        name = f"{at.get('class') or ''} {at.get('id') or ''}"
        is_picture, is_named = (_said_by if len(name) <= _LONG else _said_by.__wrapped__)(name)
        if is_picture or at.tag in {"figure", "figcaption"}:
            return False
        found = found or is_named or at.tag == "address"
        at = at.getparent()
    return found


@lru_cache(maxsize=10_000)
def _said_by(name: str) -> tuple[bool, bool]:
    """Whether classes and id of an element speak of a picture, and whether of a byline."""
    name = name.lower()
    return _PICTURE.search(name) is not None, bool(_BYLINE.search(name) and not _NOT_BYLINE.search(name))
