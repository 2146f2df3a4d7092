"""Where a page shows who wrote it: links to authors' pages, elements named like a byline, lines that begin with "By".

Each question returns the texts of one place, the likeliest first; what is a name in them is decided in `person_names`.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from lxml import etree

from monitor.extract.authors import organisations
from monitor.extract.authors.person_names import Names, is_personal, people, says_by
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
_LONG = 500  # characters of names that are not kept in mind
_INNER = 500  # elements of one byline that may be a name
_PICTURE = re.compile(r"image|photo|picture|caption|credit|copyright")
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|i|e)?|auteurs?|profiles?|staff|contributors?|journalists?|writers?|editors|"
    r"reporters?|newsteam|columnists?|redaktion|firma|correspondents?)/([^/?#]+)"
)
_VERB = re.compile(
    r"(?:written|posted|published|submitted|gespeichert|geschrieben|verfasst|veröffentlicht)\s+(?:by|von)[\s:]",
    re.IGNORECASE,
)
_AT_A_TIME = re.compile(  # Filed under: Film — jane @ 00:11; not "Concert — Garden Hall @ 20:00"
    r"[^:—]{2,40}:[^—]{0,300}—\s(?P<name>[\w.'-]{2,30}(?:\s[\w.'-]{2,30})?)\s@\s\d{1,2}:\d\d"
)
_DATED_BY = re.compile(r"\d.{0,30}\b(?:by|BY|von|por|par)\s+(?=[A-ZÀ-Þ])(.{3,60})$")  # 3 May 2024, 11:00 by Jane Doe
_DATED_NAME = re.compile(
    r"(?:[^\W\d_]{2,10},?\s)?(?:\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d_]{3,9})\s?\d{4}|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}|"
    r"[^\W\d_]{3,9}\.?\s\d{1,2},\s\d{4}|\d{1,2}\s[^\W\d_]{3,9}\.?,?\s\d{4})(?:,?\s\d{1,2}[:.]\d\d(?:\sUhr)?)?\s*[-–—|·•,/]\s*"
    r"(?P<name>[^\W\d_][^|·•/\d]{3,50})$"
)
_ELSEWHERE = re.compile(
    r"comment|related|sidebar|widget|teaser|recommend|footer|popular|trending|newsletter|promo|card-list"
)
_HOME = re.compile(r"(?:https?://[^/]+/?|/)$")
_OF_THE_POST = re.compile(r"(?:post|entry|article|story)[-_]footer")
_CLAUSE = 40  # characters after a link from which on it stands in running text
_HOLDS_TEXT = 400  # characters of an element that holds the text, too: what lies deeper in it may be of other articles
_NEAR_LINES = 6
_RUNNING = 80  # characters of a line from which on it is text
_ALL_BY = re.compile(
    r"(?:all|alle|view all|see all|more|weitere|mehr|todos|tous|ver todos)\s.*(?:articles?|artikel|artículos|posts|"
    r"stories|beiträge|by|from|von|de)\b",
    re.IGNORECASE,
)


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
        found.extend(map(lines_of, links))
    account = len(found) == 1 and len(found[0].split()) <= 3
    return found if account or people(found, strict=True).persons else []


def _to_authors(links: Iterable[etree._Element]) -> list[etree._Element]:
    """Those that lead to an author's page and are no part of a sentence."""
    some = islice(links, _INNER)
    return [one for one in some if author_of(one.get("href") or "") and not _is_in_a_sentence(one)]


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
            if (name := child.get("class")) and _AUTHOR_NAME.search(name)
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
            not _AUTHOR_NAME.search(element.get("class") or "")
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


def introduced(lines: Iterable[str], first: Iterable[str]) -> list[str]:
    """Lines that begin with "By", or a name alone as the first line of the text; persons rather than a desk."""
    desks: list[str] = []
    for text in lines:
        if len(text) > 150:
            continue
        dated = _DATED_BY.search(text) if len(text) <= 100 else None
        if not dated and not says_by(text):
            continue
        wanted = dated.group(1) if dated else text
        found = people([wanted], strict=_VERB.match(text) is None)
        if found.persons:
            return [*found.authors]
        desks = desks or [*found.rest]
    if desks:
        return desks
    for text in first:
        if text[-1] not in ".!?:" and _is_names(text):
            return [text]
    return []


def alone(lines: Sequence[str]) -> list[str]:
    """A line by the headline that is nothing but the name of an agency, a desk, or a person whose work stands below."""
    before = ""
    for text, after in zip(lines[:_NEAR_LINES], [*lines[1:], ""], strict=False):
        if (
            len(text) <= 45
            and not before.endswith(":")
            and (organisations.is_agency(text) or organisations.is_desk(text))
        ):
            return [text]
        if len(after) <= 60 and (_ALL_BY.match(after) or organisations.has_role(after)) and _is_names(text):
            return [text]
        before = text
    return []


def dated(lines: Sequence[str]) -> list[str]:
    """A person's name after the day, and nothing else, on a line by the headline: "25.10.2022 - Jane Doe".

    Or an account's with the time of the post after it, as a theme of many blogs writes: "— jane @ 00:11".
    """
    for text in lines[:_NEAR_LINES]:
        found = _DATED_NAME.match(text) if len(text) <= _RUNNING else None
        if found and _is_names(found["name"]):
            return [found["name"]]
        if posted := _AT_A_TIME.match(text):
            return [posted["name"]]
    return []


def above(lines: Sequence[str]) -> list[str]:
    """A line of names, and nothing else, right above a text: so sign papers whose pages state the paper alone."""
    for text, after in pairwise(lines[: _NEAR_LINES + 1]):
        if len(after) >= _RUNNING and _is_names(text):
            return [text]
    return []


def _is_names(text: str) -> bool:
    return len(text) <= 60 and _says_only(text, people([text], strict=True).persons)


def _says_only(text: str, names: Sequence[str]) -> bool:
    """Whether a text holds these names and nothing else but what joins them."""
    bare = text
    for name in names:
        bare = bare.replace(name, "", 1)
    return bool(names) and len(bare.strip(" ,/&·-–—")) <= 5 * (len(names) > 1)


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
